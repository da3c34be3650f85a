"""Operations on JSON values: fields, items, projections, sums, order."""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from typing import Any

from pointmass.synthesis.program import Operator

_ANY = ("from typing import Any",)


def _key(record: dict[str, Any], name: str) -> Any:
    return record[name]


def _get(record: dict[str, Any], name: str) -> Any:
    return record.get(name)


def _item(items: list[Any], index: int) -> Any:
    return items[index]


def _values(record: dict[str, Any]) -> list[Any]:
    return list(record.values())


def _keys(record: dict[str, Any]) -> list[str]:
    return list(record)


def flat(lists: list[Any]) -> list[Any]:
    """Return the items of the lists within *lists* one after the other; what is no list stays an item."""
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
    """Return the field *name* of *value*; nothing where *value* is no object, or has no such field."""
    return value.get(name) if isinstance(value, dict) else None


def item_at(value: Any, index: int) -> Any:
    """Return the item at *index*; nothing where *value* is no list, or is too short."""
    return value[index] if isinstance(value, list) and -len(value) <= index < len(value) else None


def is_set(value: Any) -> bool:
    """Whether *value* says something: it is neither missing nor false nor empty; 0 says something."""
    return value is not None and value is not False and value not in ("", [], {})


def is_same(left: Any, right: Any) -> bool:
    """Whether two values are equal and of one type, so that 1 is not True."""
    return type(left) is type(right) and bool(left == right)


def _differs(left: Any, right: Any) -> bool:
    return not is_same(left, right)


def _present(items: list[Any]) -> list[Any]:
    return [item for item in items if item is not None]


def _paired(keys: list[Any], values: list[Any]) -> dict[str, Any]:
    return dict(zip(keys, values, strict=True))


def _sorted_down(items: list[Any]) -> list[Any]:
    return sorted(items, reverse=True)


def _between(items: list[Any], start: int, end: int) -> list[Any]:
    return items[start:end]


def _every(items: list[Any], start: int, step: int) -> list[Any]:
    return items[start::step]


def unique(items: list[Any]) -> list[Any]:
    """Return *items* without repeats, in order."""
    return [item for place, item in enumerate(items) if item not in items[:place]]


def _sum(items: list[Any]) -> Any:
    return sum(items)


def _average(items: list[Any]) -> Any:
    return sum(items) / len(items)


def _text(value: Any) -> str:
    return str(value)


def _add(left: Any, right: Any) -> Any:
    return left + right


def _subtract(left: Any, right: Any) -> Any:
    return left - right


def _multiply(left: Any, right: Any) -> Any:
    return left * right


def _divide(left: Any, right: Any) -> Any:
    return left / right


def _has(record: dict[str, Any], name: str) -> bool:
    return name in record


def _above(value: Any, limit: Any) -> bool:
    return bool(value > limit)


def _below(value: Any, limit: Any) -> bool:
    return bool(value < limit)


def _sorted(items: list[Any]) -> list[Any]:
    return sorted(items)


def _reversed(items: list[Any]) -> list[Any]:
    return items[::-1]


def _from(items: list[Any], start: int) -> list[Any]:
    return items[start:]


def _until(items: list[Any], end: int) -> list[Any]:
    return items[:end]


def _get_or(record: dict[str, Any], name: str, other: Any) -> Any:
    return record.get(name, other)


def _or_else(value: Any, other: Any) -> Any:
    return value or other


def _median(items: list[Any]) -> Any:
    return statistics.median(items)


def _longest(items: list[str]) -> str:
    return max(items, key=len)


def _shortest(items: list[str]) -> str:
    return min(items, key=len)


def _contains(items: list[Any], value: Any) -> bool:
    return value in items


def _without_nulls(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value is not None}


def _counted(items: list[Any]) -> dict[Any, int]:
    return dict(Counter(items))


def _accumulated(items: list[Any]) -> list[Any]:
    return list(itertools.accumulate(items))


KEY = Operator(_key, "{0}[{1}]", "{1} of {0}", noun="field")
GET = Operator(_get, "{0}.get({1})", "{1} of {0}, if there is one", noun="field")
ITEM = Operator(_item, "{0}[{1}]", "item {1} of {0}", noun="item")
VALUES = Operator(_values, "list({0}.values())", "the values of {0}", noun="values")
KEYS = Operator(_keys, "list({0})", "the keys of {0}", noun="keys")
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
DIFFERS = Operator(_differs, "not is_same({0}, {1})", "{0} is not {1}", _ANY, (is_same,), primary=False)
PRESENT = Operator(
    _present, "[item for item in {0} if item is not None]", "{0} without what is missing", noun="present"
)
PAIRED = Operator(_paired, "dict(zip({0}, {1}, strict=True))", "{1} by {0}", noun="paired")
SORTED_DOWN = Operator(_sorted_down, "sorted({0}, reverse=True)", "{0} in falling order", noun="ordered")
BETWEEN = Operator(_between, "{0}[{1}:{2}]", "{0} from item {1} to before {2}", noun="part")
EVERY = Operator(_every, "{0}[{1}::{2}]", "each {2}. item of {0} from item {1}", noun="part")
FLAT = Operator(flat, "", "{0} as one list", _ANY, noun="items")
SORTED_BY = Operator(sorted_by, "", "{0} by {1}", _ANY, noun="ordered")
SORTED_DOWN_BY = Operator(sorted_down_by, "", "{0} by {1}, falling", _ANY, noun="ordered")
UNIQUE = Operator(unique, "", "{0} without repeats", _ANY, noun="unique")
SUM = Operator(_sum, "sum({0})", "the sum of {0}", noun="total")
AVERAGE = Operator(_average, "sum({0}) / len({0})", "the mean of {0}", noun="mean", primary=False)
LENGTH = Operator(len, "len({0})", "how many {0}", noun="count")
MAX = Operator(max, "max({0})", "the greatest of {0}", noun="most")
MIN = Operator(min, "min({0})", "the least of {0}", noun="least")
TEXT = Operator(_text, "str({0})", "{0} as text", noun="text")
ADD = Operator(_add, "{0} + {1}", "{0} plus {1}", primary=False)
SUBTRACT = Operator(_subtract, "{0} - {1}", "{0} minus {1}", primary=False)
MULTIPLY = Operator(_multiply, "{0} * {1}", "{0} times {1}", primary=False)
DIVIDE = Operator(_divide, "{0} / {1}", "{0} divided by {1}", primary=False)
HAS = Operator(_has, "{1} in {0}", "{0} has {1}", primary=False)
ABOVE = Operator(_above, "{0} > {1}", "{0} is above {1}", primary=False)
BELOW = Operator(_below, "{0} < {1}", "{0} is below {1}", primary=False)
SORTED = Operator(_sorted, "sorted({0})", "{0} in order", noun="ordered")
REVERSED = Operator(_reversed, "{0}[::-1]", "{0} backwards", noun="backwards")
FROM = Operator(_from, "{0}[{1}:]", "{0} from item {1}", noun="rest")
UNTIL = Operator(_until, "{0}[:{1}]", "{0} up to item {1}", noun="start")
GET_OR = Operator(_get_or, "{0}.get({1}, {2})", "{1} of {0}, or {2}", noun="field")
OR_ELSE = Operator(_or_else, "{0} or {1}", "{0}, or {1}", noun="field", primary=False)
MEDIAN = Operator(_median, "statistics.median({0})", "the median of {0}", ("import statistics",), noun="median")
LONGEST = Operator(_longest, "max({0}, key=len)", "the longest of {0}", noun="longest")
SHORTEST = Operator(_shortest, "min({0}, key=len)", "the shortest of {0}", noun="shortest")
CONTAINS = Operator(_contains, "{1} in {0}", "{0} holds {1}", primary=False)
WITHOUT_NULLS = Operator(
    _without_nulls,
    "{{key: value for key, value in {0}.items() if value is not None}}",
    "{0} without what is missing",
    noun="present",
)
COUNTED = Operator(
    _counted, "dict(Counter({0}))", "how often each of {0} comes", ("from collections import Counter",), noun="counts"
)
ACCUMULATED = Operator(
    _accumulated, "list(itertools.accumulate({0}))", "the running sums of {0}", ("import itertools",), noun="sums"
)
