"""Read rows directly from the pages of a SQLite file, even if the pages that lead to them are damaged.

The format is documented at https://www.sqlite.org/fileformat2.html. A damaged page loses only its own rows, as each
page is read by itself, except for the rest of a row that is longer than a page.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_LEAF = 0x0D
_USUAL_SIZE = 4096
_SIZES = frozenset(2**power for power in range(9, 17))
_LOG_MAGIC = (0x377F0682, 0x377F0683)
_WIDTHS = (0, 1, 2, 3, 4, 6, 8)
_REAL, _ZERO, _ONE, _BLOB = 7, 8, 9, 12


class Pages:
    """The pages of a file, with the newer versions in its log; pages without reserved bytes, as pointmass writes them.

    Args:
        path: The file. The committed part of a log beside it (``-wal``) is read, too.
    """

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        said = int.from_bytes(self._data[16:18], "big")
        size = 65536 if said == 1 else said
        self._size = size if size in _SIZES else _USUAL_SIZE
        log = path.with_name(path.name + "-wal")
        self._newer = _committed(log.read_bytes(), self._size) if log.is_file() else {}
        self._count = max([len(self._data) // self._size, *self._newer])

    @property
    def missing(self) -> int:
        """How many pages are missing, compared with the number in the header of the file."""
        return max(0, int.from_bytes(self._data[28:32], "big") - self._count) if self._data[:6] == b"SQLite" else 0

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Yield the number and the cells of every row of every table. Rows that cannot be read are left out."""
        for number in range(1, self._count + 1):
            page = self._page(number)
            start = 100 if number == 1 else 0
            if len(page) < self._size or page[start] != _LEAF:
                continue
            (count,) = struct.unpack_from(">H", page, start + 3)
            for cell in range(min(count, (self._size - start - 8) // 2)):
                try:
                    (at,) = struct.unpack_from(">H", page, start + 8 + 2 * cell)
                    yield self._row(page, at)
                except (IndexError, ValueError, struct.error):
                    continue

    def _page(self, number: int) -> bytes:
        newer = self._newer.get(number)
        return self._data[(number - 1) * self._size : number * self._size] if newer is None else newer

    def _row(self, page: bytes, at: int) -> tuple[int, list[Any]]:
        length, at = _varint(page, at)
        number, at = _varint(page, at)
        if not 0 < length <= self._count * self._size:
            raise ValueError("a row longer than the file")
        most, least = self._size - 35, (self._size - 12) * 32 // 255 - 23
        local = length
        if length > most:
            local = least + (length - least) % (self._size - 4)
            local = local if local <= most else least
        payload = page[at : at + local]
        if length > local:
            payload += self._overflow(int.from_bytes(page[at + local : at + local + 4], "big"), length - local)
        if len(payload) != length:
            raise ValueError("a row that is not whole")
        return _signed(number), _cells(payload)

    def _overflow(self, number: int, length: int) -> bytes:
        found = bytearray()
        while len(found) < length and 0 < number <= self._count:
            page = self._page(number)
            found += page[4 : self._size]
            number = int.from_bytes(page[:4], "big")
        return bytes(found[:length])


def _cells(payload: bytes) -> list[Any]:
    """Return the cells of a record, which has a header with types and then the values."""
    end, at = _varint(payload, 0)
    values: list[Any] = []
    place = end
    while at < end:
        kind, at = _varint(payload, at)
        width = _width(kind)
        raw = payload[place : place + width]
        if len(raw) < width:
            raise ValueError("a cell that is not whole")
        values.append(_value(kind, raw))
        place += width
    return values


def _width(kind: int) -> int:
    if kind < len(_WIDTHS):
        return _WIDTHS[kind]
    if kind == _REAL:
        return 8
    return 0 if kind in (_ZERO, _ONE) else (kind - _BLOB) // 2


def _value(kind: int, raw: bytes) -> Any:
    if kind == 0:
        return None
    if kind < _REAL:
        return int.from_bytes(raw, "big", signed=True)
    if kind == _REAL:
        return struct.unpack(">d", raw)[0]
    if kind in (_ZERO, _ONE):
        return kind - _ZERO
    if kind < _BLOB:
        raise ValueError("a type that is not used")
    return raw if kind % 2 == 0 else raw.decode("utf-8", "surrogateescape")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = data[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the last byte of a number has its highest bit clear
            return value, at + step + 1
    return value << 8 | data[at + 8], at + 9


def _signed(number: int) -> int:
    return number - 2**64 if number >= 2**63 else number


def _committed(log: bytes, size: int) -> dict[int, bytes]:
    """Return the newest committed version of each page in a log."""
    if len(log) < 32 or int.from_bytes(log[:4], "big") not in _LOG_MAGIC:  # noqa: PLR2004 - the length of its header
        return {}
    salt = log[16:24]
    found: dict[int, bytes] = {}
    begun: dict[int, bytes] = {}
    for at in range(32, len(log) - size - 23, size + 24):
        number, whole = struct.unpack_from(">II", log, at)
        if log[at + 8 : at + 16] != salt:
            break
        begun[number] = log[at + 24 : at + 24 + size]
        if whole:
            found |= begun
            begun = {}
    return found
