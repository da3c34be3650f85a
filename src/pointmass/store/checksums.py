"""The checksums of rows: CRC-32 of the cells, the same before a row is stored and after it is read."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pointmass.store.rows import COLUMNS, Cell

_PATTERNS: dict[type, str] = {type(None): "%.0s", int: "%d", float: "%r", str: "%s", bytes: "%s"}


def draw_checksum(series_id: int, input_id: int, cells: Sequence[Cell]) -> int:
    """Return the checksum of the row of a draw, without the number of the attempt, which is added to it.

    It is a CRC-32 (zlib), which every flipped bit and every burst of up to 32 bits changes. It does not protect against
    people who change a row on purpose.
    """
    # Empty cells at the end do not count, so that columns can be added later.
    said = f"{series_id}\0{input_id}\0{_said(cells)}".rstrip("\0")
    return zlib.crc32(said.encode("utf-8", "surrogatepass"))


def checksum(row: Mapping[str, Any]) -> int:
    """Return the checksum of a row of any other table. Empty cells do not count, so that columns can be added later."""
    cells = [
        f"{name}\0{cell if type(cell) is str else '' if cell is None else _text(cell)}"
        for name, cell in row.items()
        if name != "crc"
    ]
    return zlib.crc32("\0".join(cell for cell in cells if cell[-1] != "\0").encode("utf-8", "surrogatepass"))


def row_checksum(row: Mapping[str, Any]) -> int:
    """Return the checksum that a row of any table must have."""
    if "attempt" not in row:
        return checksum(row)
    return draw_checksum(row["series_id"], row["input_id"], [row.get(name) for name in COLUMNS]) + int(row["attempt"])


def _said(cells: Sequence[Any]) -> str:
    """Return the cells of a draw as one text, each as ``_text`` gives it, with a pattern for rows of the same types."""
    pattern = _pattern(tuple(map(type, cells)))
    if pattern is None or any(not cells[at] % 1 > 0 for at in pattern.fractions):
        return "\0".join([cell if type(cell) is str else _text(cell) for cell in cells])
    if pattern.bytes:
        cells = list(cells)
        for at in pattern.bytes:
            cells[at] = cells[at].decode("latin-1")
    return pattern.text % tuple(cells)


class _Pattern(NamedTuple):
    """How the cells of a draw are joined into one text.

    Attributes:
        text: A pattern for the ``%`` operator.
        fractions: The positions of floats, which need another form if they are whole.
        bytes: The positions of bytes, which must be decoded first.
    """

    text: str
    fractions: tuple[int, ...]
    bytes: tuple[int, ...]


@functools.lru_cache(maxsize=512)
def _pattern(shape: tuple[type, ...]) -> _Pattern | None:
    """Return the pattern for cells of these types; ``None`` if one is not a type of a cell."""
    if not all(kind in _PATTERNS for kind in shape):
        return None
    text = "\0".join(_PATTERNS[kind] for kind in shape)
    return _Pattern(text, _places(shape, float), _places(shape, bytes))


def _places(shape: tuple[type, ...], kind: type) -> tuple[int, ...]:
    return tuple(at for at, each in enumerate(shape) if each is kind)


def _text(cell: Any) -> str:
    """Return a cell that is not text as a text that is the same before it is stored and after it is read."""
    if cell is None or cell != cell:  # noqa: PLR0124 - SQLite stores NaN as NULL
        return ""
    if isinstance(cell, bytes):
        return cell.decode("latin-1")
    # Whole numbers have the same text as int and as float, as SQLite may convert one to the other.
    return repr(cell) if isinstance(cell, float) and not cell.is_integer() else repr(int(cell))
