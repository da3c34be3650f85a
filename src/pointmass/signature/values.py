"""Values of a type: validated, made into objects, and turned into JSON data and back."""

from __future__ import annotations

import inspect
import json
import typing
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from pointmass.errors import clip
from pointmass.signature.annotations import Annotation, show
from pointmass.signature.bare import BARE, bare, bare_members, first_bare, is_bare
from pointmass.signature.forms import form
from pointmass.signature.ordered import tidy
from pointmass.signature.reading import reader

if TYPE_CHECKING:
    import pydantic

Exact: TypeAlias = Mapping[float, str | None]
"""The decimal text that a float was read from; ``None`` where two texts of other values gave the same float."""


def plain(annotation: Annotation, value: object) -> Any:
    """Validate *value*, JSON data or an object, and return it as JSON data in the one form that its type has.

    Equal values have equal text (``forms.form``). What code of the type would make of JSON data is not kept: a validator
    that divides by 100 would divide again whenever the value is read.

    Raises:
        ValueError: It does not fit the type; the message is pydantic's first.
    """
    if is_bare(annotation):
        return tidy(typed(annotation, value))
    data = form(annotation, value, read=typed)
    if not reader(annotation).faithful and not _same(data, value):
        _check_reading(annotation, data)
    return data


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
        return reader(annotation).validator.validate_python(value)
    except pydantic.ValidationError as error:
        raise ValueError(first_fault(error)) from None
    except Exception as error:
        raise ValueError(_raised(error)) from error


def from_json(annotation: Annotation, data: object, *, exact: Exact | None = None) -> Any:
    """Validate JSON data as strictly as the schema of a type says, and return it in the one form that its type has.

    Unlike ``plain``, which also takes objects and what can be made into them, no text is a number here and no number a
    truth value, at any depth. What JSON has no type for (a label of an ``Enum``, a date) comes as its text.

    Args:
        annotation: The type.
        data: JSON data.
        exact: The decimal text of each float in it, as it was read; so that no decimal passes through a float.

    Raises:
        ValueError: It does not fit the type; the message is pydantic's first.
        TypeError: *data* holds something that JSON cannot say.
    """
    if type(data) is annotation and is_bare(annotation):
        return tidy(data)
    return form(annotation, data, read=lambda kind, value: strictly(kind, value, exact=exact))


def strictly(annotation: Annotation, data: object, *, exact: Exact | None = None) -> Any:
    """Return JSON data as an object of the type, as strictly as ``from_json`` reads it.

    Raises:
        ValueError: It does not fit the type; the message is pydantic's first.
        TypeError: *data* holds something that JSON cannot say.
    """
    if type(data) is annotation and is_bare(annotation):
        return data
    import pydantic  # noqa: PLC0415 - as in typed

    try:
        return reader(annotation).validator.validate_json(json.dumps(data), strict=True, context=exact or None)
    except pydantic.ValidationError as error:
        raise ValueError(first_fault(error)) from None
    except (TypeError, RecursionError):
        raise
    except Exception as error:
        raise ValueError(_raised(error)) from error


def as_said(annotation: Annotation, value: object) -> Any:
    """Return what a model would say to give a value: ``plain``, and read again it is that value.

    Raises:
        ValueError: It does not fit the type, or it is an object that code of the type makes of something else.
    """
    data = plain(annotation, value)
    if is_bare(annotation) or reader(annotation).faithful or _same(data, value) or type(value).__eq__ is object.__eq__:
        return data
    if not isinstance(value, str | int | float | list | dict) and strictly(annotation, data) != value:
        raise ValueError(
            f"written as {clip(json.dumps(data, ensure_ascii=False))} it would be read as "
            f"{clip(repr(strictly(annotation, data)))}; give the JSON data that a model should say"
        )
    return data


def _raised(error: Exception) -> str:
    return f"a validator of the type raised {type(error).__name__}: {clip(str(error), 200)}"


def _check_reading(annotation: Annotation, data: object) -> None:
    """Refuse an object that its type writes in a way that it does not read."""
    try:
        strictly(annotation, data)
    except Exception as error:  # noqa: BLE001 - as above
        raise ValueError(
            f"it is written as {clip(json.dumps(data, ensure_ascii=False))}, which {show(annotation)} does not read "
            f"({str(error).splitlines()[0]}); give the JSON data that it reads"
        ) from None


def _same(data: object, value: object) -> bool:
    return type(data) is type(value) and data == value


def misfit(annotation: Annotation, value: object, error: Exception) -> str:
    """Say in half a line that a value is not of a type, and why: ``'x' (str) is not of type int: Input should be …``."""
    kind = type(value)
    among = (annotation, *typing.get_args(annotation))
    # Classes only: ``list[int]`` calls itself ``list``, and is no other list.
    twins = [each for each in among if inspect.isclass(each) and each.__name__ == kind.__name__]
    why = str(error)
    if twins and kind not in twins:
        name = kind.__name__
        why = f"that {name} is another class of this name; define the name again, or pass types=[{name}] to pm.load"
    return f"{clip(repr(value))} ({kind.__name__}) is not of type {show(annotation)}: {why}"


def first_fault(error: pydantic.ValidationError) -> str:
    """Put pydantic's first complaint into half a line: where, and what is wrong."""
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where + ': ' if where else ''}{first['msg']}{more}"
