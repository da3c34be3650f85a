"""Canonical forms: the text under which two outcomes of one kind are the same answer."""

from __future__ import annotations

import dataclasses
import json
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from pointmass.interpretations.code_form import form_of_code, parse_source
from pointmass.interpretations.days import date_form
from pointmass.interpretations.expression import NO_EXPRESSION, expression_form
from pointmass.interpretations.traces import NO_CALL, NOTHING_DONE, calls_form, calls_of, trace_form

if TYPE_CHECKING:
    import ast

_FENCE = re.compile(r"\A\s*```[^\n`]*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
_FENCE_INSIDE = re.compile(r"```(?:python|py|json)[^\n`]*\n(.*?)```", re.DOTALL | re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_COMMENT = re.compile(r"\s+[(\[]|\s+[-\u2013\u2014]+\s+")
_PUNCTUATION = re.compile(r"(?<!\d)[.,]|[.,](?!\d)|[!?;:\"'`()\[\]]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011](?=[^\W\d_])")
_ARTICLE = re.compile(r"^(?:the|an?) (?=\w)")
_WRAPPING = "\"'`*\u00ab\u00bb"
_TRAILING = ".,;:!"
_EXACT_INTEGERS = 1e15


def canonical_form(value: Any, kind: str) -> str:
    """Return the text that equal answers share.

    Args:
        value: One outcome, not ``None``.
        kind: One of `pointmass.interpretations.KINDS`; ``"mixed"`` treats each value by its own type.
    """
    try:
        return _canonical(value, kind)
    except RecursionError:
        return f"{type(value).__name__} nested too deeply to read"


def unfence(text: str) -> str:
    """Take a text out of its Markdown code fence; a single fenced python or json block may stand among prose."""
    if (whole := _FENCE.match(text)) is not None:
        return whole.group(1)
    blocks = _FENCE_INSIDE.findall(text)
    return str(blocks[0]) if len(blocks) == 1 else text


def parse_code(text: str) -> ast.Module | None:
    """Parse Python source, fenced or not; ``None`` when it does not parse."""
    return parse_source(unfence(text))


def parse_json(text: str) -> Any:
    """Parse a JSON object or array, fenced or not; ``None`` when it is neither."""
    source = unfence(text).strip()
    if not source.startswith(("{", "[")):
        return None
    try:
        return json.loads(source)
    except (ValueError, RecursionError):
        return None


def json_data(value: Any) -> Any:  # noqa: PLR0911  # one line per type
    """Turn a value into what JSON knows: dataclasses, models, enumerations, sets and dates become plain data."""
    match value:
        case None | bool() | str():
            return value
        case Enum():
            return json_data(value.value)
        case int() | float() | Decimal():
            return number(value)
        case Mapping():
            return {str(json_data(key)): json_data(item) for key, item in value.items()}
        case list() | tuple():
            return [json_data(item) for item in value]
        case set() | frozenset():
            return sorted((json_data(item) for item in value), key=_dumps)
        case date() | time():
            return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: json_data(getattr(value, field.name)) for field in dataclasses.fields(value)}
    dump = getattr(value, "model_dump", None)  # pydantic, without importing it
    return json_data(dump()) if callable(dump) else f"{type(value).__name__} {value!r}"


def number(value: float | Decimal) -> int | float | str:  # int is a float to the type system
    """Put a number on the grid of 12 significant digits; 1, 1.0 and -0.0 become integers.

    A grid, and no pairwise "nearly equal": that is not transitive, so it cannot define clusters.
    """
    if isinstance(value, int):
        return int(value)
    if not math.isfinite(value):
        return str(float(value)).lower()
    real = float(value)
    return int(real) if real.is_integer() and abs(real) < _EXACT_INTEGERS else float(f"{real:.12g}")


def text_form(text: str) -> str:
    """Return a text without what carries no meaning in prose: case, spacing, fences, quotes, a final full stop."""
    bare = _SPACE.sub(" ", unicodedata.normalize("NFC", unfence(text)).translate(_QUOTES)).strip()
    return _peel(bare).casefold()


def entity_form(text: str) -> str:
    """Return the name of a thing without article, accents, inner punctuation and the comment behind it.

    "The Who (band)" is "who", "Jean-Paul Malmö" is "jean paul malmo".
    """
    core = _unaccented(text_form(answer_core(unfence(text))))
    bare = " ".join(_ARTICLE.sub("", _PUNCTUATION.sub(" ", _HYPHEN.sub(" ", core))).split())
    return bare or core


def answer_core(text: str) -> str:
    """Return what stands before a comment in brackets or behind a dash; all of it when nothing does."""
    core = _COMMENT.split(text.strip(), maxsplit=1)[0].strip()
    return core or text


def name_form(text: str) -> str:
    """Return a name, path, code or date as it is, without fence, quotes and outer space: its case carries meaning."""
    bare = unicodedata.normalize("NFC", unfence(text)).translate(_QUOTES).strip()
    return bare.strip("\"'`").strip() or bare


def code_form(text: str) -> str:
    """Return the fingerprint of source; its lines when it does not parse."""
    tree = parse_code(text)
    if tree is not None:
        try:
            return form_of_code(tree)
        except (RecursionError, ValueError):
            pass
    return "\n".join(line.rstrip() for line in unfence(text).strip().splitlines())


def _unaccented(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _canonical(value: Any, kind: str) -> str:
    if isinstance(value, Enum):
        value = value.value
    if kind in _FORMS and (isinstance(value, str) or kind in _OF_ANYTHING):
        return _FORMS[kind](value)
    return text_form(value) if isinstance(value, str) else _dumps(_tidy(json_data(value)))


def _record_form(text: str) -> str:
    parsed = parse_json(text)
    return text_form(text) if parsed is None else _dumps(_tidy(json_data(parsed)))


def _trace_form(value: Any) -> str:
    calls = calls_of(unfence(value) if isinstance(value, str) else value)
    if calls is None:
        return _canonical(value, "record")
    done = trace_form(calls)
    return _dumps(_tidy(json_data(done))) if done else NOTHING_DONE


def _calls_form(value: Any) -> str:
    calls = calls_of(unfence(value) if isinstance(value, str) else value)
    if calls is None:
        return _canonical(value, "record")
    return _dumps(_tidy(json_data(calls_form(calls)))) if calls else NO_CALL


def _date_form(value: Any) -> str:
    text = str(json_data(value))
    return date_form(name_form(text)) or name_form(text)


def _dumps(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(", ", ": "))


def _tidy(value: Any) -> Any:
    """Collapse the white space of every text inside a record; its case stays, it may be a name."""
    match value:
        case str():
            return _SPACE.sub(" ", unicodedata.normalize("NFC", value)).strip()
        case list():
            return [_tidy(item) for item in value]
        case dict():
            return {key: _tidy(item) for key, item in value.items()}
    return value


def _peel(text: str) -> str:
    """Peel quotes, emphasis and final punctuation, one layer after the other, but never all of the text."""
    while True:
        bare = text.rstrip(_TRAILING).strip()
        if len(bare) > 1 and bare[0] in _WRAPPING and bare[-1] in _WRAPPING:
            bare = bare[1:-1].strip()
        if not bare or bare == text:
            return text
        text = bare


def _number_text(text: str) -> str:
    bare = text_form(text).replace(" ", "")
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", bare):
        bare = bare.replace(",", "")
    try:
        return _dumps(number(float(bare) if re.search(r"[.e]|inf|nan", bare) else int(bare)))
    except ValueError:
        return text_form(text)


_FORMS: dict[str, Callable[[Any], str]] = {
    "calls": _calls_form,
    "code": code_form,
    "date": _date_form,
    "entity": entity_form,
    "expression": lambda text: expression_form(unfence(text)) or NO_EXPRESSION,
    "name": name_form,
    "number": _number_text,
    "record": _record_form,
    "trace": _trace_form,
}
_OF_ANYTHING = frozenset({"calls", "date", "trace"})
"""Kinds whose answers need not be texts to have a form of their own."""
