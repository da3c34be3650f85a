"""Factors and addends that outputs tell: a number of theirs is a number of the input times something, plus something."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import numbers as ops
from pointmass.synthesis.operators import numerals
from pointmass.synthesis.rows import Row
from pointmass.synthesis.strings.units import FACTORS, RECIPROCALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.rows import Value
    from pointmass.synthesis.strings.values import Style

_LONG_CONSTANT = 10
# A factor so near to one is no unit but a number that rounds to another.
_NEAR = Fraction(1, 50)


def _ranges(number: Value, style: Style, *, over: bool = False) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest factor (or, *over*, numerator) that fit every example up to rounding."""
    ends = []
    for wanted, value in zip(style.wanted, number.values, strict=True):
        slack = Fraction(Decimal(1).scaleb(int(wanted.as_tuple().exponent))) / 2
        by = Fraction(value) if over else 1 / Fraction(value)
        ends.append(sorted((Fraction(wanted) + s) * by for s in (-slack, slack)))
    return max(low for low, _ in ends), min(high for _, high in ends)


def _is_fitted(number: Value, style: Style) -> bool:
    return bool(style.wanted) and len(set(number.values)) > 1 and all(number.values)


def _known(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    low, high = _ranges(number, style)
    yield from ((0.0, _said(f)) for f in FACTORS if low <= Fraction(f) <= high)


def _known_divisor(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    low, high = _ranges(number, style)
    yield from ((0.0, _said(f)) for f in FACTORS if low <= 1 / Fraction(f) <= high and not low <= Fraction(f) <= high)


def _known_numerator(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    low, high = _ranges(number, style, over=True)
    yield from ((0.0, _said(f)) for f in RECIPROCALS if low <= Fraction(f) <= high)


def _shortest(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    """Yield the shortest factor that fits every example up to rounding; two points with one ratio are few enough."""
    points = {(x, y) for x, y in zip(number.values, style.wanted, strict=True)}
    ratios = {Fraction(y) / Fraction(x) for x, y in points}
    if min(number.values) <= 0 or (len({x for x, _ in points}) < 3 and len(ratios) > 1):  # noqa: PLR2004 - a line
        return
    low, high = _ranges(number, style)
    if not low <= high or low * (1 - _NEAR) < 1 < high * (1 + _NEAR):
        return
    for places in range(16):
        found = -((-low * 10**places) // 1)
        if found <= high * 10**places:
            yield _priced(Decimal(int(found)).scaleb(-places))
            return


def _slope(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    """Yield the factor of the line through all points, where it is a short decimal and the line does not begin at 0."""
    points = sorted({(Fraction(x), Fraction(y)) for x, y in zip(number.values, style.wanted, strict=True)})
    (x, y), (u, v) = points[0], points[-1]
    if len({a for a, _ in points}) > 2 and y != v:  # noqa: PLR2004 - two points always lie on a line
        slope = (v - y) / (u - x)
        priced = _priced(Decimal(slope.numerator) / Decimal(slope.denominator))
        if slope not in (1, y / x if x else 0) and len(str(priced[1])) < _LONG_CONSTANT:
            yield priced


def _addend(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    added = {w - v for v, w in zip(number.values, style.wanted, strict=True)}
    if len(added) == 1 and len(set(number.values)) > 2 and any(added):  # noqa: PLR2004 - as above
        priced = _priced(added.pop())
        if len(str(priced[1])) < _LONG_CONSTANT:
            yield priced


def _priced(number: Decimal) -> tuple[float, int | str]:
    """Return what the digits of a number cost, and the number as it is said."""
    shown = f"{number.normalize():f}"
    return 1.5 * len(shown.strip("-0.")), _said(shown)


def _said(shown: str) -> int | str:
    return int(shown) if shown.lstrip("-").isdecimal() else shown


_PLUS = Row(ops.PLUS, 3.0, _addend, lambda _, style: bool(style.wanted))
FITTED = (
    Row(ops.TIMES, 4.5, _known, _is_fitted),
    Row(numerals.DIVIDED, 4.5, _known_divisor, _is_fitted),
    Row(numerals.RECIPROCAL, 5.5, _known_numerator, _is_fitted),
    Row(ops.TIMES, 3.0, _shortest, _is_fitted),
    Row(ops.TIMES, 3.0, _slope, lambda _, style: bool(style.wanted), then=(_PLUS,)),
    _PLUS,
)
