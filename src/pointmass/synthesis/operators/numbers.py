"""Operations on numbers, exact in decimal: read, round, scale, write."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from pointmass.synthesis.program import Operator, inline

_DECIMAL = ("from decimal import Decimal",)


def number_in(text: str, index: int) -> Decimal:
    """Return the number at place *index* in *text*; commas between thousands are read over."""
    found = re.findall(r"(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d+)?|\d+(?:,\d{3})*(?:\.\d+)?", text)
    return Decimal(found[index].replace(",", ""))


def nearest(number: Decimal, step: str) -> Decimal:
    """Return the multiple of *step* nearest to *number*; halves go away from zero."""
    return (number / Decimal(step)).quantize(Decimal(1), rounding=ROUND_HALF_UP) * Decimal(step)


def down(number: Decimal, step: str) -> Decimal:
    """Return the greatest multiple of *step* that is not above *number*."""
    return (number / Decimal(step)).quantize(Decimal(1), rounding=ROUND_FLOOR) * Decimal(step)


def up(number: Decimal, step: str) -> Decimal:
    """Return the least multiple of *step* that is not below *number*."""
    return (number / Decimal(step)).quantize(Decimal(1), rounding=ROUND_CEILING) * Decimal(step)


def plain(number: Decimal) -> str:
    """Write *number* without needless zeros and without an exponent."""
    return f"{number.normalize():f}" if number else "0"


def fixed(number: Decimal, decimals: int) -> str:
    """Write *number* with so many decimals; halves go away from zero."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded or abs(rounded):f}"


def grouped(number: Decimal, decimals: int) -> str:
    """Write *number* with so many decimals and commas between thousands; halves go away from zero."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded or abs(rounded):,f}"


def at_least(number: Decimal, decimals: int) -> str:
    """Write *number* with at least so many decimals."""
    return f"{number:.{max(decimals, -int(number.as_tuple().exponent))}f}"


def whole_padded(text: str, width: int) -> str:
    """Return the number *text* with its whole part padded with zeros to *width*."""
    whole, dot, decimals = text.partition(".")
    return whole.zfill(width) + dot + decimals


def in_base(text: str, base: int) -> Decimal:
    """Return the number that the digits of *text* write in *base*."""
    return Decimal(int(text, base))


def to_celsius(fahrenheit: Decimal) -> Decimal:
    """Return the temperature in degrees Celsius."""
    return (fahrenheit - 32) * 5 / 9


def to_fahrenheit(celsius: Decimal) -> Decimal:
    """Return the temperature in degrees Fahrenheit."""
    return celsius * 9 / 5 + 32


ABOVE = inline("{0} > Decimal({1})", "{0} is above {1}", _DECIMAL)
DECIMAL = inline("Decimal({0})", "{0}", _DECIMAL, noun="number")
NUMBER_IN = Operator(number_in, "", "number {1} in {0}", (*_DECIMAL, "import re"), noun="number")
NEAREST = Operator(nearest, "", "{0} rounded to {1}", ("from decimal import ROUND_HALF_UP, Decimal",), noun="rounded")
DOWN = Operator(down, "", "{0} rounded down to {1}", ("from decimal import ROUND_FLOOR, Decimal",), noun="low")
UP = Operator(up, "", "{0} rounded up to {1}", ("from decimal import ROUND_CEILING, Decimal",), noun="high")
PLAIN = Operator(plain, "", "{0} without needless zeros", _DECIMAL, noun="shown")
PLUS = inline("{0} + Decimal({1})", "{0} plus {1}", _DECIMAL, noun="number")
TIMES = inline("{0} * Decimal({1})", "{0} times {1}", _DECIMAL, noun="scaled")
SUM = inline("{0} + {1}", "{0} plus {1}", noun="total")
DIFFERENCE = inline("{0} - {1}", "{0} minus {1}", noun="difference")
PRODUCT = inline("{0} * {1}", "{0} times {1}", noun="product")
QUOTIENT = inline("{0} / {1}", "{0} divided by {1}", noun="ratio")
SIZE = inline("abs({0})", "the size of {0}", noun="size")
FORMAT = inline("format({0}, {1})", "{0} written as {1}", noun="shown", gives="str")
FORMAT_FLOAT = inline("format(float({0}), {1})", "{0} written as {1}", noun="shown", gives="str")
FORMAT_WHOLE = inline("format(int({0}), {1})", "{0} written as {1}", noun="shown", gives="str")
TO_CELSIUS = Operator(to_celsius, "", "{0} in degrees Celsius", _DECIMAL, noun="celsius")
TO_FAHRENHEIT = Operator(to_fahrenheit, "", "{0} in degrees Fahrenheit", _DECIMAL, noun="fahrenheit")
FIXED = Operator(fixed, "", "{0} with {1} decimals", ("from decimal import ROUND_HALF_UP, Decimal",), noun="shown")
GROUPED = Operator(
    grouped, "", "{0} in thousands with {1} decimals", ("from decimal import ROUND_HALF_UP, Decimal",), noun="shown"
)
AT_LEAST = Operator(at_least, "", "{0} with at least {1} decimals", _DECIMAL, noun="shown")
WHOLE_PADDED = Operator(whole_padded, "", "{0} padded before the dot to {1}", noun="padded")
IN_BASE = Operator(in_base, "", "{0} read in base {1}", _DECIMAL, noun="number")
PADDED = inline("{0}.zfill({1})", "{0} padded to {1}", noun="padded", gives="str")
INT = inline("int({0})", "{0} as a whole number")
FLOAT = inline("float({0})", "{0} as a number")
