"""How strict the guard has to be: what each of its levels answers, and how far that agrees with the model."""

from __future__ import annotations

import bisect
import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pointmass.sample import SampleData
from pointmass.stabilize.learn import Learned
from pointmass.stabilize.lesson import Lesson
from pointmass.stats import inputs_needed, lower_bound

LEVEL = 0.95
"""Confidence of the one-sided bounds."""

_FAILING = 0.1
"""How often the loosest guard is thought to fail before anything was seen; each stricter one half as often."""

_MANY = 1_000
"""Answered inputs beyond which more make no difference to that."""

_LIKELY = 0.9
"""The chance of passing that the first level to be tested should have."""


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
    """Choose the loosest level that is shown to reach an agreement; of levels that answer the same, the strictest.

    The levels are tested in a fixed order, from strict to loose, each at the full level and only while all before it
    passed (Maurer, Hothorn and Lehmacher 1995; for guards Angelopoulos et al. 2021, arXiv:2110.01052, section 3). So the
    chance that a level is chosen whose true agreement is less is at most 5 %, however many levels there are. The order
    begins at the strictest level that can be expected to pass: what it goes by is how many inputs each answers, which
    says nothing of how often it is right, so that this choice is free.

    Args:
        points: The levels, the loosest first.
        agreement: The agreement to prove, a fraction in (0, 1).
        otherwise: The level to return where none answers enough inputs to prove it.

    Returns:
        The number of the level; where none proves the agreement, that of the one to be tested first.
    """
    start = _start(points, agreement)
    if start is None:
        return otherwise
    chosen = points[start]
    for point in reversed(points[: start + 1]):
        if point.bound < agreement:
            break
        # A looser guard that answers nothing more would only answer what nobody has seen.
        chosen = point if point.answered > chosen.answered else chosen
    return chosen.level


def _start(points: Sequence[Point], agreement: float) -> int | None:
    """Return the strictest level that is likely to pass, or the likeliest one; ``None`` where none can."""
    chances = [_chance(point.answered, agreement, _FAILING / 2**point.level) for point in points]
    likely = [point.level for point, chance in zip(points, chances, strict=True) if chance >= _LIKELY]
    if likely:
        return likely[-1]
    best = max(chances, default=0.0)
    return max(point.level for point, chance in zip(points, chances, strict=True) if chance == best) if best else None


def _chance(answered: int, agreement: float, failing: float) -> float:
    """Return the chance that so many answers prove the agreement, where each fails with a given chance."""
    answered = min(answered, _MANY)
    return sum(
        math.comb(answered, failures) * failing**failures * (1 - failing) ** (answered - failures)
        for failures in range(_allowed(answered, agreement))
    )


@functools.lru_cache(maxsize=256)
def _allowed(answered: int, agreement: float) -> int:
    """Return with how many failures so many answers do not prove the agreement any more."""

    def too_many(failures: int) -> bool:
        return inputs_needed(1 - agreement, LEVEL, failures=failures) > answered

    return bisect.bisect_left(range(answered + 1), True, key=too_many)  # noqa: FBT003 - what is looked for


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
