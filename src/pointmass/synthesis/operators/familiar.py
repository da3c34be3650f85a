"""Operations that test whether an input has the structure of the examples."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pointmass.synthesis.program import Operator, inline

_ANY = ("from typing import Any",)


def kind_of(value: Any) -> str:
    """Return what kind of value *value* is, and whether it is empty, zero or below zero."""
    if value is None or isinstance(value, bool):
        return "nothing" if value is None else "truth value"
    if isinstance(value, int | float):
        kind = "whole number" if isinstance(value, int) else "decimal number"
        return kind if value > 0 else f"{kind} zero" if value == 0 else f"{kind} below zero"
    if isinstance(value, str):
        return "text" if value.strip() else "empty text"
    kind = "object" if isinstance(value, dict) else "list"
    return kind if value else f"empty {kind}"


def is_unfamiliar(
    value: Any, kinds: dict[str, tuple[str, ...]], required: dict[str, tuple[str, ...]], path: str = ""
) -> bool:
    """Whether *value* holds a kind of value or a key that no example had there, or lacks a key that all had."""
    if kind_of(value) not in kinds.get(path, ()):
        return True
    if isinstance(value, list):
        return any(is_unfamiliar(item, kinds, required, f"{path}[]") for item in value)
    if isinstance(value, dict):
        below = {key: f"{path}.{key}" if f"{path}.{key}" in kinds else f"{path}.*" for key in value}
        lacking = any(key not in value for key in required.get(path, ()))
        return lacking or any(is_unfamiliar(inner, kinds, required, below[key]) for key, inner in value.items())
    return False


def text_in(value: object) -> str:
    """Return all texts that JSON data holds, in a row."""
    if isinstance(value, str):
        return value
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return "".join(map(text_in, items))


def decimals_of(number: float | Decimal) -> int:
    """Return how many digits *number* has after the point; none for a whole number, 2.0 too."""
    exponent = Decimal(str(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


_DECIMAL = ("from decimal import Decimal",)
TEXT_IN = Operator(text_in, "", "all texts in {0}", noun="text")
UNFAMILIAR = Operator(is_unfamiliar, "", "{0} is unlike the examples", _ANY, (kind_of,))
LONGER = inline("decimals_of({0}) > {1}", "{0} has more than {1} decimals", _DECIMAL, (decimals_of,))
ANY = inline("True in {0}", "any of {0}")
WITHIN = inline("{1} < {0} < {2}", "{0} is between {1} and {2}")
WITHIN_DECIMALS = inline("Decimal({1}) < {0} < Decimal({2})", "{0} is between {1} and {2}", _DECIMAL)
BELOW_ZERO = inline("{0} < 0", "{0} is below zero")
ZERO = inline("{0} == 0", "{0} is zero")
IS_A = {
    kind: inline(f"isinstance({{0}}, {kind.__name__})", f"{{0}} is of type {kind.__name__}")
    for kind in (str, int, float, list, dict)
}
