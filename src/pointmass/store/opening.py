"""Open the file of a store: check it, migrate it, or refuse it with a message that says what to do."""

from __future__ import annotations

import contextlib
import functools
import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from pointmass.errors import StoreError
from pointmass.facts import Notice, notice
from pointmass.store.mend import mend_indexes, mend_rows
from pointmass.store.migrate import migrate
from pointmass.store.purposes import NAMED_SINCE, name_purposes
from pointmass.store.schema import APPLICATION, BUSY_SECONDS, VERSION, make, place, pragma, strange, translated

_MEMORY = ":memory:"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file.

    Attributes:
        connection: The connection; any thread may use it, but only one at a time.
        readonly: Whether nothing may be written.
        notices: Facts about the file that a person should know.
    """

    connection: sqlite3.Connection
    readonly: bool = False
    notices: list[Notice] = field(default_factory=list)


def opened(path: Path | None, *, readonly: bool = False) -> Opened:
    """Open the file of a store, or create it; ``None`` opens one in memory.

    A file without permission to write is opened read-only. Nothing in its schema is executed: no triggers, views or
    functions in expressions.

    Args:
        path: The file.
        readonly: Whether to read only.

    Raises:
        StoreError: It is a folder, or a file of another program or of a newer version of pointmass, its schema is not
            that of pointmass, it is damaged, or it may not be read.
    """
    if path is None:
        return Opened(_connect(_MEMORY, _made))
    with translated(path):
        _check_place(path)
        if readonly or not _may_be_written(path):
            return _looked_at(path, asked=readonly)
        _make_private(path)
        try:
            return _written(path)
        except sqlite3.OperationalError as error:
            may_not = (error.sqlite_errorname or "").startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"))
            if not may_not or not path.exists() or path.stat().st_size == 0:
                raise
            return _looked_at(path, asked=False)


def _written(path: Path) -> Opened:
    notices: list[Notice] = []

    def prepare(connection: sqlite3.Connection) -> None:
        version = _checked(connection, path)  # before writing, as it may be a file of another program
        _use_log(connection)
        # Every commit reaches the disk before it is acknowledged. On macOS this needs fullfsync, which elsewhere does
        # nothing.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
        mend_indexes(connection, tell=notices.append)
        if 0 < version < VERSION:
            migrate(connection, path, tell=notices.append)
        _made(connection)
        if unknown := strange(connection, VERSION):
            raise StoreError(_of_a_stranger(path, unknown))
        mend_rows(connection, tell=notices.append)

    return Opened(_connect(str(path), prepare), notices=notices)


def _looked_at(path: Path, *, asked: bool) -> Opened:
    """Open a file read-only, without writing anything beside it."""
    notices = [] if asked else [notice("only looked at", place=place(path))]

    def prepare(connection: sqlite3.Connection) -> None:
        version = _checked(connection, path)
        if version == 0:
            raise StoreError(f"{place(path)}: it is empty, and may not be written, so there is nothing to look at")
        if version < NAMED_SINCE:
            name_purposes(connection, beside=True)

    uri, log = f"file:{quote(str(path))}?mode=ro", path.with_name(path.name + "-wal")
    alone = f"{uri}&immutable=1"  # creates no file beside it; a process that writes has a log there
    try:
        connection = _connect(uri if log.exists() else alone, prepare)
    except sqlite3.OperationalError as error:
        # To read the log, SQLite needs a file that cannot be created here; the file itself can be read without the log.
        if not log.exists() or not (error.sqlite_errorname or "").startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            raise
        if log.stat().st_size:
            notices.append(notice("log not read", place=place(path), log=log.name))
        connection = _connect(alone, prepare)
    return Opened(connection, readonly=True, notices=notices)


def _connect(name: str, prepare: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    connection = sqlite3.connect(
        name,
        timeout=BUSY_SECONDS,
        isolation_level=None,  # transactions are begun and ended explicitly, here and in the writer
        check_same_thread=False,  # a lock around every use makes this safe
        uri=name.startswith("file:"),
    )
    # Bytes that are not UTF-8 mean a damaged row; its checksum shows that, and other rows can be read.
    connection.text_factory = functools.partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        _harden(connection)
        prepare(connection)
        connection.set_authorizer(_no_foreign_code)
    except BaseException:
        connection.close()
        raise
    return connection


def _harden(connection: sqlite3.Connection) -> None:
    """Set the options that SQLite recommends for untrusted files (https://www.sqlite.org/security.html)."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")
    if hasattr(connection, "setconfig"):  # from Python 3.12
        for name, value in (("DEFENSIVE", True), ("ENABLE_TRIGGER", False), ("ENABLE_VIEW", False)):
            connection.setconfig(getattr(sqlite3, f"SQLITE_DBCONFIG_{name}"), value)


def _no_foreign_code(_action: int, _one: str | None, _two: str | None, _base: str | None, inside: str | None) -> int:
    """Deny statements that involve a trigger or a view; an authorizer of SQLite."""
    return sqlite3.SQLITE_OK if inside is None else sqlite3.SQLITE_DENY


def _check_place(path: Path) -> None:
    """Raise StoreError if a path cannot be that of a store."""
    try:
        wrong = _wrong(path)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"store {str(path)[:60]!r}…: this is not a name of a file here ({error}); give another"
        ) from error
    if wrong:
        raise StoreError(f"{place(path)}: {wrong}")


def _wrong(path: Path) -> str:
    if path.is_dir():
        return f"this is a folder; give the path of a file, such as {path / 'my.pointmass'}"
    if not path.parent.is_dir():
        return f"there is no folder {str(path.parent)!r}; make it first"
    if path.exists() and not path.is_file():
        return "this is not a file, but a device or a pipe; give the path of a file"
    if "\0" in str(path):
        return "no name of a file here holds a NUL character; give another"
    if path.name == _MEMORY:
        return "this would be a file of that name; give None to keep everything in memory"
    return ""


def _may_be_written(path: Path) -> bool:
    """Whether a file may be written, by its mode; root, too, does not write files that are marked read-only."""
    if not path.exists() or os.name != "posix":
        return True
    return bool(path.stat().st_mode & 0o222) and os.access(path, os.W_OK)


def _make_private(path: Path) -> None:
    """Create a new file that only its owner can read, as inputs and answers are private."""
    if not path.exists():
        with contextlib.suppress(OSError):  # SQLite reports later why it cannot be created
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _made(connection: sqlite3.Connection) -> None:
    """Create the tables of a new file, unless another process has just done so."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if pragma(connection, "application_id") != APPLICATION:
            make(connection)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _checked(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of a file's tables, 0 for an empty file; raise StoreError for any other file."""
    if pragma(connection, "application_id") != APPLICATION:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master LIMIT 3")]
        if tables and pragma(connection, "application_id") != APPLICATION:  # another process may just have created it
            raise StoreError(
                f"{place(path)}: another program's database (it holds {', '.join(map(str, tables))}); "
                "give the path of a pointmass file, or of none to make a new one"
            )
        return 0
    version = pragma(connection, "user_version")
    if version > VERSION:
        raise StoreError(
            f"{place(path)}: a newer pointmass wrote it (tables of version {version}); "
            f"this one reads version {VERSION}: upgrade pointmass, or use another file"
        )
    unknown = strange(connection, version) if version > 0 else ["a version that no pointmass writes"]
    if unknown and pragma(connection, "user_version") == version:  # another process may just have migrated it
        raise StoreError(_of_a_stranger(path, unknown))
    return version


def _of_a_stranger(path: Path, unknown: list[str]) -> str:
    return (
        f"{place(path)}: its schema is not pointmass's own: {', '.join(unknown[:5])}; nothing of it was run. Whoever sent it "
        "may know why; save its draws and bindings into a new file: pointmass recover FILE"
    )


def _use_log(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log: readers never wait, and a commit is one write at the end of a file.

    The switch needs exclusive access, for which SQLite does not wait; so it is repeated if several processes open a new
    file at the same time. File systems without shared memory keep the rollback journal, which is as safe but slower.
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
