"""Operations that round numbers, with halves up or to even, and that test whether a number is halfway between two."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from pointmass.synthesis.program import Operator, inline


def is_halfway(number: Decimal, decimals: int) -> bool:
    """Whether *number* lies just between two numbers of so many decimals."""
    shifted = abs(number).scaleb(decimals)
    return number.is_finite() and shifted - shifted.to_integral_value(ROUND_FLOOR) == Decimal("0.5")


def _quantized(number: str, decimals: str, mode: str, words: str) -> Operator:
    form = f"{number}({{0}}.quantize({decimals}, rounding={mode}))"
    return inline(form, f"{{0}} rounded{words}", (f"from decimal import {mode}, Decimal",), noun="rounded")


_PLACES = "Decimal(1).scaleb(-{1})"
EXACT = inline("Decimal(str({0}))", "{0}", ("from decimal import Decimal",), noun="exact")
HALF_UP = _quantized("float", _PLACES, "ROUND_HALF_UP", " to {1} decimals, halves up")
HALF_EVEN = _quantized("float", _PLACES, "ROUND_HALF_EVEN", " to {1} decimals, halves to the even digit")
WHOLE_HALF_UP = _quantized("int", "Decimal(1)", "ROUND_HALF_UP", ", halves up")
HALFWAY = Operator(
    is_halfway, "", "{0} lies just between two numbers of {1} decimals", ("from decimal import ROUND_FLOOR, Decimal",)
)
