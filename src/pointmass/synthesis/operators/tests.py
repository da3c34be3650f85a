"""Conditions on a text, for branches and filters."""

from __future__ import annotations

from pointmass.synthesis.program import Operator, inline

_RE = ("import re",)


CONTAINS = inline("{1} in {0}", "{0} holds {1}")
LACKS = inline("{1} not in {0}", "{0} lacks {1}")
WITHIN = inline("{1} in {0}", "{1} is within {0}")
WITHIN_ANY_CASE = inline("{1}.lower() in {0}.lower()", "{1} is within {0}, case apart")
EQUAL_ANY_CASE = inline("{0}.lower() == {1}.lower()", "{0} is {1}, case apart")
STARTS = Operator(str.startswith, "{0}.startswith({1})", "{0} starts with {1}")
ENDS = Operator(str.endswith, "{0}.endswith({1})", "{0} ends in {1}")
FOUND = inline("re.search({0}, {1})", "{1} holds {0}", _RE)
NOT_FOUND = inline("not re.search({0}, {1})", "{1} does not hold {0}", _RE)
COUNT_ABOVE = inline("{0}.count({1}) > {2}", "{0} holds {1} more than {2} times")
LENGTH_IS = inline("len({0}) == {1}", "{0} has {1} characters")
LENGTH_DIFFERS = inline("len({0}) != {1}", "{0} has not {1} characters")
LENGTH_ABOVE = inline("len({0}) > {1}", "{0} has more than {1} characters")
WORDS_ARE = inline("len({0}.split()) == {1}", "{0} has {1} words")
WORDS_ABOVE = inline("len({0}.split()) > {1}", "{0} has more than {1} words")
EQUAL = inline("{0} == {1}", "{0} is {1}")
DIFFERENT = inline("{0} != {1}", "{0} is not {1}")
ABOVE = inline("{0} > {1}", "{0} is above {1}")
NOT = inline("not {0}", "not {0}")
IS_NONE = inline("{0} is None", "{0} is missing")
BOOL = Operator(bool, "bool({0})", "whether {0}")
AND = inline("bool({0} and {1})", "whether {0} and {1}")
OR = inline("bool({0} or {1})", "whether {0} or {1}")
IS_IN = inline("{0} in {1}", "{0} is one of {1}")
