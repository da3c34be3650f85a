"""Values of a type: validated, made into objects, and turned into JSON data and back."""

from __future__ import annotations

import json
import typing
from typing import TYPE_CHECKING, Any

from pointmass.errors import clip
from pointmass.signature.annotations import Annotation, show
from pointmass.signature.bare import BARE, bare, bare_members, first_bare, is_bare
from pointmass.signature.schemas import adapter

if TYPE_CHECKING:
    import pydantic


def plain(annotation: Annotation, value: object) -> Any:
    """Validate *value* against a type and return it as JSON data.

    Raises:
        ValueError: It does not fit the type; the message is pydantic's first.
    """
    if is_bare(annotation):
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
    if is_bare(annotation):
        return value if type(value) is annotation else bare(annotation, value)
    if type(value) in BARE and (members := bare_members(annotation)):
        # pydantic would rather make an integer of "3" than refuse it; ``int | None`` is as strict as ``int``.
        return value if type(value) in members else first_bare(members, value)
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
    if type(data) is annotation and is_bare(annotation):
        return data
    value = adapter(annotation).dump_python(strictly(annotation, data), mode="json", by_alias=True)
    if isinstance(data, bool) and value is not data:  # an Enum finds its member 1 by True, for they are equal
        raise ValueError(f"Input should be {show(annotation)}, not a boolean")
    return value


def strictly(annotation: Annotation, data: object) -> Any:
    """Return JSON data as an object of the type, as strictly as ``from_json`` reads it.

    Raises:
        ValueError: It does not fit the type; the message is pydantic's first.
        TypeError: *data* holds something that JSON cannot say.
    """
    import pydantic  # noqa: PLC0415 - as in typed

    try:
        return adapter(annotation).validate_json(json.dumps(data), strict=True)
    except pydantic.ValidationError as error:
        raise ValueError(first_fault(error)) from None


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
