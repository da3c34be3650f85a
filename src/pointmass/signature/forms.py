"""The canonical JSON form of a value of a type: equal values have the same text, in every process."""

from __future__ import annotations

import collections.abc
import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, TypeAlias

from pointmass.digest import canonical
from pointmass.signature.annotations import Annotation, fields_of, unmarked
from pointmass.signature.ordered import in_order, settled, tidy
from pointmass.signature.reading import reader
from pointmass.signature.records import Field, record_fields
from pointmass.signature.schemas import adapter

Read: TypeAlias = Callable[[Annotation, Any], Any]
"""Converts a value to an object of a type; raises ``ValueError`` if it does not fit."""


def form(annotation: Annotation, value: Any, *, read: Read) -> Any:
    """Return the canonical JSON data of a value that fits a type: sets sorted, decimals and times in one form.

    If objects of the type are written as they are read, this is what pydantic writes, with defaults filled in. For
    other types (with a validator, a serializer, or an alias for one direction) it is the given value, put in order
    field by field, and not the result of the type's own code.

    Args:
        annotation: The type.
        value: JSON data or an object.
        read: Converts a value to an object of a type, strictly or not.

    Raises:
        ValueError: The value does not fit the type.
    """
    made = read(annotation, value)
    if reader(annotation).faithful:
        return written(annotation, made)
    given = _as_given(annotation, value, read)
    return given if given == value or not _is_json(value) or _means(annotation, given, made, read) else tidy(value)


def written(annotation: Annotation, made: Any) -> Any:
    """Return an object of a type as canonical JSON data, as pydantic writes it; the type may be unable to read that."""
    # Aliases are used, so that the names are those that the type reads.
    data = adapter(annotation).dump_python(made, mode="json", by_alias=True)
    return data if reader(annotation).alike else settled(made, data)


def _means(annotation: Annotation, given: Any, made: Any, read: Read) -> bool:
    """Whether the ordered data is still read as the same object; a validator may depend on more than the fields."""
    try:
        return bool(read(annotation, given) == made)
    except ValueError:
        return False


def _as_given(annotation: Annotation, value: Any, read: Read) -> Any:
    """Return the given value in order, field by field and item by item, without the effects of the type's own code."""
    annotation = _behind(annotation)
    if reader(annotation).faithful or (isinstance(annotation, type) and issubclass(annotation, Enum)):
        try:
            return written(annotation, read(annotation, value))
        except (ValueError, TypeError):  # a validator of the whole may accept parts that do not fit their types
            return _plainly(annotation, value)
    origin: Any = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        member = next((each for each in typing.get_args(annotation) if _takes(each, value, read)), None)
        return _plainly(annotation, value) if member is None else _as_given(member, value, read)
    if isinstance(origin, type):
        return _items(origin, typing.get_args(annotation), value, read)
    return _record(annotation, value, read)


def _behind(annotation: Annotation) -> Annotation:
    """Return the type behind aliases, ``Annotated``, and models of a single root value."""
    while True:
        annotation = unmarked(annotation)
        origin: Any = typing.get_origin(annotation)
        inner = getattr(annotation, "__value__", None) or getattr(annotation, "__supertype__", None)
        if origin is typing.Annotated and not reader(annotation).faithful:
            inner = typing.get_args(annotation)[0]
        elif getattr(annotation, "__pydantic_root_model__", False):
            inner = fields_of(annotation)["root"]
        if inner is None:
            return annotation
        annotation = inner


def _takes(annotation: Annotation, value: Any, read: Read) -> bool:
    try:
        read(annotation, value)
    except (ValueError, TypeError):
        return False
    return True


def _items(origin: type, kinds: tuple[Any, ...], value: Any, read: Read) -> Any:
    if isinstance(value, Mapping) and issubclass(origin, collections.abc.Mapping) and len(kinds) == 2:  # noqa: PLR2004 - key, value
        return {_name(_as_given(kinds[0], k, read)): _as_given(kinds[1], v, read) for k, v in value.items()}
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, collections.abc.Collection):
        return _plainly(typing.Any, value)
    if origin is tuple and kinds[-1:] != (...,):
        return [_as_given(kind, each, read) for kind, each in zip(kinds, value, strict=False)]
    items = [_as_given(kinds[0] if kinds else Any, each, read) for each in value]
    return in_order(items) if issubclass(origin, collections.abc.Set) else items


def _name(key: Any) -> str:
    return key if isinstance(key, str) else canonical(key)


def _record(annotation: Annotation, value: Any, read: Read) -> Any:
    fields = record_fields(annotation)
    root = getattr(value, "root", value) if getattr(type(value), "__pydantic_root_model__", False) else value
    if root is not value:
        return _as_given(annotation, root, read)
    if not fields or not isinstance(annotation, type):
        return _plainly(annotation, value)
    if isinstance(value, Mapping):
        return _fields(annotation, fields, value, read)
    if isinstance(value, annotation):
        return {each.key: _as_given(each.annotation, getattr(value, each.name), read) for each in fields}
    return _plainly(annotation, value)


def _fields(annotation: Any, fields: Iterable[Field], value: Mapping[str, Any], read: Read) -> dict[str, Any]:
    config = getattr(annotation, "model_config", None) or getattr(annotation, "__pydantic_config__", None) or {}
    named = config.get("populate_by_name") or config.get("validate_by_name")
    known = {}
    for each in fields:
        key = each.key if each.key in value or not named else each.name
        if key in value:
            known[each.key] = _as_given(each.annotation, value[key], read)
    taken = {each.key for each in fields} | {each.name for each in fields}
    more = {key: part for key, part in value.items() if key not in taken} if config.get("extra") == "allow" else {}
    return {**known, **tidy(more)}


def _plainly(annotation: Annotation, value: Any) -> Any:
    """Return JSON data in order; an object is written as its own class does, without looking at its fields."""
    if _is_json(value):
        return tidy(value)
    kind = type(value) if dataclasses.is_dataclass(value) or hasattr(type(value), "model_fields") else annotation
    return settled(value, adapter(kind).dump_python(value, mode="json", by_alias=True, warnings=False))


def _is_json(value: Any) -> bool:
    if isinstance(value, list | dict):
        return all(_is_json(each) for each in (value.values() if isinstance(value, dict) else value))
    return value is None or isinstance(value, bool | int | float | str)
