"""Numbers in the inputs, and parameters that are numbers: compute with them, and offer them as pieces of outputs."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.expressions import divided, of_one, of_two, scales, shares
from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.operator_rows import Value, steps
from pointmass.synthesis.operators import numbers as ops
from pointmass.synthesis.operators import rounding
from pointmass.synthesis.program import Apply, Literal, Node, Var, attempt
from pointmass.synthesis.strings.fitted import FITTED
from pointmass.synthesis.strings.moments import passed
from pointmass.synthesis.strings.number_rows import (
    COMPUTED,
    END,
    FORMATTED,
    LOW,
    ODD,
    OF_CODES,
    READ,
    ROUNDED,
    WRITTEN,
)
from pointmass.synthesis.strings.written_values import Style, WayOfWriting, each_once, write, write_ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.term import Term

_MOST_NUMBERS = 5
_MOST_WRITTEN = 4
_MOST_FITTED = 2
_MOST_GIVEN = 6
_PATIENCE = 16
_ALIKE = 3


def quantities(style: Style, envs: Sequence[Env], texts: Sequence[Node], late: Callable[..., bool]) -> None:
    """Offer the numbers in *texts* (programs that give a text each), and numbers computed from them, as pieces."""
    read = each_once(q for t in texts for q in _read(envs, t))
    for quantity in read[:_MOST_WRITTEN]:
        write(style, quantity, ODD)
    if not all(any(c.isdigit() for c in o) for o in style.pool.outputs):
        return
    for quantity in passed(style, envs, texts):
        write(style, quantity, ODD)
        read.append(quantity)
    direct = [q for q in read if q.whole][:_MOST_NUMBERS]
    fits, alike = style.fits, Counter[tuple[Any, ...]]()
    computed: Iterator[Term] = itertools.chain(
        read,
        (s for q in read for s in (*steps(q, COMPUTED, style), *of_one(q, fits), *divided(q, fits))),
        of_two(direct, fits),
        shares(direct, fits),
        (s for q in read[:_MOST_FITTED] for s in steps(q, FITTED, style)),
        (r for q in read[:_MOST_FITTED] for s in scales(q) for r in (s, *steps(_number(s), ROUNDED, style))),
    )
    for place, made in enumerate(computed):
        if place % _PATIENCE == 0 and late(12):
            return
        # At most three programs for the same numbers are tried.
        alike[made.values] += 1
        if alike[made.values] <= _ALIKE:
            _write(style, made if isinstance(made, Value) else _number(made))
    for low in (s for q in read for s in steps(q, LOW, style) if style.pairs):
        lows = _write(style, low)
        for high in steps(low, END, style) if lows else ():
            write_ranges(style, low, lows, high)


def _number(made: Term) -> Value:
    return Value(made.node, made.cost, made.values)


def _write(style: Style, quantity: Value) -> list[WayOfWriting]:
    """Offer a number in the formats that show its digits, if every output holds these digits."""
    return write(style, quantity, WRITTEN) if all(map(style.fits, itertools.count(), quantity.values)) else []


def _read(envs: Sequence[Env], text: Node) -> Iterator[Value]:
    sources: list[Any] = [attempt(text, env) for env in envs]
    if not all(isinstance(s, str) for s in sources):
        return
    for index in (*range(_MOST_NUMBERS), -1, -2):
        node = Apply(ops.NUMBER_IN, (text, Literal(index)))
        cost = 3.0 + (0.6 * index if index >= 0 else 0.5 - 0.6 * index)
        yield from _numbers(node, cost, envs, whole=True)
    for row, pattern in READ:
        if any(re.search(pattern, s) for s in sources):
            for _, *arguments in row.told(None, None):
                yield from _numbers(Apply(row.operator, (text, *map(Literal, arguments))), row.price, envs, whole=False)


def _numbers(node: Node, cost: float, envs: Sequence[Env], *, whole: bool) -> Iterator[Value]:
    values = tuple(attempt(node, env) for env in envs)
    if all(isinstance(v, Decimal) for v in values):
        yield Value(node, cost, values, "number", whole=whole)


def written_numbers(style: Style, envs: Sequence[Env], late: Callable[..., bool]) -> None:
    """Offer as texts the parameters that are numbers, and what is computed from one or two of them."""
    columns = [
        Value(Var(index), 0.5, column, "given")
        for index, column in enumerate(zip(*envs, strict=True))
        if all(map(is_number, column))
    ][:_MOST_GIVEN]
    if not columns or not any(c.isalnum() for o in style.pool.outputs for c in o):
        return
    alone = (made for c in columns for steps in (of_one, divided) for made in steps(c))
    for place, made in enumerate(
        itertools.chain(alone, of_two(columns[:_MOST_WRITTEN]), shares(columns[:_MOST_WRITTEN]))
    ):
        if place % _PATIENCE == 0 and late(10):
            return
        write(style, Value(made.node, made.cost, made.values, "given"), FORMATTED)
    for column in columns:
        exact = tuple(Decimal(str(v)) for v in column.values)
        quantity = Value(Apply(rounding.EXACT, (column.node,)), column.cost + 1.5, exact, whole=True)
        write(style, quantity, ODD)
        for number in (quantity, *steps(quantity, FITTED, style)):
            _write(style, number)


def codes(style: Style, envs: Sequence[Env], texts: Sequence[Node]) -> None:
    """Offer *texts* (programs that give a text each) split into groups, and with all but the last characters masked."""
    for node in texts:
        write(style, Value(node, 0.0, tuple(attempt(node, env) for env in envs), "text"), OF_CODES)
