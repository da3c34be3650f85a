"""What a model said, read as an outcome: a value, or one of the classes of failure. Never an exception."""

from __future__ import annotations

import contextlib
import decimal
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pointmass.digest import canonical
from pointmass.errors import clip
from pointmass.signature import Annotation, Exact, from_json, kept, schema

Lost: TypeAlias = Literal["format violation", "refusal", "truncated", "unknown stop", "failed"]
Status: TypeAlias = Literal["ok", Lost]
"""The class of a draw. ``failed`` means that no answer came at all, ``unknown stop`` that the model stopped for a reason
that the Messages API does not have; all but ``failed`` are answers."""

WRAPPED = "result"
"""The property under which a result that is not an object travels: a schema's root must be an object."""

_STOPPED: dict[str, Status] = {
    "end_turn": "ok",
    "stop_sequence": "ok",
    "stop": "ok",
    "tool_use": "format violation",
    "refusal": "refusal",
    "content_filter": "refusal",
    "max_tokens": "truncated",
    "model_context_window_exceeded": "truncated",
    "pause_turn": "truncated",
    "length": "truncated",
}
"""What the known reasons to stop mean, those of other servers' own interfaces too. Whatever else a server says is no reason to take half an answer for a whole one."""

_FENCE = re.compile(r"`{3,}|~{3,}")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+.#-]*")


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
    """Return an outcome as it travels when *asked* is the schema: under ``WRAPPED`` where the result is not an object."""
    wraps = asked is not None and list(asked.get("properties", ())) == [WRAPPED]
    already = isinstance(value, dict) and set(value) == {WRAPPED}
    return {WRAPPED: value} if wraps and not already else value


def read(text: str, returns: Annotation, *, stop_reason: str = "end_turn") -> Answer:
    """Read what a model said as an outcome of the type that the spec returns.

    ``str`` takes the text as it is, white space at the ends left out. Another type takes JSON that fits its schema (a
    code fence around it is forgiven), as strictly as the schema says: ``true`` is not a number and ``"3"`` no integer. Bare
    text is taken for a type that text can say: a label, a date, ``str | None``.
    """
    status = _STOPPED.get(stop_reason, "unknown stop")
    if stop_reason == "tool_use":
        return Answer(status, detail="the model called a tool where an answer was expected")
    if status == "unknown stop":
        known = ", ".join(_STOPPED)
        return Answer(status, detail=f"the model stopped with {clip(stop_reason)!r}, and known reasons are {known}")
    if status != "ok":
        return Answer(status, detail=f"the model stopped with {stop_reason!r}")
    if returns is str:
        return Answer("ok", text.strip())
    return _read_json(_unfenced(text), returns)


def _read_json(text: str, returns: Annotation) -> Answer:
    as_json: object = _MISSING
    numbers = _Numbers()
    decoder = _DECODER
    if _FRACTION.search(text):
        decoder = json.JSONDecoder(parse_constant=_not_json, parse_float=numbers.read)
    with contextlib.suppress(ValueError, RecursionError):
        as_json = decoder.decode(text)
    # Text goes in as it is, too: a label is often answered bare. What is an array or an object was not meant as text.
    tries = [] if as_json is _MISSING else [as_json]
    tries += [] if isinstance(as_json, dict | list) else [text]
    if isinstance(as_json, dict) and set(as_json) == {WRAPPED}:
        # An object was asked for as it is, so there "result" is more likely a field of its own.
        tries.insert(1 if _asks_for_object(returns) else 0, as_json[WRAPPED])
    complaint = ""
    for candidate in tries:
        fits, value, why = _fit(candidate, returns, numbers.texts)
        if fits:
            return Answer("ok", value)
        complaint = complaint or why
    what = "not JSON, and " if as_json is _MISSING else ""
    return Answer("format violation", detail=f"{what}{complaint}")


class _Numbers:
    """Reads the fractions of an answer, and remembers what each was written as: a decimal is that, and no float."""

    __slots__ = ("texts",)

    def __init__(self) -> None:
        self.texts: dict[float, str | None] = {}

    def read(self, text: str) -> float:
        """Return the float, and remember the text; of two that differ and give one float, nothing is known."""
        number = float(text)
        before = self.texts.setdefault(number, text)
        if before is not None and before != text and decimal.Decimal(before) != decimal.Decimal(text):
            self.texts[number] = None
        return number


def _fit(candidate: object, returns: Annotation, exact: Exact) -> tuple[bool, Any, str]:
    """Return whether *candidate* fits the type, the value as JSON data, and otherwise why it does not."""
    try:
        value = from_json(returns, candidate, exact=exact)
    except Exception as error:  # noqa: BLE001 - a type's own validators may raise anything; here it is a misfit
        return False, None, str(error).split("\n", 1)[0] or type(error).__name__
    try:
        canonical(value)
    except (ValueError, RecursionError):
        return False, None, "a number that is not finite"
    return True, value, ""


def _is_object(root: Mapping[str, Any]) -> bool:
    return root.get("type") == "object" or "$ref" in root


@kept
def _asks_for_object(returns: Annotation) -> bool:
    return _is_object(schema(returns))


def _unfenced(text: str) -> str:
    """Take away a code fence around the whole: of any length, backticks or tildes, with a language or none, on one line."""
    text = text.strip()
    mark = _FENCE.match(text)
    if mark is None or not text.endswith(mark[0]) or len(text) < 2 * len(mark[0]):
        return text
    inner = text[mark.end() :].rstrip(mark[0][0])
    head, _, rest = inner.partition("\n")
    if rest.strip() and _LANGUAGE.fullmatch(head.strip()):
        return rest.strip()
    return re.sub(r"\A\s*json\b", "", inner).strip()


def _not_json(name: str) -> object:
    """Refuse the constants that Python's parser takes and JSON does not have: NaN and the infinities."""
    raise ValueError(name)


_MISSING = object()
_DECODER = json.JSONDecoder(parse_constant=_not_json)
_FRACTION = re.compile(r"\d[.eE]")
