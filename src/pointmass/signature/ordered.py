"""Canonical JSON data of values: sets sorted, decimals and times in one form, no negative zero."""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from pointmass.digest import canonical

_BY_VALUE = (Decimal, dt.datetime)
_PLACES = 30  # numbers with more places are written with an exponent, as their digits could be millions


def settled(made: Any, data: Any) -> Any:
    """Return JSON data in canonical order and form.

    Args:
        made: The value: an object of a type that is written as it is read.
        data: The JSON data that pydantic wrote for it.
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
    except OverflowError:  # UTC may be out of range for the first and last hours that a datetime can have
        return text


def _decimal(value: Decimal) -> str:
    """Return the exact text of a decimal, without zeros at its end (1.50 as 1.5), whatever the precision in force."""
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
    """Return the items sorted by their canonical text, each once: the form of a set."""
    by_text = {canonical(item): item for item in items}
    return [by_text[text] for text in sorted(by_text)]


def tidy(data: Any) -> Any:
    """Return JSON data with -0.0 replaced by 0.0."""
    if isinstance(data, float):
        return data + 0.0
    if isinstance(data, dict):
        return {key: tidy(each) for key, each in data.items()}
    return [tidy(each) for each in data] if isinstance(data, list | tuple) else data
