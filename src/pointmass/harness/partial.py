"""Code that gives some fields of a record: read strictly, and either the whole, or what a model has to complete."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pointmass.digest import canonical
from pointmass.errors import clip
from pointmass.facts import Notice, notice
from pointmass.run.trace import what_raised
from pointmass.signature import as_record, misfits, record_fields
from pointmass.spec import Spec


class Partial(Exception):  # noqa: N818 - no error: the way out of a call that code alone cannot answer
    """Code gave some fields of a record, and the others are a model's.

    Raised, so that a call that code answers alone pays nothing for the question.

    Attributes:
        known: The fields that it gave, as JSON data.
    """

    def __init__(self, known: dict[str, Any]) -> None:
        super().__init__(f"code gave {', '.join(known)}")
        self.known = known


class Misfit(Exception):  # noqa: N818 - as above
    """What code gave is not part of the record; the message says why. The model answers the whole."""


@dataclass(frozen=True, slots=True)
class Fell:
    """Why a call falls through to the model, and what code gave of its result.

    Attributes:
        note: Why; ``None`` where there was no code to ask, or where it gave a part.
        known: The fields that code gave, JSON data; empty where the model answers the whole.
    """

    note: Notice | None = None
    known: Mapping[str, Any] = field(default_factory=dict)


def fell(error: BaseException) -> Fell:
    """Say what becomes of a call whose code raised."""
    if isinstance(error, Partial):
        return Fell(known=error.known)
    if isinstance(error, Misfit):
        return Fell(notice("no part of the record", why=str(error)))
    return Fell(notice("the code raised", said=what_raised(error)))


def in_parts(function: Callable[..., Any], spec: Spec, fields: Sequence[str]) -> Callable[..., dict[str, Any]]:
    """Let code that gives some fields of a record give a whole record where it gives all of them.

    Args:
        function: The code: takes arguments by position, and gives a ``dict`` of JSON data.
        spec: The spec behind it; its result is a record.
        fields: What the code gives at most, in the order of the type.

    Returns:
        A function that gives JSON data, raises ``Partial`` where fields are missing, and ``Misfit`` where what was given is
        no part of the record.
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


def by_fields(said: Callable[..., dict[str, Any]], spec: Spec) -> Callable[..., Any]:
    """Let code of ``in_parts`` give an object of the spec's type; ``Misfit`` where the record does not fit."""
    return lambda *args: _read(spec, said(*args))


def _read(spec: Spec, said: dict[str, Any]) -> Any:
    try:
        return as_record(spec.returns, said)
    except (ValueError, TypeError) as error:
        raise Misfit(f"the code gave a record that does not fit: {error}") from None


def _part(spec: Spec, said: dict[Any, Any], fields: Sequence[str]) -> dict[str, Any]:
    """Return some fields of a record as JSON data, in the order of the type, after a look at each."""
    unknown = [key for key in said if key not in fields]
    if unknown:
        raise Misfit(f"the code gave {clip(repr(unknown))}, and it may give {', '.join(fields)}")
    if not said:
        raise Misfit("the code gave no field")
    try:
        data: dict[str, Any] = json.loads(canonical(said))
        fault = misfits(spec.returns, data)
    except (ValueError, TypeError, RecursionError) as error:
        raise Misfit(f"the code gave what JSON cannot say: {error}") from None
    if fault:
        raise Misfit(f"the code gave a field that does not fit: {fault}")
    return {key: data[key] for key in fields if key in data}
