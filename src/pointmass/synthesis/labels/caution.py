"""The guards of a program that scores labels: the best must lead by enough, and be no label for what is left over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.labels.calibrate import AGREEMENTS
from pointmass.synthesis.operators.counts import MARGIN
from pointmass.synthesis.operators.records import BELOW
from pointmass.synthesis.program import Apply, Array, Constant, Literal, Named, Node, Var
from pointmass.synthesis.table import IS_IN, KEY_OF, key_of

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
        turning: That a word turns what the text says.
    """

    unknown: Check
    scores: Node
    answer: Node
    turning: tuple[Check, ...]


def guards(task: Problem, calibration: Calibration, steps: Steps) -> tuple[Guard, ...]:
    """Return the guards from loose to strict, one for each of `AGREEMENTS`."""
    checks = _labels(calibration, steps) + contested(task)
    return tuple(
        Guard((steps.unknown, _lead(calibration, steps, at), *steps.turning, *checks)) for at in range(len(AGREEMENTS))
    )


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


def contested(task: Problem) -> tuple[Check, ...]:
    """Return the check that hands back the inputs on which the answers differed."""
    if not task.contested:
        return ()
    plain = not task.rows and all(isinstance(env[0], str) for env in task.contested)
    asked: Node = Var(0)
    if not plain:
        asked = Apply(KEY_OF, (Array(tuple(Var(at) for at in range(len(task.envs[0])))),))
    inputs = {env[0] if plain else key_of(list(env)) for env in task.contested}
    known = Constant("CONTESTED", tuple(sorted(inputs)), "Inputs on which the answers differed.")
    return (Check(Apply(IS_IN, (asked, known)), "The answers differed on this input."),)
