"""Copy what can be read of a damaged file, or of one with a foreign schema, into a new file."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pointmass.errors import StoreError
from pointmass.store.checksums import row_checksum
from pointmass.store.mend import HUNG_ON, corrected, is_whole
from pointmass.store.opening import opened
from pointmass.store.pages import Pages
from pointmass.store.purposes import name_purposes
from pointmass.store.schema import CHECKED, STEPS, VERSION, place, translated

_TYPES: Mapping[str, tuple[type, ...]] = {"TEXT": (str, bytes), "INTEGER": (int,), "REAL": (int, float)}


@dataclass(frozen=True, slots=True)
class Recovered:
    """The result of a recovery.

    Attributes:
        path: The new file.
        kept: How many rows of each table are in it.
        lost: How many rows were not saved: damaged rows, rows that refer to missing ones, and gaps in the numbers of
            rows, which are consecutive.
        missing: How many pages of the file are missing; their content is not known.
    """

    path: Path
    kept: Mapping[str, int]
    lost: int
    missing: int


def recover(path: Path, target: Path) -> Recovered:
    """Read every row that can be found in a file, and write the undamaged ones into a new file.

    The file is read as bytes and not changed; SQLite does not open it, and its schema is ignored. The table of a row is
    found by its cells and its checksum. Rows of older versions have no checksum, and are trusted.

    Args:
        path: The file; a log beside it is read, too.
        target: The new file; it must not exist.

    Raises:
        StoreError: The file does not exist or has no rows, or the new one cannot be created.
    """
    if target.exists():
        raise StoreError(f"{place(target)}: it exists already; give the name of a new file")
    try:
        pages = Pages(path)
        rows, bad = _sorted(pages)
    except OSError as error:
        raise StoreError(f"{place(path)}: it cannot be read ({error.strerror or error})") from error
    if not any(rows.values()):
        raise StoreError(f"{place(path)}: no row of a pointmass file can be found in it")
    with translated(target), contextlib.closing(opened(target).connection) as connection:
        connection.execute("BEGIN IMMEDIATE")
        kept = {name: _written(connection, name, rows[name]) for name in CHECKED}
        name_purposes(connection)  # some rows may be from an older version
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    lost = sum(_held(rows[name], bad[name]) - kept[name] for name in CHECKED)
    return Recovered(target, kept, lost, pages.missing)


def _held(rows: Mapping[int, Mapping[str, Any]], bad: set[int]) -> int:
    """Return how many rows a table had, estimated from the numbers of rows with checksums."""
    last = max((number for number, row in rows.items() if row.get("crc") is not None), default=0)
    return max(last, len(rows)) + sum(number > last for number in bad - rows.keys())


def _sorted(pages: Pages) -> tuple[dict[str, dict[int, dict[str, Any]]], dict[str, set[int]]]:
    """Return the rows of a file by table and number, and the numbers of the damaged ones by table."""
    shapes = list(_shapes())
    found: dict[str, dict[int, dict[str, Any]]] = {name: {} for name in CHECKED}
    bad: dict[str, set[int]] = {name: set() for name in CHECKED}
    for number, cells in pages.rows():
        fitting = [(name, row) for name, columns in shapes if (row := _row(columns, number, cells)) is not None]
        whole = [(name, row) for name, row in fitting if is_whole(row)]
        whole = whole or [
            (name, right) for name, row in fitting if name in HUNG_ON and (right := corrected(row)) is not None
        ]
        if whole:
            name, row = whole[0]
            at = row.get("id", number)
            if found[name].get(at, {}).get("crc") is None:  # of two rows, the one with a checksum is kept
                found[name][at] = row
        elif fitting:
            bad[fitting[0][0]].add(number)
    return found, bad


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of a table.

    Attributes:
        name: Its name.
        kind: Its type in SQL.
        is_number: Whether it is the number of the row.
        optional: Whether it may be NULL.
    """

    name: str
    kind: str
    is_number: bool
    optional: bool

    def takes(self, cell: Any) -> bool:
        """Whether a cell may be in this column."""
        if self.is_number:
            return cell is None  # the number is stored outside of the cells
        return self.optional if cell is None else isinstance(cell, _TYPES[self.kind])


def _shapes() -> Iterator[tuple[str, list[_Column]]]:
    """Yield the columns of every table in every version, the newest first."""
    for version in range(VERSION, 0, -1):
        with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            for step in range(1, version + 1):
                for statement in STEPS[step]:
                    connection.execute(statement)
            for table in CHECKED:
                info = connection.execute(f"PRAGMA table_info({table})").fetchall()
                if not info:
                    continue  # the table was added in a later version
                yield (
                    table,
                    [
                        _Column(name, kind, kind == "INTEGER" and key == 1, not (needed or key))
                        for _, name, kind, needed, _, key in info
                    ],
                )


def _row(columns: list[_Column], number: int, cells: list[Any]) -> dict[str, Any] | None:
    """Return cells as a row of a table, or ``None`` if they do not fit its columns."""
    if len(cells) != len(columns) or not all(map(_Column.takes, columns, cells)):
        return None
    return {column.name: number if column.is_number else cell for column, cell in zip(columns, cells, strict=True)}


def _written(connection: sqlite3.Connection, table: str, rows: Mapping[int, Mapping[str, Any]]) -> int:
    """Write rows with their checksums, and return how many; draws whose series or input is missing are left out."""
    kept: Counter[str] = Counter()
    for row in rows.values():
        try:
            whole = {**row, "crc": row_checksum(row)}
            if table == "draws" and not _belongs(connection, row):
                continue
            marks = ", ".join("?" * len(whole))
            connection.execute(
                f"INSERT INTO {table} ({', '.join(whole)}) VALUES ({marks})",  # noqa: S608 - our own names
                tuple(whole.values()),
            )
        except (sqlite3.IntegrityError, UnicodeEncodeError, TypeError, ValueError, OverflowError):
            continue
        kept[table] += 1
    return kept[table]


def _belongs(connection: sqlite3.Connection, draw: Mapping[str, Any]) -> bool:
    query = "SELECT (SELECT count(*) FROM series WHERE id = ?) * (SELECT count(*) FROM inputs WHERE id = ?)"
    return bool(connection.execute(query, (draw["series_id"], draw["input_id"])).fetchone()[0])
