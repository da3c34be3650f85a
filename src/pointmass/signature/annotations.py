"""Read the annotations of a signature: parameters, names of types, the fields of a record."""

from __future__ import annotations

import dataclasses
import inspect
import keyword
import types
import typing
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

Annotation: TypeAlias = Any
"""A type as written in a signature: a class, ``Literal[...]``, ``list[...]``, ``X | None``, ``Annotated[...]``."""

MISSING: Any = inspect.Parameter.empty
"""The value for a missing default or annotation."""

_KEY_MARKS = ("Required", "NotRequired", "ReadOnly")
"""The qualifiers of keys of a TypedDict, in ``typing`` and in ``typing_extensions``."""


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a spec.

    Attributes:
        name: Its name.
        annotation: Its type, as in a function's signature.
        default: Its default; ``MISSING`` if it has none.
    """

    name: str
    annotation: Annotation
    default: Any = MISSING

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        return self.default is MISSING


def hints(function: Callable[..., Any]) -> dict[str, Annotation]:
    """Return the annotations of a function by name, without those that cannot be resolved."""
    try:
        return typing.get_type_hints(function, include_extras=True)
    except Exception:  # noqa: BLE001 - a name cannot be found, so all are resolved one by one
        found = {name: _hint(function, name) for name in getattr(function, "__annotations__", ())}
        return {name: hint for name, hint in found.items() if hint is not MISSING}


def is_name(name: object) -> bool:
    """Whether code can define this name: it is an identifier, no keyword, and in the normal form of the compiler."""
    return (
        isinstance(name, str)
        and name.isidentifier()
        and not keyword.iskeyword(name)
        and unicodedata.normalize("NFKC", name) == name
    )


def show(annotation: Annotation) -> str:
    """Return a type as written in source: ``str``, ``list[int]``, ``Literal['a', 'b']``, ``Colour``."""
    origin: Any = typing.get_origin(annotation)
    if annotation is type(None) or annotation is None:
        return "None"
    if origin is Literal:
        return f"Literal[{', '.join(repr(value) for value in typing.get_args(annotation))}]"
    if origin in (typing.Union, types.UnionType):
        return " | ".join(show(argument) for argument in typing.get_args(annotation))
    if origin is typing.Annotated:
        return show(typing.get_args(annotation)[0])
    if origin is not None:
        inner = ", ".join("..." if argument is ... else show(argument) for argument in typing.get_args(annotation))
        return f"{getattr(origin, '__name__', str(origin))}[{inner}]"
    return getattr(annotation, "__name__", None) or str(annotation)


def fields_of(annotation: Annotation) -> dict[str, Annotation]:
    """Return the fields of a record type (dataclass, TypedDict, pydantic model) by name; none for other types."""
    if not isinstance(annotation, type):
        return {}
    if dataclasses.is_dataclass(annotation) or is_typed_dict(annotation):
        hints = typing.get_type_hints(annotation, include_extras=True)
        # Of a dataclass only the fields that its constructor takes, as its hints include class variables.
        named = (
            {f.name for f in dataclasses.fields(annotation) if f.init}
            if dataclasses.is_dataclass(annotation)
            else hints
        )
        return {name: hint for name, hint in hints.items() if name in named and name[0] != "_"}
    models = getattr(annotation, "model_fields", None)
    return {name: field.annotation for name, field in models.items()} if isinstance(models, Mapping) else {}


def is_typed_dict(annotation: Annotation) -> bool:
    """Whether a type is a ``TypedDict``, of ``typing`` or of ``typing_extensions`` (which differ before Python 3.12)."""
    return isinstance(annotation, type) and issubclass(annotation, dict) and hasattr(annotation, "__total__")


def unmarked(hint: Annotation) -> Annotation:
    """Return the type of a key of a TypedDict without qualifiers such as ``Required``."""
    for _ in _marks(hint):
        hint = typing.get_args(hint)[0]
    return hint


def _marks(hint: Annotation) -> list[str]:
    marks: list[str] = []
    while (mark := getattr(typing.get_origin(hint), "_name", None)) in _KEY_MARKS:
        marks.append(str(mark))
        hint = typing.get_args(hint)[0]
    return marks


def optional_keys(record: Any) -> list[str]:
    """Return the keys of a TypedDict that may be missing.

    ``__optional_keys__`` is not enough: with ``from __future__ import annotations`` it ignores the qualifiers.
    """
    optional = []
    for name, hint in typing.get_type_hints(record, include_extras=True).items():
        marks = _marks(hint)
        if "NotRequired" in marks or (name in record.__optional_keys__ and "Required" not in marks):
            optional.append(name)
    return sorted(optional)


def _hint(function: Callable[..., Any], name: str) -> Annotation:
    """Resolve one annotation by itself; ``MISSING`` if that fails."""
    alone = types.SimpleNamespace(__annotations__={name: function.__annotations__[name]})
    try:
        return typing.get_type_hints(alone, getattr(function, "__globals__", {}), include_extras=True)[name]
    except Exception:  # noqa: BLE001 - as above
        return MISSING
