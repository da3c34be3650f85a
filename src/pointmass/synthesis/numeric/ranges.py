"""Where a program may answer for numbers and truth values: for the types that were seen, and within the range seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pointmass.synthesis.guard import Check
from pointmass.synthesis.numeric.source import is_number
from pointmass.synthesis.operators import arithmetic as ops
from pointmass.synthesis.program import Apply, Literal, Var

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.problem import Problem


def kinds(task: Problem) -> tuple[Check, ...]:
    """Return the checks that a number is one, and a truth value: the guard itself looks at texts only."""
    return tuple(check for index, column in _columns(task) for check in _kind(index, column))


def ranges(task: Problem) -> tuple[Check, ...]:
    """Return the checks that a number is within the range of the examples and the unlabelled inputs."""
    why = "Outside the range that was seen."
    return tuple(
        Check(Apply(ops.OUTSIDE, (Var(index), Literal(min(column)), Literal(max(column)))), why)
        for index, column in _columns(task)
        if all(map(is_number, column))
    )


def _columns(task: Problem) -> list[tuple[int, list[Any]]]:
    inputs = (*task.envs, *task.unlabelled)
    return [(index, [env[index] for env in inputs]) for index in range(len(task.envs[0]))]


def _kind(index: int, column: list[Any]) -> Iterator[Check]:
    if all(isinstance(v, bool) for v in column):
        yield Check(Apply(ops.NO_TRUTH, (Var(index),)), "Truth values only.")
    elif all(map(is_number, column)):
        whole = all(isinstance(v, int) for v in column)
        operator = ops.NOT_WHOLE if whole else ops.NO_NUMBER
        yield Check(Apply(operator, (Var(index),)), "Whole numbers only." if whole else "Numbers only.")
