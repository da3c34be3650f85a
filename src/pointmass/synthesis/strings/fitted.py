"""Factors and addends that outputs tell: a number of theirs is a number of the input times something, plus something."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from pointmass.synthesis.numeric.conditions import roundest
from pointmass.synthesis.numeric.lines import factors, through_all
from pointmass.synthesis.operators import numbers as ops
from pointmass.synthesis.operators import numerals
from pointmass.synthesis.rows import Row
from pointmass.synthesis.strings.units import FACTORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.rows import Value
    from pointmass.synthesis.strings.values import Style

_LONG_CONSTANT = 10


def _factors(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    """Yield the factors between units, and the roundest number, that fit every example up to rounding."""
    for low, high in _span(number, style):
        yield from ((1.5, _said(f)) for f in FACTORS if low <= Fraction(f) <= high)
        yield _priced(_decimal(low) if low == high else Decimal(str(roundest(float(low), float(high)))))


def _divisors(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    for low, high in _span(number, style):
        yield from ((0.0, _said(f)) for f in FACTORS if low <= 1 / Fraction(f) <= high)


def _span(number: Value, style: Style) -> list[tuple[Fraction, Fraction]]:
    fitted = bool(style.wanted) and len(set(number.values)) > 1
    found = factors(number.values, style.wanted, style.halves) if fitted else None
    return [found] if found else []


def _slope(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    """Yield the factor of the line through all points, where it is a short decimal and an addend follows."""
    found = through_all(number.values, style.wanted) if style.wanted else None
    if found and found[1]:
        yield from _short(found[0])


def _addend(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    found = through_all(number.values, style.wanted) if style.wanted else None
    if found and found[0] == 1:
        yield from _short(found[1])


def _short(number: Fraction) -> Iterator[tuple[float, int | str]]:
    priced = _priced(_decimal(number))
    if number not in (0, 1) and len(str(priced[1])) < _LONG_CONSTANT:
        yield priced


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _priced(number: Decimal) -> tuple[float, int | str]:
    """Return what the digits of a number cost, and the number as it is said."""
    shown = f"{number.normalize():f}"
    return 1.5 * len(shown.strip("-0.")), _said(shown)


def _said(shown: str) -> int | str:
    return int(shown) if shown.lstrip("-").isdecimal() else shown


_PLUS = Row(ops.PLUS, 3.0, _addend)
FITTED = (
    Row(ops.TIMES, 3.0, _factors),
    Row(numerals.DIVIDED, 4.5, _divisors),
    Row(ops.TIMES, 3.0, _slope, then=(_PLUS,)),
    _PLUS,
)
