"""How a type is read: pydantic's validator, made exact where pydantic is loose, and whether the type has own code."""

from __future__ import annotations

import contextlib
import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, Flag
from typing import Any

from pointmass.signature.annotations import Annotation
from pointmass.signature.bare import is_bare
from pointmass.signature.cached import kept
from pointmass.signature.schemas import adapter

_NUMBER = re.compile(r"\s*[+-]?[0-9_]+(\.[0-9_]*)?\s*\Z")
_LOOSE = ("date", "datetime", "decimal")
"""Kinds that pydantic reads more loosely than their schema says: ``"2024"`` as seconds since 1970, and decimals by way
of a binary float. Labels that are not texts are another such kind (``1`` as ``True``)."""

_LOST = ("time", "timedelta", "uuid")
_CONTAINERS: dict[Any, type] = {"frozenset": frozenset, "set": set, "tuple": tuple}
"""Kinds that pydantic no longer reads from their JSON form (a text or a list) after another validator has run."""

_ALIKE = frozenset(
    [
        "bool",
        "bytes",
        "call-field",
        "dataclass",
        "dataclass-args",
        "dataclass-field",
        "date",
        "default",
        "definition-ref",
        "definitions",
        "dict",
        "enum",
        "int",
        "list",
        "literal",
        "missing-sentinel",
        "model",
        "model-field",
        "model-fields",
        "named-tuple",
        "named-tuple-field",
        "none",
        "nullable",
        "str",
        "tagged-union",
        "tuple",
        "typed-dict",
        "typed-dict-field",
        "union",
        "url",
        "uuid",
    ]
)
"""Kinds of which pydantic writes equal values as equal JSON data, so that nothing needs to be put in order."""

_NOTES = ("expected", "members", "metadata", "serialization")
"""Parts of pydantic's core schema that contain no schemas of values."""

_NAMED = ("choices", "fields")
"""Parts whose keys are names of the type, and not words of the core schema."""

_OURS = ("annotated_types", "pointmass", "pydantic", "pydantic_core")
_KINDS_OF_CODE = ("function-after", "function-before", "function-plain", "function-wrap")
_FACTORIES: tuple[object, ...] = (bool, dict, float, frozenset, int, list, set, str, tuple)


@dataclass(frozen=True, slots=True)
class Reader:
    """How values of a type are read.

    Attributes:
        validator: Reads values: ``validate_json(text, strict=True, context=…)`` and ``validate_python(value)``. The
            context maps a float to the decimal text that it was read from.
        own_code: Whether code of the type's author decides what fits (a validator, ``__post_init__``, ``_missing_``),
            so that types with equal schemas may read values differently.
        faithful: Whether an object of the type, written as JSON, gives the JSON that it was made from. It does not with
            a validator, a serializer, a computed or excluded field, or an alias for one direction.
        alike: Whether equal objects are always written as equal JSON data: the type has no sets, decimals, times or
            floats.
    """

    validator: Any
    own_code: bool
    faithful: bool
    alike: bool


@kept
def reader(annotation: Annotation) -> Reader:
    """Return the reader of a type; it is cached.

    Raises:
        TypeError: pydantic does not support the type.
    """
    found = adapter(annotation)
    nodes = list(_nodes(found.core_schema))
    code = any(_runs_code(node) for node in nodes)
    kinds = {node["type"] for node in nodes if isinstance(node.get("type"), str)}
    return Reader(
        validator=_exact_validator(found.core_schema, code=code)
        if any(_is_loose(node, code=code) for node in nodes)
        else found.validator,
        own_code=code or any(node.get("type") == "enum" and _guesses(node["cls"]) for node in nodes),
        faithful=not code and not any(_is_written_otherwise(node) for node in nodes),
        alike=kinds <= _ALIKE,
    )


def has_own_code(annotation: Annotation) -> bool:
    """Whether reading a value of the type runs code of its author, which the schema does not show."""
    return not is_bare(annotation) and reader(annotation).own_code


def _nodes(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every part of pydantic's core schema of a type."""
    if isinstance(schema, Mapping):
        yield schema
        for name, part in schema.items():
            if name not in _NOTES:
                yield from _nodes(list(part.values()) if name in _NAMED and isinstance(part, dict) else part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            yield from _nodes(part)


def _is_loose(node: Mapping[str, Any], *, code: bool) -> bool:
    kind = node.get("type")
    if code and (kind in _LOST or kind in _CONTAINERS):
        return True
    if kind in ("enum", "literal"):  # numbers and truth values may be equal but of different types, such as 1 and True
        return not all(isinstance(value, str) for value in _labels(node))
    return kind in _LOOSE


def _labels(node: Mapping[str, Any]) -> list[Any]:
    """Return the values of a ``Literal`` or an ``Enum``."""
    return [*node.get("expected", ()), *(member.value for member in node.get("members", ()))]


def _runs_code(node: Mapping[str, Any]) -> bool:
    """Whether a function that is not pydantic's checks or changes a value here."""
    if node.get("type") in _KINDS_OF_CODE:
        return _is_own(node.get("function"))
    factory = node.get("default_factory")
    made = factory is not None and factory not in _FACTORIES
    return made or bool(node.get("post_init") or node.get("custom_init")) or node.get("type") == "generator"


def _guesses(kind: type[Enum]) -> bool:
    """Whether an ``Enum`` has its own ``_missing_``, which may find members for other values."""
    return getattr(kind._missing_, "__func__", None) not in (Enum._missing_.__func__, Flag._missing_.__func__)  # type: ignore[attr-defined] # class methods


def _is_own(function: Any) -> bool:
    if isinstance(function, Mapping):
        function = function.get("function")
    while isinstance(function, functools.partial):
        function = function.func
    if isinstance(function, type) and function.__module__ == "ipaddress":
        return False  # pydantic itself makes addresses this way
    module = str(getattr(function, "__module__", "") or getattr(type(function), "__module__", ""))
    return module.partition(".")[0] not in _OURS


def _is_written_otherwise(node: Mapping[str, Any]) -> bool:
    """Whether a value is written differently here from how it is read."""
    written = node.get("serialization")
    by_code = isinstance(written, Mapping) and written.get("type") in _KINDS_OF_CODE and _is_own(written)
    left_out = node.get("serialization_exclude") or node.get("init_only") or node.get("init") is False
    read_as, written_as = node.get("validation_alias"), node.get("serialization_alias")
    return bool(
        by_code or left_out or node.get("computed_fields") or read_as != written_as or node.get("type") == "json"
    )


def _exact_validator(schema: Any, *, code: bool) -> Any:
    import pydantic_core  # noqa: PLC0415 - loaded where a type that is more than bare is read

    exact = _exactly(schema, code=code)
    try:
        # Otherwise pydantic would use the validators that its classes have already.
        return pydantic_core.SchemaValidator(exact, _use_prebuilt=False)
    except TypeError:  # a version of pydantic without this option
        return pydantic_core.SchemaValidator(exact)


def _exactly(schema: Any, *, code: bool) -> Any:
    if isinstance(schema, list | tuple):
        return type(schema)(_exactly(part, code=code) for part in schema)
    if not isinstance(schema, dict):
        return schema
    made = {name: part if name in _NOTES else _exactly_named(name, part, code=code) for name, part in schema.items()}
    if not _is_loose(made, code=code):
        return made
    outer = {"ref": made.pop("ref")} if "ref" in made else {}
    return {
        "type": "function-before",
        "function": {"type": "with-info", "function": _before(made)},
        "schema": made,
    } | outer


def _exactly_named(name: str, part: Any, *, code: bool) -> Any:
    if name in _NAMED and isinstance(part, dict):
        return {key: _exactly(each, code=code) for key, each in part.items()}
    return _exactly(part, code=code)


def _before(schema: dict[str, Any]) -> Callable[[Any, Any], Any]:
    """Return a function that runs before pydantic: it refuses values of another kind, and reads the rest as JSON."""
    import pydantic_core  # noqa: PLC0415 - as above

    kind, misfit = schema["type"], pydantic_core.PydanticCustomError
    own = pydantic_core.SchemaValidator(schema)
    values = _labels(schema)

    def look(value: Any, info: Any) -> Any:
        if kind == "decimal" and isinstance(value, float):
            exact = (info.context or {}).get(value, float.__repr__(value))
            if exact is None:
                raise misfit("not_exact", "numbers that differ are one as floats; write decimals as text")
            return Decimal(exact)
        if kind in _CONTAINERS:
            with contextlib.suppress(TypeError):  # items that cannot be hashed, such as lists
                return _CONTAINERS[kind](value) if isinstance(value, list) else value
        if not isinstance(value, str | int | float) or type(value).__module__ != "builtins":
            return value
        if kind in ("date", "datetime") and (not isinstance(value, str) or _NUMBER.match(value)):
            raise misfit("number_for_date", "a bare number is not a date; write it as 2024-01-31")
        if kind in ("enum", "literal") and not isinstance(value, str):
            twins = [each for each in values if each == value]
            if twins and not any(type(each) is type(value) for each in twins):
                raise misfit("another_kind", f"{value!r} is not one of the values, though it equals {twins[0]!r}")
        with contextlib.suppress(ValueError):
            # Read the value as from JSON, as pydantic's strict mode for objects takes no text for a date.
            return own.validate_json(json.dumps(value), strict=True)
        return value

    return look
