"""A draw as a row of SQLite and back, exactly: lone surrogates and NUL characters included."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any, TypeAlias

from pointmass.digest import canonical
from pointmass.draw import Draw

Cell: TypeAlias = str | bytes | int | float | None

COLUMNS = ("number", *(field.name for field in dataclasses.fields(Draw) if field.name != "index"))
"""The columns of a draw, in the order of its fields (``index`` is a word of SQL)."""

_OUTCOME = COLUMNS.index("outcome")


def row_of(draw: Draw) -> tuple[Cell, ...]:
    """Write a draw as the cells of ``COLUMNS``; the outcome as canonical JSON."""
    return (
        draw.index,
        draw.status,
        None if draw.outcome is None else cell_of(canonical(draw.outcome)),
        cell_of(draw.text),
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
    )


def draw_of(cells: Sequence[Any]) -> Draw:
    """Read the cells of ``COLUMNS`` as a draw."""
    values: list[Any] = [text_of(cell) if isinstance(cell, bytes) else cell for cell in cells]
    values[_OUTCOME] = None if values[_OUTCOME] is None else json.loads(values[_OUTCOME])
    return Draw(*values)


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
