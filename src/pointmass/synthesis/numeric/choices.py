"""Find the conditions on numbers that give a truth value, or choose among a few answers."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.conditions import Condition, conditions
from pointmass.synthesis.numeric.formulas import formulas
from pointmass.synthesis.numeric.source import same
from pointmass.synthesis.operators import arithmetic, records, tests
from pointmass.synthesis.program import Apply, Case, Choice, Literal, Node
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MOST = 200
_LIMITS = (arithmetic.AT_LEAST, arithmetic.AT_MOST, records.ABOVE, records.BELOW)
_ROOM = 2.0
_PAIRED = 80
_CASES = 6
# Up to so many branches all ways are tried that look good, beyond that only the best.
_DEEP = 3
_WIDE = 8
_NARROW = 2
_CASE = 3.0
_LONE = 6.0
# Another limit that the examples allow is a program of its own, a little dearer: where the two differ nothing is known.
_MOVED = 0.5


@dataclass(frozen=True, slots=True)
class Branch:
    """One case of a choice.

    Attributes:
        condition: When it is taken.
        node: What is answered then.
        support: On how many examples that rests.
    """

    condition: Condition
    node: Node
    support: int


def truths(sources: Sequence[Term], outputs: Sequence[Any]) -> list[Term]:
    """Return the conditions that hold exactly where the output is true: one, or two joined."""
    known = conditions(sources)[:_MOST]
    wanted = tuple(outputs)
    found = [s for c in known if c.values == wanted for s in _moved(c)]
    pairs = list(itertools.combinations(known[:_PAIRED] if not found else [], 2))
    # One of so many pairs fits by chance what says no more than this.
    borne_out = len(wanted) * _entropy(sum(wanted) / len(wanted)) > math.log2(len(pairs) or 1) + _ROOM
    for one, two in pairs if borne_out else filter(_is_range, pairs):
        for operator in (tests.AND, tests.OR):
            if wanted == tuple(operator.function(a, b) for a, b in zip(one.values, two.values, strict=True)):
                found += [
                    Term(Apply(operator, (a.node, b.node)), a.cost + b.cost + 2.0)
                    for a, b in itertools.product(_moved(one), _moved(two))
                ]
    return sorted(found, key=lambda s: s.cost)[: 2 * _CASES]


def _entropy(share: float) -> float:
    """Return how many bits one of two answers says, one of which has this *share* of all."""
    return -sum(p * math.log2(p) for p in (share, 1 - share) if p)


def _is_range(pair: tuple[Condition, Condition]) -> bool:
    """Whether two conditions are the two ends of a range of one number."""
    one, two = (c.node for c in pair)
    limits = all(
        isinstance(n, Apply) and bool(c.near or n.operator in _LIMITS) for n, c in zip((one, two), pair, strict=True)
    )
    return limits and isinstance(one, Apply) and isinstance(two, Apply) and one.arguments[0] == two.arguments[0]


def _moved(condition: Condition) -> list[Term]:
    """Return the condition, and the same with its limit at either end of what the examples allow."""
    ends = [Term(node, condition.cost + _MOVED) for node in condition.near]
    return [Term(condition.node, condition.cost), *ends]


def choices(sources: Sequence[Term], outputs: Sequence[Any], late: Callable[..., bool]) -> list[Term]:
    """Return programs that choose among answers by conditions, the last of them a formula or an answer too."""
    everything = list(range(len(outputs)))
    for depth in range(1, _CASES + 1):
        width = _WIDE if depth <= _DEEP else _NARROW
        found: list[Term] = []
        for branches, rest in _lists(sources, outputs, everything, Shape(depth, width, late)):
            found += _written(branches, _plain(sources, outputs, rest)[0], len(rest))
        if found:
            return sorted(found, key=lambda s: s.cost)
    return []


@dataclass(frozen=True, slots=True)
class Shape:
    """How far to look: so many branches still, so many conditions tried for each, and when to stop."""

    depth: int
    width: int
    late: Callable[..., bool]


def _lists(
    sources: Sequence[Term], outputs: Sequence[Any], left: list[int], shape: Shape
) -> Iterator[tuple[list[Branch], list[int]]]:
    """Yield lists of exactly so many branches and the examples that they leave for one formula or answer."""
    if shape.depth == 0:
        if _plain(sources, outputs, left):
            yield [], left
        return
    if len(left) < 2 or shape.late(180):  # noqa: PLR2004 - one example is no rest
        return
    for condition, held in _options(sources, outputs, left)[: shape.width]:
        branch = Branch(condition, Literal(outputs[held[0]]), len(held))
        rest = [i for i in left if i not in held]
        for branches, remaining in _lists(sources, outputs, rest, replace(shape, depth=shape.depth - 1)):
            yield [branch, *branches], remaining


def _options(sources: Sequence[Term], outputs: Sequence[Any], left: list[int]) -> list[tuple[Condition, list[int]]]:
    """Return the conditions that hold for examples of one output only, those that settle most examples first."""
    inner = [Term(s.node, s.cost, tuple(s.values[i] for i in left)) for s in sources]
    options: dict[tuple[int, ...], Condition] = {}
    for condition in conditions(inner)[:_MOST]:
        held = tuple(i for i, h in zip(left, condition.values, strict=True) if h)
        if held not in options and all(same(outputs[i], outputs[held[0]]) for i in held):
            options[held] = condition
    return sorted(((c, list(held)) for held, c in options.items()), key=lambda o: (-len(o[1]), o[0].cost))


def _plain(sources: Sequence[Term], outputs: Sequence[Any], chosen: list[int]) -> list[Term]:
    """Return what needs no branch: one answer, a formula, or a number as text."""
    some = [outputs[i] for i in chosen]
    if all(same(o, some[0]) for o in some):
        return [Term(Literal(some[0]), 2.0 + (_LONE if len(some) == 1 else 0.0))]
    inner = [Term(s.node, s.cost, tuple(s.values[i] for i in chosen)) for s in sources]
    shown = [
        Term(Apply(records.TEXT, (s.node,)), s.cost + 1.0)
        for s in inner
        if all(same(str(v), o) for v, o in zip(s.values, some, strict=True))
    ]
    return shown or formulas(inner, some)


def _written(branches: list[Branch], default: Term, support: int) -> list[Term]:
    """Return the choice, and the same with every limit moved down or up as far as the examples allow."""
    lone = sum(count < 2 for count in (support, *(b.support for b in branches)))  # noqa: PLR2004 - one is lone
    if lone > 1 or any(b.support < 2 and _is_copy(b.node) for b in branches):  # noqa: PLR2004 - one is lone
        return []  # the examples in other words
    cost = default.cost + sum(b.condition.cost + _CASE for b in branches) + _LONE * lone
    found: list[Term] = []
    for end in (None, 0, -1):
        tests_ = [_end(b.condition, end) for b in branches]
        cases = tuple(Case(test, b.node, b.support) for test, b in zip(tests_, branches, strict=True))
        node = Choice(cases, default.node, support)
        if not any(node == other.node for other in found):
            found.append(Term(node, cost + (_MOVED if end is not None else 0.0)))
    return found


def _is_copy(node: Node) -> bool:
    """Whether an answer is a text with digits in it: of one example such a text is a copy, no label."""
    return isinstance(node, Literal) and isinstance(node.content, str) and any(map(str.isdigit, node.content))


def _end(condition: Condition, end: int | None) -> Node:
    return condition.node if end is None or not condition.near else condition.near[end]
