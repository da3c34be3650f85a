"""A draw as a row of SQLite and back, exactly: lone surrogates and NUL characters included; and every row's checksum."""

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
"""The columns of a draw, in the order of its fields (``index`` is a word of SQL)."""

_OUTCOME, _TEXT, _TIME, _TURNS = (COLUMNS.index(name) for name in ("outcome", "text", "time", "turns"))

_SAID, _WRITTEN = b"=", b"j"
"""What stands for a text that the outcome says already, so that what a model said is kept once: the outcome itself, which is
text, or the outcome as canonical JSON."""

_STRIPPED, _PARSED, _INNER = b"_", b"j", b"1"
"""What stands for an outcome that the text says already, in other words than canonical JSON: the text without white space at
its ends, the text read as JSON, or the one value in the object that the text is."""

_SHORT = 1_000
"""The longest text, in characters, of which it is remembered how it was read or written: draws say the same few."""

_MOST = 4_096
"""How many of them are remembered."""

_WHITE = " \t\r\n"


def row_of(draw: Draw) -> tuple[Cell, ...]:
    """Write a draw as the cells of ``COLUMNS``: the outcome as canonical JSON, and nothing that a model said twice."""
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
    """Read the cells of ``COLUMNS`` as a draw.

    Raises:
        ValueError: They are not a draw: a cell is of another type, or the outcome cannot be read.
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
            _fitting.add(shape)  # of the few shapes that rows have, each is looked at once
    if not 0 <= values[_TIME] <= LATEST:
        raise ValueError("its time is no time of a draw")
    values[_TURNS] = _turns(values[_TURNS]) if values[_TURNS] else ()
    return Draw(*values)


def _turns(cell: str) -> tuple[dict[str, Any], ...]:
    """Read the turns of a draw.

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
    """Write what a model said, parsed and raw, so that neither says again what the other does."""
    if outcome is None:
        return None, cell_of(text)
    said = canonical(outcome)
    if type(outcome) is str and outcome == text:
        return cell_of(said), _SAID
    if said == text:
        return cell_of(said), _WRITTEN
    if len(text) > 2 * len(said) + 64:  # more than spaces and a name around it, so there is something else to keep
        mark = _STRIPPED if type(outcome) is str and outcome == text.strip(_WHITE) else None
    else:
        mark = (_mark if len(text) <= _SHORT else _mark.__wrapped__)(said, text)
    return mark or cell_of(said), cell_of(text)


@functools.lru_cache(maxsize=_MOST)
def _mark(said: str, text: str) -> bytes | None:
    """Return how a text has to be read to say an outcome, whose canonical JSON is *said*; ``None`` where it does not."""
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
    """Read what ``_cells_of`` wrote, and what older stores wrote: always both."""
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
    """Read a text out of its JSON."""
    read = json.loads(written)
    if type(read) is not str:  # nothing that could be changed is given out twice
        raise ValueError("its outcome is not text")
    return read


def _check_cells(values: Sequence[Any]) -> None:
    """Refuse cells of another type than the field of a draw, and words that the field does not allow."""
    for name, kinds, value in zip(COLUMNS, _KINDS, values, strict=True):
        if kinds and type(value) not in kinds and value not in kinds:
            raise ValueError(f"its {name} is not the {name} of a draw")


def _kinds_of(name: str) -> tuple[Any, ...]:
    """Return the types and the words that a cell of a draw may be; nothing where it may be anything."""
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
    """Return text as SQLite can hold it: as text, or as bytes where UTF-8 cannot say it or a NUL would end it early."""
    if text is None or (text.isascii() and "\0" not in text):
        return text
    encoded = text.encode("utf-8", "surrogatepass")
    try:
        return text if b"\0" not in encoded and encoded.decode() else encoded
    except UnicodeDecodeError:
        return encoded


def text_of(cell: str | bytes) -> str:
    """Read what ``cell_of`` wrote."""
    return cell.decode("utf-8", "surrogatepass") if isinstance(cell, bytes) else cell


def mapping_of(cell: str | bytes) -> dict[str, Any]:
    """Read a cell that holds a JSON object.

    Raises:
        ValueError: It holds no JSON object.
    """
    try:
        found = json.loads(text_of(cell))
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    if type(found) is not dict:
        raise ValueError("it holds no object")
    return found


def counted(draws: Sequence[Draw]) -> tuple[Draw, ...]:
    """Keep one draw of each number, given in the order of number and attempt: the first that answered counts.

    A failed attempt counts only until one has answered. So what was once acknowledged as an answer stands, whatever
    another process that asks for the same draws appends after it.
    """
    kept: dict[int, Draw] = {}
    for draw in draws:
        before = kept.get(draw.index)
        if before is None or not before.answered:
            kept[draw.index] = draw
    return tuple(kept.values())
