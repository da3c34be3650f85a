"""Programs with branches: pieces of the examples explained by different programs, told apart by a condition."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.conditions import conditions as conditions_on
from pointmass.synthesis.operators import shapes
from pointmass.synthesis.program import Case, Choice, Literal, Node, Var, attempt, children
from pointmass.synthesis.strings.learn import Pairs, straight
from pointmass.synthesis.strings.predicates import across, negated, numeric, predicates
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FEW = 4
_PAIRED = 6
_BRANCH = 5.0
# A branch that one example shows may be anything: it costs as much as several letters of a constant.
_LONE = 7.0
_AKIN = 2.0
_ELSE = 2.5
_MOST_PROGRAMS = 24
_DEAREST = 70.0


@dataclass(frozen=True, slots=True)
class Partial:
    """A program and the examples that it explains."""

    node: Node
    cost: float
    covers: frozenset[int]


def branched(pairs: Pairs, late: Callable[..., bool], *, depth: int = 2) -> list[Term]:
    """Return programs with one branch (or two) that explain every pair, cheapest first."""
    count = len(pairs.envs)
    if count < 3:  # noqa: PLR2004 - two examples in two branches are a table
        return []
    partials = _partials(pairs, late)
    tests = conditions(pairs)
    everything = frozenset(range(count))
    found: dict[Node, Term] = {}
    for left, right in itertools.permutations(partials, 2):
        if any(_is_copied(p, pairs) for p in (left, right)):
            continue
        if left.covers | right.covers != everything or left.node == right.node or _is_table(left, right):
            continue
        for made in _joined(left, right, tests):
            found.setdefault(made.node, made)
    if not found and depth > 1:
        found = {s.node: s for s in _thrice(pairs, partials, tests, late)}
    return sorted(found.values(), key=lambda s: s.cost)


def _thrice(pairs: Pairs, partials: list[Partial], tests: list[Term], late: Callable[..., bool]) -> Iterator[Term]:
    """Yield programs whose first branch is told from the rest, and whose rest has branches of its own."""
    everything = set(range(len(pairs.envs)))
    for first in partials[:4]:
        rest = sorted(everything - first.covers)
        if late(100) or len(rest) < 3 or len(first.covers) < 2:  # noqa: PLR2004 - see `branched`
            continue
        inner = pairs.at(rest)
        for other in (straight(inner, late, limit=2) or branched(inner, late, depth=1))[:1]:
            covers = frozenset(i for i in everything if attempt(other.node, pairs.envs[i]) == pairs.outputs[i])
            yield from _joined(first, Partial(other.node, other.cost, covers), tests)


def _joined(left: Partial, right: Partial, tests: list[Term]) -> Iterator[Term]:
    """Yield *left* where a condition holds and *right* where not, for the cheapest fitting condition."""
    said = _said(left.node) | _said(right.node)
    best: Term | None = None
    for condition in tests:
        if best is not None and condition.cost - _AKIN >= best.cost:
            break
        held = [i for i, h in enumerate(condition.values) if h]
        rest = [i for i, h in enumerate(condition.values) if not h]
        if left.covers.issuperset(held) and right.covers.issuperset(rest):
            few = 2  # one example is lone
            # What no condition holds for goes the way that most examples went.
            lone = _LONE * (len(held) < few) + (_LONE + _ELSE) * (len(rest) < few)
            # To ask for the delimiter that a branch goes on to use is the natural question.
            price = condition.cost - _AKIN * bool(said & _said(condition.node)) + lone
            if best is None or price < best.cost:
                node = Choice((Case(condition.node, left.node, len(held)),), right.node, len(rest))
                best = Term(node, price)
    if best is not None:
        yield Term(best.node, left.cost + right.cost + best.cost + _BRANCH)


def _said(node: Node) -> frozenset[str]:
    """Return the texts that a program names, blanks around them apart."""
    if isinstance(node, Literal):
        return frozenset({node.content.strip()} - {""}) if isinstance(node.content, str) else frozenset()
    return frozenset().union(*map(_said, children(node)))


def _partials(pairs: Pairs, late: Callable[..., bool]) -> list[Partial]:
    """Return programs learned from parts of the examples, those that explain most first."""
    best: dict[frozenset[int], list[Partial]] = {}
    for chosen in _subsets(pairs):
        if late(30) or sum(map(len, best.values())) > _MOST_PROGRAMS:
            break
        if any(len(c & chosen) == len(chosen) for c in best if len(chosen) > 1):
            continue
        some = pairs.at(sorted(chosen))
        for spelled in [
            *_constant(some),
            *straight(Pairs(some.envs, some.outputs, some.variables, flat=True), late, limit=3),
        ][:3]:
            if spelled.cost > _DEAREST:
                continue
            covers = frozenset(i for i, e in enumerate(pairs.envs) if attempt(spelled.node, e) == pairs.outputs[i])
            known = best.setdefault(covers, [])
            known.append(Partial(spelled.node, spelled.cost, covers))
            known.sort(key=lambda p: p.cost)
            del known[2:]
    return sorted(itertools.chain.from_iterable(best.values()), key=lambda p: (-len(p.covers), p.cost))


def _subsets(pairs: Pairs) -> Iterator[frozenset[int]]:
    """Yield parts of the examples that may have a program of their own: of one shape, of one output, pairs, single ones."""
    count = len(pairs.envs)
    for key in (
        lambda i: pairs.outputs[i],
        lambda i: _shape(pairs.envs[i]),
        lambda i: shapes.skeleton(pairs.outputs[i]),
    ):
        groups: dict[Any, set[int]] = {}
        for i in range(count):
            groups.setdefault(key(i), set()).add(i)
        for group in sorted(groups.values(), key=len, reverse=True):
            if 1 < len(group) < count:
                yield frozenset(group)
    if count <= _FEW:
        for length in range(count - 1, 0, -1):
            yield from map(frozenset, itertools.combinations(range(count), length))
        return
    yield from map(frozenset, itertools.combinations(range(min(count, _PAIRED)), 2))
    yield from (frozenset({i}) for i in range(min(count, _PAIRED)))


def _shape(env: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(shapes.skeleton(v) if isinstance(v, str) else repr(v) if isinstance(v, bool) else "" for v in env)


def _constant(pairs: Pairs) -> list[Term]:
    first = pairs.outputs[0]
    if any(o != first for o in pairs.outputs):
        return []
    letters = sum(c.isalnum() for c in first)
    return [Term(Literal(first), 2.0 + 4.0 * letters / len(pairs.outputs) + 0.5 * (len(first) - letters))]


def _is_copied(partial: Partial, pairs: Pairs) -> bool:
    """Whether a branch is a constant made of the characters of the one input that it answers: a row of a table."""
    if not isinstance(partial.node, Literal) or len(partial.covers) != 1:
        return False
    (only,) = partial.covers
    text = partial.node.content
    inputs = " ".join(str(v) for v in pairs.envs[only]).lower()
    rest = iter(inputs)
    return len(text) > 1 and all(c in rest for c in text.lower())


def _is_table(left: Partial, right: Partial) -> bool:
    """Whether every branch is a constant that one example shows: known inputs in disguise."""
    lone = [p for p in (left, right) if isinstance(p.node, Literal) and len(p.covers) == 1]
    # A constant with digits in it that one example shows is a copy of that example, not a label.
    return len(lone) == 2 or any(c.isdigit() for p in lone for c in str(p.node.value(())))  # noqa: PLR2004 - both


def conditions(pairs: Pairs) -> list[Term]:
    """Return the conditions on the inputs of *pairs* that hold for some and not for others, cheapest first."""
    found: list[Term] = []
    for index in range(len(pairs.envs[0])):
        column = [env[index] for env in pairs.envs]
        if all(isinstance(v, str) for v in column):
            found += predicates(column, Var(index))
            found += numeric(pairs.envs, Var(index))
        else:
            found += [Term(c.node, c.cost, c.values) for c in conditions_on([Term(Var(index), 0.5, tuple(column))])]
    found += across(pairs.envs)
    found += [Term(negated(p.node), p.cost + 0.4, tuple(not h for h in p.values)) for p in list(found)]
    return sorted(found, key=lambda p: p.cost)
