"""One draw per input and variant: the paired tables, with the intervals that scipy and statsmodels lack."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pointmass.errors import InputError
from pointmass.stats.interval import LIKE_THESE, Interval, check_level, normal_quantile, score_bounds, unknown

BinaryMethod = Literal["tango", "newcombe", "agresti-min"]


@dataclass(frozen=True, slots=True)
class PairedBinary:
    """A 2 x 2 table of inputs: did A succeed, did B succeed.

    Attributes:
        both: Inputs where both succeed.
        only_a: Inputs where only A does.
        only_b: Inputs where only B does.
        neither: Inputs where neither does.
    """

    both: int
    only_a: int
    only_b: int
    neither: int

    def __post_init__(self) -> None:
        """Refuse negative counts."""
        if min(self.both, self.only_a, self.only_b, self.neither) < 0:
            raise InputError(f"paired table: counts are 0 or more, got {self!r}")

    @property
    def n(self) -> int:
        """Inputs."""
        return self.both + self.only_a + self.only_b + self.neither

    @property
    def difference(self) -> float:
        """Rate of A minus rate of B."""
        return (self.only_a - self.only_b) / self.n if self.n else math.nan

    @property
    def p_exact(self) -> float:
        """McNemar's exact p-value, two-sided; conservative."""
        m, k = self.only_a + self.only_b, min(self.only_a, self.only_b)
        return min(1.0, 2 * _half_tail(k, m))

    @property
    def p_mid(self) -> float:
        """McNemar's mid-P value, two-sided (Fagerland, Lydersen and Laake 2013, BMC Med. Res. Meth. 13:91)."""
        m, k = self.only_a + self.only_b, min(self.only_a, self.only_b)
        tail = 2 * _half_tail(k, m)
        return 1.0 if self.only_a == self.only_b else tail - float(Fraction(math.comb(m, k), 2**m))

    @property
    def p_asymptotic(self) -> float:
        """McNemar's p-value from the normal distribution; for comparison only."""
        m = self.only_a + self.only_b
        return math.erfc(abs(self.only_a - self.only_b) / math.sqrt(2 * m)) if m else 1.0

    def interval(self, level: float = 0.95, *, method: BinaryMethod = "tango") -> Interval:
        """Bound the difference of the rates on inputs like these.

        Args:
            level: Confidence, a fraction in (0, 1).
            method: Tango's score interval (1998, Stat. Med. 17:891), Newcombe's method 10 (1998, Stat. Med. 17:2635)
                or Agresti and Min's (2005, Stat. Med. 24:729).
        """
        check_level(level)
        if not self.n:
            return unknown(level, scope=LIKE_THESE, diag="no input at all")
        z = normal_quantile(level)
        low, high = {"tango": self._tango, "newcombe": self._newcombe, "agresti-min": self._agresti_min}[method](z)
        return Interval(max(-1.0, low), min(1.0, high), level, method, LIKE_THESE)

    def _tango(self, z: float) -> tuple[float, float]:
        n, b, c = self.n, self.only_a, self.only_b

        def score(delta: float) -> float:
            linear, constant = (2 * n - b + c) * delta - b - c, -c * delta * (1 - delta)
            q = (math.sqrt(max(0.0, linear**2 - 8 * n * constant)) - linear) / (4 * n)
            variance = n * (2 * q + delta * (1 - delta))
            top = b - c - n * delta
            return top / math.sqrt(variance) if variance > 0 else math.copysign(math.inf, top) if top else 0.0

        return _root(lambda d: score(d) - z, -1.0, self.difference), _root(lambda d: score(d) + z, self.difference, 1.0)

    def _newcombe(self, z: float) -> tuple[float, float]:
        a, b, c, d, n = self.both, self.only_a, self.only_b, self.neither, self.n
        p1, p2 = (a + b) / n, (a + c) / n
        l1, u1 = score_bounds(p1, n, z)
        l2, u2 = score_bounds(p2, n, z)
        product = (a + b) * (c + d) * (a + c) * (b + d)
        cross = float(a * d - b * c)
        corrected = max(cross - n / 2, 0.0) if cross > 0 else cross
        phi = corrected / math.sqrt(product) if product else 0.0
        low = (p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2
        high = (u1 - p1) ** 2 - 2 * phi * (u1 - p1) * (p2 - l2) + (p2 - l2) ** 2
        return self.difference - math.sqrt(max(0.0, low)), self.difference + math.sqrt(max(0.0, high))

    def _agresti_min(self, z: float) -> tuple[float, float]:
        b, c, n = self.only_a + 0.5, self.only_b + 0.5, self.n + 2
        middle = (b - c) / n
        half = z * math.sqrt((b + c) / n - middle**2) / math.sqrt(n)
        return middle - half, middle + half


@dataclass(frozen=True, slots=True)
class Homogeneity:
    """Do two variants give the same mix of labels, one draw per input each.

    Attributes:
        statistic: Chi-squared.
        df: Degrees of freedom.
        p_value: From the chi-squared distribution.
        n: Inputs.
        method: Stuart-Maxwell or Bhapkar.
    """

    statistic: float
    df: int
    p_value: float
    n: int
    method: str


def homogeneity(
    table: Sequence[Sequence[int]], *, method: Literal["stuart-maxwell", "bhapkar"] = "stuart-maxwell"
) -> Homogeneity:
    """Test whether the rows and the columns of a square table have the same shares.

    The same as ``statsmodels…SquareTable(table, shift_zeros=False).homogeneity(method)``; with its default it adds 0.5 to
    empty cells (20.8 instead of 26.3 on the reference table).

    Args:
        table: How many inputs got label i from A and label j from B, shape ``(labels, labels)``.
        method: Stuart (1955) and Maxwell (1970), or Bhapkar (1966).

    Raises:
        InputError: The table is not square.
    """
    import numpy as np  # noqa: PLC0415  # heavy
    from scipy.special import chdtrc  # noqa: PLC0415  # heavy

    t = np.asarray(table, dtype=float)
    if t.ndim != 2 or t.shape[0] != t.shape[1]:  # noqa: PLR2004  # a table has two sides
        raise InputError(f"homogeneity: the table is square, labels by labels, got shape {t.shape}")
    n = float(t.sum())
    moved = t.sum(axis=1) + t.sum(axis=0) - 2 * np.diag(t) > 0
    t = t[np.ix_(moved, moved)]
    if len(t) < 2:  # noqa: PLR2004  # nothing moved
        return Homogeneity(0.0, 0, 1.0, int(n), method)
    d = (t.sum(axis=1) - t.sum(axis=0))[:-1]
    s = (np.diag(t.sum(axis=1) + t.sum(axis=0)) - t - t.T)[:-1, :-1]
    statistic = float(d @ np.linalg.pinv(s) @ d)
    df = int(np.linalg.matrix_rank(s))
    if method == "bhapkar":
        statistic = statistic / (1 - statistic / n) if statistic < n else math.inf
    return Homogeneity(statistic, df, float(chdtrc(df, statistic)), int(n), method)


def _half_tail(k: int, m: int) -> float:
    """P(X <= k) of a fair coin thrown m times, in whole numbers until the end."""
    return float(Fraction(sum(math.comb(m, i) for i in range(k + 1)), 2**m))


def _root(f: Callable[[float], float], low: float, high: float) -> float:
    """Bisect a falling function; an end where it does not change its sign is the answer."""
    if f(low) <= 0:
        return low
    if f(high) >= 0:
        return high
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return (low + high) / 2
