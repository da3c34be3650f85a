"""A thread that writes: writes of a few milliseconds are committed together, then acknowledged."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any, TypeVar

from pointmass.errors import StoreError
from pointmass.store.acknowledged import Acknowledgement, Commit
from pointmass.store.schema import place, refusal, translated

T = TypeVar("T")

GATHER_SECONDS = 0.005
"""How long a group of writes is gathered before it is committed, if several tasks waited for the group before it."""

QUIET_SECONDS = 0.5
"""After so long without a write, everything is moved from the log into the file itself."""

PATIENCE_SECONDS = 1.0
"""How long a requested checkpoint is tried if another process reads."""

_OF_THE_FILE = (sqlite3.OperationalError, sqlite3.DatabaseError)
"""Errors that affect every write: locked, full, damaged. Subclasses and other errors affect a single write."""


class Writer:
    """Owns the connection of a store: it writes in groups in its own thread, and lends the connection for reading.

    Args:
        connection: The connection, opened for use from any thread.
        path: The file, for messages.
        insert: Inserts many rows at once. Rows keep their order among all writes.
        forget: Called when a group is rolled back, so that caches of what was read in it are dropped.
        readonly: Whether the file may not be written; then every write is refused.
        gather: How many seconds a group is gathered.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path | None,
        *,
        insert: Callable[[sqlite3.Connection, list[Any]], None],
        forget: Callable[[], None],
        readonly: bool = False,
        gather: float = GATHER_SECONDS,
    ) -> None:
        self._connection = connection
        self._path = path
        self._insert = insert
        self._forget = forget
        self._using = threading.RLock()
        self._lock = threading.Lock()
        self._open: Commit | None = None
        self._wanted = threading.Event()
        self._hurried = threading.Event()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._readonly = readonly
        self._behind = self._committed = False
        self._gather = gather
        self._crowded = False
        self._synced = True
        self._file = _which(path)
        self._process = os.getpid()

    def add(
        self, write: Callable[[sqlite3.Connection], T], *, synced: bool = True, after: tuple[Any, ...] = ()
    ) -> Acknowledgement[T]:
        """Add a write as a function of the connection; its acknowledgement gives what the function returns.

        Args:
            write: The function.
            synced: Whether to wait for the disk. Otherwise it is acknowledged when all processes see it, and reaches
                the disk before any later write: a power cut may lose it, but then all later writes, too.
            after: The first parts of the rows that the function reads. Earlier writes are done before it in any case,
                except by a writer that delays rows (``MemoryWriter``).
        """
        return self._hand_in(write, synced=synced, after=after)

    def add_row(self, row: object) -> Acknowledgement[None]:
        """Add a row for ``insert``; consecutive rows are inserted at once."""
        return self._hand_in(row, synced=True, after=())

    @contextlib.contextmanager
    def reading(self) -> Generator[sqlite3.Connection, None, None]:
        """Give the connection to the block, after all earlier writes are done."""
        self.flush()
        with self._using, translated(self._path):
            self._check_open()
            yield self._connection

    def flush(self) -> None:
        """Block until all earlier writes are on the disk or were refused.

        Errors are raised by the acknowledgements, and not here.
        """
        self._check_process()
        with self._lock:
            commit = self._open
        if commit is not None:
            self._hurried.set()
            commit.done.wait()
        # A group that is being written holds this lock.
        with self._using:
            pass

    def checkpoint(self) -> None:
        """Move what is written from the log into the file itself, as far as other processes allow it."""
        if self._path is None or self._readonly:
            return
        until = time.monotonic() + PATIENCE_SECONDS
        with self.reading() as connection:
            while not self._brought_in(connection) and time.monotonic() < until:
                time.sleep(0.02)

    def _brought_in(self, connection: sqlite3.Connection) -> bool:
        """Try once to move the log into the file; what stays in the log is just as safe."""
        with contextlib.suppress(sqlite3.Error):
            _busy, log, done = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            self._behind = log != done
        return not self._behind

    def close(self) -> None:
        """Finish all pending writes, end the thread, close the connection. Closing again does nothing."""
        if os.getpid() != self._process:
            return  # a forked child: closing the file would release the locks of the parent
        if threading.current_thread() is self._thread:
            # The garbage collector ran this while this thread worked: take no lock, the loop below sees the flag.
            self._closed = True
            return
        with self._lock:
            self._closed = True
            self._wanted.set()
            self._hurried.set()
        if self._thread is not None:
            self._thread.join()
        with self._using:
            self._connection.close()

    def _hand_in(self, write: Any, *, synced: bool, after: tuple[Any, ...]) -> Acknowledgement[Any]:  # noqa: ARG002 - writes keep their order
        self._check_process()
        with self._lock:
            self._check_open()
            if self._readonly:
                raise StoreError(
                    f"{place(self._path)}: it may not be written, so it can only be looked at; copy it to a place that you may "
                    "write, or change its permissions"
                )
            commit = self._open
            if commit is None:
                # The thread is woken first, so that an interrupt between these lines does not leave a group unwritten.
                self._start()
                self._wanted.set()
                commit = self._open = Commit()
            commit.writes.append(write)
            commit.synced = commit.synced or synced
            return Acknowledgement(commit, len(commit.writes) - 1, self._hurried.set)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(f"{place(self._path)}: it is closed; open it again with Store(path)")

    def _check_process(self) -> None:
        """Raise StoreError in a forked child, before using any lock: the thread that holds it may not exist there."""
        if os.getpid() != self._process:
            raise StoreError(f"{place(self._path)}: it was opened before a fork; open it again in the child process")

    def _start(self) -> None:
        if self._thread is None:
            thread = threading.Thread(target=self._work, name="pointmass store", daemon=True)
            thread.start()
            self._thread = thread

    def _work(self) -> None:
        closed = False
        while not closed:
            if not self._wanted.wait(QUIET_SECONDS if self._behind else None):
                with self._using:
                    self._brought_in(self._connection)
                    self._behind = False  # if another process delayed it, it is tried again after the next write
                continue
            if self._crowded and not self._closed:
                self._hurried.wait(self._gather)
            with self._using:
                with self._lock:
                    commit, self._open = self._open, None
                    self._wanted.clear()
                    self._hurried.clear()
                    closed = self._closed
                if commit is not None:
                    commit.finish(self._write(commit))
                    # Gathering helps only if several tasks wait, and not in memory.
                    self._crowded = commit.waiting > 1 and self._path is not None
        self._connection.close()

    def _write(self, commit: Commit) -> StoreError | None:
        """Write a group in one transaction; if one of its writes fails, each in a transaction of its own."""
        try:
            self._sync(commit.synced)
            self._transaction(enumerate(commit.writes), commit.results)
        except Exception as error:  # noqa: BLE001 - after any error, all who wait must be woken
            if type(error) in _OF_THE_FILE:
                return refusal(self._path, error)
            commit.results.clear()
            for position, write in enumerate(commit.writes):
                self._write_alone(commit, position, write)
        return None

    def _write_alone(self, commit: Commit, position: int, write: Any) -> None:
        try:
            self._transaction([(position, write)], commit.results)
        except Exception as error:  # noqa: BLE001 - raised by the acknowledgement of this write
            commit.errors[position] = refusal(self._path, error)

    def _sync(self, wanted: bool) -> None:  # noqa: FBT001 - one word, one call
        """Set whether commits wait for the disk; one that waits also brings earlier commits in the log to the disk."""
        if wanted != self._synced:
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if wanted else 'NORMAL'}")
            self._synced = wanted

    def _transaction(self, writes: Iterable[tuple[int, Any]], results: dict[int, Any]) -> None:
        self._check_there()
        begun = self._committed = False
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            begun = True
            rows: list[Any] = []
            for position, write in writes:
                if callable(write):
                    self._insert_all(rows)
                    results[position] = write(self._connection)
                else:
                    rows.append(write)
            self._insert_all(rows)
            self._connection.execute("COMMIT")
            self._committed, self._behind = True, self._path is not None
        except BaseException:
            self._committed = begun and not self._connection.in_transaction  # an interrupt may come after the commit
            self._forget()
            with contextlib.suppress(sqlite3.Error):  # SQLite rolls back by itself when the disk is full
                self._connection.execute("ROLLBACK")
            raise

    def _check_there(self) -> None:
        """Raise StoreError if the file was removed or replaced, as writes into it could not be found again."""
        if self._file is not None and _which(self._path) != self._file:
            raise StoreError(
                f"{place(self._path)}: the file is gone, or another stands in its place, since it was opened; nothing can be kept "
                "in it: put it back, or open a new workbench"
            )

    def _insert_all(self, rows: list[Any]) -> None:
        if rows:
            self._insert(self._connection, rows)
            rows.clear()


def _which(path: Path | None) -> tuple[int, int] | None:
    """Return device and inode of the file at a path; ``None`` if there is none."""
    try:
        found = None if path is None else path.stat()
    except OSError:
        return None
    return None if found is None else (found.st_dev, found.st_ino)
