"""Migrate the file of an older version of pointmass, after writing a copy of it beside it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from pointmass.errors import StoreError
from pointmass.facts import Notice, notice
from pointmass.store.checksums import row_checksum
from pointmass.store.purposes import NAMED_SINCE, name_purposes
from pointmass.store.schema import CHECKED, CHECKED_SINCE, VERSION, make, place, pragma

_ROWS = 1_000
"""How many rows are read at once."""

_COPIES = 1_000


def migrate(connection: sqlite3.Connection, path: Path, *, tell: Callable[[Notice], None]) -> None:
    """Migrate a file to the present version in one transaction, after copying it, and record a notice.

    Args:
        connection: A connection to the file, whose tables were checked to be those of its version.
        path: The file.
        tell: Records a notice.

    Raises:
        StoreError: There is no free name for the copy.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = pragma(connection, "user_version")
        if version < VERSION:  # else another process has just migrated it
            copy = _copied(path, version)
            make(connection, above=version)
            if version < CHECKED_SINCE:
                for name in CHECKED:
                    _check_rows(connection, name)
            if version < NAMED_SINCE:
                name_purposes(connection)
            tell(notice("brought up to date", place=place(path), copy=copy.name))
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _copied(path: Path, version: int) -> Path:
    """Copy a file, including its log, so that only its owner can read it; older copies stay."""
    names = (path.with_name(f"{path.name}.v{version}{'' if n == 1 else f'-{n}'}.backup") for n in range(1, _COPIES))
    copy = next((name for name in names if not name.exists()), None)
    if copy is None:
        raise StoreError(f"{place(path)}: no name is left for a copy of it; remove some of the {_COPIES - 1} beside it")
    os.close(os.open(copy, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        # With another connection, as a backup would wait for the transaction of this one.
        with contextlib.closing(sqlite3.connect(copy)) as target, contextlib.closing(sqlite3.connect(path)) as reader:
            reader.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _check_rows(connection: sqlite3.Connection, table: str) -> None:
    """Write the checksum of every row."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "crc"]
    named = ", ".join(columns)
    last = 0
    select = f"SELECT rowid, {named} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {_ROWS}"  # noqa: S608 - our own names
    while rows := connection.execute(select, (last,)).fetchall():
        made = [(row_checksum(dict(zip(columns, cells, strict=True))), rowid) for rowid, *cells in rows]
        connection.executemany(f"UPDATE {table} SET crc = ? WHERE rowid = ?", made)  # noqa: S608 - as above
        last = rows[-1][0]
