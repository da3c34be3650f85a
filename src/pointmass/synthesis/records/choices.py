"""One program where a condition on a record holds, and another where not; or one for every value of a field."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operators import tests
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import Apply, Case, Choice, Literal, Node, size
from pointmass.synthesis.records.conditions import conditions_on
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.typed import Goal

_MOST = 400
_LEARNED = 16
_PARTS = 60
_OUTER = 80
_VALUES = 8
_CHOICE = 5.0
_CONSTANT = 3.0
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Part:
    """A plain program and the examples that it explains."""

    node: Node
    cost: float
    covers: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition and the examples on which it holds."""

    node: Node
    cost: float
    held: frozenset[int]


def chosen(goal: Goal, sources: Sequence[Term], learn: Callable[[Goal], list[Term]]) -> Iterator[Term]:
    """Yield choices: between fields and constants first, then for every value of a field, then between programs."""
    conditions = _conditions(sources, len(goal.envs))
    yield from _between_parts(goal, _parts(goal, sources), conditions)
    yield from _by_value(goal, sources, learn)
    everything = frozenset(range(len(goal.envs)))
    for condition in conditions[:_LEARNED]:
        if goal.late():
            return
        left = learn(goal.at(sorted(condition.held)))[:1]
        right = learn(goal.at(sorted(everything - condition.held)))[:1] if left else []
        if right:
            yield _joined(condition, left[0], right[0], len(goal.envs))


def _joined(condition: _Condition, left: Term, right: Term, count: int) -> Term:
    held = len(condition.held)
    node = Choice((Case(condition.node, left.node, held),), right.node, count - held)
    return Term(node, condition.cost + left.cost + right.cost + _CHOICE)


def _conditions(sources: Sequence[Term], count: int) -> list[_Condition]:
    """Return the conditions that hold for some examples and not for others, the plainest first, each once."""
    found: dict[frozenset[int], _Condition] = {}
    for place, (node, holds) in enumerate(itertools.islice(conditions_on(_told_apart(sources)), _MOST)):
        held = frozenset(i for i, h in enumerate(holds) if h)
        if _FEWEST <= len(held) <= count - _FEWEST:
            # A condition is one of those that come before it.
            condition = _Condition(node, 1.0 + 0.5 * size(node) + math.log2(1 + place), held)
            found[held] = min(condition, found.get(held, condition), key=lambda c: c.cost)
    return sorted(found.values(), key=lambda c: c.cost)


def _told_apart(sources: Sequence[Term]) -> list[Term]:
    """Return what conditions ask for, truth values and a few values that come again and again first."""

    def rank(source: Term) -> int:
        values = source.values
        if all(isinstance(v, bool) for v in values):
            return 0
        scalar = all(v is None or isinstance(v, str | int | float) for v in values)
        told = [i for v in values for i in v] if all(isinstance(v, list) for v in values) else list(values)
        plain = all(i is None or isinstance(i, str | int | float) for i in told)
        few = plain and 3 * len({canonical(i) for i in told}) <= len(told)
        return 1 if few or any(v is None for v in values) else 2 if scalar else 3

    return sorted(sources, key=rank)


def _parts(goal: Goal, sources: Sequence[Term]) -> list[_Part]:
    """Return the fields and constants that are the output of some examples."""
    wanted = [canonical(o) for o in goal.outputs]
    found = []
    for source in sources:
        covers = frozenset(i for i, v in enumerate(source.values) if v == goal.outputs[i] and _same(v, wanted[i]))
        if len(covers) >= _FEWEST:
            found.append(_Part(source.node, source.cost, covers))
    for key, count in Counter(wanted).items():
        if count >= _FEWEST:
            place = wanted.index(key)
            covers = frozenset(i for i, w in enumerate(wanted) if w == key)
            found.append(_Part(Literal(goal.outputs[place]), _CONSTANT + 0.3 * len(key), covers))
    kept = sorted(found, key=lambda p: (-len(p.covers), p.cost))[:_PARTS]
    return [replace(p, cost=p.cost + math.log2(1 + place)) for place, p in enumerate(kept)]


def _same(value: Any, wanted: str) -> bool:
    try:
        return canonical(value) == wanted
    except (TypeError, ValueError):
        return False


def _between_parts(goal: Goal, parts: Sequence[_Part], conditions: Sequence[_Condition]) -> Iterator[Term]:
    everything = frozenset(range(len(goal.envs)))
    found = list(_two_ways(everything, parts, conditions))
    for condition in conditions[:_OUTER] if not found else ():
        left, rest = _cheapest(parts, condition.held), everything - condition.held
        if left is None or goal.late():
            continue
        inner = [
            replace(c, held=c.held & rest) for c in conditions[:_OUTER] if _FEWEST <= len(c.held & rest) < len(rest)
        ]
        own = Term(left.node, left.cost)
        found += [_joined(condition, own, right, len(everything)) for right in _two_ways(rest, parts, inner)]
    yield from sorted(found, key=lambda s: s.cost)


def _two_ways(places: frozenset[int], parts: Sequence[_Part], conditions: Sequence[_Condition]) -> Iterator[Term]:
    """Yield choices between two parts that explain the examples at *places*."""
    for condition in conditions:
        left, right = _cheapest(parts, condition.held), _cheapest(parts, places - condition.held)
        if left is not None and right is not None and condition.held < places:
            yield _joined(condition, Term(left.node, left.cost), Term(right.node, right.cost), len(places))


def _cheapest(parts: Sequence[_Part], places: frozenset[int]) -> _Part | None:
    return min((p for p in parts if p.covers >= places), key=lambda p: p.cost, default=None)


def _by_value(goal: Goal, sources: Sequence[Term], learn: Callable[[Goal], list[Term]]) -> Iterator[Term]:
    """Yield a branch for every value of a field that has few."""
    for source in sources:
        if not all(isinstance(v, str) for v in source.values):
            continue
        counts = Counter(source.values)
        if not _FEWEST < len(counts) <= _VALUES or min(counts.values()) < _FEWEST or goal.late():
            continue
        groups = {v: [i for i, one in enumerate(source.values) if one == v] for v in sorted(counts)}
        found = {v: learn(goal.at(places))[:1] for v, places in groups.items()}
        if all(found.values()):
            *first, last = groups
            cases = tuple(
                Case(Apply(tests.EQUAL, (source.node, Literal(v))), found[v][0].node, counts[v]) for v in first
            )
            cost = source.cost + sum(f[0].cost + _CHOICE for f in found.values())
            yield Term(Choice(cases, found[last][0].node, counts[last]), cost)
