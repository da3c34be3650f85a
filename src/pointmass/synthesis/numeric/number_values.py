"""Number values: which are numbers, which are equal, and which are round."""

from __future__ import annotations

import math
from typing import Any

from pointmass.synthesis.problem import json_key

_EXACT = 2**53


def is_number(value: Any) -> bool:
    """Whether *value* is an int or float, no truth value, and below 2**53 in size, so that ints are exact as floats."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _EXACT


def same(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal and of the same type."""
    # The first test is quick and settles most comparisons, as most values differ.
    return bool(left == right) and json_key(left) == json_key(right)


def shape_of(value: Any) -> str:
    """Return the shape of a number as a text: its sign, and the number of digits before and after the point.

    Of other values, None and truth values have a shape of their own, and the rest the empty one.
    """
    if not is_number(value):
        return repr(value) if value is None or isinstance(value, bool) else ""
    whole, _, decimals = f"{abs(value)}".partition(".")
    return f"{'-' if value < 0 else ''}{len(whole)}.{len(decimals.rstrip('0'))}{'.0' if value == int(value) else ''}"


def roundest(low: Any, high: Any) -> Any:
    """Return the roundest number above *low* and at most *high*: 20 for 15 and 23, 4 for 3 and 4."""
    start = math.floor(math.log10(max(abs(low), abs(high), high - low))) + 1
    for power in range(start, -7, -1):
        for lead in (10, 5, 2) if power else (10, 5, 2, 1):
            step = lead * 10.0 ** (power - 1)
            limit = math.floor(high / step) * step
            if limit > low:
                return int(limit) if isinstance(high, int) and limit == int(limit) else round(limit, 6)
    return high
