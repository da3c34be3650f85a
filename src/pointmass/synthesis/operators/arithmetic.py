"""Operations and conditions on inputs that are numbers."""

from __future__ import annotations

from typing import Any

from pointmass.synthesis.program import Operator, inline

_MATH = ("import math",)


def is_no_number(value: Any) -> bool:
    """Whether *value* is not a number; a truth value does not count."""
    return isinstance(value, bool) or not isinstance(value, int | float)


def is_not_whole(value: Any) -> bool:
    """Whether *value* is not a whole number; a truth value does not count."""
    return isinstance(value, bool) or not isinstance(value, int)


WHOLE_PART = inline("{0} // {1}", "how often {1} goes into {0}", noun="times")
REST = inline("{0} % {1}", "what {0} leaves when divided by {1}", noun="rest")
SIZE = inline("abs({0})", "the size of {0}", noun="size")
NEGATIVE = inline("-{0}", "{0} negated")
LESS = inline("min({0}, {1})", "the lesser of {0} and {1}", noun="less")
MORE = inline("max({0}, {1})", "the greater of {0} and {1}", noun="more")
ROUNDED = inline("round({0})", "{0} rounded", noun="rounded")
ROUNDED_TO = inline("round({0}, {1})", "{0} rounded to {1} decimals", noun="rounded")
FLOOR = inline("math.floor({0})", "{0} rounded down", _MATH, noun="low")
CEILING = inline("math.ceil({0})", "{0} rounded up", _MATH, noun="high")
AT_LEAST = inline("{0} >= {1}", "{0} is {1} or more")
AT_MOST = inline("{0} <= {1}", "{0} is {1} or less")
DIVIDES = inline("{0} % {1} == 0", "{1} divides {0}")
LEAVES = inline("{0} % {1} == {2}", "{0} leaves {2} when divided by {1}")
NO_NUMBER = Operator(is_no_number, "", "{0} is not a number", ("from typing import Any",))
NOT_WHOLE = Operator(is_not_whole, "", "{0} is not a whole number", ("from typing import Any",))
NO_TRUTH = inline("not isinstance({0}, bool)", "{0} is not a truth value")
OUTSIDE = inline("not {1} <= {0} <= {2}", "{0} is not from {1} to {2}")
