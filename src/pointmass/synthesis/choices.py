"""Which program where: programs that explain a part of the examples, and the conditions that tell the parts apart."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from pointmass.synthesis.numeric.source import is_number, same
from pointmass.synthesis.operators import arithmetic, records, shapes, tests
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import Apply, Case, Choice, Literal, Node, attempt, children
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pointmass.synthesis.goal import Goal
    from pointmass.synthesis.program import Env

    Learn: TypeAlias = Callable[[Goal], list[Term]]

_CASE = 4.0
# A branch that one example shows may be anything: it costs as much as several letters of a constant.
_LONE, _ELSE = 7.0, 2.5
# To ask for the sign that a branch goes on to use is the natural question.
_AKIN = 2.0
# So many conditions are tried for each branch but the last, by how many branches there are.
_WIDTHS = (0, 0, 40, 8, 2, 2, 2)
_FEW = 4
_PAIRED = 6
_EXTREME = 5
_LEARNED = 24
_RESTS = 4
_HANDFUL = 4
_GROUPS = 4
_GROWN = 3
_ANSWERS = 3
_SIDES = 16
_WIDEST = 4
_DEAREST = 70.0
_JOINED = 80
_TRUTHS = 12
_ROOM = 2.0
_LIMITS = (arithmetic.AT_LEAST, arithmetic.AT_MOST, records.ABOVE, records.BELOW)


@dataclass(frozen=True, slots=True)
class Part:
    """A program and the examples that it explains, as the bits of a number."""

    node: Node
    cost: float
    covers: int


def bits_of(places: Iterable[Any]) -> int:
    """Return a number with the bit set of every place where *places* holds something true."""
    return sum(1 << place for place, held in enumerate(places) if held)


def places_of(bits: int) -> list[int]:
    """Return the places of the bits that are set."""
    return [place for place in range(bits.bit_length()) if bits >> place & 1]


def held(goal: Goal, term: Term) -> Part:
    """Hold a program against every example."""
    everything = (1 << len(goal.envs)) - 1
    return Part(term.node, term.cost, everything - sum(1 << p for p in missed(term.node, goal.envs, goal.outputs)))


def missed(node: Node, envs: Sequence[Env], outputs: Sequence[Any]) -> tuple[int, ...]:
    """Return the positions of the examples whose output the program does not give."""
    return tuple(
        place
        for place, (env, wanted) in enumerate(zip(envs, outputs, strict=True))
        if not same(attempt(node, env), wanted)
    )


def known(goal: Goal, sources: Sequence[Term] = (), *, fewest: int = 1) -> list[Part]:
    """Return what explains some examples as it is: an answer that several have, and the values of the inputs."""
    found = []
    shown = list(map(canonical, goal.outputs))
    for text, count in Counter(shown).items():
        place = shown.index(text)
        answer, given = goal.outputs[place], _said_in(goal.envs[place])
        if count >= max(2, fewest) or (fewest == 1 and not _is_copied(answer, given)):
            # A label that several examples have, and that is no part of their input, has only to be chosen.
            said = "" if not isinstance(answer, str) or (count > 1 and answer.lower() not in given) else answer
            letters = sum(c.isalnum() for c in said)
            cost = 2.0 + 4.0 * letters / count + 0.5 * (len(said) - letters)
            found.append(Part(Literal(answer), cost, bits_of(one == text for one in shown)))
    texts = all(isinstance(o, str) for o in goal.outputs)
    for source in sources:
        number = texts and all(map(is_number, source.values))
        values = tuple(map(str, source.values)) if number else source.values
        covers = bits_of(same(v, o) for v, o in zip(values, goal.outputs, strict=True))
        if covers.bit_count() >= max(2, fewest):
            node = Apply(records.TEXT, (source.node,)) if number else source.node
            found.append(Part(node, source.cost + 1.0 * number, covers))
    return found


def _said_in(env: Env) -> str:
    return " ".join(str(value) for value in env if value is not None and not isinstance(value, bool)).lower()


def _is_copied(answer: Any, given: str) -> bool:
    """Whether a text that one example shows is no label: it has digits, or is made of the characters of the input."""
    if not isinstance(answer, str) or not given:
        return False
    rest = iter(given)
    return any(map(str.isdigit, answer)) or (len(answer) > 1 and all(c in rest for c in answer.lower()))


def learned(
    goal: Goal, groups: Iterable[list[int]], learn: Learn, *, enough: int = -1, whole: bool = False
) -> list[Part]:
    """Return programs that are learned from a few examples of each group and held against all, the widest first.

    Args:
        goal: The examples.
        groups: Which of them may have a program of their own.
        learn: Searches for programs without a branch.
        enough: Where to stop: at a program that leaves no more than so many examples.
        whole: Whether groups are learned from whole, and the first two programs that explain all together are enough.
    """
    best: dict[int, list[Part]] = {}
    everything = (1 << len(goal.envs)) - 1
    for group in groups:
        some = bits_of(place in group for place in range(len(goal.envs)))
        if goal.late() or sum(map(len, best.values())) > _LEARNED:
            break
        if len(group) > 1 and any(some & ~covers == 0 for covers in best):
            continue
        chosen = group if whole else group[:: max(1, len(group) // _HANDFUL)][:_HANDFUL]
        for _ in range(_GROWN):
            found = [held(goal, term) for term in learn(goal.at(chosen))[:_ANSWERS] if term.cost <= _DEAREST]
            for part in found:
                best[part.covers] = sorted({*best.get(part.covers, ()), part}, key=lambda p: p.cost)[:2]
            widest = max((part.covers for part in found), key=int.bit_count, default=0)
            missed = [place for place in group if not widest >> place & 1 and place not in chosen]
            if not found or not missed or goal.late() or 2 * len(missed) > len(group):
                break
            # A program that is too narrow is shown one of those that it misses.
            chosen = sorted([*chosen, missed[0]])
        if any(len(goal.envs) - covers.bit_count() <= enough for covers in best) or (
            whole and any(one | other == everything for one, other in itertools.combinations(best, 2))
        ):
            break
    return sorted(itertools.chain.from_iterable(best.values()), key=lambda p: (-p.covers.bit_count(), p.cost))


def alike(goal: Goal) -> Iterator[list[int]]:
    """Yield the examples whose outputs, or inputs, share an outline; of a few examples also pairs and single ones."""
    count = len(goal.envs)
    for column in (goal.envs, [(o,) for o in goal.outputs]):
        groups: dict[str, list[int]] = {}
        for place, values in enumerate(column):
            groups.setdefault("\0".join(map(_outline, values)), []).append(place)
        for group in sorted(groups.values(), key=len, reverse=True)[:_GROUPS]:
            if 1 < len(group) < count:
                yield group
    if count <= _FEW:
        for length in range(count - 1, 0, -1):
            yield from map(list, itertools.combinations(range(count), length))
    else:
        yield from map(list, itertools.combinations(range(min(count, _PAIRED)), 2))
        yield from ([place] for place in range(min(count, _PAIRED)))


def _outline(value: Any) -> str:
    return shapes.skeleton(value) if isinstance(value, str) else repr(value) if isinstance(value, bool) else ""


def sides(asked: Sequence[Term], sources: Sequence[Term]) -> Iterator[list[int]]:
    """Yield the examples that a condition which is no limit tells apart, and those with the least and greatest numbers."""
    for term in asked[:_SIDES]:
        yield from (places_of(bits_of(bool(h) is side for h in term.values)) for side in (True, False))
    for source in sources[:_WIDEST]:
        if all(map(is_number, source.values)):
            order = sorted(range(len(source.values)), key=source.values.__getitem__)
            yield from (sorted(order[:_EXTREME]), sorted(order[-_EXTREME:]))


def rests(parts: Sequence[Part], count: int) -> Iterator[list[int]]:
    """Yield the examples that the parts which explain most leave over."""
    answers = [part.covers for part in parts if isinstance(part.node, Literal) and part.covers.bit_count() > 1]
    widest = sorted({part.covers for part in parts}, key=int.bit_count, reverse=True)[:_RESTS]
    for covers in (*widest, *([sum(answers)] if len(answers) > 1 else [])):
        rest = places_of((1 << count) - 1 & ~covers)
        if 1 < len(rest) < count:
            yield rest


def truths(asked: Sequence[Term], wanted: Sequence[bool]) -> list[Term]:
    """Return the conditions that hold exactly where *wanted* says: one, or two joined by *and* or *or*."""
    target = tuple(wanted)
    found = [term for term in asked if term.values == target]
    pairs = list(itertools.combinations(asked[:_JOINED] if not found else [], 2))
    # One of so many pairs fits by chance what says no more than this.
    share, chance = sum(target) / len(target), math.log2(len(pairs) or 1)
    borne_out = -len(target) * sum(p * math.log2(p) for p in (share, 1 - share) if p) > chance + _ROOM
    for one, two in pairs if borne_out else filter(_is_range, pairs):
        for operator in (tests.AND, tests.OR):
            if target == tuple(map(operator.function, one.values, two.values)):
                found.append(Term(Apply(operator, (one.node, two.node)), one.cost + two.cost + _ROOM))
    return sorted(found, key=lambda term: term.cost)[:_TRUTHS]


def _is_range(pair: tuple[Term, Term]) -> bool:
    """Whether two conditions are the two ends of a range of one number."""
    one, two = (term.node for term in pair)
    limits = all(isinstance(n, Apply) and n.operator in _LIMITS for n in (one, two))
    return limits and isinstance(one, Apply) and isinstance(two, Apply) and one.arguments[0] == two.arguments[0]


def branched(
    goal: Goal,
    learn: Learn | None,
    asked: Sequence[Term],
    sources: Sequence[Term] = (),
    *,
    fewest: int = 1,
    deepest: int = 2,
    whole: bool = False,
) -> list[Term]:
    """Return programs with branches that explain every example, cheapest first.

    Args:
        goal: The examples, at least three.
        learn: Searches for programs without a branch, if there are any.
        asked: The conditions that may tell examples apart, cheapest first.
        sources: Values of the inputs that may be the output as they are.
        fewest: On how many examples each branch must rest.
        deepest: How many branches there may be, what holds otherwise apart.
        whole: Whether programs are learned for the two sides of a condition only, from all that it tells apart.
    """
    count = len(goal.envs)
    if count < max(3, 2 * fewest) or not asked:
        return []
    parts = known(goal, sources, fewest=fewest)
    if learn is not None:
        # What texts have in common is their outline; of numbers and records it is what conditions tell apart.
        groups = [*rests(parts, count), *sides(asked, () if whole else sources)] if whole or sources else alike(goal)
        parts += learned(goal, groups, learn, whole=whole)
        parts += learned(goal, rests(parts, count), learn) if not whole else []
    return Search(parts, asked, count, fewest).found(deepest, goal.late)


@dataclass(frozen=True, slots=True)
class Search:
    """A search for choices.

    Attributes:
        parts: The programs to choose among.
        asked: The conditions, cheapest first.
        count: How many examples there are.
        fewest: On how many examples each branch must rest.
        prices: What it costs to say the answer of each example that is left out.
        most: How many may be left out.
    """

    parts: Sequence[Part]
    asked: Sequence[Term]
    count: int
    fewest: int = 1
    prices: Sequence[float] = ()
    most: int = 0
    _best: dict[int, tuple[float, Part] | None] = field(default_factory=dict)
    _held: list[tuple[Term, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Note where each condition holds."""
        self._held.extend((term, bits_of(term.values)) for term in self.asked)

    def found(self, deepest: int = 2, late: Callable[[], bool] = lambda: False) -> list[Term]:
        """Return the choices with the fewest branches, cheapest first: of those between the same programs one each."""
        for depth in range(1, deepest + 1):
            best: dict[tuple[Node, ...], Term] = {}
            for term, nodes in self._lists((1 << self.count) - 1, depth, _WIDTHS[depth]):
                if nodes not in best or term.cost < best[nodes].cost:
                    best[nodes] = term
            if best or late():
                return sorted(best.values(), key=lambda term: term.cost)
        return []

    def _lists(self, left: int, depth: int, width: int) -> Iterator[tuple[Term, tuple[Node, ...]]]:
        """Yield the choices of so many branches and a rest that explain the examples *left*, with their programs."""
        if depth == 0:
            if end := self.best(left):
                yield Term(end[1].node, end[0]), (end[1].node,)
            return
        options = []
        for term, holds in self._held:
            some, rest = holds & left, left & ~holds
            if min(some.bit_count(), rest.bit_count()) >= self.fewest and (depth > 1 or self.best(rest)):
                options += [(term, some, rest, *part)] if (part := self.best(some)) else []
        if depth > 1:
            options = sorted(options, key=lambda option: (-option[1].bit_count(), option[0].cost))[:width]
        for term, some, rest, cost, part in options:
            for inner, nodes in self._lists(rest, depth - 1, width):
                one = some.bit_count() == 1, rest.bit_count() == 1
                if part.node == nodes[0] or (all(one) and _are_answers(part.node, nodes[0])):
                    continue
                case = Case(term.node, part.node, some.bit_count())
                node = Choice((case,), inner.node, rest.bit_count())
                if isinstance(inner.node, Choice) and depth > 1:
                    node = Choice((case, *inner.node.cases), inner.node.default, inner.node.default_support)
                akin = _AKIN * bool(_said(term.node) & (_said(part.node) | _said(nodes[0])))
                lone = _LONE * one[0] + (_LONE + _ELSE) * (one[1] and depth == 1)
                yield Term(node, term.cost + cost + inner.cost + _CASE - akin + lone), (part.node, *nodes)

    def best(self, places: int) -> tuple[float, Part] | None:
        """Return the program that explains these examples best, with its price; None where each leaves out too many."""
        if places not in self._best:
            fits = [
                (part.cost + sum(self.prices[place] for place in places_of(missed)), order, part)
                for order, part in enumerate(self.parts)
                if (missed := places & ~part.covers).bit_count() <= self.most
            ]
            self._best[places] = (lambda fit: (fit[0], fit[2]))(min(fits)) if fits else None
        return self._best[places]


def _are_answers(one: Node, other: Node) -> bool:
    return isinstance(one, Literal) and isinstance(other, Literal)


def _said(node: Node) -> frozenset[str]:
    """Return the texts that a program names, blanks around them apart."""
    if isinstance(node, Literal):
        return frozenset({node.content.strip()} - {""}) if isinstance(node.content, str) else frozenset()
    return frozenset().union(*map(_said, children(node)))
