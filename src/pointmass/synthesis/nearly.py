"""Programs that give nearly every output; each output that they leave out has a price."""

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

# With fewer examples than this, a person meant each of them.
FEWEST = 10
# Of so many examples, one may be an exception.
_SHARE = 8
_BITS, _BITS_A_SIGN = 8.0, 2.0
_ROUNDS, _ROUNDS_ALIKE = 6, 2
_JOINED = 12
# Groups of so few examples are exceptions, even if they share one answer.
_LEAST = 3
_LABELS = 6


def price(output: Any) -> float:
    """Return what it costs to write an answer out, in about bits."""
    return _BITS + _BITS_A_SIGN * len(json_key(output))


def allowed(count: int) -> int:
    """Return how many of so many examples may be exceptions."""
    return count // _SHARE if count >= FEWEST else 0


def nearly(goal: Goal, plain: Learn, full: Learn) -> list[Term]:
    """Return programs that explain all but a few examples, cheapest first: what they miss counts, though not in their cost.

    Programs are learned from handfuls of the examples, and compared with all of them: a few wrong examples spoil only
    the handfuls that they are in. The best of them, or the best two with a condition between them, says which examples
    are the exceptions; the programs for all the others are then searched for as if there were none.

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
    # The choice of a condition among so many has to be said, too.
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
    """Whether a program leaves out a few examples only, and of no answer that several of them share more than it gives."""
    left = missed(part.node, goal.envs, goal.outputs)
    every, odd = (Counter(json_key(goal.outputs[i]) for i in chosen) for chosen in (range(len(goal.envs)), left))
    return len(left) <= most and all(count < _LEAST or 2 * count <= every[answer] for answer, count in odd.items())


def _handfuls(goal: Goal) -> Iterator[list[int]]:
    """Yield the examples from one of them on, all and then those that are alike, for handfuls to be taken of them."""
    groups = [(list(range(len(goal.outputs))), _ROUNDS), *((group, _ROUNDS_ALIKE) for group in alike(goal))]
    for group, rounds in itertools.takewhile(lambda g: len(g[0]) > 1, groups):
        yield from ([*group[start:], *group[:start]] for start in range(rounds))
