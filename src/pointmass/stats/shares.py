"""The shares of all answers of one input, bounded together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from pointmass.errors import InputError
from pointmass.stats.interval import THESE, Interval, check_level

if TYPE_CHECKING:
    from collections.abc import Sequence

SharesMethod = Literal["goodman", "sison-glaz"]


def simultaneous_intervals(
    counts: Sequence[int], level: float = 0.95, *, method: SharesMethod = "goodman"
) -> tuple[Interval, ...]:
    """Bound the shares of all answers so that all bounds hold at once.

    The same as ``statsmodels…multinomial_proportions_confint(counts, method=method)``, but for Sison and Glaz where only one
    answer was drawn: their approximation has no width there, and every answer gets Goodman's bounds.

    Args:
        counts: How often each answer of one input was drawn, zeros included where an answer was possible.
        level: Confidence for all of them together, a fraction in (0, 1).
        method: Goodman's (1965, Technometrics 7:247), or Sison and Glaz's (1995, JASA 90:366), whose intervals
            have one width for all answers, so that rare ones get wide ones.

    Raises:
        InputError: There is no draw, a count is negative, or there is no such method.
    """
    n = sum(counts)
    if n <= 0 or min(counts) < 0:
        raise InputError(f"simultaneous_intervals: counts of at least one draw are needed, got {list(counts)}")
    check_level(level)
    if method not in _METHODS:
        raise InputError(f"simultaneous_intervals: no method is called {method!r}; there are {', '.join(_METHODS)}")
    name, bounds_of = _METHODS[method]
    return tuple(
        Interval(max(0.0, low), min(1.0, high), level, f"{name}, all answers at once", THESE)
        for low, high in bounds_of(counts, level)
    )


def _goodman(counts: Sequence[int], level: float) -> list[tuple[float, float]]:
    from scipy.special import chdtri  # noqa: PLC0415  # heavy

    n, b = sum(counts), float(chdtri(1, (1 - level) / len(counts)))
    halves = [math.sqrt(b * (b + 4 * c * (n - c) / n)) for c in counts]
    return [
        ((b + 2 * c - half) / (2 * (n + b)), (b + 2 * c + half) / (2 * (n + b)))
        for c, half in zip(counts, halves, strict=True)
    ]


def _sison_glaz(counts: Sequence[int], level: float) -> list[tuple[float, float]]:
    if sum(c > 0 for c in counts) == 1:
        return _goodman(counts, level)
    n = sum(counts)
    inside = _chance_within(counts, 0)
    for reach in range(n + 1):
        further = _chance_within(counts, reach + 1)
        if inside <= level < further:
            more = (level - inside) / (further - inside)
            return [(c / n - reach / n, c / n + (reach + 2 * more) / n) for c in counts]
        inside = further
    return [(0.0, 1.0)] * len(counts)


class _Moments(NamedTuple):
    """A Poisson number between two bounds: its chance to lie there, mean, and central moments there."""

    chance: float
    mean: float
    second: float
    third: float
    fourth: float


def _chance_within(counts: Sequence[int], reach: int) -> float:
    """Approximate the chance that draws with these shares give counts no further than ``reach`` from these.

    The multinomial is a set of Poisson numbers given their sum (Levin 1981, Ann. Stat. 9:1123), whose density at n is
    written as an Edgeworth series.
    """
    n = sum(counts)
    parts = [_truncated(c, max(0, c - reach), min(n, c + reach)) for c in counts]
    variance = math.fsum(m.second for m in parts)
    if variance <= 0:
        return 0.0
    skew = math.fsum(m.third for m in parts) / variance**1.5
    excess = math.fsum(m.fourth - 3 * m.second**2 for m in parts) / variance**2
    z = (n - math.fsum(m.mean for m in parts)) / math.sqrt(variance)
    series = (
        1
        + skew * (z**3 - 3 * z) / 6
        + excess * (z**4 - 6 * z**2 + 3) / 24
        + skew**2 * (z**6 - 15 * z**4 + 45 * z**2 - 15) / 72
    )
    density = series * math.exp(-z * z / 2) / math.sqrt(2 * math.pi * variance)
    at_n = n * math.log(n) - n - math.lgamma(n + 1)  # log of the chance that a Poisson number with mean n is n
    return float(math.prod(m.chance for m in parts) * density * math.exp(-at_n))


def _truncated(mean: float, low: int, high: int) -> _Moments:
    from scipy.special import pdtr  # noqa: PLC0415  # heavy

    def between(a: int, b: int) -> float:
        upper = float(pdtr(b, mean)) if b >= 0 else 0.0
        return upper - (float(pdtr(a - 1, mean)) if a >= 1 else 0.0) if b >= a else 0.0

    chance = between(low, high)
    f1, f2, f3, f4 = (  # factorial moments
        mean**r * (1 + (between(low - r, low - 1) - between(high - r + 1, high)) / chance) for r in (1, 2, 3, 4)
    )
    return _Moments(
        chance,
        f1,
        f2 + f1 - f1**2,
        f3 + f2 * (3 - 3 * f1) + f1 - 3 * f1**2 + 2 * f1**3,
        f4 + f3 * (6 - 4 * f1) + f2 * (7 - 12 * f1 + 6 * f1**2) + f1 - 4 * f1**2 + 6 * f1**3 - 3 * f1**4,
    )


_METHODS = {"goodman": ("Goodman", _goodman), "sison-glaz": ("Sison and Glaz", _sison_glaz)}
