"""Test rules on examples that they were not learned from: how many their guard answers, and how many rightly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.labels.calibrate import CalibrationScore
from pointmass.synthesis.labels.rule_set import learn, rule_examples
from pointmass.synthesis.table import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.candidate import Candidate
    from pointmass.synthesis.problem import Problem

_FOLDS = 5
# Rules are dropped if less than this share of their answers to held-out examples is right, and at least two are wrong.
_RIGHT = 0.85
_SOME = 2


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Rules, and their score on examples that they were not learned from."""

    candidate: Candidate
    tried: CalibrationScore


def held_out(task: Problem) -> HeldOut | None:
    """Return the rules of a task with their score in 5-fold cross-validation; None if there are none, or they fail."""
    what = rule_examples(task)
    learned = learn(what) if what else None
    if what is None or learned is None:
        return None
    tried = CalibrationScore(len(what.places))
    for fold in range(_FOLDS):
        apart = what.places[fold::_FOLDS]
        of_others = learn(what, apart=frozenset(apart))
        tried = tried.and_also(_answered(of_others, what.task, apart)) if of_others else tried
    if tried.wrong >= _SOME and tried.right < _RIGHT * (tried.right + tried.wrong):
        return None
    return HeldOut(learned, tried)


def _answered(learned: Candidate, task: Problem, apart: Sequence[int]) -> CalibrationScore:
    right = wrong = 0
    for at in apart:
        given = list(task.envs[at]) if task.rows else task.envs[at][0]
        if learned.accepts(given):
            agrees = key_of(learned(given)) == key_of(task.outputs[at])
            right, wrong = right + agrees, wrong + (not agrees)
    return CalibrationScore(0, right, wrong)
