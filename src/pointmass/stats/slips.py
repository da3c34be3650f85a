"""Slips are not readings: which inputs the model settles, told by a test with the slip rate of the whole sample.

A model that gives the usual answer 97 times of 100 slips; one that is divided between two readings does not. An input
counts as settled where its draws are likelier under slips at the sample's own rate than under two readings of equal
weight (a likelihood ratio above one: Neyman and Pearson 1933). The rate is estimated by expectation maximization over the
two kinds of input (Dempster, Laird and Rubin 1977).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_FIRST_GUESS = 0.03
_LEAST, _MOST = 0.01, 0.10
"""Between which the slip rate is looked for: below, one odd draw of many would not be a slip; above, it is a reading."""

_DRAWS_BEFORE, _SLIPS_BEFORE = 100, 3
"""What is assumed before anything was seen, as so many draws: it counts where a sample is small."""

_ROUNDS = 30
_SURE = 1e-4


@dataclass(frozen=True, slots=True)
class Slips:
    """How often draws slip, and which inputs are settled.

    Attributes:
        rate: The estimated chance that a draw of a settled input is not the usual answer, a fraction in [.01, .1].
        settled: Whether each input is settled, so that its odd draws are slips, ``(n_inputs,)``.
    """

    rate: float
    settled: tuple[bool, ...]


def slips(usual: Sequence[tuple[int, int]]) -> Slips:
    """Tell settled inputs from contested ones.

    Args:
        usual: How many draws of each input gave its usual answer, and how many it has, ``(n_inputs, 2)``.
    """
    rate = _rate(Counter(usual))
    settled = {each: _ratio(*each, rate) > 0 for each in set(usual)}
    return Slips(rate, tuple(settled[each] for each in usual))


def _rate(usual: Counter[tuple[int, int]]) -> float:
    """Estimate how often a draw of a settled input is not the usual answer."""
    rate, settled = _FIRST_GUESS, 0.8
    for _ in range(_ROUNDS):
        shares = {each: _logistic(_ratio(*each, rate) + math.log(settled / (1 - settled))) for each in usual}
        draws = math.fsum(shares[each] * each[1] * inputs for each, inputs in usual.items())
        odd = math.fsum(shares[each] * (each[1] - each[0]) * inputs for each, inputs in usual.items())
        found = min(max((odd + _SLIPS_BEFORE) / (draws + _DRAWS_BEFORE), _LEAST), _MOST)
        mean = math.fsum(shares[each] * inputs for each, inputs in usual.items()) / max(1, usual.total())
        settled = min(max(mean if usual else settled, 0.05), 0.95)
        if abs(found - rate) < _SURE:
            break
        rate = found
    return rate


def _ratio(count: int, draws: int, rate: float) -> float:
    """Return the logarithm of how much likelier the draws of an input are under slips than under two equal readings.

    The binomial coefficient is the same on both sides. Under two readings either of them may have come out as the usual one.
    """
    odd = draws - count
    return count * math.log(1 - rate) + odd * math.log(rate) - math.log(2) - draws * math.log(0.5)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0  # noqa: PLR2004 - where exp overflows
