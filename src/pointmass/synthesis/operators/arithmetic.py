"""Operations on the numbers that are given as numbers, and conditions on them."""

from __future__ import annotations

import math
from typing import Any

from pointmass.synthesis.program import Operator

_MATH = ("import math",)


def _whole_part(left: Any, right: Any) -> Any:
    return left // right


def _rest(left: Any, right: Any) -> Any:
    return left % right


def _size(number: Any) -> Any:
    return abs(number)


def _negative(number: Any) -> Any:
    return -number


def _less(left: Any, right: Any) -> Any:
    return min(left, right)


def _more(left: Any, right: Any) -> Any:
    return max(left, right)


def _rounded(number: Any) -> Any:
    return round(number)


def _rounded_to(number: Any, decimals: int) -> Any:
    return round(number, decimals)


def _floor(number: float) -> int:
    return math.floor(number)


def _ceiling(number: float) -> int:
    return math.ceil(number)


def _as_float(number: Any) -> float:
    return float(number)


def _at_least(number: Any, limit: Any) -> bool:
    return bool(number >= limit)


def _at_most(number: Any, limit: Any) -> bool:
    return bool(number <= limit)


def _divides(number: Any, divisor: int) -> bool:
    return bool(number % divisor == 0)


def _leaves(number: Any, divisor: int, rest: int) -> bool:
    return bool(number % divisor == rest)


def is_no_number(value: Any) -> bool:
    """Whether *value* is no number; a truth value is none."""
    return isinstance(value, bool) or not isinstance(value, int | float)


def is_not_whole(value: Any) -> bool:
    """Whether *value* is no whole number; a truth value is none."""
    return isinstance(value, bool) or not isinstance(value, int)


def _is_no_truth(value: Any) -> bool:
    return not isinstance(value, bool)


def _is_outside(number: Any, low: Any, high: Any) -> bool:
    return not low <= number <= high


WHOLE_PART = Operator(_whole_part, "{0} // {1}", "how often {1} goes into {0}", noun="times", primary=False)
REST = Operator(_rest, "{0} % {1}", "what {0} leaves when divided by {1}", noun="rest", primary=False)
SIZE = Operator(_size, "abs({0})", "the size of {0}", noun="size")
NEGATIVE = Operator(_negative, "-{0}", "{0} negated", primary=False)
LESS = Operator(_less, "min({0}, {1})", "the lesser of {0} and {1}", noun="less")
MORE = Operator(_more, "max({0}, {1})", "the greater of {0} and {1}", noun="more")
ROUNDED = Operator(_rounded, "round({0})", "{0} rounded", noun="rounded")
ROUNDED_TO = Operator(_rounded_to, "round({0}, {1})", "{0} rounded to {1} decimals", noun="rounded")
FLOOR = Operator(_floor, "math.floor({0})", "{0} rounded down", _MATH, noun="low")
CEILING = Operator(_ceiling, "math.ceil({0})", "{0} rounded up", _MATH, noun="high")
AS_FLOAT = Operator(_as_float, "float({0})", "{0} as a decimal number", noun="number")
AT_LEAST = Operator(_at_least, "{0} >= {1}", "{0} is {1} or more", primary=False)
AT_MOST = Operator(_at_most, "{0} <= {1}", "{0} is {1} or less", primary=False)
DIVIDES = Operator(_divides, "{0} % {1} == 0", "{1} divides {0}", primary=False)
LEAVES = Operator(_leaves, "{0} % {1} == {2}", "{0} leaves {2} when divided by {1}", primary=False)
NO_NUMBER = Operator(is_no_number, "", "{0} is no number", ("from typing import Any",))
NOT_WHOLE = Operator(is_not_whole, "", "{0} is no whole number", ("from typing import Any",))
NO_TRUTH = Operator(_is_no_truth, "not isinstance({0}, bool)", "{0} is no truth value", primary=False)
OUTSIDE = Operator(_is_outside, "not {1} <= {0} <= {2}", "{0} is not from {1} to {2}", primary=False)
