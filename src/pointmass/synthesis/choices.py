"""Programs with branches: find programs for parts of the examples, and conditions that separate these parts."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from pointmass.synthesis.numeric.number_values import is_number, same
from pointmass.synthesis.operators import arithmetic, records, shapes, tests
from pointmass.synthesis.problem import json_key
from pointmass.synthesis.program import Apply, Case, Cases, Literal, Node, attempt, children
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pointmass.synthesis.goal import Goal
    from pointmass.synthesis.program import Env

    Learn: TypeAlias = Callable[[Goal], list[Term]]

_CASE = 4.0
# Extra cost of a branch that rests on a single example, and of such an example as the default.
_LONE, _ELSE = 7.0, 2.5
# Discount for a condition that names the same text as the program of its branch.
_AKIN = 2.0
# How many conditions are tried for each branch but the last; the index is the number of branches.
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
_LIMITS = {arithmetic.AT_LEAST, arithmetic.AT_MOST, records.ABOVE, records.BELOW}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A program and the examples that it explains.

    Attributes:
        node: The program.
        cost: Its cost in about bits.
        covers: A number whose bits are set at the positions of the explained examples.
    """

    node: Node
    cost: float
    covers: int


def bits_of(places: Iterable[Any]) -> int:
    """Return a number whose bit n is set if item n of *places* is true."""
    return sum(1 << place for place, held in enumerate(places) if held)


def places_of(bits: int) -> list[int]:
    """Return the positions of the bits that are set, in order."""
    return [place for place in range(bits.bit_length()) if bits >> place & 1]


def held(goal: Goal, term: Term) -> Explanation:
    """Run a program on every example, and return it with those that it explains."""
    everything = (1 << len(goal.envs)) - 1
    return Explanation(
        term.node, term.cost, everything - sum(1 << p for p in missed(term.node, goal.envs, goal.outputs))
    )


def missed(node: Node, envs: Sequence[Env], outputs: Sequence[Any]) -> tuple[int, ...]:
    """Return the positions of the examples whose output the program does not give."""
    return tuple(
        place
        for place, (env, wanted) in enumerate(zip(envs, outputs, strict=True))
        if not same(attempt(node, env), wanted)
    )


def known(goal: Goal, sources: Sequence[Term] = (), *, fewest: int = 1) -> list[Explanation]:
    """Return programs that need no search: constants that several examples have as output, and values of the inputs.

    Args:
        goal: The examples.
        sources: Programs for values of the inputs.
        fewest: The least number of examples that each must explain; with 1, a constant of a single example is allowed
            if it is a label.
    """
    found = []
    shown = list(map(json_key, goal.outputs))
    first = {text: place for place, text in reversed(list(enumerate(shown)))}
    for text, count in Counter(shown).items():
        place = first[text]
        answer, given = goal.outputs[place], _said_in(goal.envs[place])
        if count >= max(2, fewest) or (fewest == 1 and not _is_copied(answer, given)):
            # The letters of a text cost something only if one example has it, or if it is part of an input. A label
            # that several examples have costs little, as the program only chooses it.
            said = answer if isinstance(answer, str) and given and (count == 1 or answer.lower() in given) else ""
            letters = sum(c.isalnum() for c in said)
            cost = 2.0 + 4.0 * letters / count + 0.5 * (len(said) - letters)
            found.append(Explanation(Literal(answer), cost, bits_of(one == text for one in shown)))
    texts = all(isinstance(o, str) for o in goal.outputs)
    for source in sources:
        number = texts and all(map(is_number, source.values))
        values = tuple(map(str, source.values)) if number else source.values
        covers = bits_of(same(v, o) for v, o in zip(values, goal.outputs, strict=True))
        if covers.bit_count() >= max(2, fewest):
            node = Apply(records.TEXT, (source.node,)) if number else source.node
            found.append(Explanation(node, source.cost + 1.0 * number, covers))
    return found


def _said_in(env: Env) -> str:
    return " ".join(str(value) for value in env if value is not None and not isinstance(value, bool)).lower()


def _is_copied(answer: Any, given: str) -> bool:
    """Whether a text is probably no label: it has digits, or its characters are in the input in the same order."""
    if not isinstance(answer, str) or not given:
        return False
    rest = iter(given)
    return any(map(str.isdigit, answer)) or (len(answer) > 1 and all(c in rest for c in answer.lower()))


def learned(
    goal: Goal, groups: Iterable[list[int]], learn: Learn, *, enough: int = -1, whole: bool = False
) -> list[Explanation]:
    """Learn programs from a few examples of each group; return them sorted, those that explain most examples first.

    Args:
        goal: The examples.
        groups: Positions of examples that may share a program.
        learn: Searches for programs without a branch.
        enough: The search stops at a program that leaves at most this many examples unexplained.
        whole: Whether all examples of a group are used at once; then the search also stops at two programs that
            together explain all.
    """
    best: dict[int, list[Explanation]] = {}
    everything, tried = (1 << len(goal.envs)) - 1, set[int]()
    for group in groups:
        some = bits_of(place in group for place in range(len(goal.envs)))
        if goal.late(40) or sum(map(len, best.values())) > _LEARNED:
            break
        if some in tried or (len(group) > 1 and any(some & ~covers == 0 for covers in best)):
            continue
        tried.add(some)
        chosen = group if whole else group[:: max(1, len(group) // _HANDFUL)][:_HANDFUL]
        for _ in range(_GROWN):
            found = [held(goal, term) for term in learn(goal.at(chosen))[:_ANSWERS] if term.cost <= _DEAREST]
            for part in found:
                best[part.covers] = sorted({*best.get(part.covers, ()), part}, key=lambda p: p.cost)[:2]
            widest = max((part.covers for part in found), key=int.bit_count, default=0)
            missed = [place for place in group if not widest >> place & 1 and place not in chosen]
            if not found or not missed or goal.late(40) or 2 * len(missed) > len(group):
                break
            # Learn again with one of the examples of the group that the widest program misses.
            chosen = sorted([*chosen, missed[0]])
        if any(len(goal.envs) - covers.bit_count() <= enough for covers in best) or (
            whole and any(one | other == everything for one, other in itertools.combinations(best, 2))
        ):
            break
    return sorted(itertools.chain.from_iterable(best.values()), key=lambda p: (-p.covers.bit_count(), p.cost))


def alike(goal: Goal) -> Iterator[list[int]]:
    """Yield groups of examples whose inputs, or outputs, have the same outline, then small groups without a condition.

    Those are all combinations if there are at most four examples, else pairs and single ones of the first six.
    """
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
    """Yield the examples that meet a condition, those that do not, and those with the least and greatest numbers."""
    for term in asked[:_SIDES]:
        yield from (places_of(bits_of(bool(h) is side for h in term.values)) for side in (True, False))
    for source in sources[:_WIDEST]:
        if all(map(is_number, source.values)):
            order = sorted(range(len(source.values)), key=source.values.__getitem__)
            yield from (sorted(order[:_EXTREME]), sorted(order[-_EXTREME:]))


def rests(parts: Sequence[Explanation], count: int) -> Iterator[list[int]]:
    """Yield the examples that the widest programs leave over, and those that all constants together leave over."""
    answers = [part.covers for part in parts if isinstance(part.node, Literal) and part.covers.bit_count() > 1]
    widest = sorted({part.covers for part in parts}, key=int.bit_count, reverse=True)[:_RESTS]
    for covers in (*widest, *([sum(answers)] if len(answers) > 1 else [])):
        rest = places_of((1 << count) - 1 & ~covers)
        if 1 < len(rest) < count:
            yield rest


def truths(asked: Sequence[Term], wanted: Sequence[bool]) -> list[Term]:
    """Return the conditions that hold exactly where *wanted* is true: single ones, else two joined by *and* or *or*."""
    target = bits_of(wanted)
    held_ = [(term, bits_of(term.values)) for term in asked]
    found = [term for term, holds in held_ if holds == target]
    if found:
        return found[:_TRUTHS]
    # The examples must hold more bits of information than it takes to name one of so many pairs: else one fits by
    # chance.
    share, pairs = sum(wanted) / len(wanted), min(len(asked), _JOINED) ** 2 / 2
    told = -len(wanted) * sum(p * math.log2(p) for p in (share, 1 - share) if p)
    # For *and*, each condition must hold wherever it is wanted; for *or*, it must hold nowhere else.
    around = [(term, holds) for term, holds in held_ if not target & ~holds][:_JOINED]
    within = [(term, holds) for term, holds in held_ if not holds & ~target][:_JOINED]
    for operator, usable in ((tests.AND, around), (tests.OR, within)):
        for (one, holds), (two, also) in itertools.combinations(usable, 2):
            both = holds & also if operator is tests.AND else holds | also
            if both == target and (told > math.log2(pairs) + _ROOM or _is_range(one.node, two.node)):
                found.append(Term(Apply(operator, (one.node, two.node)), one.cost + two.cost + _ROOM))
    return sorted(found, key=lambda term: term.cost)[:_TRUTHS]


def _is_range(one: Node, two: Node) -> bool:
    """Whether two conditions are both limits of the same number."""
    if not (isinstance(one, Apply) and isinstance(two, Apply)):
        return False
    return {one.operator, two.operator} <= _LIMITS and one.arguments[0] == two.arguments[0]


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
    """Return programs with branches that explain every example, the cheapest first.

    Args:
        goal: The examples; with fewer than three there are no programs.
        learn: Searches for programs without a branch; None to use only constants and *sources*.
        asked: The conditions that may separate examples, the cheapest first.
        sources: Programs for values of the inputs, which may be outputs.
        fewest: The least number of examples of each branch.
        deepest: The greatest number of branches, not counting the default.
        whole: Whether programs are learned only if none is found without, and then from all examples on either side of
            a condition.
    """
    count = len(goal.envs)
    if count < max(3, 2 * fewest) or not asked:
        return []
    parts = known(goal, sources, fewest=fewest)

    def search() -> list[Term]:
        return ChoiceSearch(parts, asked, count, fewest).found(deepest, goal.late)

    found = search() if whole or learn is None else []
    if learn is None or found:
        return found
    # Texts are grouped by their outline; numbers and records by conditions.
    groups = sides(asked, () if whole else sources) if whole or sources else alike(goal)
    parts += learned(goal, groups, learn, whole=whole)
    parts += learned(goal, rests(parts, count), learn) if not whole else []
    return search()


@dataclass(frozen=True, slots=True)
class ChoiceSearch:
    """A search for programs with branches.

    Attributes:
        parts: The programs for the branches.
        asked: The conditions, the cheapest first.
        count: The number of examples.
        fewest: The least number of examples of each branch.
        prices: The cost of each example that is left unexplained, in about bits.
        most: The greatest number of examples that each branch may leave unexplained.
    """

    parts: Sequence[Explanation]
    asked: Sequence[Term]
    count: int
    fewest: int = 1
    prices: Sequence[float] = ()
    most: int = 0
    _best: dict[int, Explanation | None] = field(default_factory=dict)

    def found(self, deepest: int = 2, late: Callable[..., bool] = lambda *_: False) -> list[Term]:
        """Return the programs with the fewest branches, the cheapest first.

        Of several with the same programs in their branches, only the cheapest is returned.

        Args:
            deepest: The greatest number of branches, not counting the default.
            late: Called with a number of steps: whether the search has to end.
        """
        asked = [(term, bits_of(term.values)) for term in self.asked]
        for depth in range(1, deepest + 1):
            best: dict[tuple[Node, ...], Term] = {}
            for term in self._lists(asked, (1 << self.count) - 1, depth, _WIDTHS[depth]):
                nodes = _nodes(term.node)
                if nodes not in best or term.cost < best[nodes].cost:
                    best[nodes] = term
            if best or late(200):
                return sorted(best.values(), key=lambda term: term.cost)
        return []

    def _lists(self, asked: list[tuple[Term, int]], left: int, depth: int, width: int) -> Iterator[Term]:
        """Yield the programs with *depth* branches and a default that explain the examples *left* (as bits)."""
        options: list[tuple[Term, int, Explanation]] = []
        for term, holds in asked:
            some, rest = holds & left, left & ~holds
            if min(some.bit_count(), rest.bit_count()) >= self.fewest and (depth > 1 or self.best(rest)):
                options += [(term, some, part)] if (part := self.best(some)) else []
        if depth > 1:
            options = sorted(options, key=lambda option: (-option[1].bit_count(), option[0].cost))[:width]
        for term, some, part in options:
            rest = left & ~some
            inner: Sequence[Term | Explanation | None] = [self.best(rest)]
            for other in self._lists(asked, rest, depth - 1, width) if depth > 1 else inner:
                if other is not None and _are_different(part.node, other.node, lone=left.bit_count() == 2):  # noqa: PLR2004 - one and one
                    yield self._choice(term, part, other, some.bit_count(), rest.bit_count())

    def _choice(self, test: Term, part: Explanation, other: Term | Explanation, held: int, rest: int) -> Term:
        """Return the program that runs *part* if *test* holds, else *other*, which may have branches itself."""
        case = Case(test.node, part.node, held)
        if isinstance(other, Term) and isinstance(other.node, Cases):
            node, else_ = Cases((case, *other.node.cases), other.node.default, other.node.default_support), 0.0
        else:
            node, else_ = Cases((case,), other.node, rest), (_LONE + _ELSE) * (rest == 1)
        akin = _AKIN * bool(_said(test.node) & (_said(part.node) | _said(_nodes(other.node)[0])))
        lone = 0.0 if is_of_missing(test) or part.node == Literal(None) else _LONE * (held == 1) + else_
        return Term(node, test.cost + part.cost + other.cost + _CASE - akin + lone)

    def best(self, places: int) -> Explanation | None:
        """Return the cheapest program for these examples (as bits); None if every program misses too many.

        Its cost includes the prices of the examples that it leaves unexplained.
        """
        if places not in self._best:
            fits = [
                Explanation(part.node, part.cost + sum(self.prices[place] for place in places_of(missed)), part.covers)
                for part in self.parts
                if (missed := places & ~part.covers).bit_count() <= self.most
            ]
            self._best[places] = min(fits, key=lambda part: part.cost, default=None)
        return self._best[places]


def is_of_missing(test: Term) -> bool:
    """Whether a condition says that a value is None, or is not; one example is enough for such a branch."""
    node = test.node
    asked = node.arguments[0] if isinstance(node, Apply) and node.operator is tests.NOT else node
    return isinstance(asked, Apply) and asked.operator is tests.IS_NONE


def _nodes(node: Node) -> tuple[Node, ...]:
    """Return the programs of the branches, the default last; the program itself if it has no branches and default."""
    if not isinstance(node, Cases) or node.default is None:
        return (node,)
    return (*(case.node for case in node.cases), node.default)


def _are_different(one: Node, other: Node, *, lone: bool) -> bool:
    """Whether a program differs from the first of the rest; two constants for two single examples do not count."""
    following = _nodes(other)[0]
    return one != following and not (lone and isinstance(one, Literal) and isinstance(following, Literal))


def _said(node: Node) -> frozenset[str]:
    """Return the constant texts of a program, without blanks around them."""
    if isinstance(node, Literal):
        return frozenset({node.content.strip()} - {""}) if isinstance(node.content, str) else frozenset()
    return frozenset().union(*map(_said, children(node)))
