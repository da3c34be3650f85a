"""The JSON schema of a type, by pydantic's adapter, and whether a type is allowed in a spec."""

from __future__ import annotations

import functools
import sys
import types
import typing
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

from pointmass.digest import canonical
from pointmass.frozen import thawed
from pointmass.signature.annotations import MISSING, Annotation, fields_of, is_typed_dict, optional_keys, show, unmarked
from pointmass.signature.bare import BARE, is_bare
from pointmass.signature.cached import kept
from pointmass.signature.describe import describe
from pointmass.signature.ordered import settled

if TYPE_CHECKING:
    import pydantic
    from pydantic.json_schema import GenerateJsonSchema


@kept
def adapter(annotation: Annotation) -> pydantic.TypeAdapter[Any]:
    """Return pydantic's adapter of a type; it is cached.

    Raises:
        TypeError: The type has no JSON schema, so no model can be asked for it.
    """
    import pydantic  # noqa: PLC0415 - loaded when a type is first used

    kind = _for_pydantic(annotation)
    try:
        # Otherwise NaN in a plain ``list`` or ``dict`` would silently be written as null.
        return pydantic.TypeAdapter(kind, config=pydantic.ConfigDict(ser_json_inf_nan="constants"))
    except pydantic.PydanticUserError:  # the type has its own configuration
        return pydantic.TypeAdapter(kind)


def schema(annotation: Annotation) -> dict[str, Any]:
    """Return the JSON schema of a type, without titles, as each word costs tokens; the caller may change it."""
    copied = thawed(_schema(annotation))
    assert isinstance(copied, dict)  # noqa: S101 - narrows the type: a schema is an object
    return copied


@kept
def _schema(annotation: Annotation) -> Any:
    if is_bare(annotation):
        return {"type": BARE[annotation]}
    return _untitled(adapter(annotation).json_schema(schema_generator=_steady_generator()))


@functools.cache
def _steady_generator() -> type[GenerateJsonSchema]:
    """Return pydantic's generator of schemas, changed so that defaults are in the same order in every process."""
    from pydantic.json_schema import GenerateJsonSchema  # noqa: PLC0415 - as above

    class Steady(GenerateJsonSchema):
        def encode_default(self, dft: Any) -> Any:
            return settled(dft, super().encode_default(dft))

    return Steady


def fault(annotation: Annotation) -> str | None:
    """Return why a type is not allowed in a spec; ``None`` if it is allowed."""
    if annotation is MISSING:
        return "has no annotation"
    if isinstance(annotation, str):
        return f"has the annotation {annotation!r}, which names nothing that can be found"
    if annotation in (Any, object, None, type(None)):
        return f"has the annotation {show(annotation)}, which says nothing about the value; name a type"
    try:
        schema(annotation)
        canonical(describe(annotation))
    except Exception as error:  # noqa: BLE001 - pydantic has a family of errors for this; each means the same here
        return f"has the type {show(annotation)}, which has no JSON schema ({str(error).splitlines()[0]})"
    secret = _secret(annotation)
    if secret:
        return f"has the type {secret}, which hides its value, from the model too; name a type that shows it"
    return None


@kept
def checkable(annotation: Annotation) -> bool:
    """Whether a type is allowed in a spec, so that values can be checked against it; the result is cached."""
    return fault(annotation) is None


def _secret(annotation: Annotation, seen: tuple[Any, ...] = ()) -> str:
    """Return the type in an annotation that hides its value, such as ``SecretStr``; the empty text if there is none."""
    pydantic: Any = sys.modules.get("pydantic")
    if pydantic is None:  # no such class can exist
        return ""
    annotation = unmarked(annotation)
    origin: Any = typing.get_origin(annotation)
    kind = annotation if origin is None else origin
    if isinstance(kind, type) and issubclass(kind, pydantic.SecretStr | pydantic.SecretBytes | pydantic.Secret):
        return show(annotation)
    if annotation in seen or origin is Literal:
        return ""
    behind = getattr(annotation, "__value__", None) or getattr(annotation, "__supertype__", None)
    parts = [behind, *typing.get_args(annotation), *fields_of(kind).values()]
    found = (_secret(part, (*seen, annotation)) for part in parts if part is not None)
    return next((name for name in found if name), "")


def _untitled(node: Any) -> Any:
    if isinstance(node, dict):
        # A property may have the name "title"; only a text under this key is a title.
        return {key: _untitled(value) for key, value in node.items() if key != "title" or not isinstance(value, str)}
    if isinstance(node, list):
        return [_untitled(item) for item in node]
    return node


def _for_pydantic(annotation: Annotation) -> Annotation:
    """Return a type in the form that pydantic needs, at any depth of the annotation.

    Two things are changed. A ``Literal`` of ``Enum`` members also accepts the values of the members, as the schema asks
    for these. Before Python 3.12 pydantic refuses a ``typing.TypedDict``, so it is replaced by one of
    ``typing_extensions``.
    """
    if is_typed_dict(annotation) and type(annotation).__module__ == "typing" and sys.version_info < (3, 12):
        return _backported(annotation)
    origin: Any = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin is Literal:
        return _by_value(annotation, [member for member in arguments if isinstance(member, Enum)])
    swapped = tuple(_for_pydantic(argument) for argument in arguments)
    if origin is None or all(new is old for new, old in zip(swapped, arguments, strict=True)):
        return annotation
    if origin in (typing.Union, types.UnionType):
        return typing.Union[swapped]  # noqa: UP007 - made of a tuple of types
    return typing.Annotated[swapped] if origin is typing.Annotated else origin[swapped]


def _by_value(literal: Annotation, members: list[Enum]) -> Annotation:
    if not members:
        return literal
    import pydantic  # noqa: PLC0415 - as above

    def member_of(value: object) -> object:
        return next((m for m in members if type(m.value) is type(value) and m.value == value), value)

    return typing.Annotated[literal, pydantic.BeforeValidator(member_of)]


@functools.lru_cache(maxsize=1024)
def _backported(record: Any) -> Annotation:
    import typing_extensions  # noqa: PLC0415 - comes with pydantic, and is needed only there

    fields: dict[str, Any] = {}
    for name, hint in typing.get_type_hints(record, include_extras=True).items():
        mark = "NotRequired" if name in optional_keys(record) else "Required"
        fields[name] = getattr(typing_extensions, mark)[_for_pydantic(unmarked(hint))]
    make: Any = typing_extensions.TypedDict
    made = make(record.__name__, fields)
    made.__doc__ = record.__doc__
    return made
