"""Values of a type: validate them, convert them to objects, and to JSON data and back."""

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
"""The decimal text that each float was read from; ``None`` if different numbers became the same float."""


def plain(annotation: Annotation, value: object) -> Any:
    """Validate *value*, JSON data or an object, and return it as canonical JSON data (see ``forms.form``).

    Changes that the type's own code makes are not kept: a validator that divides by 100 would divide again whenever the
    value is read.

    Raises:
        ValueError: It does not fit the type; the message is the first of pydantic.
    """
    if is_bare(annotation):
        return tidy(typed(annotation, value))
    data = form(annotation, value, read=typed)
    if not reader(annotation).faithful and not _same(data, value):
        _check_reading(annotation, data)
    return data


def typed(annotation: Annotation, value: object) -> Any:
    """Return *value* (JSON data or an object) as an object of the type.

    A bare type takes values of the same JSON type, and numbers of numpy; texts and truth values are not numbers.

    Raises:
        ValueError: It does not fit the type.
    """
    if is_bare(annotation):
        return value if type(value) is annotation else bare(annotation, value)
    if type(value) in BARE and (members := bare_members(annotation)):
        # pydantic would convert "3" to an integer; here ``int | None`` is as strict as ``int``.
        return value if type(value) in members else first_bare(members, value)
    import pydantic  # noqa: PLC0415 - it takes 80 ms, which calls with bare types must not need

    try:
        return reader(annotation).validator.validate_python(value)
    except pydantic.ValidationError as error:
        raise ValueError(first_fault(error)) from None
    except Exception as error:
        raise ValueError(_raised(error)) from error


def from_json(annotation: Annotation, data: object, *, exact: Exact | None = None) -> Any:
    """Validate JSON data as strictly as the schema of a type says, and return it as canonical JSON data.

    Unlike ``plain``, it takes no objects and converts nothing: no text is taken for a number and no number for a truth
    value, at any depth. Values without a JSON type (a label of an ``Enum``, a date) are texts.

    Args:
        annotation: The type.
        data: JSON data.
        exact: The decimal text of each float in *data*, as it was read, so that decimals stay exact.

    Raises:
        ValueError: It does not fit the type; the message is the first of pydantic.
        TypeError: *data* contains something that is not JSON data.
    """
    if type(data) is annotation and is_bare(annotation):
        return tidy(data)
    return form(annotation, data, read=lambda kind, value: strictly(kind, value, exact=exact))


def strictly(annotation: Annotation, data: object, *, exact: Exact | None = None) -> Any:
    """Return JSON data as an object of the type, as strictly as ``from_json`` reads it.

    Raises:
        ValueError: It does not fit the type; the message is the first of pydantic.
        TypeError: *data* contains something that is not JSON data.
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
    """Return the JSON data with which a model would answer to give *value*: as ``plain``, but it must read as *value*.

    Raises:
        ValueError: It does not fit the type, or it is an object that would be read back as another value.
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
    """Raise ValueError if the type cannot read the data that it writes."""
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
    """Return a message that a value does not fit a type, as in ``'x' (str) is not of type int: …``."""
    kind = type(value)
    among = (annotation, *typing.get_args(annotation))
    # Only classes: ``list[int]`` has the name ``list``, but is no other class of this name.
    twins = [each for each in among if inspect.isclass(each) and each.__name__ == kind.__name__]
    why = str(error)
    if twins and kind not in twins:
        name = kind.__name__
        why = f"that {name} is another class of this name; define the name again, or pass types=[{name}] to pm.load"
    return f"{clip(repr(value))} ({kind.__name__}) is not of type {show(annotation)}: {why}"


def first_fault(error: pydantic.ValidationError) -> str:
    """Return pydantic's first message in a short form: where, and what is wrong."""
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where + ': ' if where else ''}{first['msg']}{more}"
