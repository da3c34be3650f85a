"""Repair damage by flipped bits where possible: indexes, and rows that draws refer to."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pointmass.facts import Notice, notice
from pointmass.store.checksums import row_checksum
from pointmass.store.schema import pragma

_LOOKED_THROUGH = 32 * 2**20
"""Files up to this size, in bytes, are checked when opened; larger ones are checked only where they are read."""

_NOT_OURS = ("NULL value in", "non-unique entry in")
"""Messages of SQLite about rows and not about the structure; the checksum of a row finds these when it is read."""

HUNG_ON = ("series", "inputs")
"""The tables whose rows draws refer to; without such a row its draws are unusable."""

_LONGEST = 4_096
"""How many bytes of a cell are searched for a flipped bit."""

Tell = Callable[[Notice], None]


def mend_indexes(connection: sqlite3.Connection, *, tell: Tell) -> None:
    """Rebuild damaged indexes, which can be computed from the rows.

    Raises:
        sqlite3.DatabaseError: Not only indexes are damaged.
    """
    if not _small(connection) or not _faults(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("REINDEX")
    except sqlite3.IntegrityError:  # a flipped bit made two keys equal; the row is reported when it is read
        connection.execute("ROLLBACK")
    else:
        connection.execute("COMMIT")
    if found := _faults(connection):
        raise sqlite3.DatabaseError(f"database disk image is malformed: {found[0]}")
    tell(notice("index made anew"))


def mend_rows(connection: sqlite3.Connection, *, tell: Tell) -> None:
    """Check the rows that draws refer to, and repair single flipped bits in them."""
    if not _small(connection):
        return
    for table in HUNG_ON:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for cells in connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall():  # noqa: S608 - our own names
            row = dict(zip(columns, cells, strict=True))
            if is_whole(row):
                continue
            right = corrected(row)
            if right is None or right["id"] != row["id"]:
                tell(notice("rows not found", table=table, row=row["id"]))
                continue
            names = ", ".join(f"{name} = ?" for name in right)
            connection.execute(f"UPDATE OR IGNORE {table} SET {names} WHERE id = ?", (*right.values(), row["id"]))  # noqa: S608 - as above
            tell(notice("bit put right", table=table, row=row["id"]))


def is_whole(row: Mapping[str, Any]) -> bool:
    """Whether the checksum of a row is right; a row without a checksum is trusted."""
    try:
        return row.get("crc") is None or bool(row["crc"] == row_checksum(row))
    except (TypeError, ValueError, OverflowError):  # not a number
        return False


def corrected(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a row with the single flipped bit corrected; ``None`` if no single bit makes its checksum right.

    In rows of this length, no two single flips have the same CRC-32 (its Hamming distance is at least 3 up to 512 MiB).
    """
    for name, cell in row.items():
        for other in _one_bit_off(cell) if name != "crc" else ():
            found = {**row, name: other}
            if is_whole(found):
                return found
    return None


def _one_bit_off(cell: Any) -> Iterator[Any]:
    """Yield the values that a cell may have had before one of its bits was flipped."""
    if type(cell) is int:
        yield from (cell ^ 1 << bit for bit in range(63))
    if isinstance(cell, str | bytes):
        data = bytearray(cell if isinstance(cell, bytes) else cell.encode("utf-8", "surrogateescape"))
        for at in range(min(len(data), _LONGEST)):
            for bit in range(8):
                data[at] ^= 1 << bit
                with contextlib.suppress(UnicodeDecodeError):
                    yield bytes(data) if isinstance(cell, bytes) else data.decode()
                data[at] ^= 1 << bit


def _small(connection: sqlite3.Connection) -> bool:
    pages = pragma(connection, "page_count")
    return 1 < pages <= _LOOKED_THROUGH // pragma(connection, "page_size")


def _faults(connection: sqlite3.Connection) -> list[str]:
    """Return the faults that SQLite finds in the structure of a file."""
    said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(100)")]
    return [line for line in said if line != "ok" and not line.startswith(_NOT_OURS)]
