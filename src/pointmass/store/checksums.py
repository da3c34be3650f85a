"""The checksum of every row: CRC-32 of its cells, the same before a row is stored and after it was read."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pointmass.store.rows import COLUMNS, Cell

_PATTERNS: dict[type, str] = {type(None): "%.0s", int: "%d", float: "%r", str: "%s", bytes: "%s"}


def draw_checksum(series_id: int, input_id: int, cells: Sequence[Cell]) -> int:
    """Return the checksum of a draw's row, without the number of its attempt, which is added to it.

    CRC-32 (zlib): every flip of one bit, and every burst of up to 32, changes it. It says nothing of who wrote a row.
    """
    # Empty cells at the end do not count, so that a column may be added.
    said = f"{series_id}\0{input_id}\0{_said(cells)}".rstrip("\0")
    return zlib.crc32(said.encode("utf-8", "surrogatepass"))


def checksum(row: Mapping[str, Any]) -> int:
    """Return the checksum of a row of any other table. Empty cells do not count, so that a column may be added."""
    cells = [
        f"{name}\0{cell if type(cell) is str else '' if cell is None else _text(cell)}"
        for name, cell in row.items()
        if name != "crc"
    ]
    return zlib.crc32("\0".join(cell for cell in cells if cell[-1] != "\0").encode("utf-8", "surrogatepass"))


def row_checksum(row: Mapping[str, Any]) -> int:
    """Return the checksum that a row of whatever table has to carry."""
    if "attempt" not in row:
        return checksum(row)
    return draw_checksum(row["series_id"], row["input_id"], [row.get(name) for name in COLUMNS]) + int(row["attempt"])


def _said(cells: Sequence[Any]) -> str:
    """Put the cells of a draw into one text, as ``_text`` writes each: by a pattern for all rows of the same types."""
    pattern = _pattern(tuple(map(type, cells)))
    if pattern is None or any(not cells[at] % 1 > 0 for at in pattern.fractions):
        return "\0".join([cell if type(cell) is str else _text(cell) for cell in cells])
    if pattern.bytes:
        cells = list(cells)
        for at in pattern.bytes:
            cells[at] = cells[at].decode("latin-1")
    return pattern.text % tuple(cells)


class _Pattern(NamedTuple):
    """How the cells of a draw are put into one text, and where those stand that need a look."""

    text: str
    fractions: tuple[int, ...]
    bytes: tuple[int, ...]


@functools.lru_cache(maxsize=512)
def _pattern(shape: tuple[type, ...]) -> _Pattern | None:
    """Return the pattern of the cells of some types; ``None`` where one is not a type of a cell."""
    if not all(kind in _PATTERNS for kind in shape):
        return None
    text = "\0".join(_PATTERNS[kind] for kind in shape)
    return _Pattern(text, _places(shape, float), _places(shape, bytes))


def _places(shape: tuple[type, ...], kind: type) -> tuple[int, ...]:
    return tuple(at for at, each in enumerate(shape) if each is kind)


def _text(cell: Any) -> str:
    """Write a cell that is not text so that it is the same before it is stored and after it was read."""
    if cell is None or cell != cell:  # noqa: PLR0124 - SQLite stores what is not a number as nothing
        return ""
    if isinstance(cell, bytes):
        return cell.decode("latin-1")
    # A whole number reads the same, whether SQLite made an integer or a float of it.
    return repr(cell) if isinstance(cell, float) and not cell.is_integer() else repr(int(cell))
