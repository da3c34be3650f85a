"""The shares of all answers of one input, bounded together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pointmass.errors import InputError
from pointmass.stats.interval import THESE, Interval, check_level

if TYPE_CHECKING:
    from collections.abc import Sequence


def simultaneous_intervals(counts: Sequence[int], level: float = 0.95) -> tuple[Interval, ...]:
    """Bound the shares of all answers so that all bounds hold at once (Goodman 1965, Technometrics 7:247).

    The same as ``statsmodels…multinomial_proportions_confint(counts, method="goodman")``.

    Args:
        counts: How often each answer of one input was drawn, zeros included where an answer was possible.
        level: Confidence for all of them together, a fraction in (0, 1).

    Raises:
        InputError: There is no draw, or a count is negative.
    """
    from scipy.special import chdtri  # noqa: PLC0415  # heavy

    n = sum(counts)
    if n <= 0 or min(counts) < 0:
        raise InputError(f"simultaneous_intervals: counts of at least one draw are needed, got {list(counts)}")
    b = float(chdtri(1, (1 - check_level(level)) / len(counts)))
    bounds = []
    for c in counts:
        half = math.sqrt(b * (b + 4 * c * (n - c) / n))
        low, high = (b + 2 * c - half) / (2 * (n + b)), (b + 2 * c + half) / (2 * (n + b))
        bounds.append(Interval(max(0.0, low), min(1.0, high), level, "Goodman, all answers at once", THESE))
    return tuple(bounds)
