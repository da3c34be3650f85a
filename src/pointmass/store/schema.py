"""The tables of a store's file in each version, and messages for files that differ."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pointmass.errors import StoreError

VERSION = 5
"""The version of the tables below; a file with a higher one was written by a newer pointmass."""

BUSY_SECONDS = 30.0
"""How long a write waits for another process that is writing to the same file."""

APPLICATION = 0x706D6173
"""``pmas``: marks a SQLite file as a store of pointmass, so that no other file is ever written into."""

CHECKED = ("specs", "inputs", "series", "draws", "bindings", "calls", "budgets", "labels")
"""The tables whose rows have a checksum."""

CHECKED_SINCE = 2
"""The version since which rows have one; empty columns that are added later do not change it."""

_FIRST = """
CREATE TABLE specs (
    digest  TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE TABLE inputs (
    id      INTEGER PRIMARY KEY,
    key     TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL
);
CREATE TABLE series (
    id      INTEGER PRIMARY KEY,
    spec    TEXT NOT NULL,
    model   TEXT NOT NULL,
    purpose TEXT NOT NULL,
    number  INTEGER NOT NULL,
    UNIQUE (spec, model, purpose, number)
);
CREATE TABLE draws (
    id                 INTEGER PRIMARY KEY,
    series_id          INTEGER NOT NULL REFERENCES series (id),
    input_id           INTEGER NOT NULL REFERENCES inputs (id),
    number             INTEGER NOT NULL,
    attempt            INTEGER NOT NULL,
    status             TEXT NOT NULL,
    outcome            TEXT,
    text               TEXT NOT NULL,
    detail             TEXT NOT NULL,
    stop_reason        TEXT,
    model              TEXT,
    input_tokens       INTEGER,
    output_tokens      INTEGER,
    cache_read_tokens  INTEGER,
    cache_write_tokens INTEGER,
    service_tier       TEXT,
    dollars            REAL,
    latency            REAL,
    time               REAL NOT NULL,
    origin             TEXT NOT NULL,
    response_id        TEXT,
    UNIQUE (series_id, input_id, number, attempt)
);
CREATE TABLE numbers (
    series_id INTEGER NOT NULL REFERENCES series (id),
    input_id  INTEGER NOT NULL REFERENCES inputs (id),
    next      INTEGER NOT NULL,
    PRIMARY KEY (series_id, input_id)
) WITHOUT ROWID;
CREATE TABLE bindings (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    time  REAL NOT NULL,
    name  TEXT NOT NULL,
    event TEXT NOT NULL
);
CREATE INDEX bindings_by_name ON bindings (name, id);
"""

_CALLS = """
ALTER TABLE draws ADD COLUMN turns TEXT;
CREATE TABLE calls (
    id                 INTEGER PRIMARY KEY,
    call               TEXT NOT NULL,
    parent             TEXT NOT NULL,
    name               TEXT NOT NULL,
    purpose            TEXT NOT NULL,
    answered_by        TEXT NOT NULL,
    answer             TEXT NOT NULL,
    inputs             TEXT NOT NULL,
    note               TEXT NOT NULL,
    error              TEXT NOT NULL,
    depth              INTEGER NOT NULL,
    time               REAL NOT NULL,
    seconds            REAL NOT NULL,
    model              TEXT,
    input_tokens       INTEGER,
    output_tokens      INTEGER,
    cache_read_tokens  INTEGER,
    cache_write_tokens INTEGER,
    service_tier       TEXT,
    dollars            REAL,
    crc                INTEGER
);
CREATE INDEX calls_by_name ON calls (name, id);
CREATE TABLE budgets (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE,
    calls     INTEGER NOT NULL,
    tokens    INTEGER NOT NULL,
    dollars   REAL NOT NULL,
    seconds   REAL NOT NULL,
    uncounted INTEGER NOT NULL,
    unpriced  INTEGER NOT NULL,
    crc       INTEGER
);
"""

_LABELS = """
CREATE TABLE labels (
    id     INTEGER PRIMARY KEY,
    time   REAL NOT NULL,
    name   TEXT NOT NULL,
    spec   TEXT NOT NULL,
    inputs TEXT NOT NULL,
    said   TEXT NOT NULL,
    value  TEXT NOT NULL,
    who    TEXT NOT NULL,
    crc    INTEGER
);
CREATE INDEX labels_by_name ON labels (name, id);
"""

STEPS: dict[int, tuple[str, ...]] = {
    1: tuple(_FIRST.split(";")[:-1]),
    # Adds the digest of the request of a draw, and a checksum of each row (``checksums``), so that flipped bits are
    # noticed.
    2: (
        "ALTER TABLE draws ADD COLUMN request TEXT",
        *(f"ALTER TABLE {name} ADD COLUMN crc INTEGER" for name in ("specs", "inputs", "series", "draws", "bindings")),
    ),
    # Adds the turns of draws with tools, the calls that models answered, and what was used of budgets with a name.
    3: tuple(_CALLS.split(";")[:-1]),
    # Changes no table, but sets the purpose of every series (``purposes.name_purposes``).
    4: (),
    # What people said is right, by name and input.
    5: tuple(_LABELS.split(";")[:-1]),
}
"""The statements that change the tables of the version before to those of a version. A new file runs all of them."""

_WHY = {
    "SQLITE_FULL": "the disk is full; make room, and make the same call again: what was acknowledged is kept",
    "SQLITE_BUSY": f"another process kept it locked for {BUSY_SECONDS:g} s; wait for it, and make the same call again",
    "SQLITE_LOCKED": "another connection keeps it locked; close it, and make the same call again",
    "SQLITE_NOTADB": "it is not an SQLite file; give the path of a pointmass file, or of none to make a new one",
    "SQLITE_CORRUPT": "it is damaged; restore it from a copy, or save what can be read: pointmass recover FILE",
    "SQLITE_READONLY": "it may not be written; change its permissions, or copy it to a folder that you may write",
    "SQLITE_CANTOPEN": "it cannot be opened or made; the folder must exist, and you must be allowed to write there",
    "SQLITE_PERM": "it may not be opened; change its permissions, or copy it to a folder that you may write",
    "SQLITE_IOERR": "the disk did not take or give the data; check the disk, and make the same call again",
}
_NOT_STORABLE = "it holds text, whole numbers of 64 bits and floating-point numbers, as a draw does"


def place(path: Path | None) -> str:
    """Return the name of a store for messages: the path of its file, or that it is in memory."""
    return "store in memory" if path is None else f"store {str(path)!r}"


def refusal(path: Path | None, error: Exception) -> StoreError:
    """Return an error of the store that says why something failed, and what to do about it."""
    if isinstance(error, StoreError):
        return error
    name = getattr(error, "sqlite_errorname", None)
    # An extended name begins with its family's: SQLITE_READONLY_DIRECTORY, SQLITE_IOERR_WRITE.
    if isinstance(error, UnicodeDecodeError) or (name is None and isinstance(error, sqlite3.DatabaseError)):
        name = "SQLITE_CORRUPT"
    why = next((text for family, text in _WHY.items() if name and name.startswith(family)), None)
    return StoreError(f"{place(path)}: {error} ({name or type(error).__name__}): {why or _NOT_STORABLE}")


@contextlib.contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Convert errors of SQLite in the block to a ``StoreError`` that says what to do."""
    try:
        yield
    except (
        sqlite3.Error,
        UnicodeDecodeError,
    ) as error:  # messages of SQLite may contain bytes of the file that are not text
        raise refusal(path, error) from error


def make(connection: sqlite3.Connection, *, above: int = 0) -> None:
    """Bring the tables of version *above* (0: an empty file) to the present ones, in the caller's transaction."""
    for version in range(above + 1, VERSION + 1):
        for statement in STEPS[version]:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def strange(connection: sqlite3.Connection, version: int) -> list[str]:
    """Return the objects in the schema of a file that are additional, missing or different from those of a version.

    An untrusted file may have triggers, views and expressions that run when it is read or written; so only the tables
    of pointmass are allowed. SQLite's own tables (statistics, counters) may exist.
    """
    ours, found = _objects(version), _schema(connection)
    return [
        f"{kind} {name!r}"
        for kind, name in sorted(ours.keys() | found.keys())
        if ours.get((kind, name)) != found.get((kind, name))
    ]


@functools.cache
def _objects(version: int) -> dict[tuple[str, str], str]:
    """Return the objects in the schema of a version."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for step in range(1, version + 1):
            for statement in STEPS[step]:
                connection.execute(statement)
        return _schema(connection)


def _schema(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return {
        (str(kind), str(name)): f"{table}: {''.join(str(sql).split())}"
        for kind, name, table, sql in rows
        if not str(name).startswith("sqlite_")
    }


def columns(connection: sqlite3.Connection, table: str) -> frozenset[str]:
    """Return the names of a table's columns."""
    return frozenset(str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})"))


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """Return the number that a pragma has."""
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value
