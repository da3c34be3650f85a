"""The curve of a guard: how much the code answers at each strictness, and how often it agrees with the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pointmass.sample import SampleData
from pointmass.stabilize.confidence import FIRST, Sure
from pointmass.stabilize.crossfit import Trial

WRONG = 20
"""A wrong answer counts as much as this many right ones, so a looser guard must answer many more inputs rightly."""


@dataclass(frozen=True, slots=True)
class Point:
    """The guard at one strictness, measured on inputs that the code had not seen.

    Attributes:
        strictness: The strictness; 0 is the loosest.
        certified: How many inputs the code was tested on, contested ones included.
        answered: How many of them the guard accepted.
        agreed: How many of those the code answered with the model's most frequent answer.
        coverage: The share of inputs like these that code answers, a fraction in [0, 1]: the share of unseen inputs
            that the guard accepted, by weight.
        bound: The lower bound of the agreement that ``agreed`` of ``answered`` prove: one-sided, exact, 95 % (Clopper
            and Pearson 1934), a fraction in [0, 1]; 0 if nothing was answered.
        chosen: Whether the proposal has this strictness.
    """

    strictness: int
    certified: int
    answered: int
    agreed: int
    coverage: float
    bound: float
    chosen: bool = False

    @property
    def agreement(self) -> float:
        """The share of the answers that are the model's mode, a fraction in [0, 1]; 0 if there are none."""
        return self.agreed / self.answered if self.answered else 0.0

    @property
    def wrong(self) -> int:
        """How many of the answers differ from the model's mode."""
        return self.answered - self.agreed

    @property
    def worth(self) -> float:
        """The coverage minus `WRONG` times the share of inputs that are answered wrongly; at most 1."""
        return self.coverage * (1 - WRONG * (1 - self.agreement)) if self.answered else 0.0


def curve(sample: SampleData, trials: Sequence[Trial], count: int, *, sure: Sure = FIRST) -> tuple[Point, ...]:
    """Measure the guard at every strictness, the loosest first."""
    return tuple(point(sample, trials, strictness, sure=sure) for strictness in range(count))


def point(sample: SampleData, trials: Sequence[Trial], strictness: int, *, sure: Sure = FIRST) -> Point:
    """Measure the guard at one strictness."""
    answered = [trial for trial in trials if trial.answered(strictness)]
    agreed = sum(trial.agrees for trial in answered)
    tried = _weight(sample, (trial.row for trial in trials))
    coverage = _weight(sample, (trial.row for trial in answered)) / tried if tried else 0.0
    bound = sure.lower(agreed, len(answered)) if answered else 0.0
    return Point(strictness, len(trials), len(answered), agreed, coverage, bound)


def choose(points: Sequence[Point], *, agreement: float) -> int:
    """Choose the strictness of a guard: the strictest, unless a looser one is clearly better.

    A looser guard is taken if it proves the agreement as well, and if it answers more than `WRONG` further inputs for
    each further wrong answer. At every strictness, inputs with features that no example had are handed back.

    Args:
        points: One per strictness, the loosest first.
        agreement: The agreement to prove, a fraction in (0, 1).

    Returns:
        The strictness; 0 if there are no points.
    """
    best: Point | None = None
    for each in reversed(points):
        if best is None:
            best = each
            continue
        more, worse = each.answered - best.answered, each.wrong - best.wrong
        if more > WRONG * worse and each.bound >= min(agreement, best.bound):
            best = each
    return best.strictness if best else 0


def _weight(sample: SampleData, rows: Iterable[int]) -> int:
    return sum(sample.weights[row] for row in rows)
