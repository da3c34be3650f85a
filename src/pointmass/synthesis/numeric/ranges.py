"""Where a program may answer for numbers and truth values: for the types that were seen, and within the range seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pointmass.synthesis.guard import Check
from pointmass.synthesis.numeric.doubts import doubts
from pointmass.synthesis.numeric.familiar import familiar
from pointmass.synthesis.numeric.source import decimals_of, is_number
from pointmass.synthesis.operators import arithmetic as ops
from pointmass.synthesis.operators import familiar as ask
from pointmass.synthesis.program import Apply, Choice, Literal, Named, Node, Var

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.program import Env

# Numbers beyond so many times the greatest seen are of another magnitude.
_FAR = 2
# Numbers that people write have at most so many decimals; those that were computed may have any number.
_WRITTEN = 6
_MANY = 10


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


def magnitudes(task: Problem) -> tuple[Check, ...]:
    """Return the checks that a number is not far beyond the range of the examples, and of no other sign than theirs."""
    checks = []
    for index, column in _columns(task):
        if all(map(is_number, column)):
            widest = _FAR * max(abs(min(column)), abs(max(column)))
            far = Apply(ops.OUTSIDE, (Var(index), Literal(-widest if min(column) < 0 else 0), Literal(widest)))
            checks.append(Check(far, "Far beyond the range that was seen, or below zero."))
            if min(column) > 0:
                checks.append(Check(Apply(ask.ZERO, (Var(index),)), "No example was zero."))
    return tuple(checks)


def novelty(task: Problem, program: Node) -> tuple[Check, ...]:
    """Return the checks that hold whatever is asked of coverage: for inputs and answers of a kind that no example had.

    They are numbers with more decimals; values within a record or a list of another kind, or keys that are new or
    missing; and what the examples leave open in the program itself.
    """
    inputs = [check for index, column in _columns(task) for check in _unlike(index, column)]
    return (*inputs, *familiar(task), *doubts(task, program), *_answers(task, program))


def _unlike(index: int, column: list[Any]) -> Iterator[Check]:
    if all(map(is_number, column)) and any(isinstance(v, float) for v in column):
        yield from _longer(Var(index), column, "More decimals than any example had.")


def _longer(number: Node, seen: Sequence[Any], why: str) -> Iterator[Check]:
    longest = max(map(decimals_of, seen))
    if longest <= _WRITTEN:
        yield Check(Apply(ask.LONGER, (number, Literal(longest))), why)


def _answers(task: Problem, program: Node) -> Iterator[Check]:
    """Yield that an answer has more decimals than any example's, or another sign."""
    outputs = task.outputs
    if not all(map(is_number, outputs)) or not all(map(_has_numbers, task.envs)) or not _computes(program):
        return
    answer = Named("answer", program)
    if any(isinstance(o, float) for o in outputs):
        yield from _longer(answer, outputs, "More decimals than any example's answer.")
    if min(outputs) >= 0 and len(outputs) >= _MANY:
        yield Check(Apply(ask.BELOW_ZERO, (answer,)), "No example's answer was below zero.")


def _computes(node: Node) -> bool:
    """Whether an answer is anything but one of a few constants."""
    if isinstance(node, Choice):
        return any(_computes(case.node) for case in node.cases) or (
            node.default is not None and _computes(node.default)
        )
    return not isinstance(node, Literal)


def _has_numbers(env: Env) -> bool:
    return not all(isinstance(v, str) for v in env)


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
