"""One order and one form for JSON data of values: sets sorted, decimals and instants by value, one zero."""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from pointmass.digest import canonical

_BY_VALUE = (Decimal, dt.datetime)
_PLACES = 30  # an exponent beyond is written as one: a text of 10^6 digits is nobody's number


def settled(made: Any, data: Any) -> Any:
    """Put what was written as JSON data in the one order and form that the values themselves have.

    Args:
        made: The value: an object of a type that is written as it is read.
        data: What pydantic wrote of it.
    """
    if type(data) is str:
        return _text(made, data) if isinstance(made, _BY_VALUE) else data
    if not isinstance(data, dict | list):
        return tidy(data)
    if getattr(type(made), "__pydantic_root_model__", False):
        return settled(made.root, data)
    parts = _parts(made) if isinstance(data, dict) else _items(made)
    if len(parts) != len(data):
        return tidy(data)
    if isinstance(data, dict):
        pairs = zip(parts, data.items(), strict=True)
        return {_key(key, name): settled(value, each) for (key, value), (name, each) in pairs}
    items = [settled(*pair) for pair in zip(parts, data, strict=True)]
    return in_order(items) if isinstance(made, collections.abc.Set) else items


def _items(made: Any) -> list[Any]:
    return list(made) if isinstance(made, collections.abc.Collection) else []


def _parts(made: Any) -> list[tuple[Any, Any]]:
    """Return the parts of a mapping or a record by their names, in the order in which pydantic writes them."""
    if isinstance(made, Mapping):
        return list(made.items())
    if dataclasses.is_dataclass(made):
        return [(field.name, getattr(made, field.name)) for field in dataclasses.fields(made)]
    if hasattr(type(made), "model_fields"):
        return [*vars(made).items(), *(made.__pydantic_extra__ or {}).items()]
    return []


def _key(made: Any, key: str) -> str:
    return _text(made, key) if isinstance(made, _BY_VALUE) else key


def _text(made: Decimal | dt.datetime, text: str) -> str:
    if isinstance(made, Decimal):
        return _decimal(made) if made.is_finite() else text
    if made.tzinfo is None:
        return text
    try:
        return made.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:  # the first and the last hours that a datetime can say
        return text


def _decimal(value: Decimal) -> str:
    """Write a decimal by its value: 1.50 as 1.5, exactly, whatever the context's precision is."""
    if not value:
        return "0"
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - narrows the type: a finite decimal has a number there
    if abs(exponent) <= _PLACES and abs(value.adjusted()) <= _PLACES:
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    settled_value = Decimal((sign, digits[: len(digits) - zeros], exponent + zeros))
    return format(settled_value, "f") if abs(settled_value.adjusted()) <= _PLACES else str(settled_value)


def in_order(items: Iterable[Any]) -> list[Any]:
    """Sort JSON data by its canonical text, each once: how a set is written."""
    by_text = {canonical(item): item for item in items}
    return [by_text[text] for text in sorted(by_text)]


def tidy(data: Any) -> Any:
    """Return JSON data with one zero in it: -0.0 equals 0.0."""
    if isinstance(data, float):
        return data + 0.0
    if isinstance(data, dict):
        return {key: tidy(each) for key, each in data.items()}
    return [tidy(each) for each in data] if isinstance(data, list | tuple) else data
