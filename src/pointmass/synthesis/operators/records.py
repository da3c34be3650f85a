"""Operations on JSON values: fields, items, projections, sums, order."""

from __future__ import annotations

from typing import Any

from pointmass.synthesis.program import Operator, inline

_ANY = ("from typing import Any",)


def flat(lists: list[Any]) -> list[Any]:
    """Return the items of the lists within *lists* one after the other; what is not a list stays an item."""
    return [item for inner in lists for item in (inner if isinstance(inner, list) else [inner])]


def sorted_by(items: list[Any], keys: list[Any]) -> list[Any]:
    """Return *items* in the order of their *keys*."""
    order = sorted(range(len(items)), key=lambda i: keys[i])
    return [items[i] for i in order]


def sorted_down_by(items: list[Any], keys: list[Any]) -> list[Any]:
    """Return *items* in falling order of their *keys*."""
    order = sorted(range(len(items)), key=lambda i: keys[i], reverse=True)
    return [items[i] for i in order]


def gathered(value: Any, *names: str) -> list[Any]:
    """Return what lies at the path *names*, through every list on the way; what lacks a name is left out."""
    found = value if isinstance(value, list) else [value]
    for name in names:
        below = [item[name] for item in found if isinstance(item, dict) and name in item]
        found = [item for inner in below for item in (inner if isinstance(inner, list) else [inner])]
    return found


def anywhere(value: Any, name: str) -> list[Any]:
    """Return everything that is called *name*, however deep it lies, from outside in."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    own = [value[name]] if isinstance(value, dict) and name in value else []
    found = [item for one in own for item in (one if isinstance(one, list) else [one])]
    return found + [item for below in inner for item in anywhere(below, name)]


def one_or_all(items: list[Any]) -> Any:
    """Return the one item of *items* where there is one, nothing where there is none, and all where there are more."""
    return items if len(items) > 1 else items[0] if items else None


def field(value: Any, name: str) -> Any:
    """Return the field *name* of *value*; nothing where *value* is not an object, or has no such field."""
    return value.get(name) if isinstance(value, dict) else None


def item_at(value: Any, index: int) -> Any:
    """Return the item at *index*; nothing where *value* is not a list, or is too short."""
    return value[index] if isinstance(value, list) and -len(value) <= index < len(value) else None


def is_set(value: Any) -> bool:
    """Whether *value* says something: it is neither missing nor false nor empty; 0 says something."""
    return value is not None and value is not False and value not in ("", [], {})


def is_same(left: Any, right: Any) -> bool:
    """Whether two values are equal and of one type, so that 1 is not True."""
    return type(left) is type(right) and bool(left == right)


def unique(items: list[Any]) -> list[Any]:
    """Return *items* without repeats, in order."""
    return [item for place, item in enumerate(items) if item not in items[:place]]


KEY = inline("{0}[{1}]", "{1} of {0}", noun="field")
GET = inline("{0}.get({1})", "{1} of {0}, if there is one", noun="field")
ITEM = inline("{0}[{1}]", "item {1} of {0}", noun="item")
VALUES = inline("list({0}.values())", "the values of {0}", noun="values")
KEYS = inline("list({0})", "the keys of {0}", noun="keys")
FIELD = Operator(field, "", "{1} of {0}, if there is one", _ANY, noun="field")
ITEM_AT = Operator(item_at, "", "item {1} of {0}, if there is one", _ANY, noun="item")
GATHERED = {
    count: Operator(gathered, "", " of ".join(f"{{{place}}}" for place in range(count, -1, -1)), _ANY, noun="found")
    for count in range(1, 6)
}
ANYWHERE = Operator(anywhere, "", "every {1} in {0}", _ANY, noun="found")
ONE_OR_ALL = Operator(one_or_all, "", "{0}, or the one item of it", _ANY, noun="found")
IS_SET = Operator(is_set, "", "{0} says something", _ANY)
SAME = Operator(is_same, "", "{0} is {1}", _ANY)
DIFFERS = inline("not is_same({0}, {1})", "{0} is not {1}", _ANY, (is_same,))
PRESENT = inline("[item for item in {0} if item is not None]", "{0} without what is missing", noun="present")
PAIRED = inline("dict(zip({0}, {1}, strict=True))", "{1} by {0}", noun="paired")
SORTED_DOWN = inline("sorted({0}, reverse=True)", "{0} in falling order", noun="ordered")
BETWEEN = inline("{0}[{1}:{2}]", "{0} from item {1} to before {2}", noun="part")
EVERY = inline("{0}[{1}::{2}]", "each {2}. item of {0} from item {1}", noun="part")
FLAT = Operator(flat, "", "{0} as one list", _ANY, noun="items")
SORTED_BY = Operator(sorted_by, "", "{0} by {1}", _ANY, noun="ordered")
SORTED_DOWN_BY = Operator(sorted_down_by, "", "{0} by {1}, falling", _ANY, noun="ordered")
UNIQUE = Operator(unique, "", "{0} without repeats", _ANY, noun="unique")
SUM = inline("sum({0})", "the sum of {0}", noun="total")
AVERAGE = inline("sum({0}) / len({0})", "the mean of {0}", noun="mean")
LENGTH = Operator(len, "len({0})", "how many {0}", noun="count")
MAX = Operator(max, "max({0})", "the greatest of {0}", noun="most")
MIN = Operator(min, "min({0})", "the least of {0}", noun="least")
TEXT = inline("str({0})", "{0} as text", noun="text", gives="str")
ADD = inline("{0} + {1}", "{0} plus {1}")
SUBTRACT = inline("{0} - {1}", "{0} minus {1}")
MULTIPLY = inline("{0} * {1}", "{0} times {1}")
DIVIDE = inline("{0} / {1}", "{0} divided by {1}")
HAS = inline("{1} in {0}", "{0} has {1}")
ABOVE = inline("{0} > {1}", "{0} is above {1}")
BELOW = inline("{0} < {1}", "{0} is below {1}")
SORTED = inline("sorted({0})", "{0} in order", noun="ordered")
REVERSED = inline("{0}[::-1]", "{0} backwards", noun="backwards")
FROM = inline("{0}[{1}:]", "{0} from item {1}", noun="rest")
UNTIL = inline("{0}[:{1}]", "{0} up to item {1}", noun="start")
GET_OR = inline("{0}.get({1}, {2})", "{1} of {0}, or {2}", noun="field")
OR_ELSE = inline("{0} or {1}", "{0}, or {1}", noun="field")
MEDIAN = inline("statistics.median({0})", "the median of {0}", ("import statistics",), noun="median")
LONGEST = inline("max({0}, key=len)", "the longest of {0}", noun="longest", gives="str")
SHORTEST = inline("min({0}, key=len)", "the shortest of {0}", noun="shortest", gives="str")
CONTAINS = inline("{1} in {0}", "{0} holds {1}")
WITHOUT_NULLS = inline(
    "{{key: value for key, value in {0}.items() if value is not None}}", "{0} without what is missing", noun="present"
)
COUNTED = inline(
    "dict(Counter({0}))", "how often each of {0} comes", ("from collections import Counter",), noun="counts"
)
ACCUMULATED = inline("list(itertools.accumulate({0}))", "the running sums of {0}", ("import itertools",), noun="sums")
