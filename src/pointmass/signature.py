"""The types of a spec: which are allowed, how they are described, validated and turned into JSON data and back."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import inspect
import json
import keyword
import numbers
import re
import sys
import types
import typing
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pointmass.digest import canonical
from pointmass.errors import clip

if TYPE_CHECKING:
    import pydantic

Annotation: TypeAlias = Any
"""A type as it stands in a signature: a class, ``Literal[...]``, ``list[...]``, ``X | None``, ``Annotated[...]``."""

MISSING: Any = inspect.Parameter.empty
"""What stands for a default or an annotation that is not there."""

_BARE: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
"""Types whose objects are JSON data as they are, so that most specs, and all of deployed code, never load pydantic."""

_KEY_MARKS = ("Required", "NotRequired", "ReadOnly")
"""What marks a key of a TypedDict, in ``typing`` and in ``typing_extensions``."""


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
        canonical(describe(annotation))
    except Exception as error:  # noqa: BLE001 - pydantic has a family of errors for this; each means the same here
        return f"has the type {show(annotation)}, which has no JSON schema ({str(error).splitlines()[0]})"
    return None


def schema(annotation: Annotation) -> dict[str, Any]:
    """Return the JSON schema of a type, titles left out (a model reads it, and pays for each word)."""
    if _is_bare(annotation):
        return {"type": _BARE[annotation]}
    untitled = _untitled(adapter(annotation).json_schema())
    assert isinstance(untitled, dict)  # noqa: S101 - narrows the type: a schema is an object
    return untitled


def checkable(annotation: Annotation) -> bool:
    """Whether values can be checked against a type: it has a JSON schema. Found out once, when first asked."""
    try:
        return _cached_checkable(annotation)
    except TypeError:  # an annotation that cannot be hashed
        return fault(annotation) is None


def hints(function: Callable[..., Any]) -> dict[str, Annotation]:
    """Return the annotations of a function by name; what names nothing that can be found is left out."""
    try:
        return typing.get_type_hints(function, include_extras=True)
    except Exception:  # noqa: BLE001 - a name that cannot be found; the others are found one by one
        found = {name: _hint(function, name) for name in getattr(function, "__annotations__", ())}
        return {name: hint for name, hint in found.items() if hint is not MISSING}


def is_name(name: object) -> bool:
    """Whether code can define this name: an identifier, no keyword, written the way the compiler writes it."""
    return (
        isinstance(name, str)
        and name.isidentifier()
        and not keyword.iskeyword(name)
        and unicodedata.normalize("NFKC", name) == name
    )


def plain(annotation: Annotation, value: object) -> Any:
    """Validate *value* against a type and return it as JSON data.

    Raises:
        ValueError: It does not fit the type; the message is pydantic's first.
    """
    if _is_bare(annotation):
        return typed(annotation, value)
    made = typed(annotation, value)
    # By alias: what goes out under a name must come in under the same name.
    return adapter(annotation).dump_python(made, mode="json", by_alias=True)


def typed(annotation: Annotation, value: object) -> Any:
    """Return *value* (JSON data or an object) as an object of the type.

    A bare type takes what JSON would call so, and numbers of numpy: no text is a number, and no truth value either.

    Raises:
        ValueError: It does not fit the type.
    """
    if _is_bare(annotation):
        return value if type(value) is annotation else _bare(annotation, value)
    if type(value) in _BARE and (members := _bare_members(annotation)):
        # pydantic would rather make an integer of "3" than refuse it; ``int | None`` is as strict as ``int``.
        return value if type(value) in members else _first_bare(members, value)
    import pydantic  # noqa: PLC0415 - 80 ms that a call of plain Python must not pay

    try:
        return adapter(annotation).validate_python(value)
    except pydantic.ValidationError as error:
        raise ValueError(first_fault(error)) from None


def from_json(annotation: Annotation, data: object) -> Any:
    """Validate JSON data as strictly as the schema of a type says, and return it as JSON data.

    Unlike ``plain``, which also takes objects and what can be made into them, no text is a number here and no number a
    truth value, at any depth. What JSON has no type for (a label of an ``Enum``, a date) comes as its text.

    Raises:
        ValueError: It does not fit the type; the message is pydantic's first.
        TypeError: *data* holds something that JSON cannot say.
    """
    if type(data) is annotation and _is_bare(annotation):
        return data
    import pydantic  # noqa: PLC0415 - as in typed

    adapts = adapter(annotation)
    try:
        made = adapts.validate_json(json.dumps(data), strict=True)
    except pydantic.ValidationError as error:
        raise ValueError(first_fault(error)) from None
    value = adapts.dump_python(made, mode="json", by_alias=True)
    if isinstance(data, bool) and value is not data:  # an Enum finds its member 1 by True, for they are equal
        raise ValueError(f"Input should be {show(annotation)}, not a boolean")
    return value


def misfit(annotation: Annotation, value: object, error: Exception) -> str:
    """Say in half a line that a value is not of a type, and why: ``'x' (str) is no int: Input should be …``."""
    kind = type(value)
    twins = [
        each for each in (annotation, *typing.get_args(annotation)) if getattr(each, "__name__", "") == kind.__name__
    ]
    why = str(error)
    if twins and kind not in twins:
        name = kind.__name__
        why = f"that {name} is another class of this name; define the name again, or pass types=[{name}] to pm.load"
    return f"{clip(repr(value))} ({kind.__name__}) is no {show(annotation)}: {why}"


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
        return {"of": inner(arguments[0]), "with": _described_extras(arguments[1:])}
    if _unmarked(annotation) is not annotation:
        return inner(_unmarked(annotation))  # whether a key may be missing stands beside the fields
    if origin is not None and fields_of(origin):
        return {"generic": inner(origin), "with": [inner(argument) for argument in arguments]}
    if origin is not None:
        return {show(origin): ["..." if argument is ... else inner(argument) for argument in arguments]}
    if annotation in _open:
        return {"same as": annotation.__name__}
    if isinstance(annotation, type):
        return _described_class(annotation, (*_open, annotation))
    behind = getattr(annotation, "__value__", None) or getattr(annotation, "__supertype__", None)
    return show(annotation) if behind is None else inner(behind)  # `type X = ...` and NewType mean what they name


def fields_of(annotation: Annotation) -> dict[str, Annotation]:
    """Return the named fields of a record type (dataclass, TypedDict, pydantic model), or nothing for another type."""
    if not isinstance(annotation, type):
        return {}
    if dataclasses.is_dataclass(annotation) or is_typed_dict(annotation):
        hints = typing.get_type_hints(annotation, include_extras=True)
        # Of a dataclass only what its constructor takes; its hints name class variables, too.
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


def _unmarked(hint: Annotation) -> Annotation:
    """Return the type of a TypedDict's key without ``Required`` and its like."""
    for _ in _marks(hint):
        hint = typing.get_args(hint)[0]
    return hint


def _marks(hint: Annotation) -> list[str]:
    marks: list[str] = []
    while (mark := getattr(typing.get_origin(hint), "_name", None)) in _KEY_MARKS:
        marks.append(str(mark))
        hint = typing.get_args(hint)[0]
    return marks


def _optional_keys(record: Any) -> list[str]:
    """Return the keys of a TypedDict that may be missing.

    ``__optional_keys__`` alone does not say it: under ``from __future__ import annotations`` it sees no marks.
    """
    optional = []
    for name, hint in typing.get_type_hints(record, include_extras=True).items():
        marks = _marks(hint)
        if "NotRequired" in marks or (name in record.__optional_keys__ and "Required" not in marks):
            optional.append(name)
    return sorted(optional)


def _described_class(kind: type, open_: tuple[type, ...]) -> Any:
    # What a class says of itself is part of what a model reads; what Python writes there of itself is not.
    said = inspect.cleandoc(kind.__doc__ or "")
    means = {} if not said or said.startswith((f"{kind.__name__}(", "An enumeration.")) else {"means": said}
    if issubclass(kind, Enum):
        return {"enum": kind.__name__, "values": [member.value for member in kind]} | means
    models = getattr(kind, "model_fields", None)
    if isinstance(models, Mapping):
        fields = {name: _described_field(field, open_) for name, field in models.items()}
        return {"record": kind.__name__, "fields": fields} | means
    if fields_of(kind):
        fields = {name: describe(hint, open_) for name, hint in fields_of(kind).items()}
        return {"record": kind.__name__, "fields": fields} | means | _described_defaults(kind)
    return kind.__name__


def _described_field(field: Any, open_: tuple[type, ...]) -> dict[str, Any]:
    """Describe a field of a pydantic model."""
    text: dict[str, Any] = {"type": describe(field.annotation, open_), "required": field.is_required()}
    text |= {"with": _described_extras(field.metadata)} if field.metadata else {}
    text |= {"means": field.description} if field.description else {}
    text |= {"alias": field.alias} if field.alias else {}
    if field.default_factory is not None:
        return text | {"made by": _name_of(field.default_factory)}
    return text if field.is_required() else text | {"default": _as_json(field.default)}


def _described_defaults(kind: type) -> dict[str, Any]:
    """Say which fields of a dataclass or TypedDict may be missing, and what stands for them."""
    if not dataclasses.is_dataclass(kind):
        optional = _optional_keys(kind)
        return {"optional": optional} if optional else {}
    fields = [field for field in dataclasses.fields(kind) if field.init]
    values = {f.name: _as_json(f.default) for f in fields if f.default is not dataclasses.MISSING}
    made = {f.name: _name_of(f.default_factory) for f in fields if f.default_factory is not dataclasses.MISSING}
    return ({"defaults": values} if values else {}) | ({"made by": made} if made else {})


def _described_extras(extras: Iterable[Any]) -> dict[str, Any]:
    """Describe what stands beside a type in ``Annotated``: constraints by their names, the rest as text.

    Neither pydantic's way of writing itself goes in, nor an address in memory: a digest outlives both.
    """
    said: dict[str, Any] = {}
    for extra in extras:
        metadata = getattr(extra, "metadata", None)
        if isinstance(metadata, list):  # pydantic.Field(...)
            said |= _described_extras(metadata)
            said |= {"description": extra.description} if getattr(extra, "description", None) else {}
        elif dataclasses.is_dataclass(extra) and not isinstance(extra, type):  # annotated_types.Gt and its like
            values = {f.name: getattr(extra, f.name) for f in dataclasses.fields(extra)}
            said |= {name: _as_json(value) for name, value in values.items() if value is not None}
        elif type(extra).__name__ == "_PydanticGeneralMetadata":  # pattern=, allow_inf_nan= and their like
            said |= {name: _as_json(value) for name, value in vars(extra).items()}
        else:
            said["also"] = [*said.get("also", []), _as_json(extra)]
    return said


def _as_json(value: object) -> Any:
    """Return a value as it is where JSON can say it, otherwise as text that is the same in every process."""
    try:
        canonical(value)
    except (TypeError, ValueError):
        return {"python": _name_of(value)}
    return value.value if isinstance(value, Enum) else value


def _name_of(value: object) -> str:
    name = getattr(value, "__qualname__", None)
    return name if isinstance(name, str) else re.sub(r" at 0x[0-9A-Fa-f]+", "", repr(value))


def _is_bare(annotation: Annotation) -> bool:
    return annotation is str or annotation is int or annotation is float or annotation is bool


def _bare(annotation: Annotation, value: Any) -> Any:
    """Return a value as an object of a bare type, or refuse what JSON would call otherwise; pydantic is not loaded."""
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        value = value.item()  # a cell of a Series
    if annotation is bool or isinstance(value, bool):
        fits = annotation is bool and isinstance(value, bool)
    elif annotation is str:
        fits = isinstance(value, str)
    elif annotation is int:
        # A column of integers in which one is missing holds floats.
        fits = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    else:
        fits = isinstance(value, int | float | numbers.Real) or type(value).__module__ == "decimal"
    if not fits:
        raise ValueError(f"Input should be a valid {_BARE[annotation]}")
    try:
        return str.__str__(value) if annotation is str else annotation(value)
    except OverflowError:
        raise ValueError("Input should be a number that fits into 64 bits") from None


def _bare_members(annotation: Annotation) -> list[Annotation]:
    """Return the bare types of a union of nothing but these and ``None``; nothing for another type."""
    origin: Any = typing.get_origin(annotation)
    members = typing.get_args(annotation) if origin in (typing.Union, types.UnionType) else ()
    bare = [member for member in members if _is_bare(member)]
    return bare if len(bare) == len([member for member in members if member is not type(None)]) else []


def _first_bare(members: list[Annotation], value: object) -> Any:
    for member in members:
        with contextlib.suppress(ValueError):
            return _bare(member, value)
    raise ValueError(f"Input should be a valid {' or '.join(_BARE[member] for member in members)}")


def _hint(function: Callable[..., Any], name: str) -> Annotation:
    """Resolve one annotation by itself, so that only what is wrong is called wrong."""
    alone = types.SimpleNamespace(__annotations__={name: function.__annotations__[name]})
    try:
        return typing.get_type_hints(alone, getattr(function, "__globals__", {}), include_extras=True)[name]
    except Exception:  # noqa: BLE001 - as above
        return MISSING


def _untitled(node: Any) -> Any:
    if isinstance(node, dict):
        # A property may itself be called "title": only a text there is a title.
        return {key: _untitled(value) for key, value in node.items() if key != "title" or not isinstance(value, str)}
    if isinstance(node, list):
        return [_untitled(item) for item in node]
    return node


def _adapter(annotation: Annotation) -> pydantic.TypeAdapter[Any]:
    import pydantic  # noqa: PLC0415 - loaded when a type is first used

    kind = _for_pydantic(annotation)
    try:
        # Otherwise NaN in a plain ``list`` or ``dict`` would go out as null, and nobody would be told.
        return pydantic.TypeAdapter(kind, config=pydantic.ConfigDict(ser_json_inf_nan="constants"))
    except pydantic.PydanticUserError:  # a record has a configuration of its own
        return pydantic.TypeAdapter(kind)


def _for_pydantic(annotation: Annotation) -> Annotation:
    """Return a type as pydantic takes it, wherever in the annotation it stands.

    Two things differ: a ``Literal`` of ``Enum`` members is asked for by the members' values, so these are read, too; and
    before Python 3.12 a ``typing.TypedDict`` is refused, so its twin of ``typing_extensions`` goes in.
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
        mark = "NotRequired" if name in _optional_keys(record) else "Required"
        fields[name] = getattr(typing_extensions, mark)[_for_pydantic(_unmarked(hint))]
    make: Any = typing_extensions.TypedDict
    made = make(record.__name__, fields)
    made.__doc__ = record.__doc__
    return made


@functools.lru_cache(maxsize=1024)
def _cached_checkable(annotation: Annotation) -> bool:
    return fault(annotation) is None


_cached_adapter = functools.lru_cache(maxsize=1024)(_adapter)
