"""How often is it right, or how often does it say X: a rate with an interval over inputs, not over draws."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pointmass.errors import InputError
from pointmass.stats.counts import whole
from pointmass.stats.interval import (
    LIKE_THESE,
    NAN,
    THESE,
    Interval,
    check_level,
    check_scope,
    interval_over_inputs,
    normal_quantile,
    score_bounds,
    unknown,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.stats.interval import Scope


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate, from successes and draws per input.

    Attributes:
        successes: Successes per input, shape ``(n_inputs,)``.
        draws: Draws per input, shape ``(n_inputs,)``; inputs without a draw are left out of everything.
        weights: Weight of each input, shape ``(n_inputs,)``.
        per_input: Share of successes per input, ``nan`` without a draw.
        value: The weighted mean of the shares of the inputs, a fraction in [0, 1]; ``nan`` without any draw.
        n_inputs: Inputs with at least one draw.
        n_draws: Draws over these inputs.
        diag: When not to trust it, in words; empty when there is no reason for doubt.
    """

    successes: tuple[int, ...] = field(repr=False)
    draws: tuple[int, ...] = field(repr=False)
    weights: tuple[float, ...] = field(repr=False)
    per_input: tuple[float, ...] = field(repr=False)
    value: float
    n_inputs: int
    n_draws: int
    diag: str

    def interval(self, level: float = 0.95, *, scope: Scope = LIKE_THESE) -> Interval:
        """Bound the rate.

        Args:
            level: Confidence, a fraction in (0, 1).
            scope: ``"on inputs like these"`` (default): inputs are the unit, needs two of them. ``"on these inputs"``:
                the inputs are fixed and only the draws vary; says nothing about another input.
        """
        check_scope(scope)
        used = [i for i, n in enumerate(self.draws) if n > 0]
        if scope == LIKE_THESE:
            values = [self.per_input[i] for i in used]
            weights = [self.weights[i] for i in used]
            return interval_over_inputs(values, weights, n_draws=self.n_draws, level=level)
        if not used:
            return unknown(check_level(level), scope=THESE, diag="no draw at all")
        size = _size_on_these([self.draws[i] for i in used], [self.weights[i] for i in used])
        low, high = score_bounds(self.value, size, normal_quantile(level))
        return Interval(low, high, level, f"Wilson over {size:.0f} draws", THESE)


def rate(
    successes_per_input: Sequence[int], draws_per_input: Sequence[int], *, weights: Sequence[float] | None = None
) -> Rate:
    """Estimate how often something holds, with the input as the unit.

    Args:
        successes_per_input: Successes, shape ``(n_inputs,)``.
        draws_per_input: Draws, shape ``(n_inputs,)``.
        weights: How much each input counts, positive, shape ``(n_inputs,)``; equal when left out.

    Raises:
        InputError: The lengths differ, or there are more successes than draws.
    """
    pairs = _checked_pairs(successes_per_input, draws_per_input)
    used_weights = checked_weights(weights, len(pairs))
    per_input = tuple(k / n if n else NAN for k, n in pairs)
    used = [i for i, (_, n) in enumerate(pairs) if n]
    total = math.fsum(used_weights[i] for i in used)
    value = math.fsum(used_weights[i] * per_input[i] for i in used) / total if used else NAN
    return Rate(
        successes=tuple(k for k, _ in pairs),
        draws=tuple(n for _, n in pairs),
        weights=used_weights,
        per_input=per_input,
        value=value,
        n_inputs=len(used),
        n_draws=sum(n for _, n in pairs),
        diag=_diag(len(pairs), len(used)),
    )


def wilson(k: int, n: int, level: float = 0.95) -> Interval:
    """Bound a share by ``k`` of ``n`` independent draws of one input (Wilson 1927; scipy's ``method='wilson'``).

    Args:
        k: Successes.
        n: Draws of one input. Draws of several inputs are not independent: use `rate`.
        level: Confidence, a fraction in (0, 1).

    Raises:
        InputError: ``k`` does not lie in [0, n].
    """
    return _wilson(k, n, level)


@functools.lru_cache(maxsize=4096)  # a table of a sample asks for few bounds, each of them thousands of times
def _wilson(k: int, n: int, level: float) -> Interval:
    _checked_pairs([k], [n])
    if n == 0:
        return Interval(0.0, 1.0, check_level(level), "Wilson", THESE, "no draw at all")
    low, high = score_bounds(k / n, n, normal_quantile(level))
    return Interval(low, high, level, "Wilson", THESE)


def exact(k: int, n: int, level: float = 0.95) -> Interval:
    """Bound a share by ``k`` of ``n``, never covering less than promised (Clopper and Pearson 1934, Biometrika 26:404).

    The same as ``scipy.stats.binomtest(k, n).proportion_ci(level, method="exact")``. For gates and safety claims.

    Args:
        k: Successes.
        n: Independent trials.
        level: Confidence, a fraction in (0, 1).

    Raises:
        InputError: ``k`` does not lie in [0, n].
    """
    one_sided = (1 + check_level(level)) / 2
    low, high = lower_bound(k, n, one_sided), upper_bound(k, n, one_sided)
    return Interval(low, high, level, "Clopper-Pearson", THESE, "" if n else "no draw at all")


def jeffreys(k: int, n: int, level: float = 0.95) -> Interval:
    """Bound a share by the beta quantiles under Jeffreys' prior (Brown, Cai and DasGupta 2001, Stat. Sci. 16:101).

    Args:
        k: Successes.
        n: Draws of one input.
        level: Confidence, a fraction in (0, 1).

    Raises:
        InputError: ``k`` does not lie in [0, n].
    """
    from scipy.special import betaincinv  # noqa: PLC0415  # heavy

    tail = (1 - check_level(level)) / 2
    _checked_pairs([k], [n])
    low = 0.0 if k == 0 else float(betaincinv(k + 0.5, n - k + 0.5, tail))
    high = 1.0 if k == n else float(betaincinv(k + 0.5, n - k + 0.5, 1 - tail))
    return Interval(low, high, level, "Jeffreys", THESE, "" if n else "no draw at all")


def lower_bound(k: int, n: int, level: float = 0.95) -> float:
    """Return the share of inputs that ``k`` of ``n`` good ones prove at least (one-sided, exact).

    The same as ``scipy.stats.binomtest(k, n, alternative="greater").proportion_ci(level, "exact").low``.

    Args:
        k: Inputs without a failure.
        n: Inputs, never draws: 30 inputs of 10 draws are 30.
        level: One-sided confidence, a fraction in (0, 1).

    Returns:
        A fraction in [0, 1]; 0 when ``k`` is 0.

    Raises:
        InputError: ``k`` does not lie in [0, n].
    """
    from scipy.special import betaincinv  # noqa: PLC0415  # heavy

    check_level(level)
    _checked_pairs([k], [n])
    return 0.0 if k == 0 else float(betaincinv(k, n - k + 1, 1 - level))


def upper_bound(m: int, n: int, level: float = 0.95) -> float:
    """Return the share of failing inputs that ``m`` failures among ``n`` inputs do not rule out (one-sided, exact).

    With no failure it is 1 - (1 - level)^(1/n), about 3/n at 95 %: the rule of three. The same as
    ``scipy.stats.binomtest(m, n, alternative="less").proportion_ci(level, "exact").high``.

    Args:
        m: Inputs with a failure.
        n: Inputs, never draws.
        level: One-sided confidence, a fraction in (0, 1).

    Returns:
        A fraction in [0, 1]; 1 when ``m`` is ``n``.

    Raises:
        InputError: ``m`` does not lie in [0, n].
    """
    from scipy.special import betaincinv  # noqa: PLC0415  # heavy

    check_level(level)
    _checked_pairs([m], [n])
    return 1.0 if m == n else float(betaincinv(m + 1, n - m, level))


def inputs_needed(error: float, level: float = 0.95, *, failures: int = 0) -> int:
    """Return the fewest inputs that, with so many failures, prove a failure rate of at most ``error``.

    29 inputs without a failure for 10 %, 59 for 5 %, 99 for 3 %, 299 for 1 %.

    Args:
        error: The rate to prove, a fraction in (0, 1).
        level: One-sided confidence, a fraction in (0, 1).
        failures: How many failing inputs to allow for.

    Raises:
        InputError: The error does not lie in (0, 1), or the failures are negative.
    """
    if not 0 < error < 1:
        raise InputError(f"inputs_needed: the error is a fraction between 0 and 1, got {error!r}; 5 % is 0.05")
    if failures < 0:
        raise InputError(f"inputs_needed: the failures are a count, got {failures!r}; 0 or more")
    enough = failures + 1
    while upper_bound(failures, enough, level) > error:
        enough *= 2
    short = enough // 2
    while enough - short > 1:
        middle = (enough + short) // 2
        proved = middle > failures and upper_bound(failures, middle, level) <= error
        short, enough = (short, middle) if proved else (middle, enough)
    return enough


def checked_weights(weights: Sequence[float] | None, n: int) -> tuple[float, ...]:
    """Return one positive finite weight per input, ones when none are given.

    Raises:
        InputError: There are too many or too few, or one is not positive.
    """
    if weights is None:
        return (1.0,) * n
    if len(weights) != n:
        raise InputError(f"stats: one weight per input is needed, got {len(weights)} weights for {n} inputs")
    wrong = [w for w in weights if not (w > 0 and math.isfinite(w))]
    if wrong:
        raise InputError(f"stats: weights are positive numbers, got {wrong[0]!r}; leave such an input out")
    return tuple(float(w) for w in weights)


def _checked_pairs(successes: Sequence[int], draws: Sequence[int]) -> list[tuple[int, int]]:
    if len(successes) != len(draws):
        raise InputError(f"stats: successes and draws go together, got {len(successes)} and {len(draws)} of them")
    pairs = [(whole(k), whole(n)) for k, n in zip(successes, draws, strict=True)]
    for k, n in pairs:
        if not 0 <= k <= n:
            raise InputError(f"stats: a count lies between 0 and its total, got {k} of {n}")
    return pairs


def _size_on_these(draws: Sequence[int], weights: Sequence[float]) -> float:
    """Size of the binomial share whose noise bounds that of a mean of fixed inputs; the pooled size when all are equal.

    The variance of a stratified mean, sum w_i^2 p_i (1 - p_i) / K_i, is largest when all p_i are equal.
    """
    total = math.fsum(weights)
    return total**2 / math.fsum(w * w / n for w, n in zip(weights, draws, strict=True))


def _diag(n_all: int, n_used: int) -> str:
    notes = []
    if n_used < n_all:
        notes.append(f"{n_all - n_used} of {n_all} inputs have no draw and are left out")
    if n_used == 1:
        notes.append("one input says nothing about inputs like these")
    return "; ".join(notes)
