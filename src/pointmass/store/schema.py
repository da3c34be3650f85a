"""What a store's file looks like, and how one is opened: checked before it is trusted, refused in plain words."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from pointmass.errors import StoreError

VERSION = 1
"""The version of the tables below; a file with a higher one was written by a newer pointmass."""

BUSY_SECONDS = 30.0
"""How long a write waits for another process that is writing to the same file."""

_APPLICATION = 0x706D6173
"""``pmas``: marks a SQLite file as a store of pointmass, so that no other file is ever written into."""

_TABLES = """
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
    request            TEXT,
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

_WHY = {
    "SQLITE_FULL": "the disk is full; make room, and make the same call again: what was acknowledged is kept",
    "SQLITE_BUSY": f"another process kept it locked for {BUSY_SECONDS:g} s; wait for it, and make the same call again",
    "SQLITE_LOCKED": "another connection keeps it locked; close it, and make the same call again",
    "SQLITE_NOTADB": "it is no SQLite file; give the path of a pointmass file, or of none to make a new one",
    "SQLITE_CORRUPT": "it is damaged; restore it from a copy, or save what is left with sqlite3's `.recover`",
    "SQLITE_READONLY": "it may not be written; change its permissions, or copy it to a folder that you may write",
    "SQLITE_CANTOPEN": "it cannot be opened or made; the folder must exist, and you must be allowed to write there",
    "SQLITE_PERM": "it may not be opened; change its permissions, or copy it to a folder that you may write",
    "SQLITE_IOERR": "the disk did not take or give the data; see to the disk, and make the same call again",
}
_NOT_STORABLE = "it holds text, whole numbers of 64 bits and floating-point numbers, as a draw does"


def place(path: Path | None) -> str:
    """Name a store in a message: the path of its file, or that it lives in memory."""
    return "store in memory" if path is None else f"store {str(path)!r}"


def refusal(path: Path | None, error: Exception) -> StoreError:
    """Say in words why the store could not do something, and what to do about it."""
    if isinstance(error, StoreError):
        return error
    name = getattr(error, "sqlite_errorname", None)
    # An extended name begins with its family's: SQLITE_READONLY_DIRECTORY, SQLITE_IOERR_WRITE.
    why = next((text for family, text in _WHY.items() if name and name.startswith(family)), None)
    return StoreError(f"{place(path)}: {error} ({name or type(error).__name__}): {why or _NOT_STORABLE}")


@contextlib.contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Turn every error of SQLite into a ``StoreError`` that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise refusal(path, error) from error


def connect(path: Path | None) -> sqlite3.Connection:
    """Open the file of a store, or make it; ``None`` opens one in memory.

    Raises:
        StoreError: It is a folder, another program's file, a newer pointmass's file, damaged, or may not be written.
    """
    if path is not None:
        _check_place(path)
    with translated(path):
        connection = sqlite3.connect(
            ":memory:" if path is None else str(path),
            timeout=BUSY_SECONDS,
            isolation_level=None,  # transactions are begun and ended in words, below and in the writer
            check_same_thread=False,  # a lock around every use serves any thread
        )
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _check_place(path: Path) -> None:
    if path.is_dir():
        raise StoreError(f"{place(path)}: this is a folder; give the path of a file, such as {path / 'my.pointmass'}")
    if not path.parent.is_dir():
        raise StoreError(f"{place(path)}: there is no folder {str(path.parent)!r}; make it first")


def _prepare(connection: sqlite3.Connection, path: Path | None) -> None:
    if path is not None:
        _check_content(connection, path)  # before anything is written into what may be another program's file
        _use_log(connection)
        # Every commit reaches the disk before it is acknowledged; on macOS only with fullfsync, elsewhere a no-op.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _pragma(connection, "application_id") != _APPLICATION:  # still empty: nobody else made the tables meanwhile
            for statement in _TABLES.split(";")[:-1]:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        _add_missing(connection)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _add_missing(connection: sqlite3.Connection) -> None:
    """Add what later versions keep beside a draw; earlier versions read and write such a file as before."""
    if "request" not in {row[1] for row in connection.execute("PRAGMA table_info(draws)")}:
        connection.execute("ALTER TABLE draws ADD COLUMN request TEXT")


def _check_content(connection: sqlite3.Connection, path: Path) -> None:
    if _pragma(connection, "application_id") == _APPLICATION:
        version = _pragma(connection, "user_version")
        if version > VERSION:
            raise StoreError(
                f"{place(path)}: a newer pointmass wrote it (tables of version {version}); "
                f"this one reads version {VERSION}: upgrade pointmass, or use another file"
            )
        return
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master LIMIT 3")]
    if tables and _pragma(connection, "application_id") != _APPLICATION:  # not just made by another process
        raise StoreError(
            f"{place(path)}: another program's database (it holds {', '.join(tables)}); "
            "give the path of a pointmass file, or of none to make a new one"
        )


def _use_log(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log: readers never wait, and a commit is one write to the end of a file.

    The switch needs the file for itself, and SQLite does not wait for that: processes that open a new file together
    try again. A file system that knows no shared memory keeps the rollback journal, which is as safe, and slower.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value
