"""Records by their fields: the JSON key of each field, and the type of a record that has only some of them."""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Collection, Mapping
from typing import Any

from pointmass.signature.annotations import Annotation, fields_of, is_typed_dict, optional_keys, unmarked
from pointmass.signature.schemas import schema

_WORDS = ("description", "examples", "json_schema_extra", "discriminator")
"""What a field of a pydantic model adds to its schema, besides its type and constraints."""


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    Attributes:
        key: Its key in JSON.
        annotation: Its type.
        required: Whether a record must have it.
        name: Its name in Python.
    """

    key: str
    annotation: Annotation
    required: bool
    name: str = ""


def record_fields(annotation: Annotation) -> tuple[Field, ...]:
    """Return the fields of a record type, in its order.

    There are none if the type is not a record, or if its keys in JSON differ from those that its fields suggest.
    """
    return _fields(annotation) if fields_of(annotation) else ()


@functools.lru_cache(maxsize=1024)
def _fields(annotation: Any) -> tuple[Field, ...]:
    infos = getattr(annotation, "__pydantic_fields__", None)
    fields = _of_pydantic(infos) if isinstance(infos, Mapping) else _of_hints(annotation)
    return fields if {field.key for field in fields} == set(_root(schema(annotation)).get("properties", ())) else ()


def part_of(annotation: Annotation, keys: Collection[str], *, optional: bool = False) -> Any:
    """Return the type of a record that has only some of the fields, as a ``TypedDict``; it is cached.

    Args:
        annotation: The type of the whole record.
        keys: The keys of the fields; their order is that of the record.
        optional: Whether every field may be missing; else only those that may be missing in the record.
    """
    return _part(annotation, frozenset(keys), optional)


@functools.lru_cache(maxsize=1024)
def _part(annotation: Annotation, keys: frozenset[str], optional: bool) -> Any:  # noqa: FBT001 - a key of the cache
    kinds = {
        field.key: field.annotation if field.required and not optional else typing.NotRequired[field.annotation]
        for field in record_fields(annotation)
        if field.key in keys
    }
    make: Any = typing.TypedDict
    made = make(annotation.__name__, kinds)
    made.__module__, made.__doc__ = __name__, _root(schema(annotation)).get("description")
    return made


def _of_pydantic(infos: Mapping[str, Any]) -> tuple[Field, ...]:
    return tuple(
        Field(
            info.validation_alias if isinstance(info.validation_alias, str) else info.alias or name,
            _annotated(info),
            info.is_required(),
            name,
        )
        for name, info in infos.items()
    )


def _annotated(info: Any) -> Annotation:
    import pydantic  # noqa: PLC0415 - as above

    words = {name: said for name in _WORDS if (said := getattr(info, name, None)) is not None}
    extras = (*info.metadata, *((pydantic.Field(**words),) if words else ()))
    return typing.Annotated[(info.annotation, *extras)] if extras else info.annotation


def _of_hints(annotation: Any) -> tuple[Field, ...]:
    optional = optional_keys(annotation) if is_typed_dict(annotation) else _defaulted(annotation)
    return tuple(Field(key, unmarked(hint), key not in optional, key) for key, hint in fields_of(annotation).items())


def _defaulted(kind: Any) -> list[str]:
    return [f.name for f in dataclasses.fields(kind) if (f.default, f.default_factory) != (dataclasses.MISSING,) * 2]


def _root(whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the part of a schema about the type itself; for a recursive record this is behind a reference."""
    named = str(whole.get("$ref", "")).rsplit("/", 1)[-1]
    inner: Mapping[str, Any] = whole.get("$defs", {}).get(named, whole)
    return inner
