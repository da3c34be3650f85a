"""Pass or fail with as few draws as possible: Wald's sequential probability ratio test of a rate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

from pointmass.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

Decision = Literal["good", "bad", "draw more"]


@dataclass(frozen=True, slots=True)
class Sprt:
    """The test, and where it stands.

    Attributes:
        bad: The rate that must fail.
        good: The rate that must pass.
        upper: The log-likelihood ratio at which it passes.
        lower: The one at which it fails.
        step_up: What a success adds.
        step_down: What a failure adds (negative).
        n: Draws looked at; those after the decision are ignored.
        ratio: The log-likelihood ratio after them.
        decision: ``"good"``, ``"bad"`` or ``"draw more"``.
    """

    bad: float
    good: float
    upper: float
    lower: float
    step_up: float
    step_down: float
    n: int
    ratio: float
    decision: Decision

    def expected_draws(self, rate: float) -> float:
        """Return how many draws the test needs on average at this true rate (Wald 1945, Ann. Math. Stat. 16:117).

        Wald's approximation, which neglects the overshoot; exact rates ``bad`` and ``good`` only.

        Raises:
            InputError: The rate is neither.
        """
        if rate not in (self.bad, self.good):
            raise InputError(f"sprt: the formula knows the rates {self.bad} and {self.good}, got {rate!r}")
        a, b = math.exp(self.upper), math.exp(self.lower)  # (1 - beta) / alpha and beta / (1 - alpha)
        passes_if_bad = (1 - b) / (a - b)
        passes = passes_if_bad * (a if rate == self.good else 1.0)
        step = rate * self.step_up + (1 - rate) * self.step_down
        return (passes * self.upper + (1 - passes) * self.lower) / step

    @property
    def fixed_draws(self) -> float:
        """How many draws a test of fixed size with the same errors would need (normal approximation), not rounded."""
        false_fail = (1 - math.exp(self.upper)) / (math.exp(self.lower) - math.exp(self.upper)) * math.exp(self.lower)
        false_pass = (1 - false_fail) / math.exp(self.upper)
        z_pass, z_fail = (NormalDist().inv_cdf(1 - error) for error in (false_pass, false_fail))
        spread = z_pass * math.sqrt(self.bad * (1 - self.bad)) + z_fail * math.sqrt(self.good * (1 - self.good))
        return (spread / (self.good - self.bad)) ** 2


def sprt(
    outcomes: Iterable[bool], *, bad: float, good: float, false_pass: float = 0.05, false_fail: float = 0.05
) -> Sprt:
    """Test a rate draw by draw, and stop at the first decision.

    Args:
        outcomes: Success or not, in the order requested.
        bad: The highest rate that must fail, a fraction in (0, 1).
        good: The lowest rate that must pass, above ``bad``.
        false_pass: How often a bad one may pass.
        false_fail: How often a good one may fail.

    Raises:
        InputError: The rates or the errors are out of range.
    """
    if not 0 < bad < good < 1:
        raise InputError(f"sprt: 0 < bad < good < 1 is needed, got bad={bad!r}, good={good!r}")
    if not (0 < false_pass < 1 and 0 < false_fail < 1 and false_pass + false_fail < 1):
        raise InputError(f"sprt: both errors are fractions with a sum below 1, got {false_pass!r} and {false_fail!r}")
    upper, lower = math.log((1 - false_fail) / false_pass), math.log(false_fail / (1 - false_pass))
    up, down = math.log(good / bad), math.log((1 - good) / (1 - bad))
    ratio, n, decision = 0.0, 0, "draw more"
    for n, success in enumerate(outcomes, 1):  # noqa: B007  # the number of draws is part of the result
        ratio += up if success else down
        if lower < ratio < upper:
            continue
        decision = "good" if ratio >= upper else "bad"
        break
    return Sprt(bad, good, upper, lower, up, down, n, ratio, decision)  # type: ignore[arg-type]  # one of three texts
