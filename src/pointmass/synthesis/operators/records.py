"""Operations on JSON values: fields, items, projections, sums, order."""

from __future__ import annotations

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


KEY = Operator(_key, "{0}[{1}]", "{1} of {0}", noun="field")
GET = Operator(_get, "{0}.get({1})", "{1} of {0}, if there is one", noun="field")
ITEM = Operator(_item, "{0}[{1}]", "item {1} of {0}", noun="item")
VALUES = Operator(_values, "list({0}.values())", "the values of {0}", noun="values")
KEYS = Operator(_keys, "list({0})", "the keys of {0}", noun="keys")
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
