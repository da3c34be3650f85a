"""Convert a draw to a row of SQLite and back without any change, even of lone surrogates and NUL characters."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Sequence
from typing import Any, TypeAlias, get_args, get_type_hints

from pointmass.digest import canonical
from pointmass.draw import LATEST, Draw

Cell: TypeAlias = str | bytes | int | float | None

COLUMNS = ("number", *(field.name for field in dataclasses.fields(Draw) if field.name != "index"))
"""The columns of a draw, in the order of its fields; ``index`` is named ``number``, as it is a keyword of SQL."""

_OUTCOME, _TEXT, _TIME, _TURNS = (COLUMNS.index(name) for name in ("outcome", "text", "time", "turns"))

_SAID, _WRITTEN = b"=", b"j"
"""Marks in place of a text that can be computed from the outcome, so that it is stored once: the outcome is that text;
or the text is the outcome as canonical JSON."""

_STRIPPED, _PARSED, _INNER = b"_", b"j", b"1"
"""Marks in place of an outcome that can be computed from the text: the text without white space at its ends; the text
parsed as JSON; or the only value of the text parsed as a JSON object."""

_SHORT = 1_000
"""The longest text, in characters, for which results are cached, as many draws have the same text."""

_MOST = 4_096
"""How many results are cached."""

_WHITE = " \t\r\n"


def row_of(draw: Draw) -> tuple[Cell, ...]:
    """Return a draw as the cells of ``COLUMNS``, with the outcome as canonical JSON; nothing is stored twice."""
    outcome, text = _cells_of(draw.outcome, draw.text)
    return (
        draw.index,
        draw.status,
        outcome,
        text,
        cell_of(draw.detail),
        cell_of(draw.stop_reason),
        cell_of(draw.model),
        draw.input_tokens,
        draw.output_tokens,
        draw.cache_read_tokens,
        draw.cache_write_tokens,
        cell_of(draw.service_tier),
        draw.dollars,
        draw.latency,
        draw.time,
        draw.origin,
        cell_of(draw.response_id),
        draw.request,
        cell_of(canonical(list(draw.turns))) if draw.turns else None,
    )


def draw_of(cells: Sequence[Any]) -> Draw:
    """Return the cells of ``COLUMNS`` as a draw.

    Raises:
        ValueError: They are not a draw: a cell has another type, or the outcome cannot be read.
    """
    values = list(cells)
    try:
        values[_OUTCOME], values[_TEXT] = _said(values[_OUTCOME], values[_TEXT])
    except RecursionError as error:
        raise ValueError("its outcome is nested too deep") from error
    shape = tuple(map(type, values))
    if shape not in _fitting or values[_STATUS] not in _STATUSES or values[_ORIGIN] not in _ORIGINS:
        values = [text_of(value) if isinstance(value, bytes) else value for value in values]
        _check_cells(values)
        if bytes not in shape:
            _fitting.add(shape)  # rows have few combinations of types, so each is checked only once
    if not 0 <= values[_TIME] <= LATEST:
        raise ValueError("its time is no time of a draw")
    values[_TURNS] = _turns(values[_TURNS]) if values[_TURNS] else ()
    return Draw(*values)


def _turns(cell: str) -> tuple[dict[str, Any], ...]:
    """Return the turns of a draw from their JSON text.

    Raises:
        ValueError: They are not a list of messages.
    """
    try:
        found = json.loads(cell)
    except RecursionError as error:
        raise ValueError("its turns are nested too deep") from error
    if type(found) is not list or any(type(each) is not dict for each in found):
        raise ValueError("its turns are not turns of a draw")
    return tuple(found)


def _cells_of(outcome: Any, text: str) -> tuple[Cell, Cell]:
    """Return the cells of an outcome and its text, with a mark in place of one that can be computed from the other."""
    if outcome is None:
        return None, cell_of(text)
    said = canonical(outcome)
    if type(outcome) is str and outcome == text:
        return cell_of(said), _SAID
    if said == text:
        return cell_of(said), _WRITTEN
    if len(text) > 2 * len(said) + 64:  # the text has more than the outcome with blanks and a key
        mark = _STRIPPED if type(outcome) is str and outcome == text.strip(_WHITE) else None
    else:
        mark = (_mark if len(text) <= _SHORT else _mark.__wrapped__)(said, text)
    return mark or cell_of(said), cell_of(text)


@functools.lru_cache(maxsize=_MOST)
def _mark(said: str, text: str) -> bytes | None:
    """Return the mark for an outcome, with the canonical JSON *said*, that a text determines; else ``None``."""
    if said == canonical(text.strip(_WHITE)):
        return _STRIPPED
    try:
        read = json.loads(text)
        if canonical(read) == said:
            return _PARSED
        return _INNER if type(read) is dict and len(read) == 1 and canonical(*read.values()) == said else None
    except (ValueError, TypeError, RecursionError):
        return None


def _said(outcome: Any, text: Any) -> tuple[Any, Any]:  # noqa: PLR0911 - one for each way in which it was written
    """Return the outcome and the text from what ``_cells_of`` or older versions wrote."""
    if text in (_SAID, _WRITTEN):
        if outcome is None:
            raise ValueError("neither its outcome nor its text is there")
        written = text_of(outcome)
        if text == _WRITTEN:
            return json.loads(written), written
        return (_text_said(written) if len(written) <= _SHORT else json.loads(written),) * 2
    whole = text_of(text) if isinstance(text, bytes) else text
    if outcome is None or not isinstance(whole, str):
        return None, whole
    if outcome == _STRIPPED:
        return whole.strip(_WHITE), whole
    if outcome not in (_PARSED, _INNER):
        return json.loads(text_of(outcome)), whole
    read = json.loads(whole)
    if outcome == _PARSED:
        return read, whole
    if type(read) is not dict or len(read) != 1:
        raise ValueError("its outcome is not in its text")
    return next(iter(read.values())), whole


@functools.lru_cache(maxsize=_MOST)
def _text_said(written: str) -> str:
    """Return a text from its JSON form."""
    read = json.loads(written)
    if type(read) is not str:  # only texts are cached, as other values could be changed by a caller
        raise ValueError("its outcome is not text")
    return read


def _check_cells(values: Sequence[Any]) -> None:
    """Raise ValueError if a cell has another type than its field, or a word that the field does not allow."""
    for name, kinds, value in zip(COLUMNS, _KINDS, values, strict=True):
        if kinds and type(value) not in kinds and value not in kinds:
            raise ValueError(f"its {name} is not the {name} of a draw")


def _kinds_of(name: str) -> tuple[Any, ...]:
    """Return the types and the words that a cell of a draw may have; empty if it may be anything."""
    hint = get_type_hints(Draw)["index" if name == "number" else name]
    if hint is Any:
        return ()
    if name == "turns":
        return str, type(None)
    found: list[Any] = []
    for each in get_args(hint) or (hint,):
        found += [int, float] if each is float else [each]
    return tuple(found)


_KINDS = tuple(_kinds_of(name) for name in COLUMNS)
_STATUS, _ORIGIN = COLUMNS.index("status"), COLUMNS.index("origin")
_STATUSES, _ORIGINS = frozenset(_KINDS[_STATUS]), frozenset(_KINDS[_ORIGIN])
_fitting: set[tuple[type, ...]] = set()


def cell_of(text: str | None) -> str | bytes | None:
    """Return a text as SQLite can store it: as text, or as bytes if it is not valid UTF-8 or contains a NUL."""
    if text is None or (text.isascii() and "\0" not in text):
        return text
    encoded = text.encode("utf-8", "surrogatepass")
    try:
        return text if b"\0" not in encoded and encoded.decode() else encoded
    except UnicodeDecodeError:
        return encoded


def text_of(cell: str | bytes) -> str:
    """Return the text of a cell that ``cell_of`` wrote."""
    return cell.decode("utf-8", "surrogatepass") if isinstance(cell, bytes) else cell


def mapping_of(cell: str | bytes) -> dict[str, Any]:
    """Return the JSON object in a cell.

    Raises:
        ValueError: The cell has no JSON object.
    """
    try:
        found = json.loads(text_of(cell))
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    if type(found) is not dict:
        raise ValueError("it holds no object")
    return found


def counted(draws: Sequence[Draw]) -> tuple[Draw, ...]:
    """Return one draw of each number, from draws in the order of number and attempt: the first answered one.

    A failed attempt counts only if none is answered. So an answer that was once acknowledged stays, even if another
    process appends further attempts.
    """
    kept: dict[int, Draw] = {}
    for draw in draws:
        before = kept.get(draw.index)
        if before is None or not before.answered:
            kept[draw.index] = draw
    return tuple(kept.values())
