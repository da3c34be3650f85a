"""How many inputs and draws do I need: sizes from variances, and variances from a pilot."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from pointmass.errors import InputError
from pointmass.stats.interval import normal_quantile, t_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence


_NEARLY = 0.001  # of power, which nobody misses: the normal formula is that good from some hundred inputs on
_ALL_SIGNS = 12  # inputs up to which the fewness of signs is felt
_RUNS = 4000


@dataclass(frozen=True, slots=True)
class Plan:
    """A size.

    Attributes:
        exact: The size by the formula, not rounded.
        least: The inputs that the test in use takes for the power, where that is more: few inputs have Student's quantiles,
            and 2^n signs to flip. 0 where nothing was tried.
        level: Confidence that it was made for.
        power: Chance to find what is there, where the plan has one.
    """

    exact: float
    level: float
    power: float | None = None
    least: int = 0

    @property
    def inputs(self) -> int:
        """Inputs to take: rounded up, and enough for the test in use."""
        return max(self.least, math.ceil(self.exact - 1e-9))


@dataclass(frozen=True, slots=True)
class VarianceComponents:
    """How a number varies between inputs and between draws of one input (one-way ANOVA).

    Attributes:
        between: Variance between inputs, omega^2; never negative.
        within: Variance between draws of an input, sigma^2.
        icc: between / (between + within): how far draws of one input say the same as one.
        n_inputs: Inputs with at least one draw.
        n_draws: Draws.
    """

    between: float
    within: float
    icc: float
    n_inputs: int
    n_draws: int

    def design_effect(self, draws: float) -> float:
        """Return by how much K draws per input inflate the variance of a pooled mean: 1 + (K - 1) icc (Kish 1965)."""
        return 1 + (draws - 1) * self.icc


def variance_components(values_per_input: Sequence[Sequence[float]]) -> VarianceComponents:
    """Estimate both variances from a pilot.

    Args:
        values_per_input: One number per draw (1 or 0 for a success), a list per input.

    Raises:
        InputError: Fewer than two inputs, or no input with two draws.
    """
    groups = [list(map(float, values)) for values in values_per_input if values]
    n, total = len(groups), sum(map(len, groups))
    if n < 2 or total <= n:  # noqa: PLR2004  # a spread needs two
        raise InputError(f"variance_components: two inputs and two draws of one are needed, got {n} and {total} draws")
    means = [math.fsum(g) / len(g) for g in groups]
    grand = math.fsum(map(math.fsum, groups)) / total
    within = math.fsum((v - m) ** 2 for g, m in zip(groups, means, strict=True) for v in g) / (total - n)
    between_squares = math.fsum(len(g) * (m - grand) ** 2 for g, m in zip(groups, means, strict=True)) / (n - 1)
    size = (total - sum(len(g) ** 2 for g in groups) / total) / (n - 1)
    between = max(0.0, (between_squares - within) / size)
    both = between + within
    return VarianceComponents(between, within, between / both if both else 0.0, n, total)


def inputs_for_difference(  # Miller's formula has so many
    difference: float,
    *,
    between: float,
    within_a: float = 0.0,
    within_b: float = 0.0,
    draws_a: int = 1,
    draws_b: int = 1,
    level: float = 0.95,
    power: float = 0.8,
) -> Plan:
    """Return how many inputs show a mean difference of two variants.

    (z_a/2 + z_b)^2 (omega^2 + sigma_A^2 / K_A + sigma_B^2 / K_B) / difference^2 (Miller 2024, arXiv:2411.00640, eq. 9), and
    as many more as Student's t and flipped signs take where that is few (``.inputs``; ``.exact`` is the formula). Never fewer
    than the signs need: 6 inputs at .95, as 2 / 2^5 is above .05. Differences are taken for normal; where answers are right or
    wrong, the power is some points lower.

    Args:
        difference: The difference to find.
        between: Variance of the difference between inputs, omega^2.
        within_a: Variance between draws of one input, variant A.
        within_b: That of variant B.
        draws_a: Draws per input, variant A.
        draws_b: That of variant B.
        level: 1 minus the chance of a false alarm.
        power: Chance to find it.

    Raises:
        InputError: The difference is zero or a number is out of range.
    """
    if difference == 0:
        raise InputError("inputs_for_difference: the difference to find must not be 0, got 0; no size finds nothing")
    variance = _variance(between, within_a, within_b, draws_a, draws_b)
    exact = _z(level, power) ** 2 * variance / difference**2
    return Plan(exact, level, power, _least(abs(difference), math.sqrt(variance), exact, level=level, power=power))


def detectable_difference(  # Miller's formula has so many
    inputs: int,
    *,
    between: float,
    within_a: float = 0.0,
    within_b: float = 0.0,
    draws_a: int = 1,
    draws_b: int = 1,
    level: float = 0.95,
    power: float = 0.8,
) -> float:
    """Return the smallest mean difference that so many inputs show (Miller 2024, eq. 10).

    For the arguments see ``inputs_for_difference``. By the normal formula: below some 30 inputs it takes a little more (ask
    `inputs_for_difference`). ``inf`` where no difference can be shown: 2^inputs signs have no p so small.

    Raises:
        InputError: A number is out of range.
    """
    if inputs < 1:
        raise InputError(f"detectable_difference: at least one input is needed, got {inputs}")
    variance = _variance(between, within_a, within_b, draws_a, draws_b)
    return math.inf if inputs < _fewest(level) else _z(level, power) * math.sqrt(variance / inputs)


def draws_per_input(*, input_cost: float, draw_cost: float, between: float, within: float) -> float:
    """Return how many draws per input buy the most precision: sqrt(input_cost / draw_cost * within / between).

    Not rounded, at least 1. If a new input costs nothing extra it is 1: more inputs beat more draws, except for questions
    about the distribution itself.

    Args:
        input_cost: What one more input costs, beyond its draws, in any unit.
        draw_cost: What one more draw costs, in the same unit; positive.
        between: Variance between inputs.
        within: Variance between draws of one input.

    Raises:
        InputError: A cost or a variance is negative, or draws are free.
    """
    if draw_cost <= 0 or min(input_cost, between, within) < 0:
        raise InputError(
            f"draws_per_input: costs and variances are positive, got input {input_cost}, draw {draw_cost}, "
            f"between {between}, within {within}"
        )
    if between == 0:
        return math.inf if within > 0 and input_cost > 0 else 1.0
    return max(1.0, math.sqrt(input_cost / draw_cost * within / between))


def inputs_for_share(share: float, half_width: float, *, level: float = 0.95) -> Plan:
    """Return how many inputs bound a share this closely: z^2 p (1 - p) / half_width^2 (statsmodels' formula).

    Args:
        share: The share expected, a fraction in (0, 1).
        half_width: Half the width of the interval.
        level: Confidence, a fraction in (0, 1).

    Raises:
        InputError: A number is out of range.
    """
    if not (0 < share < 1 and half_width > 0):
        raise InputError(f"inputs_for_share: 0 < share < 1 and a positive width, got {share!r} and {half_width!r}")
    return Plan(normal_quantile(level) ** 2 * share * (1 - share) / half_width**2, level)


def inputs_for_two_shares(a: float, b: float, *, level: float = 0.95, power: float = 0.8) -> Plan:
    """Return how many inputs per variant tell two shares apart on *different* inputs (Cohen 1988, effect size h).

    Args:
        a: Share of variant A, a fraction in (0, 1).
        b: Share of variant B, another one.
        level: 1 minus the chance of a false alarm.
        power: Chance to find it.

    Raises:
        InputError: The shares are equal or out of range.
    """
    if not (0 < a < 1 and 0 < b < 1 and a != b):
        raise InputError(f"inputs_for_two_shares: two different fractions are needed, got {a!r} and {b!r}")
    h = 2 * (math.asin(math.sqrt(a)) - math.asin(math.sqrt(b)))
    return Plan(2 * _z(level, power) ** 2 / h**2, level, power)


def _fewest(level: float) -> int:
    """Return how many inputs flipped signs need for any p as small as 1 - level: 2 / 2^n."""
    return math.ceil(1 - math.log2(1 - level) - 1e-9)


def _least(difference: float, spread: float, exact: float, *, level: float, power: float) -> int:
    """Return how many inputs the test in use takes, from the formula's number on."""
    n = max(_fewest(level), math.ceil(exact - 1e-9))
    if spread == 0:
        return n
    while _power_of_t(n, difference / spread, level) < power - _NEARLY:
        n += 1
    while n <= _ALL_SIGNS and _power_of_signs(n, difference / spread, level) < power:
        n += 1
    return n


def _power_of_t(n: int, effect: float, level: float) -> float:
    from scipy.special import nctdtr  # noqa: PLC0415  # heavy

    t, middle = t_quantile(level, n - 1), effect * math.sqrt(n)
    return float(1 - nctdtr(n - 1, middle, t) + nctdtr(n - 1, middle, -t))


def _power_of_signs(n: int, effect: float, level: float) -> float:
    """Simulate how often flipped signs of n normal differences show their mean."""
    import numpy as np  # noqa: PLC0415  # heavy

    from pointmass.stats.flips import sign_flips  # noqa: PLC0415  # needs numpy

    d = np.random.default_rng(n).normal(effect, 1.0, (_RUNS, n)).astype(np.float32)
    signs, _ = sign_flips(n, resamples=0, seed=0)
    reached = np.abs(d @ signs.T) >= np.abs(d.sum(axis=1))[:, None] - 1e-5  # rounding
    return float(np.mean(reached.mean(axis=1) <= 1 - level + 1e-9))  # rounding


def _z(level: float, power: float) -> float:
    if not 0 < power < 1:
        raise InputError(f"planning: the power is a fraction between 0 and 1, got {power!r}")
    return normal_quantile(level) + NormalDist().inv_cdf(power)


def _variance(between: float, within_a: float, within_b: float, draws_a: int, draws_b: int) -> float:
    if min(between, within_a, within_b) < 0 or min(draws_a, draws_b) < 1:
        raise InputError(
            f"planning: variances are 0 or more and draws 1 or more, got {between}, {within_a}, {within_b}, "
            f"{draws_a}, {draws_b}"
        )
    return between + within_a / draws_a + within_b / draws_b
