"""What can be computed from one, two or three numbers in a few steps, before anything is rounded."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.source import is_number
from pointmass.synthesis.operators import arithmetic as ops
from pointmass.synthesis.operators import records
from pointmass.synthesis.program import UNDEFINED, Apply, Literal, Operator
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIVISORS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 24, 50, 60, 100, 360, 1000, 1024, 3600)
_PAIRED = (
    records.ADD,
    records.SUBTRACT,
    records.MULTIPLY,
    records.DIVIDE,
    ops.WHOLE_PART,
    ops.REST,
    ops.LESS,
    ops.MORE,
)
_TURNED = (records.ADD, records.MULTIPLY, ops.LESS, ops.MORE)
_STEP = 2.0
_DIGIT = 1.5
_DECIMALS = 4
_MOST_OF_THREE = 5


def applied(operator: Operator, sources: Sequence[Term], *arguments: Any, cost: float) -> Iterator[Term]:
    """Yield the operator on sources and constants, where it is defined on every example."""
    try:
        rows = zip(*(s.values for s in sources), strict=True)
        values = tuple(operator.function(*row, *arguments) for row in rows)
    except UNDEFINED:
        return
    if all(map(is_number, values)):
        node = Apply(operator, (*(s.node for s in sources), *map(Literal, arguments)))
        yield Term(node, sum(s.cost for s in sources) + cost, values)


def after(number: Any, operator: Operator, source: Term, *, cost: float) -> Iterator[Term]:
    """Yield the operator on a constant and a source: 100 minus it."""
    try:
        values = tuple(operator.function(number, v) for v in source.values)
    except UNDEFINED:
        return
    if all(map(is_number, values)):
        yield Term(Apply(operator, (Literal(number), source.node)), source.cost + cost, values)


def of_one(source: Term) -> Iterator[Term]:
    """Yield the source itself, and what one step makes of it."""
    yield source
    yield from applied(ops.SIZE, [source], cost=_STEP)
    yield from applied(records.MULTIPLY, [source, source], cost=_STEP)
    if any(isinstance(v, float) for v in source.values):
        for operator in (ops.ROUNDED, ops.FLOOR, ops.CEILING):
            yield from applied(operator, [source], cost=_STEP)
        for decimals in range(1, _DECIMALS):
            yield from applied(ops.ROUNDED_TO, [source], decimals, cost=_STEP + 1)
        return
    yield from applied(ops.AS_FLOAT, [source], cost=_STEP)
    for divisor in _DIVISORS:
        for operator in (ops.WHOLE_PART, ops.REST):
            yield from applied(operator, [source], divisor, cost=_STEP + _digits(divisor))


def divided(source: Term) -> Iterator[Term]:
    """Yield the source divided by numbers that people group by."""
    for divisor in _DIVISORS:
        yield from applied(records.DIVIDE, [source], divisor, cost=_STEP + _digits(divisor))


def scales(source: Term) -> Iterator[Term]:
    """Yield degrees of the other scale of temperature."""
    for less in applied(records.SUBTRACT, [source], 32, cost=_STEP):
        for times in applied(records.MULTIPLY, [less], 5, cost=_STEP):
            yield from applied(records.DIVIDE, [times], 9, cost=_STEP)
    for times in applied(records.MULTIPLY, [source], 9, cost=_STEP):
        for part in applied(records.DIVIDE, [times], 5, cost=_STEP):
            yield from applied(records.ADD, [part], 32, cost=_STEP)


def of_two(sources: Sequence[Term]) -> Iterator[Term]:
    """Yield what one step makes of two numbers."""
    for left, right in itertools.permutations(sources, 2):
        for operator in _PAIRED:
            if operator not in _TURNED or sources.index(left) < sources.index(right):
                yield from applied(operator, [left, right], cost=_STEP)


def of_shares(sources: Sequence[Term]) -> Iterator[Term]:
    """Yield percentages: of another number, on top of it, off it; a number as a share of another, in percent."""
    for left, right in itertools.permutations(sources, 2):
        for ratio in applied(records.DIVIDE, [left, right], cost=_STEP):
            yield from applied(records.MULTIPLY, [ratio], 100, cost=_STEP)
        for times in applied(records.MULTIPLY, [left], 100, cost=_STEP):
            yield from applied(records.DIVIDE, [times, right], cost=_STEP)
        for change in applied(records.SUBTRACT, [left, right], cost=_STEP):
            for ratio in applied(records.DIVIDE, [change, right], cost=_STEP):
                yield from applied(records.MULTIPLY, [ratio], 100, cost=_STEP)
        for square in applied(records.MULTIPLY, [right, right], cost=_STEP):
            yield from applied(records.DIVIDE, [left, square], cost=_STEP)
        yield from _rates(left, right)


def _rates(left: Term, right: Term) -> Iterator[Term]:
    """Yield *left* and *right* percent of it, in the ways that people compute it: they round differently."""
    for product in applied(records.MULTIPLY, [left, right], cost=_STEP):
        for part in applied(records.DIVIDE, [product], 100, cost=_STEP):
            yield part
            yield from applied(records.ADD, [left, part], cost=_STEP - left.cost)
            yield from applied(records.SUBTRACT, [left, part], cost=_STEP - left.cost)
    for operator in (records.ADD, records.SUBTRACT):
        for whole in after(100, operator, right, cost=_STEP):
            for product in applied(records.MULTIPLY, [left, whole], cost=_STEP):
                yield from applied(records.DIVIDE, [product], 100, cost=_STEP)
        for share in applied(records.DIVIDE, [right], 100, cost=_STEP):
            for factor in after(1, operator, share, cost=_STEP):
                yield from applied(records.MULTIPLY, [left, factor], cost=_STEP)
        for factor in after(1, operator, right, cost=_STEP):
            yield from applied(records.MULTIPLY, [left, factor], cost=_STEP)


def of_three(sources: Sequence[Term]) -> Iterator[Term]:
    """Yield what two steps make of three numbers."""
    for one, two, three in itertools.permutations(sources[:_MOST_OF_THREE], 3):
        for first in (records.ADD, records.MULTIPLY, records.SUBTRACT):
            if first in _TURNED and sources.index(one) > sources.index(two):
                continue
            for inner in applied(first, [one, two], cost=_STEP):
                for then in (records.ADD, records.SUBTRACT, records.MULTIPLY, records.DIVIDE):
                    yield from applied(then, [inner, three], cost=_STEP)


def _digits(number: int) -> float:
    return _DIGIT * len(str(number).rstrip("0"))
