"""Conditions on a text, for branches and filters."""

from __future__ import annotations

import re
from typing import Any

from pointmass.synthesis.program import Operator

_RE = ("import re",)


def _contains(text: str, mark: str) -> bool:
    return mark in text


def _within_any_case(text: str, other: str) -> bool:
    return other.lower() in text.lower()


def _equal_any_case(left: str, right: str) -> bool:
    return left.lower() == right.lower()


def _lacks(text: str, mark: str) -> bool:
    return mark not in text


def _found(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(pattern, text)


def _not_found(pattern: str, text: str) -> bool:
    return not re.search(pattern, text)


def _count_is(text: str, mark: str, number: int) -> bool:
    return text.count(mark) == number


def _count_above(text: str, mark: str, number: int) -> bool:
    return text.count(mark) > number


def _length_is(text: str, number: int) -> bool:
    return len(text) == number


def _length_differs(text: str, number: int) -> bool:
    return len(text) != number


def _length_above(text: str, number: int) -> bool:
    return len(text) > number


def _words_are(text: str, number: int) -> bool:
    return len(text.split()) == number


def _words_above(text: str, number: int) -> bool:
    return len(text.split()) > number


def _equal(left: Any, right: Any) -> bool:
    return bool(left == right)


def _different(left: Any, right: Any) -> bool:
    return bool(left != right)


def _not(condition: Any) -> bool:
    return not condition


def _is_none(value: Any) -> bool:
    return value is None


def _and(left: Any, right: Any) -> bool:
    return bool(left and right)


def _or(left: Any, right: Any) -> bool:
    return bool(left or right)


def _is_in(value: Any, options: tuple[Any, ...]) -> bool:
    return value in options


def _above(number: Any, limit: Any) -> bool:
    return bool(number > limit)


CONTAINS = Operator(_contains, "{1} in {0}", "{0} holds {1}", primary=False)
LACKS = Operator(_lacks, "{1} not in {0}", "{0} lacks {1}", primary=False)
WITHIN = Operator(_contains, "{1} in {0}", "{1} is within {0}", primary=False)
WITHIN_ANY_CASE = Operator(
    _within_any_case, "{1}.lower() in {0}.lower()", "{1} is within {0}, case apart", primary=False
)
EQUAL_ANY_CASE = Operator(_equal_any_case, "{0}.lower() == {1}.lower()", "{0} is {1}, case apart", primary=False)
STARTS = Operator(str.startswith, "{0}.startswith({1})", "{0} starts with {1}")
ENDS = Operator(str.endswith, "{0}.endswith({1})", "{0} ends in {1}")
FOUND = Operator(_found, "re.search({0}, {1})", "{1} holds {0}", _RE)
NOT_FOUND = Operator(_not_found, "not re.search({0}, {1})", "{1} does not hold {0}", _RE, primary=False)
COUNT_IS = Operator(_count_is, "{0}.count({1}) == {2}", "{0} holds {1} {2} times", primary=False)
COUNT_ABOVE = Operator(_count_above, "{0}.count({1}) > {2}", "{0} holds {1} more than {2} times", primary=False)
LENGTH_IS = Operator(_length_is, "len({0}) == {1}", "{0} has {1} characters", primary=False)
LENGTH_DIFFERS = Operator(_length_differs, "len({0}) != {1}", "{0} has not {1} characters", primary=False)
LENGTH_ABOVE = Operator(_length_above, "len({0}) > {1}", "{0} has more than {1} characters", primary=False)
WORDS_ARE = Operator(_words_are, "len({0}.split()) == {1}", "{0} has {1} words", primary=False)
WORDS_ABOVE = Operator(_words_above, "len({0}.split()) > {1}", "{0} has more than {1} words", primary=False)
EQUAL = Operator(_equal, "{0} == {1}", "{0} is {1}", primary=False)
DIFFERENT = Operator(_different, "{0} != {1}", "{0} is not {1}", primary=False)
ABOVE = Operator(_above, "{0} > {1}", "{0} is above {1}", primary=False)
NOT = Operator(_not, "not {0}", "not {0}", primary=False)
IS_NONE = Operator(_is_none, "{0} is None", "{0} is missing", primary=False)
BOOL = Operator(bool, "bool({0})", "whether {0}")
AND = Operator(_and, "bool({0} and {1})", "whether {0} and {1}")
OR = Operator(_or, "bool({0} or {1})", "whether {0} or {1}")
IS_IN = Operator(_is_in, "{0} in {1}", "{0} is one of {1}", primary=False)
