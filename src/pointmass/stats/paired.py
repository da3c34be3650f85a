"""Is B better than A on the same inputs: differences input by input, never pooled draws."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pointmass.errors import InputError
from pointmass.stats.interval import FEW_INPUTS, LIKE_THESE, NAN, THESE, Interval, check_level, t_quantile, unknown
from pointmass.stats.rate import upper_bound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.stats.exchange import Unit

_ALL_FLIPS_UP_TO = 15


@dataclass(frozen=True, slots=True)
class Paired:
    """The mean difference of two variants over inputs, B minus A.

    Attributes:
        differences: B minus A of the mean over draws, per input; inputs without both are left out.
        value: Their mean.
        p_value: Two-sided, by flipping signs of inputs; 1 when no input differs. Where numbers of draws differ, the larger of
            that and of the p of draws that change places; of conversations, that of conversations that change places.
        resamples: Flips, or 2^n where every one was tried.
        n_inputs: Inputs with both.
        diag: When not to trust it, in words.
        by_chance: What chance alone makes of ``value``, by size without sign, the smallest first; empty where nothing but the
            signs of inputs was tried.
        unit: What is independent: the ``inputs``, or whole ``conversations``, which say nothing of other inputs.
    """

    differences: tuple[float, ...] = field(repr=False)
    value: float
    p_value: float
    resamples: int
    n_inputs: int
    diag: str
    by_chance: tuple[float, ...] = field(default=(), repr=False)
    unit: Unit = "inputs"

    def interval(self, level: float = 0.95) -> Interval:
        """Bound the mean difference on inputs like these (``scipy.stats.ttest_1samp(differences, 0)``).

        Where draws changed places it reaches at least as far as chance does at this level; of conversations it is that, on
        these inputs. So it holds 0 wherever the test finds nothing.
        """
        check_level(level)
        n = self.n_inputs
        if self.unit == "conversations":
            if not self.by_chance:
                return unknown(level, scope=THESE, diag=self.diag)
            half = self._by_chance(level)
            how = "conversations change places"
            return Interval(self.value - half, self.value + half, level, how, THESE, self.diag)
        if n < 2:  # noqa: PLR2004  # a spread needs two
            return unknown(level, scope=LIKE_THESE, diag=self.diag)
        spread = math.fsum((d - self.value) ** 2 for d in self.differences) / (n - 1)
        if spread == 0:
            share = upper_bound(0, n, level)
            why = f"all {n} inputs differ alike; at most {share:.1%} of inputs like these do otherwise"
            return unknown(level, scope=LIKE_THESE, diag=why)
        half = max(t_quantile(level, n - 1) * math.sqrt(spread / n), self._by_chance(level))
        return Interval(self.value - half, self.value + half, level, "paired t over inputs", LIKE_THESE, self.diag)

    def _by_chance(self, level: float) -> float:
        """Return how far chance goes: less far only in 1 - level of all permutations, the seen one among them."""
        n = len(self.by_chance)
        return self.by_chance[min(n - 1, math.ceil(level * (n + 1)) - 1)] if n else 0.0


def paired(
    a: Sequence[float],
    b: Sequence[float],
    *,
    resamples: int = 20_000,
    seed: int = 0,
    by_chance: Sequence[float] | None = None,
    unit: Unit = "inputs",
) -> Paired:
    """Compare two variants by one number per input and variant (a rate, an agreement, a cost, seconds).

    Args:
        a: The number of variant A per input (the mean over its draws, of as many as B has: else give ``by_chance``, for means of
            64 draws and of 2 differ in shape, and signs alone find a difference in up to .64 of cases without any), shape
            ``(n_inputs,)``; ``nan`` where there is none.
        b: That of variant B on the same inputs.
        resamples: Random sign flips where there are more than 2^15.
        seed: Same seed, same p-value.
        by_chance: The mean difference under permutations of the draws (`pointmass.stats.exchange`), where flipped signs are not
            exact: A and B have unequal numbers of draws, or inputs hang together.
        unit: What changed places in ``by_chance`` and is independent.

    Raises:
        InputError: The lengths differ, or a number is infinite.
    """
    if len(a) != len(b):
        raise InputError(f"paired: both variants need the same inputs, got {len(a)} and {len(b)}")
    differences = tuple(float(y) - float(x) for x, y in zip(a, b, strict=True) if not (math.isnan(x) or math.isnan(y)))
    if not all(map(math.isfinite, differences)):
        raise InputError("paired: a number is infinite, got inf; leave it out, or give nan for what is not known")
    n = len(differences)
    value = math.fsum(differences) / n if n else NAN
    chances = tuple(sorted(abs(float(each)) for each in by_chance)) if by_chance is not None and n else ()
    p_value, tried = (
        _flip_p(differences, resamples, seed) if unit == "inputs" else (0.0 if chances else 1.0, len(chances))
    )
    if chances:
        tie = 1e-12 * (1 + abs(value))
        p_value = max(p_value, (1 + sum(each >= abs(value) - tie for each in chances)) / (1 + len(chances)))
    notes = [f"{len(a) - n} of {len(a)} inputs lack one of the variants and are left out"] if n < len(a) else []
    if n < 2 and unit == "inputs":  # noqa: PLR2004  # a spread needs two
        notes.append("one input says nothing about inputs like these" if n else "no input was answered by both")
    elif n < FEW_INPUTS and unit == "inputs":
        notes.append(f"only {n} inputs: the smallest p-value possible is {2 / 2**n:.2g}")
    return Paired(differences, value, p_value, tried, n, "; ".join(notes), chances, unit)


def _flip_p(differences: Sequence[float], resamples: int, seed: int) -> tuple[float, int]:
    nonzero = [d for d in differences if d != 0]  # flipping a zero changes nothing
    if not nonzero:
        return 1.0, 1
    import numpy as np  # noqa: PLC0415  # heavy

    from pointmass.stats.flips import sign_flips  # noqa: PLC0415  # needs numpy

    d = np.asarray(nonzero)
    signs, exact = sign_flips(len(d), resamples=resamples, seed=seed, all_up_to=_ALL_FLIPS_UP_TO)
    reached = int(np.sum(np.abs(signs @ d) >= abs(d.sum()) - 1e-12 * np.abs(d).sum()))
    return (reached / len(signs) if exact else (1 + reached) / (1 + len(signs))), len(signs)
