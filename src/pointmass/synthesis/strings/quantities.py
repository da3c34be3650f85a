"""Numbers in the inputs, rounded, scaled, combined and written, as pieces of the output."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operators import numbers as ops
from pointmass.synthesis.operators import numerals
from pointmass.synthesis.operators.moments import MINUTES_BETWEEN
from pointmass.synthesis.program import Apply, Literal, Named, Node, attempt
from pointmass.synthesis.strings.lines import linear
from pointmass.synthesis.strings.passed import passed
from pointmass.synthesis.strings.ranges import glued
from pointmass.synthesis.strings.written import Quantity, Style, hinted, style_of, write, write_oddly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pointmass.synthesis.program import Env, Operator
    from pointmass.synthesis.strings.pool import Pool

_STEPS = tuple("1 10 100 5 0.1 0.01 0.5 0.05 0.25 2 20 25 50 15 30 1000 500 0.001 0.2 3 4 6 12 60 10000 100000".split())  # noqa: SIM905 - shorter to read than a list of quoted numbers
_FACTORS = tuple("100 0.01 1000 0.001 1000000 0.000001 0.000000001 10 0.1 60 -1 2 0.5".split())  # noqa: SIM905 - shorter to read than a list of quoted numbers
_DIVISORS = (60, 3600, 24, 7, 12, 10, 100, 1000, 16, 86400)
_MOST_NUMBERS = 5
_MOST_WRITTEN = 4


def quantities(pool: Pool, envs: Sequence[Env], texts: Sequence[Node], late: Callable[..., bool]) -> None:
    """Offer the numbers in *texts* (programs for a text each) in the ways that outputs write them."""
    read = list(_different(q for text in texts for q in _read(envs, text)))
    for quantity in read[:_MOST_WRITTEN]:
        write_oddly(pool, quantity)
    if not all(any(c.isdigit() for c in o) for o in pool.outputs):
        return
    for quantity in passed(envs, texts):
        write_oddly(pool, quantity)
        read.append(quantity)
    style = style_of(pool.outputs)
    _write_all(pool, read, style, late)


def _write_all(pool: Pool, read: list[Quantity], style: Style, late: Callable[..., bool]) -> None:
    """Offer the numbers as they were read, and what is computed from one or two of them."""
    for quantity in read:
        if late(400):
            return
        write(pool, quantity, style)
        for derived in _derived(quantity):
            write(pool, derived, style)
        if style.pairs:
            _ranges(pool, quantity)
    numbers = [q for q in read if q.direct]
    for left, right in itertools.permutations(numbers[:_MOST_NUMBERS], 2):
        for combined in _combined(left, right):
            write(pool, combined, style)
    for quantity in read[:2]:
        for converted in (*_temperatures(quantity), *linear(quantity, pool.outputs)):
            write(pool, converted, style)


def _read(envs: Sequence[Env], text: Node) -> Iterator[Quantity]:
    for index in (*range(_MOST_NUMBERS), -1, -2):
        node = Apply(ops.NUMBER_IN, (text, Literal(index)))
        values = [attempt(node, env) for env in envs]
        if all(isinstance(v, Decimal) for v in values):
            yield Quantity(node, 3.0 + (0.6 * index if index >= 0 else 0.5 - 0.6 * index), tuple(values), direct=True)
    sources = [attempt(text, env) for env in envs]
    if not all(isinstance(s, str) for s in sources):
        return
    for base, pattern in ((2, "[01]{1,64}"), (16, "[0-9A-Fa-f]{1,32}")):
        if all(re.fullmatch(pattern, s) for s in sources):
            node = Apply(ops.IN_BASE, (text, Literal(base)))
            yield Quantity(node, 7.0, tuple(ops.in_base(str(s), base) for s in sources))
    for operator, arguments, pattern, cost in _OTHER_WAYS:
        if any(re.search(pattern, s) for s in sources):
            node = Apply(operator, (text, *(Literal(a) for a in arguments)))
            values = [attempt(node, env) for env in envs]
            if all(isinstance(v, Decimal) for v in values):
                yield Quantity(node, cost, tuple(values))


# Other ways to read numbers, each where at least one input shows what it is for.
_OTHER_WAYS: tuple[tuple[Operator, tuple[Any, ...], str, float], ...] = (
    (numerals.DURATION_IN, (), r"\d:\d\d|\d ?[hms]", 4.0),
    (numerals.FRACTION_IN, (), r"^\s*(?:\d+[ -])?\d+/\d+\s*$", 3.0),
    (numerals.BRACKETED_IN, (), r"\(.*\d.*\)|\d-\s*$", 4.0),
    (numerals.COMMA_NUMBER_IN, (), r"\d,\d+\s*$", 4.5),
    (numerals.SIZE_IN, (1000,), r"\d ?[KkMmGgTtBb]", 4.5),
    (numerals.SIZE_IN, (1024,), r"\d ?[KkMmGgTt]", 5.0),
    (numerals.ROMAN_IN, (), r"^\s*[IVXLCDMivxlcdm]+\s*$", 4.0),
    (numerals.TOTAL, (), r"\d\D+\d", 6.0),
    (numerals.GREATEST, (), r"\d\D+\d", 6.5),
    (numerals.LEAST, (), r"\d\D+\d", 6.5),
    (numerals.MEAN, (), r"\d\D+\d", 7.0),
)


def _different(found: Iterable[Quantity]) -> Iterator[Quantity]:
    """Yield each number once: the one that says it first says it most plainly."""
    seen = set()
    for quantity in found:
        if quantity.values not in seen:
            seen.add(quantity.values)
            yield quantity


def _derived(q: Quantity) -> Iterator[Quantity]:
    """Yield *q* rounded, the ends of the range that it falls in, and scaled by round factors."""
    for place, step in enumerate(_STEPS):
        price = q.cost + 3.0 + 0.2 * place
        low = applied(q, ops.DOWN, step, price)
        yield from (r for r in (applied(q, ops.NEAREST, step, price), low, applied(q, ops.UP, step, price + 0.5)) if r)
        if low:
            for other, extra in ((step, 1.0), (str(Decimal(step) - 1), 1.5)):
                end = applied(low, ops.PLUS, other, price + extra)
                if end:
                    yield end
    for place, factor in enumerate(_FACTORS):
        scaled = applied(q, ops.TIMES, factor, q.cost + 3.0 + 0.4 * place)
        if scaled:
            yield scaled
            for step in ("1", "0.1", "0.01"):
                rounded = applied(scaled, ops.NEAREST, step, scaled.cost + 2.5)
                if rounded:
                    yield rounded
    yield from _parts(q)


def _parts(q: Quantity) -> Iterator[Quantity]:
    """Yield how often a usual number goes into *q*, what is left over, and *q* divided by it; and its size."""
    if any(v < 0 for v in q.values):
        yield Quantity(Apply(ops.SIZE, (q.node,)), q.cost + 1.5, tuple(abs(v) for v in q.values))
    for place, by in enumerate(_DIVISORS):
        price = q.cost + 4.0 + 0.3 * place
        found = (
            applied(q, numerals.WHOLE_QUOTIENT, by, price),
            applied(q, numerals.REMAINDER, by, price),
            applied(q, numerals.DIVIDED, str(by), price + (-2.0 if _is_duration(q) else 0.5)),
        )
        yield from (f for f in found if f)


def _is_duration(q: Quantity) -> bool:
    return isinstance(q.node, Apply) and q.node.operator in (numerals.DURATION_IN, MINUTES_BETWEEN)


def _ranges(pool: Pool, q: Quantity) -> None:
    """Offer the range of steps that *q* falls in, as one piece: 40-45, 10-19, 1-10."""
    for place, step in enumerate(_STEPS):
        for start in (0, 1):
            moved = applied(q, ops.PLUS, "-1", q.cost) if start else q
            low = applied(moved, ops.DOWN, step, q.cost + 3.0 + 0.2 * place + 2.0 * start) if moved else None
            low = applied(low, ops.PLUS, "1", low.cost) if low and start else low
            if low is None or not hinted(low, pool.outputs):
                continue
            low = Quantity(Named("low", low.node), low.cost, low.values)
            smallest = Decimal(1).scaleb(min(0, int(Decimal(step).as_tuple().exponent)))
            for width, extra in (
                (Decimal(step), 1.0),
                (Decimal(step) - smallest, 1.3),
                (Decimal(step) - Decimal("0.01"), 2.5),
            ):
                high = applied(low, ops.PLUS, str(width), low.cost + extra) if width > 0 else None
                if high:
                    _range(pool, low, high)


def _range(pool: Pool, low: Quantity, high: Quantity) -> None:
    for operator, arguments, extra in _ENDS:
        lows = tuple(operator.function(v, *arguments) for v in low.values)
        if all(v in o for v, o in zip(lows, pool.outputs, strict=True)):
            highs = tuple(operator.function(v, *arguments) for v in high.values)
            extras = tuple(Literal(a) for a in arguments)
            first, last = (Apply(operator, (q.node, *extras)) for q in (low, high))
            glued(pool, (lows, first), (highs, last), high.cost + extra)


_ENDS: tuple[tuple[Operator, tuple[Any, ...], float], ...] = (
    (ops.PLAIN, (), 0.0),
    (ops.FIXED, (1,), 0.5),
    (ops.FIXED, (2,), 0.5),
    (ops.GROUPED, (0,), 0.3),
)


def _combined(left: Quantity, right: Quantity) -> Iterator[Quantity]:
    for operator, extra in ((ops.DIFFERENCE, 1.0), (ops.SUM, 1.0), (ops.PRODUCT, 2.0), (ops.QUOTIENT, 2.5)):
        node = Apply(operator, (left.node, right.node))
        try:
            values = tuple(operator.function(a, b) for a, b in zip(left.values, right.values, strict=True))
        except ArithmeticError:
            continue
        made = Quantity(node, left.cost + right.cost + extra, values)
        yield made
        if operator is ops.DIFFERENCE and any(v < 0 for v in values):
            yield Quantity(Apply(ops.SIZE, (node,)), made.cost + 1.0, tuple(abs(v) for v in values))
        if operator is ops.QUOTIENT:
            percent = applied(made, ops.TIMES, "100", made.cost + 1.0)
            if percent:
                yield percent


def _temperatures(q: Quantity) -> Iterator[Quantity]:
    for operator in (ops.TO_CELSIUS, ops.TO_FAHRENHEIT):
        converted = Quantity(Apply(operator, (q.node,)), q.cost + 6.0, tuple(map(operator.function, q.values)))
        yield converted
        for step in ("1", "0.1", "0.01"):
            for rounding, extra in ((ops.NEAREST, 1.0), (ops.DOWN, 1.5)):
                rounded = applied(converted, rounding, step, converted.cost + extra)
                if rounded:
                    yield rounded


def applied(q: Quantity, operator: Any, argument: str | int, cost: float) -> Quantity | None:
    """Return *q* with an operation applied, or None where it has no result."""
    try:
        values = tuple(operator.function(v, argument) for v in q.values)
    except ArithmeticError:
        return None
    plain = isinstance(argument, str) and operator in (ops.PLUS, ops.TIMES, numerals.DIVIDED) and "." not in argument
    return Quantity(Apply(operator, (q.node, Literal(int(argument) if plain else argument))), cost, values)
