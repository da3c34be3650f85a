"""Operations that round numbers, halves one way or the other, and that ask whether a number lies just between."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from pointmass.synthesis.program import Operator, inline


def half_up(number: Decimal, decimals: int) -> float:
    """Return *number* rounded to so many decimals; halves go away from zero."""
    return float(number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def whole_half_up(number: Decimal) -> int:
    """Return *number* rounded to a whole number; halves go away from zero."""
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def half_even(number: Decimal, decimals: int) -> float:
    """Return *number* rounded to so many decimals; halves go to the even digit."""
    return float(number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN))


def is_halfway(number: Decimal, decimals: int) -> bool:
    """Whether *number* lies just between two numbers of so many decimals."""
    shifted = abs(number).scaleb(decimals)
    return number.is_finite() and shifted - shifted.to_integral_value(ROUND_FLOOR) == Decimal("0.5")


_UP = ("from decimal import ROUND_HALF_UP, Decimal",)
EXACT = inline("Decimal(str({0}))", "{0}", ("from decimal import Decimal",), noun="exact")
HALF_UP = Operator(half_up, "", "{0} rounded to {1} decimals, halves up", _UP, noun="rounded")
WHOLE_HALF_UP = Operator(whole_half_up, "", "{0} rounded, halves up", _UP, noun="rounded")
HALF_EVEN = Operator(
    half_even,
    "",
    "{0} rounded to {1} decimals, halves to the even digit",
    ("from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal",),
    noun="rounded",
)
FORMATTED = inline("format({0}, {1})", "{0} written as {1}", noun="shown", gives="str")
HALFWAY = Operator(
    is_halfway, "", "{0} lies just between two numbers of {1} decimals", ("from decimal import ROUND_FLOOR, Decimal",)
)
