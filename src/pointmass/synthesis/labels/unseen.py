"""Try rules on examples that they were not learned from: how many each level of their guard answers, and how many rightly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.labels.calibrate import Tried
from pointmass.synthesis.labels.rule_set import Lesson, learn, lesson
from pointmass.synthesis.table import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.candidate import Candidate
    from pointmass.synthesis.problem import Problem

_FOLDS = 5
# Rules that are wrong more often than so say nothing, however many labels are slips.
_RIGHT = 0.75
_SOME = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """Rules with the loosest guard that is proven on what they were not learned from, and what that answers there."""

    candidate: Candidate
    tried: Tried


def judged(task: Problem) -> Judged | None:
    """Return the rules of a task; None where there are none, or they are wrong too often where they are not learned."""
    what = lesson(task)
    learned = learn(what) if what else None
    if what is None or learned is None:
        return None
    tried = _tried(what, len(learned.levels))
    level = next((at for at, one in enumerate(tried[:-1]) if one.is_proven), len(tried) - 1)
    best = tried[level]
    if best.wrong >= _SOME and best.right < _RIGHT * (best.right + best.wrong):
        return None
    return Judged(learned.at(level), best)


def _tried(what: Lesson, levels: int) -> list[Tried]:
    """Return for each level of the guard, the loosest first, what it answers of examples that others teach."""
    tried = [Tried(len(what.places))] * levels
    for fold in range(_FOLDS):
        apart = what.places[fold::_FOLDS]
        learned = learn(what, apart=frozenset(apart))
        if learned is not None:
            tried = [one.and_also(_answered(learned.at(at), what.task, apart)) for at, one in enumerate(tried)]
    return tried


def _answered(learned: Candidate, task: Problem, apart: Sequence[int]) -> Tried:
    right = wrong = 0
    for at in apart:
        given = list(task.envs[at]) if task.rows else task.envs[at][0]
        if learned.accepts(given):
            agrees = key_of(learned(given)) == key_of(task.outputs[at])
            right, wrong = right + agrees, wrong + (not agrees)
    return Tried(0, right, wrong)
