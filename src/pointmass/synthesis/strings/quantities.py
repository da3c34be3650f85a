"""Numbers in the inputs, rounded, scaled, combined and written, as pieces of the output."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operators import numbers as ops
from pointmass.synthesis.program import Apply, Literal, Node, attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.strings.pool import Pool

_STEPS = tuple("1 10 100 5 0.1 0.01 0.5 0.05 0.25 2 20 25 50 15 30 1000 500 0.001 0.2 3 4 6 12 60 10000 100000".split())  # noqa: SIM905 - shorter to read than a list of quoted numbers
_FACTORS = tuple("100 0.01 1000 0.001 1000000 0.000001 0.000000001 10 0.1 60 -1 2 0.5".split())  # noqa: SIM905 - shorter to read than a list of quoted numbers
_MOST_NUMBERS = 5
_MOST_DECIMALS = 8
_WIDTHS = (2, 3, 4, 5, 6, 8, 10)
_GREATEST = 10**18
_LONG_CONSTANT = 10


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number on every example, its program and cost in about bits."""

    values: tuple[Decimal, ...]
    node: Node
    cost: float


def quantities(pool: Pool, envs: Sequence[Env], texts: Sequence[Node], late: Callable[[], bool]) -> None:
    """Offer the numbers in *texts* (programs for a text each) in the ways that outputs write them."""
    if not all(any(c.isdigit() for c in o) for o in pool.outputs):
        return
    read = [q for text in texts for q in _read(envs, text)]
    for quantity in read:
        _write(pool, quantity)
        for derived in _derived(quantity):
            if late():
                return
            _write(pool, derived)
    for left, right in itertools.permutations(read[:_MOST_NUMBERS], 2):
        for combined in _combined(left, right):
            _write(pool, combined)
    for quantity in read[:2]:
        for converted in _temperatures(quantity):
            _write(pool, converted)
        for fitted in _linear(quantity, pool.outputs):
            _write(pool, fitted)


def _read(envs: Sequence[Env], text: Node) -> Iterator[Quantity]:
    for index in (*range(_MOST_NUMBERS), -1, -2):
        node = Apply(ops.NUMBER_IN, (text, Literal(index)))
        values = [attempt(node, env) for env in envs]
        if all(isinstance(v, Decimal) for v in values):
            yield Quantity(tuple(values), node, 3.0 + (0.6 * index if index >= 0 else 0.5 - 0.6 * index))

    for base, pattern in ((2, "[01]+"), (16, "[0-9A-Fa-f]+")):
        source = [attempt(text, env) for env in envs]
        if all(isinstance(s, str) and re.fullmatch(pattern, s) for s in source):
            node = Apply(ops.IN_BASE, (text, Literal(base)))
            yield Quantity(tuple(ops.in_base(str(s), base) for s in source), node, 7.0)


def _is_divided(node: Node) -> bool:
    """Whether *node* is a number times a power of ten below one."""
    return isinstance(node, Apply) and node.operator is ops.TIMES and str(node.arguments[1].value(())).startswith("0.")


def _derived(q: Quantity) -> Iterator[Quantity]:
    """Yield *q* rounded, the ends of the range that it falls in, and scaled by round factors."""
    for place, step in enumerate(_STEPS):
        price = q.cost + 3.0 + 0.2 * place
        low = _apply(q, ops.DOWN, step, price)
        yield from (r for r in (_apply(q, ops.NEAREST, step, price), low, _apply(q, ops.UP, step, price + 0.5)) if r)
        if low:
            for other, extra in ((step, 1.0), (str(Decimal(step) - 1), 1.5)):
                end = _apply(low, ops.PLUS, other, price + extra)
                if end:
                    yield end
    for place, factor in enumerate(_FACTORS):
        scaled = _apply(q, ops.TIMES, factor, q.cost + 3.0 + 0.4 * place)
        if scaled:
            yield scaled
            for step in ("1", "0.1", "0.01"):
                rounded = _apply(scaled, ops.NEAREST, step, scaled.cost + 2.5)
                if rounded:
                    yield rounded


def _combined(left: Quantity, right: Quantity) -> Iterator[Quantity]:
    for operator, extra in ((ops.DIFFERENCE, 1.0), (ops.SUM, 1.0), (ops.PRODUCT, 2.0), (ops.QUOTIENT, 2.5)):
        node = Apply(operator, (left.node, right.node))
        try:
            values = tuple(operator.function(a, b) for a, b in zip(left.values, right.values, strict=True))
        except ArithmeticError:
            continue
        yield Quantity(values, node, left.cost + right.cost + extra)


def _temperatures(q: Quantity) -> Iterator[Quantity]:
    for operator in (ops.TO_CELSIUS, ops.TO_FAHRENHEIT):
        converted = Quantity(tuple(map(operator.function, q.values)), Apply(operator, (q.node,)), q.cost + 6.0)
        yield converted
        for step in ("1", "0.1", "0.01"):
            for rounding, extra in ((ops.NEAREST, 1.0), (ops.DOWN, 1.5)):
                rounded = _apply(converted, rounding, step, converted.cost + extra)
                if rounded:
                    yield rounded


def _linear(q: Quantity, outputs: tuple[str, ...]) -> Iterator[Quantity]:
    """Yield the line through the examples, where the outputs are numbers that lie on one (up to their own rounding)."""
    shown = [[attempt(Apply(ops.NUMBER_IN, (Literal(o), Literal(i))), ()) for i in (0, 1)] for o in outputs]
    if any(first is None or second is not None for first, second in shown):
        return
    wanted = [first for first, _ in shown]
    points = sorted({(Fraction(x), Fraction(y)) for x, y in zip(q.values, wanted, strict=True)})
    if len({x for x, _ in points}) < 3:  # noqa: PLR2004 - two points always lie on a line
        if len(points) == 2 and all(x and Fraction(y) / x == Fraction(points[0][1]) / points[0][0] for x, y in points):  # noqa: PLR2004
            yield from _scaled(q, points, wanted)
        return
    yield from _scaled(q, points, wanted)
    yield from _affine(q, points)


def _affine(q: Quantity, points: list[tuple[Fraction, Fraction]]) -> Iterator[Quantity]:
    """Yield the line through all points, where its slope and offset are short decimals."""
    (x, y), (u, v) = points[0], points[-1]
    slope = (v - y) / (u - x)
    offset = y - slope * x
    if not slope or not offset or any(slope * a + offset != b for a, b in points):
        return
    factor, added = (str(Decimal(f.numerator) / Decimal(f.denominator)) for f in (slope, offset))
    scaled = q if slope == 1 else _apply(q, ops.TIMES, factor, q.cost + 3.0 + 1.5 * len(factor.strip("-0.")))
    moved = _apply(scaled, ops.PLUS, added, scaled.cost + 3.0 + 1.5 * len(added.strip("-0."))) if scaled else None
    if moved and max(len(factor), len(added)) < _LONG_CONSTANT:
        yield moved


def _scaled(q: Quantity, points: list[tuple[Fraction, Fraction]], wanted: list[Decimal]) -> Iterator[Quantity]:
    """Yield a proportional line with the shortest factor that fits every example up to rounding."""
    if not all(x for x, _ in points):
        return
    slack = [Fraction(1, 2) * Fraction(Decimal(1).scaleb(int(w.as_tuple().exponent))) for w in wanted]
    lows = [(Fraction(w) - s) / Fraction(x) for w, s, x in zip(wanted, slack, q.values, strict=True) if x > 0]
    highs = [(Fraction(w) + s) / Fraction(x) for w, s, x in zip(wanted, slack, q.values, strict=True) if x > 0]
    if len(lows) != len(q.values) or max(lows) > min(highs):
        return
    factor = _shortest(max(lows), min(highs))
    scaled = _apply(q, ops.TIMES, factor, q.cost + 3.0 + 1.5 * len(factor.strip("0.")))
    if scaled:
        yield scaled
        digits = {len(w.as_tuple().digits) for w in wanted}
        if len(digits) == 1:
            yield scaled


def _shortest(low: Fraction, high: Fraction) -> str:
    """Return the decimal with the fewest digits within [low, high]."""
    for places in range(16):
        scale = 10**places
        candidate = -((-low * scale) // 1)
        if candidate <= high * scale:
            return str(Decimal(int(candidate)).scaleb(-places))
    return str(Decimal(low.numerator) / Decimal(low.denominator))


def _apply(q: Quantity, operator: Any, argument: str, cost: float) -> Quantity | None:
    try:
        values = tuple(operator.function(v, argument) for v in q.values)
    except ArithmeticError:
        return None
    said = int(argument) if operator in (ops.PLUS, ops.TIMES) and "." not in argument else argument
    return Quantity(values, Apply(operator, (q.node, Literal(said))), cost)


def _write(pool: Pool, q: Quantity) -> None:
    """Offer *q* as text: plain, with fixed decimals, with thousands apart, padded."""
    try:
        _bases(pool, q)
        if _hinted(q, pool.outputs):
            _plainly(pool, q)
            _decimals(pool, q)
            _significant(pool, q)
    except (ArithmeticError, ValueError):
        return


def _plainly(pool: Pool, q: Quantity) -> None:
    shown = tuple(ops.plain(v) for v in q.values)
    # As many decimals in every example are hardly chance: then a fixed number of them is the better guess.
    even = len({len(s.partition(".")[2]) for s in shown}) == 1 and any("." in s for s in shown) and len(shown) > 1
    plain = Apply(ops.PLAIN, (q.node,))
    _offer(pool, shown, q.cost + 2.0 * even, plain)
    for width in _WIDTHS:
        padded = tuple(s.zfill(width) for s in shown)
        if padded != shown:
            _offer(pool, padded, q.cost + 2.0 + 0.2 * width, Apply(ops.PADDED, (plain, Literal(width))))
        if any("." in v for v in shown):
            values = tuple(ops.whole_padded(v, width) for v in shown)
            _offer(pool, values, q.cost + 2.5 + 0.2 * width, Apply(ops.WHOLE_PADDED, (plain, Literal(width))))


def _decimals(pool: Pool, q: Quantity) -> None:
    for decimals in range(_MOST_DECIMALS + 1):
        for operator, extra in ((ops.FIXED, 0.0), (ops.GROUPED, 1.0), (ops.AT_LEAST, 2.5)):
            values = tuple(operator.function(v, decimals) for v in q.values)
            price = q.cost + 0.5 + 0.2 * decimals + extra
            _offer(pool, values, price, Apply(operator, (q.node, Literal(decimals))))
    # A number that was divided by a power of ten keeps its own zeros.
    kept = tuple(format(v, "f") for v in q.values)
    _offer(pool, kept, q.cost + (-0.2 if _is_divided(q.node) else 1.0), Apply(ops.FORMAT, (q.node, Literal("f"))))


def _significant(pool: Pool, q: Quantity) -> None:
    for digits in range(4, 11):
        values = tuple(format(float(v), f".{digits}g") for v in q.values)
        if not any("e" in v for v in values):
            _offer(pool, values, q.cost + 5.0, Apply(ops.FORMAT_FLOAT, (q.node, Literal(f".{digits}g"))))
    grouped = tuple(format(v.normalize(), ",f") if v else "0" for v in q.values)
    if any("," in g for g in grouped):
        _offer(pool, grouped, q.cost + 2.0, Apply(ops.FORMAT, (q.node, Literal(",f"))))


def _bases(pool: Pool, q: Quantity) -> None:
    """Offer a number as it was read in other bases: hexadecimal, binary, octal."""
    if not (isinstance(q.node, Apply) and q.node.operator in (ops.NUMBER_IN, ops.IN_BASE)):
        return
    if all(v == int(v) for v in q.values):
        for spec in ("x", "X", "b", "o"):
            values = tuple(format(int(v), spec) for v in q.values)
            _offer(pool, values, q.cost + 3.0, Apply(ops.FORMAT_WHOLE, (q.node, Literal(spec))))


def _hinted(q: Quantity, outputs: tuple[str, ...]) -> bool:
    """Whether each output holds the whole part of the number, rounded one way or the other: cheap to ask first."""
    for value, output in zip(q.values, outputs, strict=True):
        if abs(value) > _GREATEST:
            return False
        whole, digits = int(abs(value)), output.replace(",", "")
        if str(whole) not in digits and str(whole + 1) not in digits:
            return False
    return True


def _offer(pool: Pool, values: tuple[str, ...], cost: float, node: Node) -> None:
    if all(v in o for v, o in zip(values, pool.outputs, strict=True)):
        pool.put(values, cost + pool.copied(values), node)
