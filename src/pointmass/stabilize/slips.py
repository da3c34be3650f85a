"""Slips are not readings: which inputs the model settles, told by a test with the slip rate of the whole sample.

A model that gives the usual answer 97 times of 100 slips; one that is divided between two readings does not. An input
counts as settled where its draws are likelier under slips at the sample's own rate than under two readings of equal
weight (a likelihood ratio above one: Neyman and Pearson 1933). The rate is estimated by expectation maximization over the
two kinds of input (Dempster, Laird and Rubin 1977).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pointmass.sample import Mode

_FIRST_GUESS = 0.03
_LEAST, _MOST = 0.01, 0.10
"""Between which the slip rate is looked for: below, one odd draw of many would be no slip; above, it is a reading."""

_DRAWS_BEFORE, _SLIPS_BEFORE = 100, 3
"""What is assumed before anything was seen, as so many draws: it counts where a sample is small."""

_ROUNDS = 30
_SURE = 1e-4


@dataclass(frozen=True, slots=True)
class Settling:
    """Which inputs of a sample are settled.

    Attributes:
        slip: The estimated chance that a draw of a settled input is not the usual answer, a fraction in [.01, .1].
        rows: The rows of the settled inputs: a value is their usual answer, and the other draws are slips.
    """

    slip: float
    rows: frozenset[int]


def settle(modes: Sequence[Mode]) -> Settling:
    """Tell settled inputs from contested ones.

    Args:
        modes: The most frequent outcome of every input.
    """
    counted = [mode for mode in modes if mode.answered > 1 and mode.is_value and not mode.tied]
    slip = _slip_rate(counted)
    return Settling(slip, frozenset(mode.row for mode in counted if _ratio(mode, slip) > 0))


def _slip_rate(modes: Sequence[Mode]) -> float:
    """Estimate how often a draw of a settled input is not the usual answer."""
    slip, settled = _FIRST_GUESS, 0.8
    for _ in range(_ROUNDS):
        weights = [_logistic(_ratio(mode, slip) + math.log(settled / (1 - settled))) for mode in modes]
        draws = sum(weight * mode.answered for weight, mode in zip(weights, modes, strict=True))
        odd = sum(weight * (mode.answered - mode.count) for weight, mode in zip(weights, modes, strict=True))
        found = min(max((odd + _SLIPS_BEFORE) / (draws + _DRAWS_BEFORE), _LEAST), _MOST)
        settled = min(max(sum(weights) / len(weights) if weights else settled, 0.05), 0.95)
        if abs(found - slip) < _SURE:
            break
        slip = found
    return slip


def _ratio(mode: Mode, slip: float) -> float:
    """Return the logarithm of how much likelier the draws of an input are under slips than under two equal readings.

    The binomial coefficient is the same on both sides. Under two readings either of them may have come out as the usual one.
    """
    odd = mode.answered - mode.count
    return mode.count * math.log(1 - slip) + odd * math.log(slip) - math.log(2) - mode.answered * math.log(0.5)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0  # noqa: PLR2004 - where exp overflows
