"""Repairs what a flipped bit broke, where the rest allows it: indexes, and rows that draws refer to."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pointmass.facts import Notice, notice
from pointmass.store.checksums import row_checksum
from pointmass.store.schema import pragma

_LOOKED_THROUGH = 32 * 2**20
"""Bytes of a file that is looked through when it is opened; a larger one is looked at where it is read."""

_NOT_OURS = ("NULL value in", "non-unique entry in")
"""What SQLite says of a row, and not of the structure; the row's checksum finds it when it is read."""

HUNG_ON = ("series", "inputs")
"""The tables whose rows draws refer to: a lost row there would make all of them unusable."""

_LONGEST = 4_096
"""Bytes of a cell in which a flipped bit is looked for."""

Tell = Callable[[Notice], None]


def mend_indexes(connection: sqlite3.Connection, *, tell: Tell) -> None:
    """Make damaged indexes anew: they hold nothing that the rows do not.

    Raises:
        sqlite3.DatabaseError: More than indexes is damaged.
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
    """Look through the rows that many draws refer to, and repair single flipped bits in them."""
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
    """Whether a row is what was written, as far as its checksum says; one without a checksum is trusted."""
    try:
        return row.get("crc") is None or bool(row["crc"] == row_checksum(row))
    except (TypeError, ValueError, OverflowError):  # not a number
        return False


def corrected(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a row with the one bit put right that makes its checksum fit; ``None`` where no one bit does.

    CRC-32 tells every two single flips apart in rows of this length (its Hamming distance is 3 or more up to 512 MiB).
    """
    for name, cell in row.items():
        for other in _one_bit_off(cell) if name != "crc" else ():
            found = {**row, name: other}
            if is_whole(found):
                return found
    return None


def _one_bit_off(cell: Any) -> Iterator[Any]:
    """Yield what a cell may have been before one of its bits was flipped."""
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
    """Return what SQLite finds wrong with the structure of a file."""
    said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(100)")]
    return [line for line in said if line != "ok" and not line.startswith(_NOT_OURS)]
