"""How finely the guard has to look: what the code answers at each strictness, and how far that agrees with the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pointmass.sample import SampleData
from pointmass.stabilize.confidence import FIRST, Sure
from pointmass.stabilize.crossfit import Trial

WRONG = 20
"""How many right answers one wrong answer outweighs: a looser guard must earn what it answers."""


@dataclass(frozen=True, slots=True)
class Point:
    """The guard at one strictness, measured on inputs that the code had not seen.

    Attributes:
        strictness: A number; 0 is the loosest.
        certified: How many inputs were tried, contested ones among them.
        answered: How many of them the guard let the code answer.
        agreed: How many of those were the model's most frequent answer.
        coverage: The share of inputs like these that code answers, a fraction in [0, 1]: what the guard accepted of those
            that it had not seen, each with its weight.
        bound: What ``agreed`` of ``answered`` prove at least: one-sided, exact, 95 % (Clopper and Pearson 1934), a
            fraction in [0, 1]; 0 where nothing was answered.
        chosen: Whether the proposal has it.
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
    """Choose how strict a guard is: the strictest, or a looser one that answers more and earns it.

    From strict to loose: a looser guard is taken where it proves the agreement too, and where what it answers more
    outweighs what it gets wrong more, a wrong answer counting as `WRONG` right ones. Novelty is not part of it: what no
    example showed is handed back at every strictness.

    Args:
        points: One per strictness, the loosest first.
        agreement: The agreement to prove, a fraction in (0, 1).

    Returns:
        The strictness; 0 where there are no points.
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
