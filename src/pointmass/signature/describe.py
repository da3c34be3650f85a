"""Describe a type by its content, for a digest that is the same in all processes and versions of pydantic."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import re
import types
import typing
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Literal

from pointmass.digest import canonical
from pointmass.signature.annotations import Annotation, fields_of, optional_keys, show, unmarked


def describe(annotation: Annotation, _open: tuple[type, ...] = ()) -> Any:  # noqa: PLR0911 - one line per kind of type
    """Return a description of a type as JSON data that depends only on its content, for the digest of a spec.

    The JSON schema cannot be used for this, as its text changes with the version of pydantic.
    """
    origin: Any = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    inner = functools.partial(describe, _open=_open)
    if origin is Literal:
        return {"literal": [argument.value if isinstance(argument, Enum) else argument for argument in arguments]}
    if origin in (typing.Union, types.UnionType):
        return {"union": [inner(argument) for argument in arguments]}
    if origin is typing.Annotated:
        return {"of": inner(arguments[0]), "with": _described_extras(arguments[1:])}
    if unmarked(annotation) is not annotation:
        return inner(unmarked(annotation))  # whether a key may be missing is described with the record
    if origin is not None and fields_of(origin):
        return {"generic": inner(origin), "with": [inner(argument) for argument in arguments]}
    if origin is not None:
        return {show(origin): ["..." if argument is ... else inner(argument) for argument in arguments]}
    if annotation in _open:
        return {"same as": annotation.__name__}
    if isinstance(annotation, type):
        return _described_class(annotation, (*_open, annotation))
    behind = getattr(annotation, "__value__", None) or getattr(annotation, "__supertype__", None)
    # `type X = ...` and NewType are described by what they stand for; an alias may refer to itself.
    return show(annotation) if behind is None else describe(behind, (*_open, annotation))


def _described_class(kind: type, open_: tuple[type, ...]) -> Any:
    # The docstring is in the schema that a model reads; docstrings that Python generates are left out.
    said = inspect.cleandoc(kind.__doc__ or "")
    means = {} if not said or said.startswith((f"{kind.__name__}(", "An enumeration.")) else {"means": said}
    if issubclass(kind, Enum):
        return {"enum": kind.__name__, "values": [member.value for member in kind]} | means
    models = getattr(kind, "model_fields", None)
    if isinstance(models, Mapping):
        fields = {name: _described_field(field, open_) for name, field in models.items()}
        return {"record": kind.__name__, "fields": fields} | means | _described_config(kind)
    if fields_of(kind):
        fields = {name: describe(hint, open_) for name, hint in fields_of(kind).items()}
        return {"record": kind.__name__, "fields": fields} | means | _described_defaults(kind) | _described_config(kind)
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = typing.get_type_hints(kind, include_extras=True)
        fields = {name: describe(hints.get(name, Any), open_) for name in kind._fields}
        defaults = {name: _as_json(value) for name, value in kind._field_defaults.items()}  # type: ignore[attr-defined] # a named tuple
        return {"tuple": kind.__name__, "fields": fields} | means | ({"defaults": defaults} if defaults else {})
    return kind.__name__


def _described_field(field: Any, open_: tuple[type, ...]) -> dict[str, Any]:
    """Describe a field of a pydantic model."""
    text: dict[str, Any] = {"type": describe(field.annotation, open_), "required": field.is_required()}
    text |= {"with": _described_extras(field.metadata)} if field.metadata else {}
    text |= {"means": field.description} if field.description else {}
    text |= {"alias": field.alias} if field.alias else {}
    text |= {} if field.validation_alias in (None, field.alias) else {"read as": _as_json(field.validation_alias)}
    text |= _described_words(field)
    if field.default_factory is not None:
        return text | {"made by": _name_of(field.default_factory)}
    return text if field.is_required() else text | {"default": _as_json(field.default)}


def _described_words(field: Any) -> dict[str, Any]:
    """Return what else a field adds to the schema, which a model reads: examples and extra properties."""
    words = {"examples": getattr(field, "examples", None), "schema": getattr(field, "json_schema_extra", None)}
    return {name: _as_json(said) for name, said in words.items() if said is not None}


def _described_config(kind: type) -> dict[str, Any]:
    """Return what the settings of a record add to its schema: extra properties, and whether other keys are allowed."""
    config = getattr(kind, "model_config", None) or getattr(kind, "__pydantic_config__", None)
    if not isinstance(config, Mapping):
        return {}
    words = {"schema": config.get("json_schema_extra"), "other keys": config.get("extra")}
    return {name: _as_json(said) for name, said in words.items() if said is not None}


def _described_defaults(kind: type) -> dict[str, Any]:
    """Return which fields of a dataclass or TypedDict may be missing, and their defaults."""
    if not dataclasses.is_dataclass(kind):
        optional = optional_keys(kind)
        return {"optional": optional} if optional else {}
    fields = [field for field in dataclasses.fields(kind) if field.init]
    values = {f.name: _as_json(f.default) for f in fields if f.default is not dataclasses.MISSING}
    made = {f.name: _name_of(f.default_factory) for f in fields if f.default_factory is not dataclasses.MISSING}
    return ({"defaults": values} if values else {}) | ({"made by": made} if made else {})


def _described_extras(extras: Iterable[Any]) -> dict[str, Any]:
    """Return a description of the metadata in ``Annotated``: constraints by their names, the rest as text.

    It contains neither the ``repr`` of pydantic objects nor memory addresses, as both change.
    """
    said: dict[str, Any] = {}
    for extra in extras:
        metadata = getattr(extra, "metadata", None)
        if isinstance(metadata, list):  # pydantic.Field(...)
            said |= _described_extras(metadata)
            said |= {"description": extra.description} if getattr(extra, "description", None) else {}
            said |= _described_words(extra)
        elif dataclasses.is_dataclass(extra) and not isinstance(extra, type):  # annotated_types.Gt and its like
            values = {f.name: getattr(extra, f.name) for f in dataclasses.fields(extra)}
            said |= {name: _as_json(value) for name, value in values.items() if value is not None}
        elif type(extra).__name__ == "_PydanticGeneralMetadata":  # pattern=, allow_inf_nan= and their like
            said |= {name: _as_json(value) for name, value in vars(extra).items()}
        else:
            said["also"] = [*said.get("also", []), _as_json(extra)]
    return said


def _as_json(value: object) -> Any:
    """Return a value unchanged if it is JSON data, else as a text that is the same in every process."""
    try:
        canonical(value)
    except (TypeError, ValueError):
        return {"python": _name_of(value)}
    return value.value if isinstance(value, Enum) else value


def _name_of(value: object) -> str:
    name = getattr(value, "__qualname__", None)
    return name if isinstance(name, str) else re.sub(r" at 0x[0-9A-Fa-f]+", "", _steadily(value))


def _steadily(value: object) -> str:
    """Return a value as ``repr`` does, but with sets sorted, as their order differs between processes."""
    kind = type(value)
    if kind in (set, frozenset) and value:
        inner = f"{{{', '.join(sorted(map(_steadily, value)))}}}"  # type: ignore[call-overload] # a set
        return inner if kind is set else f"frozenset({inner})"
    if kind is list:
        return f"[{', '.join(map(_steadily, value))}]"  # type: ignore[call-overload] # a list
    if kind is tuple and value:
        items = [*map(_steadily, value)]  # type: ignore[call-overload] # a tuple
        return f"({', '.join(items)}{',' if len(items) == 1 else ''})"
    if kind is dict:
        return f"{{{', '.join(f'{_steadily(k)}: {_steadily(v)}' for k, v in value.items())}}}"  # type: ignore[attr-defined] # a dict
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = [(f.name, getattr(value, f.name)) for f in dataclasses.fields(value) if f.repr]
        if repr(value) == f"{kind.__qualname__}({', '.join(f'{name}={part!r}' for name, part in parts)})":
            return f"{kind.__qualname__}({', '.join(f'{name}={_steadily(part)}' for name, part in parts)})"
    return repr(value)
