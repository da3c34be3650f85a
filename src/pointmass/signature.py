"""The types of a spec: which are allowed, how they are described, validated and turned into JSON data and back."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import sys
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    import pydantic

Annotation: TypeAlias = Any
"""A type as it stands in a signature: a class, ``Literal[...]``, ``list[...]``, ``X | None``, ``Annotated[...]``."""

MISSING: Any = inspect.Parameter.empty
"""What stands for a default or an annotation that is not there."""


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a spec: its name, its type, and its default where it has one."""

    name: str
    annotation: Annotation
    default: Any = MISSING

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        return self.default is MISSING


def adapter(annotation: Annotation) -> pydantic.TypeAdapter[Any]:
    """Return pydantic's adapter of a type, made once.

    Raises:
        TypeError: The type has no JSON schema, so no model can be asked for it.
    """
    try:
        return _cached_adapter(annotation)
    except TypeError:  # an annotation that cannot be hashed
        return _adapter(annotation)


def fault(annotation: Annotation) -> str | None:
    """Say why a type cannot stand in a spec, or ``None`` when it can."""
    if annotation is MISSING:
        return "has no annotation"
    if isinstance(annotation, str):
        return f"has the annotation {annotation!r}, which names nothing that can be found"
    if annotation in (Any, object, None, type(None)):
        return f"has the annotation {show(annotation)}, which says nothing; name a type"
    try:
        schema(annotation)
    except Exception as error:  # noqa: BLE001 - pydantic has a family of errors for this; each means the same here
        return f"has the type {show(annotation)}, which has no JSON schema ({str(error).splitlines()[0]})"
    return None


def schema(annotation: Annotation) -> dict[str, Any]:
    """Return the JSON schema of a type, titles left out (a model reads it, and pays for each word)."""
    untitled = _untitled(adapter(annotation).json_schema())
    assert isinstance(untitled, dict)  # noqa: S101 - narrows the type: a schema is an object
    return untitled


def plain(annotation: Annotation, value: object) -> Any:
    """Validate *value* against a type and return it as JSON data.

    Raises:
        ValueError: It does not fit the type; the message is pydantic's first.
    """
    if annotation is str and type(value) is str:
        return value
    made = typed(annotation, value)
    return adapter(annotation).dump_python(made, mode="json")


def typed(annotation: Annotation, value: object) -> Any:
    """Return *value* (JSON data or an object) as an object of the type.

    Raises:
        ValueError: It does not fit the type.
    """
    import pydantic  # noqa: PLC0415 - 80 ms that a call of plain Python must not pay

    if annotation is str and type(value) is str:
        return value
    try:
        return adapter(annotation).validate_python(value)
    except pydantic.ValidationError as error:
        raise ValueError(first_fault(error)) from None


def first_fault(error: pydantic.ValidationError) -> str:
    """Put pydantic's first complaint into half a line: where, and what is wrong."""
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where + ': ' if where else ''}{first['msg']}{more}"


def show(annotation: Annotation) -> str:
    """Write a type as it would stand in source: ``str``, ``list[int]``, ``Literal['a', 'b']``, ``Colour``."""
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


def describe(annotation: Annotation, _open: tuple[type, ...] = ()) -> Any:  # noqa: PLR0911 - one line a kind of type
    """Describe a type as JSON data that depends on its content only, so that it can go into a digest.

    The JSON schema would do, but its text changes with pydantic's version, and a spec's digest must not.
    """
    origin: Any = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    inner = functools.partial(describe, _open=_open)
    if origin is Literal:
        return {"literal": [argument.value if isinstance(argument, Enum) else argument for argument in arguments]}
    if origin in (typing.Union, types.UnionType):
        return {"union": [inner(argument) for argument in arguments]}
    if origin is typing.Annotated:
        return {"of": inner(arguments[0]), "with": [repr(extra) for extra in arguments[1:]]}
    if origin is not None:
        return {show(origin): ["..." if argument is ... else inner(argument) for argument in arguments]}
    if annotation in _open:
        return {"same as": annotation.__name__}
    if isinstance(annotation, type):
        return _describe_class(annotation, (*_open, annotation))
    return show(annotation)


def fields_of(annotation: Annotation) -> dict[str, Annotation]:
    """Return the named fields of a record type (dataclass, TypedDict, pydantic model), or nothing for another type."""
    if not isinstance(annotation, type):
        return {}
    if dataclasses.is_dataclass(annotation) or typing.is_typeddict(annotation):
        return {
            name: hint
            for name, hint in typing.get_type_hints(annotation, include_extras=True).items()
            if name[0] != "_"
        }
    models = getattr(annotation, "model_fields", None)
    return {name: field.annotation for name, field in models.items()} if isinstance(models, Mapping) else {}


def _describe_class(kind: type, open_: tuple[type, ...]) -> Any:
    if issubclass(kind, Enum):
        return {"enum": kind.__name__, "values": [member.value for member in kind]}
    models = getattr(kind, "model_fields", None)
    if isinstance(models, Mapping):
        fields = {
            name: {"type": describe(field.annotation, open_), "required": field.is_required()}
            | ({"with": [repr(extra) for extra in field.metadata]} if field.metadata else {})
            | ({"means": field.description} if field.description else {})
            for name, field in models.items()
        }
        return {"record": kind.__name__, "fields": fields}
    if fields_of(kind):
        optional: frozenset[str] = getattr(kind, "__optional_keys__", frozenset())
        fields = {name: describe(hint, open_) for name, hint in fields_of(kind).items()}
        return {"record": kind.__name__, "fields": fields} | ({"optional": sorted(optional)} if optional else {})
    return kind.__name__


def _untitled(node: Any) -> Any:
    if isinstance(node, dict):
        # A property may itself be called "title": only a text there is a title.
        return {key: _untitled(value) for key, value in node.items() if key != "title" or not isinstance(value, str)}
    if isinstance(node, list):
        return [_untitled(item) for item in node]
    return node


def _adapter(annotation: Annotation) -> pydantic.TypeAdapter[Any]:
    import pydantic  # noqa: PLC0415 - loaded when a type is first used

    return pydantic.TypeAdapter(_for_pydantic(annotation))


def _for_pydantic(annotation: Annotation) -> Annotation:
    """Swap ``typing.TypedDict`` for the backport that pydantic insists on before Python 3.12, also inside other types."""
    if sys.version_info >= (3, 12):
        return annotation
    if typing.is_typeddict(annotation):
        return _backported(annotation)
    origin: Any = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    swapped = tuple(_for_pydantic(argument) for argument in arguments)
    if origin is None or origin is Literal or swapped == arguments:
        return annotation
    if origin in (typing.Union, types.UnionType):
        return typing.Union[swapped]  # noqa: UP007 - made of a tuple of types
    return origin[swapped]


def _backported(record: Any) -> Annotation:
    import typing_extensions  # noqa: PLC0415 - comes with pydantic, and is needed only there

    hints = typing.get_type_hints(record, include_extras=True)
    optional = record.__optional_keys__
    fields = {
        name: typing_extensions.NotRequired[_for_pydantic(hint)] if name in optional else _for_pydantic(hint)
        for name, hint in hints.items()
    }
    return typing_extensions.TypedDict(record.__name__, fields)  # type: ignore[operator] # the functional form


_cached_adapter = functools.lru_cache(maxsize=1024)(_adapter)
