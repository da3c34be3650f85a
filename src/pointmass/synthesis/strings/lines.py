"""Lines through the examples: outputs that are a number of the input times a factor, plus something."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import numbers as ops
from pointmass.synthesis.operators import numerals
from pointmass.synthesis.program import Apply, Literal, attempt
from pointmass.synthesis.strings.units import FACTORS, RECIPROCALS
from pointmass.synthesis.strings.written import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.program import Operator

_LONG_CONSTANT = 10
_KNOWN = 4.5
# A factor so near to one is no unit but a number that rounds to another.
_NEAR = Fraction(1, 50)


def linear(q: Quantity, outputs: tuple[str, ...]) -> Iterator[Quantity]:
    """Yield the line through the examples, where the outputs are numbers that lie on one (up to their own rounding)."""
    shown = [[attempt(Apply(ops.NUMBER_IN, (Literal(o), Literal(i))), ()) for i in (0, 1)] for o in outputs]
    if any(first is None or second is not None for first, second in shown):
        return
    wanted = [first for first, _ in shown]
    points = sorted({(Fraction(x), Fraction(y)) for x, y in zip(q.values, wanted, strict=True)})
    yield from _known(q, wanted)
    if len({x for x, _ in points}) < 3:  # noqa: PLR2004 - two points always lie on a line
        if len(points) == 2 and all(x and Fraction(y) / x == Fraction(points[0][1]) / points[0][0] for x, y in points):  # noqa: PLR2004
            yield from _scaled(q, wanted)
        return
    yield from _scaled(q, wanted)
    yield from _affine(q, points)


def _known(q: Quantity, wanted: list[Decimal]) -> Iterator[Quantity]:
    """Yield *q* in another unit, where the factor between the units is a known one."""
    if len(set(q.values)) < 2 or not all(q.values):  # noqa: PLR2004 - one pair fits some factor by chance
        return
    low, high = _between(q, wanted)
    for factor in FACTORS:
        if low <= Fraction(factor) <= high:
            yield _made(q, ops.TIMES, factor, _KNOWN)
        elif low <= 1 / Fraction(factor) <= high:
            yield _made(q, numerals.DIVIDED, factor, _KNOWN)
    products = [_slackened(w, v) for v, w in zip(q.values, wanted, strict=True)]
    for above in RECIPROCALS:
        if all(a <= Fraction(above) <= b for a, b in products):
            yield _made(q, numerals.RECIPROCAL, above, _KNOWN + 1.0)


def _made(q: Quantity, operator: Operator, argument: str, cost: float) -> Quantity:
    said = int(argument) if argument.isdigit() else argument
    values = tuple(operator.function(v, argument) for v in q.values)
    return Quantity(Apply(operator, (q.node, Literal(said))), q.cost + cost, values)


def _slack(wanted: Decimal) -> Fraction:
    """Return by how much a number may differ from what is written."""
    return Fraction(1, 2) * Fraction(Decimal(1).scaleb(int(wanted.as_tuple().exponent)))


def _slackened(wanted: Decimal, value: Decimal) -> tuple[Fraction, Fraction]:
    low, high = sorted((Fraction(wanted) + s) * Fraction(value) for s in (-_slack(wanted), _slack(wanted)))
    return low, high


def _between(q: Quantity, wanted: list[Decimal]) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest factor that fit every example up to rounding; crossed where none does."""
    ends = [
        sorted((Fraction(w) + s) / Fraction(x) for s in (-_slack(w), _slack(w)))
        for w, x in zip(wanted, q.values, strict=True)
    ]
    return max(low for low, _ in ends), min(high for _, high in ends)


def _affine(q: Quantity, points: list[tuple[Fraction, Fraction]]) -> Iterator[Quantity]:
    """Yield the line through all points, where its slope and offset are short decimals."""
    (x, y), (u, v) = points[0], points[-1]
    slope = (v - y) / (u - x)
    offset = y - slope * x
    if not slope or not offset or any(slope * a + offset != b for a, b in points):
        return
    factor, added = (_written(Decimal(f.numerator) / Decimal(f.denominator)) for f in (slope, offset))
    if max(len(factor), len(added)) >= _LONG_CONSTANT:
        return
    scaled = q if slope == 1 else _plain(q, ops.TIMES, factor)
    yield _plain(scaled, ops.PLUS, added)


def _plain(q: Quantity, operator: Operator, argument: str) -> Quantity:
    """Return *q* times or plus a number of few digits, which are said."""
    said = int(argument) if argument.lstrip("-").isdecimal() else argument
    values = tuple(operator.function(v, argument) for v in q.values)
    return Quantity(Apply(operator, (q.node, Literal(said))), q.cost + 3.0 + 1.5 * len(argument.strip("-0.")), values)


def _scaled(q: Quantity, wanted: list[Decimal]) -> Iterator[Quantity]:
    """Yield a proportional line with the shortest factor that fits every example up to rounding."""
    if not all(v > 0 for v in q.values):
        return
    low, high = _between(q, wanted)
    if low <= high and not low * (1 - _NEAR) < 1 < high * (1 + _NEAR):
        yield _plain(q, ops.TIMES, _shortest(low, high))


def _shortest(low: Fraction, high: Fraction) -> str:
    """Return the decimal with the fewest digits within [low, high]."""
    for places in range(16):
        scale = 10**places
        candidate = -((-low * scale) // 1)
        if candidate <= high * scale:
            return _written(Decimal(int(candidate)).scaleb(-places))
    return _written(Decimal(low.numerator) / Decimal(low.denominator))


def _written(number: Decimal) -> str:
    """Return the digits of *number*, without an exponent."""
    return format(number, "f")
