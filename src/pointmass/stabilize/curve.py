"""How strict the guard has to be: what each of its levels answers, and how far that agrees with the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pointmass.sample import SampleData
from pointmass.stabilize.learn import Learned
from pointmass.stabilize.lesson import Lesson
from pointmass.stats import inputs_needed, lower_bound

LEVEL = 0.95
"""Confidence of the one-sided bounds."""


@dataclass(frozen=True, slots=True)
class Point:
    """One level of the guard, as it was measured on inputs that the programs had not seen.

    Attributes:
        level: Its number; 0 is the loosest.
        certified: How many inputs were tried.
        answered: How many of them the guard let the code answer.
        agreed: How many of those were the model's mode.
        coverage: The share of inputs like these that code answers, a fraction in [0, 1], contested inputs counted as
            not answered.
        bound: What ``agreed`` of ``answered`` prove at least: one-sided, exact, 95 % (Clopper and Pearson 1934), a
            fraction in [0, 1]; 0 where nothing was answered.
        chosen: Whether the proposal has it.
    """

    level: int
    certified: int
    answered: int
    agreed: int
    coverage: float
    bound: float
    chosen: bool = False

    @property
    def agreement(self) -> float:
        """The share of the answered inputs that were the model's mode; 0 where none was answered."""
        return self.agreed / self.answered if self.answered else 0.0


def curve(sample: SampleData, what: Lesson, learned: Learned) -> tuple[Point, ...]:
    """Measure every level of the guard, the loosest first."""
    return tuple(_point(sample, what, learned, level) for level in range(learned.levels))


def choose(points: Sequence[Point], *, agreement: float, otherwise: int) -> int:
    """Choose the loosest level that is shown to reach an agreement.

    The levels are tested in a fixed order, from strict to loose, each at the full level and only while all before it
    passed (Maurer, Hothorn and Lehmacher 1995; for guards Angelopoulos et al. 2021, arXiv:2110.01052, section 3). So the
    chance that a level is chosen whose true agreement is less is at most 5 %, however many levels there are. The order
    begins at the strictest level that answers enough inputs to prove the agreement in spite of one failure (or, where
    none does, without one): how many it answers says nothing of how often it is right, so that this choice is free.

    Args:
        points: The levels, the loosest first.
        agreement: The agreement to prove, a fraction in (0, 1).
        otherwise: The level to return where none answers enough inputs to prove it.

    Returns:
        The number of the level; it may be one that proves less than was asked, where none proves it.
    """
    start = _start(points, agreement)
    if start is None:
        return otherwise
    chosen = start
    for point in reversed(points[: start + 1]):
        if point.bound < agreement:
            break
        chosen = point.level
    return chosen


def _start(points: Sequence[Point], agreement: float) -> int | None:
    for failures in (1, 0):
        needed = inputs_needed(1 - agreement, LEVEL, failures=failures)
        enough = [point.level for point in points if point.answered >= needed]
        if enough:
            return enough[-1]
    return None


def _point(sample: SampleData, what: Lesson, learned: Learned, level: int) -> Point:
    answered = [trial for trial in learned.trials if trial.answered(level)]
    agreed = sum(trial.agrees for trial in answered)
    tried = _weight(sample, (trial.row for trial in learned.trials))
    settled = _weight(sample, (mode.row for mode in what.settled)) / sum(sample.weights)
    coverage = settled * _weight(sample, (trial.row for trial in answered)) / tried if tried else 0.0
    bound = lower_bound(agreed, len(answered), LEVEL) if answered else 0.0
    return Point(level, len(learned.trials), len(answered), agreed, coverage, bound)


def _weight(sample: SampleData, rows: Iterable[int]) -> int:
    return sum(sample.weights[row] for row in rows)
