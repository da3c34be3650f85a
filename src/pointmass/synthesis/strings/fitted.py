"""Fit factors and addends: find a and b so that a number of the output is a times a number of the input, plus b."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from pointmass.synthesis.numeric.lines import factors, through_all
from pointmass.synthesis.operator_rows import Row
from pointmass.synthesis.operators import numbers as ops
from pointmass.synthesis.operators import numerals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.operator_rows import Value
    from pointmass.synthesis.strings.written_values import Style

_LONG_CONSTANT = 10
_MOST_PLACES = 16
# Conversion factors between common units. They are exact, so that the examples need not show all their digits. Each
# says how many of one unit are one of another; reciprocals are tried as well. Source: NIST SP 811 (2008), appendix B.8.
_FACTORS: tuple[str, ...] = tuple(
    (  # noqa: SIM905 - shorter to read than a list of quoted numbers
        # length: inch, foot, yard, mile, nautical mile in millimetres to kilometres, and in each other
        "2.54 25.4 0.0254 0.3048 30.48 0.9144 1.609344 1609.344 1.852 1852 12 3 36 1760 5280 "
        # mass: pound, ounce, stone, short and long ton, troy ounce, carat
        "0.45359237 453.59237 28.349523125 6.35029318 14 16 2000 2240 907.18474 1016.0469088 31.1034768 0.2 "
        # volume: gallons, quart, pint, cup, fluid ounces, spoons, cubic foot, inch and yard, barrel
        "3.785411784 4.54609 0.946352946 0.473176473 0.56826125 236.5882365 29.5735295625 28.4130625 14.78676478125 "
        "4.92892159375 0.028316846592 28.316846592 16.387064 0.764554857984 158.987294928 0.158987294928 "
        # area: square foot, inch, yard and mile, acre
        "0.09290304 6.4516 0.83612736 2.589988110336 4046.8564224 0.40468564224 43560 640 "
        # speed: mile an hour, kilometre an hour, knot
        "0.44704 3.6 0.51444444444444444444 1.0972800 "
        # energy, power, force, pressure: calories, Btu, kilowatt-hour, horsepower, kilogram-force, psi, atmosphere, torr
        "4.184 4.1868 1055.05585262 3600000 745.69987158227022 735.49875 1.3558179483314004 9.80665 4.4482216152605 "
        "6.894757293168 6894.757293168 0.06894757293168 101.325 101325 1.01325 133.32236842105263 760 "
        # angle: degree in radians, gradian in degrees; temperature step
        "0.017453292519943295 0.9 1.8 "
        # time and data
        "60 3600 86400 24 1440 7 168 604800 365 52 8 1024 1048576 1073741824"
    ).split()
)


def _factors(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    """Yield the factors that fit every example up to rounding: known conversion factors, and the shortest decimal."""
    for low, high in _span(number, style):
        yield from ((1.5, _said(f)) for f in _FACTORS if low <= Fraction(f) <= high)
        shortest = (Decimal(math.ceil(low * 10**places)).scaleb(-places) for places in range(_MOST_PLACES))
        yield _priced(next((s for s in shortest if Fraction(s) <= high), _decimal(low)))


def _divisors(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    for low, high in _span(number, style):
        yield from ((0.0, _said(f)) for f in _FACTORS if low <= 1 / Fraction(f) <= high)


def _span(number: Value, style: Style) -> list[tuple[Fraction, Fraction]]:
    fitted = bool(style.wanted) and len(set(number.values)) > 1
    found = factors(number.values, style.wanted, style.halves) if fitted else None
    return [found] if found else []


def _slope(number: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    """Yield the slope of the line through all points, if it is a short decimal and the line does not pass through 0."""
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
    """Return the cost of the digits of a number in about bits, and the number: an int or, with decimals, a text."""
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
