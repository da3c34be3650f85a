"""What a comparison takes besides its samples: one frozen class, checked before anything is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from pointmass.comparison.scoring import Predicate, Target
from pointmass.keywords import LEVEL, SEED, YES_OR_NO, Allowed, is_whole, keyword

RESAMPLES = 10_000
"""Permutations of each test, unless the caller says otherwise."""


class CompareHow(TypedDict, total=False):
    """Keyword arguments of ``pm.compare``, for type checkers; see there."""

    target: Target | None
    score: Predicate | None
    against: str | None
    level: float
    seed: int
    resamples: int
    progress: bool


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """The arguments of ``pm.compare`` besides the samples; see there."""

    target: Target | None = keyword(None)
    score: Predicate | None = keyword(
        None,
        Allowed(lambda value: value is None or callable(value), "a function of an outcome, or of input and outcome"),
    )
    against: str | None = keyword(None)
    level: float = keyword(0.95, LEVEL)
    seed: int = keyword(0, SEED)
    resamples: int = keyword(
        RESAMPLES, Allowed(lambda value: is_whole(value) and value >= 1, "a whole number of permutations, 1 or more")
    )
    progress: bool = keyword(default=True, check=YES_OR_NO)
