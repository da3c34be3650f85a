"""Operations on numbers, computed exactly in decimal: read, round, scale, write."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from pointmass.synthesis.program import Operator, inline

_DECIMAL = ("from decimal import Decimal",)


def numbers_in(text: str) -> list[Decimal]:
    """Return the numbers in *text*; commas between thousands are read over."""
    found = re.findall(r"(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d+)?|\d+(?:,\d{3})*(?:\.\d+)?", text)
    return [Decimal(number.replace(",", "")) for number in found]


def to_step(number: Decimal, step: str, rounding: str) -> Decimal:
    """Return the multiple of *step* to which *number* is rounded."""
    return (number / Decimal(step)).quantize(Decimal(1), rounding=rounding) * Decimal(step)


def plain(number: Decimal) -> str:
    """Write *number* without needless zeros and without an exponent."""
    return f"{number.normalize():f}" if number else "0"


def fixed(number: Decimal, decimals: int, thousands: str = "") -> str:
    """Write *number* with so many decimals, and *thousands* between those; halves go away from zero."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return format(rounded or abs(rounded), f"{thousands}f")


def at_least(number: Decimal, decimals: int) -> str:
    """Write *number* with at least so many decimals."""
    return f"{number:.{max(decimals, -int(number.as_tuple().exponent))}f}"


def whole_padded(number: Decimal, width: int) -> str:
    """Write *number* with its whole part padded with zeros to *width*."""
    whole, dot, decimals = plain(number).partition(".")
    return whole.zfill(width) + dot + decimals


def aligned(number: Decimal, width: int) -> str:
    """Write *number* with blanks for the decimals that it lacks, so that dots stand below each other."""
    whole, _, decimals = plain(number).partition(".")
    return f"{whole}.{decimals:<{width}}"


def in_base(text: str, base: int) -> Decimal:
    """Return the number that the digits of *text* write in *base*."""
    return Decimal(int(text, base))


ABOVE = inline("{0} > Decimal({1})", "{0} is above {1}", _DECIMAL)
DECIMAL = inline("Decimal({0})", "{0}", _DECIMAL, noun="number")
NUMBER_IN = inline("numbers_in({0})[{1}]", "number {1} in {0}", (*_DECIMAL, "import re"), (numbers_in,), noun="number")
_UP, _FLOOR, _CEILING = ((f"from decimal import ROUND_{mode}, Decimal",) for mode in ("HALF_UP", "FLOOR", "CEILING"))
NEAREST = inline("to_step({0}, {1}, ROUND_HALF_UP)", "{0} rounded to {1}", _UP, (to_step,), noun="rounded")
DOWN = inline("to_step({0}, {1}, ROUND_FLOOR)", "{0} rounded down to {1}", _FLOOR, (to_step,), noun="low")
UP = inline("to_step({0}, {1}, ROUND_CEILING)", "{0} rounded up to {1}", _CEILING, (to_step,), noun="high")
FROM_ONE = inline(
    "to_step({0} - 1, {1}, ROUND_FLOOR) + 1", "{0} down to {1}, from one on", _FLOOR, (to_step,), noun="low"
)
PLAIN = Operator(plain, "", "{0} without needless zeros", _DECIMAL, noun="shown")
PLUS = inline("{0} + Decimal({1})", "{0} plus {1}", _DECIMAL, noun="number")
TIMES = inline("{0} * Decimal({1})", "{0} times {1}", _DECIMAL, noun="scaled")
FORMAT = inline("format({0}, {1})", "{0} written as {1}", noun="shown", gives="str")
FORMAT_FLOAT = inline("format(float({0}), {1})", "{0} written as {1}", noun="shown", gives="str")
FORMAT_WHOLE = inline("format(int({0}), {1})", "{0} written as {1}", noun="shown", gives="str")
FIXED = Operator(fixed, "", "{0} with {1} decimals", _UP, noun="shown")
GROUPED = inline('fixed({0}, {1}, ",")', "{0} in thousands with {1} decimals", _UP, (fixed,), noun="shown", gives="str")
FIXED_COMMA = inline(
    'fixed({0}, {1}).replace(".", ",")', "{0} with {1} decimals after a comma", _UP, (fixed,), noun="shown", gives="str"
)
GROUPED_BY = inline(
    'fixed({0}, {1}, ",").translate(str.maketrans(",.", {2}))',
    "{0} with {1} decimals and {2}",
    _UP,
    (fixed,),
    noun="shown",
    gives="str",
)
# The operators that round to a number of decimals, halves up.
TO_DECIMALS = (FIXED, GROUPED, FIXED_COMMA, GROUPED_BY)
OWN_GROUPED = inline('format({0}, ",f")', "{0} in thousands", noun="shown", gives="str")
OWN_COMMA = inline('format({0}, "f").replace(".", ",")', "{0} with a decimal comma", noun="shown", gives="str")
OWN_GROUPED_BY = inline(
    'format({0}, ",f").translate(str.maketrans(",.", {1}))', "{0} with {1}", noun="shown", gives="str"
)
AT_LEAST = Operator(at_least, "", "{0} with at least {1} decimals", _DECIMAL, noun="shown")
PADDED = inline("plain({0}).zfill({1})", "{0} padded to {1}", _DECIMAL, (plain,), noun="padded", gives="str")
LEFT = inline("plain({0}).ljust({1})", "{0} padded with blanks to {1}", _DECIMAL, (plain,), noun="padded", gives="str")
RIGHT = inline("plain({0}).rjust({1})", "blanks before {0} up to {1}", _DECIMAL, (plain,), noun="padded", gives="str")
WHOLE_PADDED = Operator(whole_padded, "", "{0} padded before the dot to {1}", _DECIMAL, (plain,), noun="padded")
ALIGNED = Operator(aligned, "", "{0} with blanks for {1} decimals", _DECIMAL, (plain,), noun="shown")
IN_BASE = Operator(in_base, "", "{0} read in base {1}", _DECIMAL, noun="number")
INT = inline("int({0})", "{0} as a whole number")
FLOAT = inline("float({0})", "{0} as a number")
