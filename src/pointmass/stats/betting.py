"""Bounds on a mean of numbers in [0, 1] without assuming anything else: capital won by betting against a wrong mean.

Waudby-Smith and Ramdas (2024), Estimating means of bounded random variables by betting, JRSS B 86:1.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pointmass.errors import InputError
from pointmass.stats.interval import LIKE_THESE, Interval, check_level, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

_BETS = 20
_STEPS = 1000
_HALVINGS = 50
_NOTHING = 1e-9
_LARGEST = 690.0  # beyond it a float overflows


def betting_lower_bound(values: Sequence[float], level: float = 0.95) -> float:
    """Return what the mean is at least, one-sided; valid for any distribution on [0, 1] and any number of values.

    The capital against a mean m is the average over 20 constant bets j / (21 m) (the paper's diversified Kelly bets), so
    the order of the values does not matter.

    Args:
        values: One number in [0, 1] per input.
        level: One-sided confidence, a fraction in (0, 1).

    Returns:
        A fraction in [0, 1]; 0 without a value.

    Raises:
        InputError: A value lies outside [0, 1].
    """
    import numpy as np  # noqa: PLC0415  # heavy

    check_level(level)
    x = _checked(values)
    if not len(x) or x.mean() < _NOTHING:
        return 0.0
    bets = np.arange(1, _BETS + 1) / (_BETS + 1)
    needed = math.log(1 / (1 - level))

    def refuted(m: float) -> bool:
        won = np.sum(np.log1p(bets[:, None] * (x[None, :] / m - 1)), axis=1)
        return bool(np.logaddexp.reduce(won) - math.log(_BETS) >= needed)

    low, high = 0.0, float(x.mean())
    for _ in range(_HALVINGS):  # the capital falls as m grows
        if high < _NOTHING:
            break
        middle = (low + high) / 2
        low, high = (middle, high) if refuted(middle) else (low, middle)
    return low


def betting_capital(differences: Sequence[float]) -> float:
    """Return what betting on a mean above 0 has won: an e-value against "the mean is at most 0".

    The average over the same 20 constant bets as in `betting_lower_bound`, each paying 1 + bet times difference.

    Args:
        differences: One number in [-1, 1] per input.

    Returns:
        Capital from 1; above 1 / error it proves a mean above 0 at that error. 1 without a difference.

    Raises:
        InputError: A difference lies outside [-1, 1].
    """
    import numpy as np  # noqa: PLC0415  # heavy

    d = 2 * _checked([(each + 1) / 2 for each in differences]) - 1
    bets = np.arange(1, _BETS + 1) / (_BETS + 1)
    won = np.sum(np.log1p(bets[:, None] * d[None, :]), axis=1)
    return float(np.exp(min(_LARGEST, np.logaddexp.reduce(won) - math.log(_BETS))))


def betting_interval(values: Sequence[float], level: float = 0.95) -> Interval:
    """Bound a mean from both sides, with bets that follow the values so far (``confseq.betting.betting_ci``).

    The bounds depend a little on the order of the values, which must not depend on the values themselves.

    Args:
        values: One number in [0, 1] per input, in the order in which the inputs were taken.
        level: Confidence, a fraction in (0, 1).

    Raises:
        InputError: A value lies outside [0, 1].
    """
    import numpy as np  # noqa: PLC0415  # heavy

    check_level(level)
    x = _checked(values)
    if not len(x):
        return unknown(level, scope=LIKE_THESE, diag="no input at all")
    bets = _plug_in_bets(x, level)
    needed = math.log(2 / (1 - level))

    def kept(m: float, sign: float) -> bool:
        with np.errstate(divide="ignore"):
            return bool(np.max(np.cumsum(np.log1p(sign * bets * (x - m)))) <= needed)

    low = _first_kept(lambda m: kept(m, 1.0))
    high = 1 - _first_kept(lambda m: kept(1 - m, -1.0))
    return Interval(low, high, level, "betting", LIKE_THESE)


def _plug_in_bets(x: NDArray[np.float64], level: float) -> NDArray[np.float64]:
    """Bets from the variance of the values before each (the paper's eq. 26, tuned for all of them, at most 1)."""
    import numpy as np  # noqa: PLC0415  # heavy

    t = np.arange(1, len(x) + 1)
    means = (0.5 + np.cumsum(x)) / (t + 1)
    variances = (0.25 + np.cumsum((x - means) ** 2)) / (t + 1)
    before = np.append(0.25, variances[:-1])
    return np.asarray(np.minimum(np.sqrt(2 * math.log(2 / (1 - level)) / (len(x) * before)), 1.0))


def _first_kept(kept: Callable[[float], bool]) -> float:
    """Find the first mean of a grid that is not refuted, one step lower to be safe."""
    low, high = 0, _STEPS
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if kept(middle / _STEPS) else (middle + 1, high)
    return max(0.0, (low - 1) / _STEPS)


def _checked(values: Sequence[float]) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415  # heavy

    x = np.asarray(values, dtype=np.float64)
    if len(x) and not (x.min() >= 0 and x.max() <= 1):
        raise InputError(f"betting: values lie in [0, 1], got {float(x.min())} to {float(x.max())}; rescale them first")
    return x
