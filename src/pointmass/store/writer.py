"""One thread that writes: what several hand in within a few milliseconds is committed together, then acknowledged."""

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
"""How long a group of writes is gathered before it is committed, where several waited for the one before it."""

QUIET_SECONDS = 0.5
"""After so long without a write, everything is brought from the log into the file itself."""

PATIENCE_SECONDS = 1.0
"""How long a checkpoint that somebody waits for tries, where another process reads."""

_OF_THE_FILE = (sqlite3.OperationalError, sqlite3.DatabaseError)
"""Errors that every write would meet: locked, full, damaged. Their subclasses, and others, are one write's own."""


class Writer:
    """Owns the connection of a store: writes in groups on a thread of its own, and lends it for reading.

    Args:
        connection: The connection, opened for use from any thread.
        path: The file, for messages.
        insert: Writes many rows at once. Rows keep their order among all that was handed in.
        forget: Called when a group was rolled back, so that nothing read within it is used any more.
        readonly: Whether the file may not be written: then every write is refused.
        gather: Seconds that a group is gathered for.
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
        """Hand in a write as a function of the connection; its acknowledgement resolves to what the function returns.

        Args:
            write: What to do.
            synced: Whether to wait for the disk. Otherwise it is acknowledged when every process sees it, and reaches the
                disk before any later write does: a power cut may take it, and never a later write without it.
            after: How the rows begin that it reads; all that was handed in before is written before it in any case, unless
                the writer keeps rows back (``MemoryWriter``).
        """
        return self._hand_in(write, synced=synced, after=after)

    def add_row(self, row: object) -> Acknowledgement[None]:
        """Hand in a row for ``insert``; consecutive rows are inserted at once."""
        return self._hand_in(row, synced=True, after=())

    @contextlib.contextmanager
    def reading(self) -> Generator[sqlite3.Connection, None, None]:
        """Lend the connection, after everything that was handed in before is written."""
        self.flush()
        with self._using, translated(self._path):
            self._check_open()
            yield self._connection

    def flush(self) -> None:
        """Block until everything that was handed in is on the disk or was refused.

        A refusal is raised where its acknowledgement is waited for, not here.
        """
        self._check_process()
        with self._lock:
            commit = self._open
        if commit is not None:
            self._hurried.set()
            commit.done.wait()
        # A group that was taken up already is being written under this lock.
        with self._using:
            pass

    def checkpoint(self) -> None:
        """Bring what is written from the log into the file itself, as far as other processes let it."""
        if self._path is None or self._readonly:
            return
        until = time.monotonic() + PATIENCE_SECONDS
        with self.reading() as connection:
            while not self._brought_in(connection) and time.monotonic() < until:
                time.sleep(0.02)

    def _brought_in(self, connection: sqlite3.Connection) -> bool:
        """Try once; what cannot be brought in is as safe in the log."""
        with contextlib.suppress(sqlite3.Error):
            _busy, log, done = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            self._behind = log != done
        return not self._behind

    def close(self) -> None:
        """Write what was handed in, end the thread, close the connection. Closing again does nothing."""
        if os.getpid() != self._process:
            return  # a forked child: the file's locks belong to the parent, and closing would take them from it
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

    def _hand_in(self, write: Any, *, synced: bool, after: tuple[Any, ...]) -> Acknowledgement[Any]:  # noqa: ARG002 - all is in order
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
                # Woken first: an interrupt between these lines must not leave a group that nobody takes up.
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
        """Refuse to work in a forked child, before any lock is touched: its holder may not exist there."""
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
                    self._behind = False  # held up by another process: tried again after the next write
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
                    # Who waits for one write after the other gains nothing by gathering, and nothing is gained in memory.
                    self._crowded = commit.waiting > 1 and self._path is not None
        self._connection.close()

    def _write(self, commit: Commit) -> StoreError | None:
        """Write a group in one transaction, or, where one of its writes is at fault, each in one of its own."""
        try:
            self._sync(commit.synced)
            self._transaction(enumerate(commit.writes), commit.results)
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody may be left waiting
            if type(error) in _OF_THE_FILE:
                return refusal(self._path, error)
            commit.results.clear()
            for position, write in enumerate(commit.writes):
                self._write_alone(commit, position, write)
        return None

    def _write_alone(self, commit: Commit, position: int, write: Any) -> None:
        try:
            self._transaction([(position, write)], commit.results)
        except Exception as error:  # noqa: BLE001 - kept for whoever waits for this write
            commit.errors[position] = refusal(self._path, error)

    def _sync(self, wanted: bool) -> None:  # noqa: FBT001 - one word, one call
        """Let commits wait for the disk, or not: in a log, a commit that waits brings those before it to the disk, too."""
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
        """Refuse to write into a file that nobody can open any more: what is acknowledged has to be there tomorrow."""
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
    """Return which file stands at a path; ``None`` for none."""
    try:
        found = None if path is None else path.stat()
    except OSError:
        return None
    return None if found is None else (found.st_dev, found.st_ino)
