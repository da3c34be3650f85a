"""Programs that explain nearly all examples; each exception costs something."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.apart import tests_of
from pointmass.synthesis.choices import ChoiceSearch, Explanation, alike, held, known, learned, missed, places_of
from pointmass.synthesis.problem import json_key
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.choices import Learn
    from pointmass.synthesis.goal import Goal

# With fewer examples than this, no exceptions are allowed: a person meant each of them.
FEWEST = 10
# At most one example in 8 may be an exception.
_SHARE = 8
_BITS, _BITS_A_SIGN = 8.0, 2.0
_ROUNDS, _ROUNDS_ALIKE = 6, 2
_JOINED = 12
# Fewer examples than this may be exceptions even if they share one answer.
_LEAST = 3
_LABELS = 6


def price(output: Any) -> float:
    """Return the cost of an output that is an exception, in about bits: the longer its JSON text, the more."""
    return _BITS + _BITS_A_SIGN * len(json_key(output))


def allowed(count: int) -> int:
    """Return how many of *count* examples may be exceptions."""
    return count // _SHARE if count >= FEWEST else 0


def nearly(goal: Goal, plain: Learn, full: Learn) -> list[Term]:
    """Return programs that explain all but a few examples, sorted by their cost plus that of their exceptions.

    The attribute ``cost`` does not include the exceptions. Programs are learned from small groups of the examples, and
    compared with all of them: a few wrong examples spoil only the groups that they are in. The best program, or the
    best two with a condition, says which examples are the exceptions; then programs for all other examples are
    searched.

    Args:
        goal: The examples.
        plain: Searches for programs without a branch.
        full: Searches for programs of any kind.
    """
    count = len(goal.outputs)
    most = allowed(count)
    if not most:
        return []
    prices = [price(o) for o in goal.outputs]
    parts = [held(goal, term) for term in goal.near or ()]
    parts += known(goal, fewest=2) if len(set(map(json_key, goal.outputs))) <= _LABELS else []
    parts += learned(goal, _handfuls(goal), plain, enough=most // 2)
    parts.sort(key=lambda part: (-part.covers.bit_count(), part.cost))
    tests = [term for term in tests_of(goal.envs) if _LEAST <= sum(term.values) <= count - _LEAST]
    # The choice of one condition among so many costs something, too.
    chosen = math.log2(len(tests) + 1)
    asked = [Term(term.node, term.cost + chosen, term.values) for term in tests]
    joined = ChoiceSearch(parts[:_JOINED], asked, count, _LEAST, prices, most).found(1)

    def left(part: Explanation) -> float:
        return sum(prices[place] for place in range(count) if not part.covers >> place & 1)

    near = [part for part in (*parts, *(held(goal, term) for term in joined)) if _are_exceptions(part, goal, most)]
    best = min(near, key=lambda part: part.cost + left(part), default=None)
    if best is None:
        return []
    again = full(goal.at(places_of(best.covers))) if best.covers.bit_count() < count and not goal.late(75) else []
    found = [*again, Term(best.node, best.cost)]
    return sorted(found, key=lambda term: term.cost + left(held(goal, term)))


def _are_exceptions(part: Explanation, goal: Goal, most: int) -> bool:
    """Whether a program leaves out at most *most* examples, and at most half of those with the same common answer."""
    left = missed(part.node, goal.envs, goal.outputs)
    every, odd = (Counter(json_key(goal.outputs[i]) for i in chosen) for chosen in (range(len(goal.envs)), left))
    return len(left) <= most and all(count < _LEAST or 2 * count <= every[answer] for answer, count in odd.items())


def _handfuls(goal: Goal) -> Iterator[list[int]]:
    """Yield groups of positions, each rotated by a few places: all examples, then groups of similar ones.

    The search takes a few examples from the whole of each group, so that every rotation gives it others.
    """
    groups = [(list(range(len(goal.outputs))), _ROUNDS), *((group, _ROUNDS_ALIKE) for group in alike(goal))]
    for group, rounds in itertools.takewhile(lambda g: len(g[0]) > 1, groups):
        yield from ([*group[start:], *group[:start]] for start in range(rounds))
