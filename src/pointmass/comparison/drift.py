"""Has a name moved away from its baseline: same, moved, or not found out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from pointmass.comparison.data import Change
from pointmass.comparison.result import Comparison

Verdict = Literal["same", "moved", "could not find out"]

MARGIN = 0.2
"""How large a shift must be ruled out before a name counts as the same, unless the caller says otherwise."""

CODES: dict[Verdict, int] = {"same": 0, "moved": 1, "could not find out": 2}
"""What the command line exits with."""


@dataclass(frozen=True, slots=True, repr=False)
class Drift:
    """Fresh draws against a baseline.

    Attributes:
        name: The name that is watched.
        comparison: The baseline and the fresh draws; ``None`` where none could be drawn.
        verdict: ``same``, ``moved`` or ``could not find out``.
        reason: Why, in a sentence.
        level: The confidence that this look was taken at.
        look: Which look at the same baseline it is; ``None`` for one that is alone.
    """

    name: str
    comparison: Comparison | None
    verdict: Verdict
    reason: str
    level: float
    look: int | None = None

    @property
    def code(self) -> int:
        """What the command line exits with: 0 same, 1 moved, 2 could not find out."""
        return CODES[self.verdict]

    @property
    def moved(self) -> tuple[Change, ...]:
        """The inputs that moved, the surest first."""
        return self.comparison.contrasts[0].moved(self.level) if self.comparison else ()

    def __repr__(self) -> str:
        """Say what was found and why."""
        return f"<Drift of {self.name}: {self.verdict}>\n{self.reason}"

    def _repr_html_(self) -> str | None:
        return self.comparison._repr_html_() if self.comparison else None


def level_of_look(level: float, look: int | None) -> float:
    """Return the level of the k-th look, so that all looks together keep the level.

    The error is spent as 6 / (pi^2 k^2), whose sum over all looks is 1: a look may be taken every day.

    Args:
        level: Confidence over all looks, a fraction in (0, 1).
        look: Which look it is, from 1; ``None`` for one that is alone.
    """
    return level if look is None else 1 - (1 - level) * 6 / (math.pi * look) ** 2


def judged(comparison: Comparison, *, margin: float, look: int | None) -> Drift:
    """Judge a comparison of a baseline with fresh draws, at the comparison's level."""
    contrast, level = comparison.contrasts[0], comparison.level
    bound = contrast.shift_bound(level)
    if contrast.p_value <= 1 - level:
        verdict: Verdict = "moved"
        reason = comparison.sentence
    elif bound <= margin:
        verdict = "same"
        reason = f"{comparison.sentence} A shift above {bound:.2f} is ruled out ({level:.1%})."
    else:
        verdict = "could not find out"
        reason = (
            f"{comparison.sentence} But a shift of up to {bound:.2f} is not ruled out ({level:.1%}), and {margin} was "
            "asked for: watch more inputs."
        )
    return Drift(comparison.name, comparison, verdict, reason, level, look)
