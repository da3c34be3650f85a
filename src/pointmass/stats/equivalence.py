"""Is the function equivalent to the model within a margin: what its agreement on fresh inputs proves."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pointmass.errors import InputError
from pointmass.stats.agreement import pairwise_agreement
from pointmass.stats.betting import betting_lower_bound
from pointmass.stats.interval import FEW_INPUTS, NAN, check_level
from pointmass.stats.rate import inputs_needed, upper_bound

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

NOT_THE_EXTRACTION_INPUTS = "the inputs that the function was extracted from cannot certify it"


@dataclass(frozen=True, slots=True)
class Equivalence:
    """What a function's agreement with the model proves about inputs like these.

    Attributes:
        matches: Draws equal to the function's answer, per input.
        draws: Draws per input.
        n_inputs: Inputs with a draw.
        disagreeing: Inputs where at least one draw differs from the function.
        fidelity: Mean share of draws that equal the function's answer.
        self_agreement: Mean P(two draws agree); ``nan`` where no input has two draws.
        margin: What may be given up, a fraction in (0, 1).
        level: One-sided confidence of every bound.
        disagreeing_bound: At most this share of inputs has a disagreement (exact binomial over inputs).
        fidelity_bound: The fidelity is at least this (the better of the exact and the betting bound at half the error).
        gain_bound: Fidelity minus self-agreement is at least this (betting); 0 means as good as one more draw.
        diag: When not to trust it, in words.
    """

    matches: tuple[int, ...] = field(repr=False)
    draws: tuple[int, ...] = field(repr=False)
    n_inputs: int
    disagreeing: int
    fidelity: float
    self_agreement: float
    margin: float
    level: float
    disagreeing_bound: float
    fidelity_bound: float
    gain_bound: float
    diag: str

    @property
    def faithful(self) -> bool:
        """Whether it is proven that draws differ from the function at most as often as the margin."""
        return 1 - self.fidelity_bound <= self.margin

    @property
    def no_worse(self) -> bool:
        """Whether it is proven that the function is, within the margin, as good as one more draw of the model."""
        return self.gain_bound >= -self.margin

    @property
    def more_inputs(self) -> int:
        """How many more inputs, all agreeing, would prove the function faithful; 0 when it is proven."""
        if self.faithful:
            return 0
        return max(1, inputs_needed(self.margin, self.level, failures=self.disagreeing) - self.n_inputs)


def equivalence(
    draws_per_input: Sequence[Mapping[Hashable, int]],
    answers: Sequence[Hashable],
    *,
    margin: float = 0.05,
    level: float = 0.95,
) -> Equivalence:
    """Measure a function against the draws of a model, with the input as the unit.

    The inputs must not be those that the function was extracted from. "Not significantly different" is not an equivalence:
    these bounds say how different it may still be. They hold for any distribution; the paired t-test does not (`tost`).

    Args:
        draws_per_input: How often each outcome was drawn, per input; inputs without a draw are left out.
        answers: The function's answer to each input, comparable with the outcomes.
        margin: What may be given up, a fraction in (0, 1).
        level: One-sided confidence of every bound, a fraction in (0, 1).

    Raises:
        InputError: The lengths differ, or the margin is not a fraction.
    """
    check_level(level)
    if not 0 < margin < 1:
        raise InputError(f"equivalence: the margin is a fraction between 0 and 1, got {margin!r}; 5 points are 0.05")
    if len(draws_per_input) != len(answers):
        raise InputError(f"equivalence: one answer per input is needed, got {len(answers)} for {len(draws_per_input)}")
    used = [(c, a) for c, a in zip(draws_per_input, answers, strict=True) if sum(c.values())]
    draws = tuple(sum(c.values()) for c, _ in used)
    matches = tuple(c.get(a, 0) for c, a in used)
    shares = [k / n for k, n in zip(matches, draws, strict=True)]
    gains, selves = _gains([c for c, _ in used], shares)
    disagreeing = sum(k < n for k, n in zip(matches, draws, strict=True))
    return Equivalence(
        matches=matches,
        draws=draws,
        n_inputs=len(used),
        disagreeing=disagreeing,
        fidelity=math.fsum(shares) / len(shares) if shares else NAN,
        self_agreement=math.fsum(selves) / len(selves) if selves else NAN,
        margin=margin,
        level=level,
        disagreeing_bound=upper_bound(disagreeing, len(used), level),
        fidelity_bound=_fidelity_bound(shares, disagreeing, level),
        gain_bound=2 * betting_lower_bound([(g + 1) / 2 for g in gains], level) - 1,
        diag=_diag(len(draws_per_input), len(used), len(gains)),
    )


@dataclass(frozen=True, slots=True)
class Tost:
    """A paired t-test that a mean difference lies within the margin; only for comparison.

    Attributes:
        p_value: The larger of the two one-sided p-values.
        mean: The mean difference.
        n_inputs: Inputs.
        warning: Why not to decide by it.
    """

    p_value: float
    mean: float
    n_inputs: int
    warning: str


T_IS_LIBERAL = (
    "where nearly all inputs agree the t-test claims equivalence too often: 8 to 13 % where 5 % are allowed; "
    "decide by the exact or the betting bound"
)


def tost(differences: Sequence[float], *, margin: float = 0.05) -> Tost:
    """Test by Student's t that the mean difference lies in (-margin, margin) (``statsmodels…ttost_paired``).

    Args:
        differences: One difference per input.
        margin: Half the width of what counts as equivalent.

    Raises:
        InputError: Fewer than two inputs, or a margin that is not positive.
    """
    from scipy.special import stdtr  # noqa: PLC0415  # heavy

    n = len(differences)
    if n < 2 or margin <= 0:  # noqa: PLR2004  # a spread needs two
        raise InputError(f"tost: two inputs and a positive margin are needed, got {n} inputs and {margin!r}")
    mean = math.fsum(differences) / n
    error = math.sqrt(math.fsum((d - mean) ** 2 for d in differences) / (n - 1) / n)
    if error == 0:
        return Tost(0.0 if abs(mean) < margin else 1.0, mean, n, T_IS_LIBERAL)
    p = float(stdtr(n - 1, (abs(mean) - margin) / error))
    return Tost(p, mean, n, T_IS_LIBERAL)


def _gains(counts: Sequence[Mapping[Hashable, int]], shares: Sequence[float]) -> tuple[list[float], list[float]]:
    pairs = [(share, pairwise_agreement(list(c.values()))) for c, share in zip(counts, shares, strict=True)]
    kept = [(share, own) for share, own in pairs if not math.isnan(own)]
    return [share - own for share, own in kept], [own for _, own in kept]


def _fidelity_bound(shares: Sequence[float], disagreeing: int, level: float) -> float:
    """Bound the fidelity from below by whichever is better, each at half the error so that choosing costs nothing.

    An input with any disagreement counts as a full one in the exact bound; where none disagrees, that bound alone is
    used at the full level: with nothing to grade the two are one question, and the choice is not made by a chance spread.
    """
    if not shares:
        return 0.0
    if disagreeing == 0:
        return 1 - upper_bound(0, len(shares), level)
    half = (1 + level) / 2
    return max(1 - upper_bound(disagreeing, len(shares), half), betting_lower_bound(shares, half))


def _diag(n_all: int, n_used: int, n_pairs: int) -> str:
    notes = [NOT_THE_EXTRACTION_INPUTS]
    if n_used < n_all:
        notes.append(f"{n_all - n_used} of {n_all} inputs have no draw and are left out")
    if n_pairs < n_used:
        notes.append(f"{n_used - n_pairs} inputs have one draw: they say nothing about the model's own agreement")
    if n_used < FEW_INPUTS:
        notes.append(f"only {n_used} inputs: little can be proven")
    return "; ".join(notes)
