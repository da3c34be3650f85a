"""What a model said, read as an outcome: a value, or one of the classes of failure. Never an exception."""

from __future__ import annotations

import contextlib
import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pointmass.digest import canonical
from pointmass.signature import Annotation, from_json, schema

Status: TypeAlias = Literal["ok", "format violation", "refusal", "truncated", "failed"]
"""The class of a draw. ``failed`` means that no answer came at all; the others are answers."""

WRAPPED = "result"
"""The property under which a result that is not an object travels: a schema's root must be an object."""

_STOPPED: dict[str, Status] = {
    "refusal": "refusal",
    "max_tokens": "truncated",
    "model_context_window_exceeded": "truncated",
    "pause_turn": "truncated",
}
_FENCE = re.compile(r"\A\s*```[A-Za-z0-9_-]*[ \t]*\n(?P<body>.*?)\n?```\s*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, read.

    Attributes:
        status: Its class.
        value: The outcome as JSON data; ``None`` unless the status is ``ok``.
        detail: Why it is not ``ok``, in words; empty when it is.
    """

    status: Status
    value: Any = None
    detail: str = ""


def result_schema(returns: Annotation) -> dict[str, Any] | None:
    """Return the JSON schema to ask a model for, or ``None`` when plain text is asked for (``str``)."""
    if returns is str:
        return None
    inner = schema(returns)
    if _is_object(inner):
        return inner
    definitions = inner.pop("$defs", None)
    wrapped = {"type": "object", "properties": {WRAPPED: inner}, "required": [WRAPPED], "additionalProperties": False}
    return wrapped | ({"$defs": definitions} if definitions else {})


def wrapped(value: Any, asked: Mapping[str, Any] | None) -> Any:
    """Return an outcome as it travels when *asked* is the schema: under ``WRAPPED`` where the result is no object."""
    wraps = asked is not None and list(asked.get("properties", ())) == [WRAPPED]
    already = isinstance(value, dict) and set(value) == {WRAPPED}
    return {WRAPPED: value} if wraps and not already else value


def read(text: str, returns: Annotation, *, stop_reason: str = "end_turn") -> Answer:
    """Read what a model said as an outcome of the type that the spec returns.

    ``str`` takes the text as it is, white space at the ends left out. Another type takes JSON that fits its schema (a
    code fence around it is forgiven), as strictly as the schema says: ``true`` is no number and ``"3"`` no integer. Bare
    text is taken for a type that text can say: a label, a date, ``str | None``.
    """
    if stop_reason in _STOPPED:
        return Answer(_STOPPED[stop_reason], detail=f"the model stopped with {stop_reason!r}")
    if stop_reason == "tool_use":
        return Answer("format violation", detail="the model called a tool where an answer was expected")
    if returns is str:
        return Answer("ok", text.strip())
    return _read_json(_unfenced(text), returns)


def _read_json(text: str, returns: Annotation) -> Answer:
    as_json: object = _MISSING
    with contextlib.suppress(ValueError, RecursionError):
        as_json = json.loads(text, parse_constant=_not_json)
    # Text goes in as it is, too: a label is often answered bare. What is an array or an object was not meant as text.
    tries = [] if as_json is _MISSING else [as_json]
    tries += [] if isinstance(as_json, dict | list) else [text]
    if isinstance(as_json, dict) and set(as_json) == {WRAPPED}:
        # An object was asked for as it is, so there "result" is more likely a field of its own.
        tries.insert(1 if _asks_for_object(returns) else 0, as_json[WRAPPED])
    complaint = ""
    for candidate in tries:
        fits, value, why = _fit(candidate, returns)
        if fits:
            return Answer("ok", value)
        complaint = complaint or why
    what = "not JSON, and " if as_json is _MISSING else ""
    return Answer("format violation", detail=f"{what}{complaint}")


def _fit(candidate: object, returns: Annotation) -> tuple[bool, Any, str]:
    """Return whether *candidate* fits the type, the value as JSON data, and otherwise why it does not."""
    try:
        value = from_json(returns, candidate)
    except Exception as error:  # noqa: BLE001 - a type's own validators may raise anything; here it is a misfit
        return False, None, str(error).split("\n", 1)[0] or type(error).__name__
    try:
        canonical(value)
    except (ValueError, RecursionError):
        return False, None, "a number that is not finite"
    return True, value, ""


def _is_object(root: Mapping[str, Any]) -> bool:
    return root.get("type") == "object" or "$ref" in root


def _asks_for_object(returns: Annotation) -> bool:
    try:
        return _cached_asks_for_object(returns)
    except TypeError:  # an annotation that cannot be hashed
        return _is_object(schema(returns))


@functools.lru_cache(maxsize=1024)  # a schema takes 100 µs to write, and every draw is read
def _cached_asks_for_object(returns: Annotation) -> bool:
    return _is_object(schema(returns))


def _unfenced(text: str) -> str:
    fenced = _FENCE.match(text)
    return (fenced["body"] if fenced else text).strip()


def _not_json(name: str) -> object:
    """Refuse the constants that Python's parser takes and JSON does not have: NaN and the infinities."""
    raise ValueError(name)


_MISSING = object()
