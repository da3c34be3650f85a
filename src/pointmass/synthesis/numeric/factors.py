"""Factors and addends that were fitted: how far the examples let them move, and the programs at either end of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.places import places
from pointmass.synthesis.numeric.source import decimals_of, same
from pointmass.synthesis.operators import numbers as decimal
from pointmass.synthesis.operators import numerals, records
from pointmass.synthesis.program import Apply, Literal, Node, attempt, swapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.problem import Problem

_FACTORS = (
    records.MULTIPLY,
    records.DIVIDE,
    records.ADD,
    records.SUBTRACT,
    decimal.TIMES,
    decimal.PLUS,
    numerals.DIVIDED,
)
# A factor is looked for within so much of what was found, in so many halvings of the distance.
_FARTHEST = 0.02
_HALVINGS = 20
# A number of so many digits lies in so small a range by chance in less than so many cases: then it is meant.
_CHANCE = 0.1
_MOST = 2


def loose_factors(task: Problem, program: Node) -> tuple[Node, ...]:
    """Return the program with a factor at either end of what the examples allow, where they do not bear its digits out."""
    found: list[Node] = []
    for place in places(program):
        node = place.node
        if isinstance(node, Apply) and node.operator in _FACTORS and isinstance(node.arguments[1], Literal):
            found += _ends(task, program, node, node.arguments[1].content)
        if len(found) > _MOST:
            break
    return tuple(found)


def _ends(task: Problem, program: Node, node: Apply, constant: Any) -> Iterator[Node]:
    number = float(constant)
    digits = decimals_of(number)
    if not digits:
        return
    ends = []
    for direction in (-1, 1):
        near, far = 0.0, _FARTHEST
        for _ in range(_HALVINGS):
            step = (near + far) / 2
            moved = _with(program, node, number * (1 + direction * step), constant)
            near, far = (step, far) if _explains(task, moved) else (near, step)
        ends.append(number * (1 + direction * near))
    if (ends[1] - ends[0]) * 10**digits >= _CHANCE:
        yield from (_with(program, node, end, constant) for end in ends if end != number)


def _with(program: Node, node: Apply, factor: float, constant: Any) -> Node:
    shown = round(factor, 9)
    other = Apply(node.operator, (node.arguments[0], Literal(str(shown) if isinstance(constant, str) else shown)))
    return swapped(program, node, other)


def _explains(task: Problem, program: Node) -> bool:
    return all(same(attempt(program, env), output) for env, output in zip(task.envs, task.outputs, strict=True))
