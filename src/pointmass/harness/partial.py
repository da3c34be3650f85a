"""Code that gives some fields of a record, checked strictly; a model is asked for the missing fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pointmass.digest import canonical
from pointmass.errors import clip
from pointmass.facts import Notice, notice
from pointmass.run.trace import what_raised
from pointmass.signature import Annotation, as_record, misfits, record_fields
from pointmass.spec import Spec


class Partial(Exception):  # noqa: N818 - no error: a model is asked for the rest
    """Raised if code gave some fields of a record, so that a model must give the others.

    It is an exception, and not a return value, so that calls that code answers alone need no check.

    Attributes:
        known: The fields that the code gave, as JSON data.
    """

    def __init__(self, known: dict[str, Any]) -> None:
        super().__init__(f"code gave {', '.join(known)}")
        self.known = known


class Misfit(Exception):  # noqa: N818 - no error: a model is asked for the whole result
    """Raised if what code gave does not fit the result type; the message says why. A model is asked for the result."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """Why a model is asked in a call, and which fields of the result code gave.

    Attributes:
        note: Why code did not answer; ``None`` if there is no code, or if it gave some fields.
        known: The fields that code gave, JSON data; empty if the model is asked for the whole result.
    """

    note: Notice | None = None
    known: Mapping[str, Any] = field(default_factory=dict)


def fallback_after(error: BaseException) -> Fallback:
    """Return why the model is asked after code raised an exception, and the fields that the code gave."""
    if isinstance(error, Partial):
        return Fallback(known=error.known)
    if isinstance(error, Misfit):
        return Fallback(notice("no part of the record", why=str(error)))
    return Fallback(notice("the code raised", said=what_raised(error)))


def in_parts(function: Callable[..., Any], spec: Spec, fields: Sequence[str]) -> Callable[..., dict[str, Any]]:
    """Return a function that returns whole records, of code that gives some fields of a record or all of them.

    Args:
        function: The code: takes arguments by position, and returns a ``dict`` of JSON data.
        spec: The spec behind it; its result is a record.
        fields: The fields that the code gives at most, in the order of the type.

    Returns:
        A function that returns the record as JSON data. It raises ``Partial`` if fields are missing, and ``Misfit`` if
        what the code gave does not fit the record.
    """
    complete = {each.key for each in record_fields(spec.returns)}
    if not complete <= set(fields):
        complete = set()

    def call(*args: Any) -> dict[str, Any]:
        said = function(*args)
        if not isinstance(said, dict):
            raise Misfit(f"the code gave {clip(repr(said))} ({type(said).__name__}), which is not a dict of fields")
        if complete and said.keys() == complete:
            return said
        raise Partial(_part(spec, said, fields))

    return call


def typed_record(kind: Annotation, data: dict[str, Any]) -> Any:
    """Return a record that code gave, JSON data, as an object of its type.

    Raises:
        Misfit: It does not fit the type.
    """
    try:
        return as_record(kind, data)
    except (ValueError, TypeError) as error:
        raise Misfit(f"the code gave a record that does not fit: {error}") from None


def _part(spec: Spec, said: dict[Any, Any], fields: Sequence[str]) -> dict[str, Any]:
    """Return the fields that code gave as JSON data, in the order of the type.

    Raises:
        Misfit: There is no field, an unknown one, or one that does not fit its type.
    """
    unknown = [key for key in said if key not in fields]
    if unknown:
        raise Misfit(f"the code gave {clip(repr(unknown))}, and it may give {', '.join(fields)}")
    if not said:
        raise Misfit("the code gave no field")
    try:
        data: dict[str, Any] = json.loads(canonical(said))
        fault = misfits(spec.returns, data)
    except (ValueError, TypeError, RecursionError) as error:
        raise Misfit(f"the code gave something that is not JSON data: {error}") from None
    if fault:
        raise Misfit(f"the code gave a field that does not fit: {fault}")
    return {key: data[key] for key in fields if key in data}
