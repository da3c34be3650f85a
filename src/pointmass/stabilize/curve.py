"""How finely the guard has to look: what each of its levels answers, and how far that agrees with the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pointmass.sample import SampleData
from pointmass.stabilize.crossfit import Trial
from pointmass.stabilize.spending import FIRST, Sure

WRONG = 20
"""How many right answers one wrong answer outweighs: a looser level must earn what it answers."""


@dataclass(frozen=True, slots=True)
class Point:
    """One level of the guard, as it was measured on inputs that the code had not seen.

    Attributes:
        level: Its number; 0 is the loosest.
        certified: How many inputs were tried, contested ones among them.
        answered: How many of them the guard let the code answer.
        agreed: How many of those were the model's most frequent answer.
        coverage: The share of inputs like these that code answers, a fraction in [0, 1]: what the guard accepted of those
            that it had not seen, each with its weight.
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

    @property
    def wrong(self) -> int:
        """How many of the answered inputs the model answers otherwise."""
        return self.answered - self.agreed

    @property
    def worth(self) -> float:
        """The coverage, less `WRONG` times the share of inputs that are answered wrongly; at most 1."""
        return self.coverage * (1 - WRONG * (1 - self.agreement)) if self.answered else 0.0


def curve(sample: SampleData, trials: Sequence[Trial], levels: int, *, sure: Sure = FIRST) -> tuple[Point, ...]:
    """Measure every level of the guard, the loosest first."""
    return tuple(point(sample, trials, level, sure=sure) for level in range(levels))


def point(sample: SampleData, trials: Sequence[Trial], level: int, *, sure: Sure = FIRST) -> Point:
    """Measure one level."""
    answered = [trial for trial in trials if trial.answered(level)]
    agreed = sum(trial.agrees for trial in answered)
    tried = _weight(sample, (trial.row for trial in trials))
    coverage = _weight(sample, (trial.row for trial in answered)) / tried if tried else 0.0
    bound = sure.lower(agreed, len(answered)) if answered else 0.0
    return Point(level, len(trials), len(answered), agreed, coverage, bound)


def choose(points: Sequence[Point], *, agreement: float) -> int:
    """Choose the level of a guard: the finest, or a looser one that answers more and earns it.

    From fine to loose: a looser level is taken where it proves the agreement too, and where what it answers more outweighs
    what it gets wrong more, a wrong answer counting as `WRONG` right ones. Novelty is no part of it: what no example showed
    is handed back at every level.

    Args:
        points: The levels, the loosest first.
        agreement: The agreement to prove, a fraction in (0, 1).

    Returns:
        The number of the level; 0 where there are none.
    """
    best: Point | None = None
    for each in reversed(points):
        if best is None:
            best = each
            continue
        more, worse = each.answered - best.answered, each.wrong - best.wrong
        if more > WRONG * worse and each.bound >= min(agreement, best.bound):
            best = each
    return best.level if best else 0


def _weight(sample: SampleData, rows: Iterable[int]) -> int:
    return sum(sample.weights[row] for row in rows)
