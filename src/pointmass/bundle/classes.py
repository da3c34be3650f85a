"""The types of a spec, from text back to classes: rebuilt where the text says everything, otherwise taken from the user."""

from __future__ import annotations

import dataclasses
import enum
import keyword
import typing
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, Literal

from pointmass.digest import canonical
from pointmass.errors import BundleError
from pointmass.signature import Annotation, describe, fields_of, is_typed_dict, typed

_BUILT_IN: dict[str, Any] = {
    kind.__name__: kind for kind in (str, int, float, bool, bytes, list, dict, tuple, set, frozenset)
} | {"NoneType": type(None), "Any": Any}
_STANDARD = {
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
    "timedelta": "datetime",
    "Decimal": "decimal",
    "Path": "pathlib",
    "UUID": "uuid",
    "Iterable": "collections.abc",
    "Mapping": "collections.abc",
    "Sequence": "collections.abc",
}
"""Types of the standard library, and where they live; imported when one is named."""

_FACTORIES: dict[str, Any] = {kind.__name__: kind for kind in (list, dict, set)}
_FIELD = (
    *("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern", "description", "strict"),
    *("allow_inf_nan", "max_digits", "decimal_places"),
)
"""Constraints that ``pydantic.Field`` takes under the names that ``describe`` gives them."""

_ENUMS: dict[str, Any] = {"StrEnum": enum.StrEnum, "IntEnum": enum.IntEnum, "Enum": enum.Enum}
_MIXINS: dict[str, Any] = {"str": str, "int": int, "float": float}
_HOME = "pointmass.rebuilt"


def classes_of(annotations: Iterable[Annotation]) -> dict[str, Any]:
    """Write down what rebuilding the classes in some types needs beyond their description.

    Returns:
        For each class by its name: its ``kind``; of an ``Enum`` also its ``base`` and the names of its ``members``.
    """
    found: dict[str, Any] = {}
    for annotation in annotations:
        _note(annotation, found)
    return found


def rebuild(
    shapes: Iterable[Any], *, classes: Mapping[str, Any], types: Iterable[type], where: str
) -> list[Annotation]:
    """Turn the descriptions of types (``signature.describe``) back into types.

    Args:
        shapes: The descriptions.
        classes: What ``classes_of`` wrote down.
        types: Classes to use where a description names them; a pydantic model must be given here.
        where: What is read, for messages.

    Raises:
        BundleError: Some classes cannot be rebuilt and were not given; the message names all of them.
    """
    work = _Rebuilding(classes, {kind.__name__: kind for kind in types})
    made = [work.type_of(shape) for shape in shapes]
    if work.missing:
        why = "; ".join(f"{name}: {reason}" for name, reason in work.missing.items())
        names = ", ".join(name for name in work.missing if name.isidentifier())
        raise BundleError(
            f"{where}: these types cannot be rebuilt from text ({why}); pass the classes: types=[{names}]"
        )
    return made


def _note(annotation: Annotation, found: dict[str, Any]) -> None:
    origin: Any = typing.get_origin(annotation)
    for argument in typing.get_args(annotation) if origin is not Literal else ():
        _note(argument, found)
    kind = origin or annotation
    if not isinstance(kind, type) or kind.__name__ in found:
        return
    if issubclass(kind, enum.Enum):
        members = [member.name for member in kind]
        found[kind.__name__] = {"kind": "enum", "base": _enum_base(kind), "members": members}
    elif fields_of(kind):
        found[kind.__name__] = {"kind": _record_kind(kind)}
        for inner in fields_of(kind).values():
            _note(inner, found)


def _enum_base(kind: type[enum.Enum]) -> str:
    if issubclass(kind, enum.Flag):
        return "Flag"
    bases = [name for name, base in (_ENUMS | _MIXINS).items() if issubclass(kind, base) and name != "Enum"]
    return bases[0] if bases else "Enum"


def _record_kind(kind: type) -> str:
    if dataclasses.is_dataclass(kind):
        return "dataclass"
    return "TypedDict" if is_typed_dict(kind) else "model"


@dataclasses.dataclass(slots=True)
class _Rebuilding:
    """One rebuilding: what is given, what was made, and what cannot be made, with the reason."""

    classes: Mapping[str, Any]
    given: Mapping[str, type]
    made: dict[str, Any] = dataclasses.field(default_factory=dict)
    missing: dict[str, str] = dataclasses.field(default_factory=dict)

    def type_of(self, shape: Any) -> Annotation:  # noqa: PLR0911 - one line per kind of type, as in describe
        """Return the type of one description; one that cannot be made is noted, and stands as ``Any``."""
        match shape:
            case str():
                return self._named(shape)
            case {"literal": [*values]} if values:
                return Literal[tuple(values)]
            case {"union": [*parts]} if parts:
                return typing.Union[tuple(map(self.type_of, parts))]  # noqa: UP007 - made of a tuple
            case {"of": inner, "with": dict(extras)}:
                return self._annotated(self.type_of(inner), extras)
            case {"enum": str(name), "values": [*values]}:
                return self._class(name, shape, lambda: self._enum(name, values))
            case {"record": str(name), "fields": dict(fields)}:
                return self._class(name, shape, lambda: self._record(name, fields, shape))
            case {"same as": str(name)}:
                return self.given.get(name) or self._cannot(name, "it holds itself")
            case {"generic": {"record": str(name)}}:
                return self._cannot(name, "it is generic; give a class without parameters")
        if isinstance(shape, dict) and len(shape) == 1:
            return self._parametrized(*next(iter(shape.items())))
        return self._cannot("?", f"{str(shape)[:60]} describes no type")

    def _cannot(self, name: str, reason: str) -> Annotation:
        self.missing.setdefault(name, reason)
        return Any

    def _named(self, name: str) -> Annotation:
        if name in self.given:
            return self.given[name]
        return _known(name) or self._cannot(name, "a class of its own")

    def _parametrized(self, name: str, arguments: Any) -> Annotation:
        known = _known(name)
        if known is None or not isinstance(arguments, list) or not arguments:
            return self._cannot(name, "a class of its own")
        inner = tuple(... if argument == "..." else self.type_of(argument) for argument in arguments)
        try:
            return known[inner]
        except TypeError as error:
            return self._cannot(name, str(error))

    def _annotated(self, inner: Annotation, extras: dict[str, Any]) -> Annotation:
        import pydantic  # noqa: PLC0415 - only where a type has constraints

        texts = extras.get("also", [])
        extras = {name: value for name, value in extras.items() if name != "also"}
        unknown = [name for name in extras if name not in _FIELD]
        unknown += [str(text) for text in texts if isinstance(text, dict)]
        if unknown:
            return self._cannot(f"Annotated[..., {', '.join(unknown)}]", "what stands next to it is not text")
        field = (pydantic.Field(**extras),) if extras else ()
        return typing.Annotated[(inner, *field, *texts)]

    def _class(self, name: str, shape: Any, make: Any) -> Annotation:
        """Return the class of a name: the given one if it is the one described, else one made, once."""
        if name in self.given:
            return self._checked(name, shape)
        key = canonical(shape)
        if key not in self.made:
            try:
                self.made[key] = make()
            except (TypeError, ValueError) as error:
                return self._cannot(name, str(error))
            if isinstance(self.made[key], type) and isinstance(shape.get("means"), str):
                self.made[key].__doc__ = shape["means"]
        return self.made[key]

    def _checked(self, name: str, shape: Any) -> Annotation:
        if canonical(describe(self.given[name])) != canonical(shape):
            return self._cannot(name, "the class that was given has other fields, values, defaults or words")
        return self.given[name]

    def _enum(self, name: str, values: list[Any]) -> Annotation:
        note = self._noted(name)
        members, base = note.get("members"), note.get("base", "Enum")
        if not isinstance(members, list) or len(members) != len(values) or base not in _ENUMS | _MIXINS:
            return self._cannot(name, "the names of its members are not written down")
        if not all(isinstance(member, str) and _is_member_name(member) for member in members):
            return self._cannot(name, "its members have names that code cannot write")
        pairs = list(zip(members, values, strict=True))
        mixin = {"type": _MIXINS[base]} if base in _MIXINS else {}
        return _ENUMS.get(base, enum.Enum)(name, pairs, module=_HOME, **mixin)

    def _record(self, name: str, fields: dict[str, Any], shape: Mapping[str, Any]) -> Annotation:
        kind = self._noted(name).get("kind", "TypedDict")
        if kind == "model" or any(isinstance(field, dict) and "required" in field for field in fields.values()):
            return self._cannot(name, "a pydantic model")
        kinds = {field: self.type_of(inner) for field, inner in fields.items()}
        if kind == "dataclass":
            return self._dataclass(name, kinds, shape)
        return _typed_dict(name, kinds, shape.get("optional", []))

    def _dataclass(self, name: str, kinds: dict[str, Annotation], shape: Mapping[str, Any]) -> Annotation:
        defaults, factories = shape.get("defaults", {}), shape.get("made by", {})
        strange = [key for key, made in factories.items() if made not in _FACTORIES]
        strange += [key for key, value in defaults.items() if isinstance(value, dict)]
        if strange:
            return self._cannot(name, f"the defaults of {strange} are not JSON data")
        fields: list[Any] = []
        for key, kind in kinds.items():
            if key in factories:
                fields.append((key, kind, dataclasses.field(default_factory=_FACTORIES[factories[key]])))
            elif key in defaults:
                fields.append((key, kind, dataclasses.field(default=_frozen(typed(kind, defaults[key])))))
            else:
                fields.append((key, kind))
        made = dataclasses.make_dataclass(name, fields, kw_only=True)
        made.__module__ = _HOME
        return made

    def _noted(self, name: str) -> Mapping[str, Any]:
        note = self.classes.get(name)
        return note if isinstance(note, dict) else {}


def _typed_dict(name: str, kinds: Mapping[str, Annotation], optional: list[str]) -> Annotation:
    """Make a TypedDict of the kind that pydantic takes anywhere, also before Python 3.12."""
    import typing_extensions  # noqa: PLC0415 - comes with pydantic, which such a type needs

    make: Any = typing_extensions.TypedDict
    made = make(
        name, {key: typing_extensions.NotRequired[kind] if key in optional else kind for key, kind in kinds.items()}
    )
    made.__module__ = _HOME
    return made


def _known(name: str) -> Any:
    return getattr(import_module(_STANDARD[name]), name) if name in _STANDARD else _BUILT_IN.get(name)


def _is_member_name(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("_")


def _frozen(value: Any) -> Any:
    """A list as a default is a tuple that JSON wrote down; a dataclass takes no other."""
    return tuple(value) if isinstance(value, list) else value
