"""The guards of a program that scores labels: the best must lead by enough, and be no label for what is left over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.labels.calibrate import AGREEMENTS
from pointmass.synthesis.operators.counts import MARGIN
from pointmass.synthesis.operators.records import BELOW
from pointmass.synthesis.program import Apply, Constant, Literal, Named, Node, Var
from pointmass.synthesis.table import IS_IN

if TYPE_CHECKING:
    from pointmass.synthesis.labels.calibrate import Calibration
    from pointmass.synthesis.problem import Problem


@dataclass(frozen=True, slots=True)
class Steps:
    """The parts of the program that the guard looks at.

    Attributes:
        unknown: That nothing of the text is known.
        scores: The score of each label.
        answer: The whole program.
    """

    unknown: Check
    scores: Node
    answer: Node


def guards(task: Problem, calibration: Calibration, steps: Steps) -> tuple[Guard, ...]:
    """Return the guards from loose to strict, one for each of `AGREEMENTS`."""
    checks = _labels(calibration, steps) + _contested(task)
    return tuple(Guard((steps.unknown, _lead(calibration, steps, at), *checks)) for at in range(len(AGREEMENTS)))


def _lead(calibration: Calibration, steps: Steps, level: int) -> Check:
    limit, passed = calibration.limit(level), calibration.passed(level)
    right = sum(one.right for one in passed)
    why = f"Judged by the others, {len(passed)} of {len(calibration.judged)} examples lead by this, {right} of them rightly."
    return Check(Apply(BELOW, (Apply(MARGIN, (steps.scores,)), Literal(limit))), why)


def _labels(calibration: Calibration, steps: Steps) -> tuple[Check, ...]:
    if not calibration.left_over:
        return ()
    labels = Constant("LEFT_OVER", calibration.left_over, "Labels that nothing in a text speaks for.")
    return (Check(Apply(IS_IN, (Named("answer", steps.answer), labels)), "What fits nothing else."),)


def _contested(task: Problem) -> tuple[Check, ...]:
    texts = tuple(sorted(env[0] for env in task.contested if isinstance(env[0], str)))
    if not texts:
        return ()
    known = Constant("CONTESTED", texts, "Inputs on which the answers differed.")
    return (Check(Apply(IS_IN, (Var(0), known)), "The answers differed on this input."),)
