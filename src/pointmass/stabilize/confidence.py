"""The confidence of a bound: at a first look at a sample, or at one that follows the advice to sample more."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pointmass.stats import extended_inputs_needed, extended_lower_bound, inputs_needed, lower_bound

LEVEL = 0.95
"""The confidence of a bound, over all looks of a course together."""

_LEAST = 1e-6  # the least error that is left for later looks, so that a course can end


@dataclass(frozen=True, slots=True)
class Sure:
    """The confidence of the bounds of one look.

    Attributes:
        level: The one-sided confidence, a fraction in (0, 1).
        extended: Whether the look follows one that did not prove what was asked. Then the bound is valid at whatever
            number of inputs one stops (`pointmass.stats.extended_lower_bound`), else for a number that was fixed
            before.
        among: The number of bounds that a person compared before choosing one. Each bound is computed at the level
            ``1 - (1 - level) / among`` (Bonferroni 1936), so that all of them hold together at *level*, whichever is
            chosen.
    """

    level: float = LEVEL
    extended: bool = False
    among: int = 1

    def lower(self, agreed: int, answered: int) -> float:
        """Return the lower bound of the agreement that *agreed* of *answered* trials prove, a fraction in [0, 1]."""
        return (extended_lower_bound if self.extended else lower_bound)(agreed, answered, self._each)

    @property
    def _each(self) -> float:
        """The confidence of each single bound that was compared."""
        return self.level if self.among == 1 else 1 - (1 - self.level) / self.among

    def needed(self, agreement: float, *, failures: int = 0) -> int:
        """Return how many trials, with *failures* among them, prove an agreement."""
        return (extended_inputs_needed if self.extended else inputs_needed)(
            1 - agreement, self._each, failures=failures
        )

    def after(self, trials: int, agreement: float) -> Sure:
        """Return the confidence of looks that follow this one.

        A first look spends the probability with which it would have proved the agreement if the true one were exactly
        that. All later looks share the rest of the error, however many there are and whenever they are taken.

        Args:
            trials: The number of trials of this look.
            agreement: The agreement to prove, a fraction in (0, 1).
        """
        if self.extended:
            return self
        return Sure(1 - max(_LEAST, 1 - LEVEL - would_prove(trials, agreement)), extended=True)

    def __str__(self) -> str:
        """Return the confidence in words."""
        level = f"{LEVEL:.0%} over all looks" if self.extended else f"{self.level:.0%}"
        return level if self.among == 1 else f"{level}, for all {self.among} guards that were compared"


FIRST = Sure()
"""The confidence of a look without any before it."""


def would_prove(trials: int, agreement: float) -> float:
    """Return the probability, at most 1 - `LEVEL`, to prove an agreement at a first look if the true one is the same.

    Args:
        trials: The number of trials of the look.
        agreement: The agreement to prove, a fraction in (0, 1).
    """
    total = 0.0
    for failures in range(trials + 1):
        log = _log_choose(trials, failures) + (trials - failures) * math.log(agreement)
        chance = math.exp(log + failures * math.log1p(-agreement))
        if total + chance > 1 - LEVEL:
            break
        total += chance
    return total


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
