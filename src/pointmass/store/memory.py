"""The writer of a store in memory: there is no disk to wait for, so nothing is handed to a thread."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Generator, Sequence
from typing import Any

from pointmass.errors import StoreError
from pointmass.store.acknowledged import Acknowledgement
from pointmass.store.schema import refusal, translated
from pointmass.store.writer import Writer

_MOST = 1_000
"""Rows that wait for the next look at most; inserted together they cost a third."""


class MemoryWriter(Writer):
    """Writes on the thread that asks: functions when their result is wanted, rows together, before anybody looks."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self._waiting: list[Any] = []
        self._due: list[_Due] = []
        self._of: set[Any] = set()
        """How the rows that wait begin: a draw's with its series and input."""

    def flush(self) -> None:
        """Insert the rows that wait.

        Raises:
            StoreError: One of them belongs to an input that was never put; the others are kept.
        """
        self._check_process()
        with self._using, translated(self._path):
            self._settle()

    @contextlib.contextmanager
    def reading(self) -> Generator[sqlite3.Connection, None, None]:
        """Lend the connection, after everything that was handed in before is written."""
        self._check_process()
        with self._using, translated(self._path):
            self._check_open()
            self._settle()
            yield self._connection

    def checkpoint(self) -> None:
        """Do nothing: there is no file."""

    def close(self) -> None:
        """Close the connection. Closing again does nothing."""
        with self._using:
            self._closed = True
            self._waiting.clear()
            self._due.clear()
            self._connection.close()

    def _hand_in(self, write: Any, *, synced: bool, after: tuple[Any, ...]) -> Acknowledgement[Any]:  # noqa: ARG002 - there is no disk
        self._check_process()
        with self._using:
            self._check_open()
            if callable(write):
                due = _Due(write, self._do, after)
                self._due.append(due)
                return due
            if self._due:
                self._do()
            self._waiting.append(write)
            if isinstance(write, tuple):
                self._of.add(write[:2])
            if len(self._waiting) >= _MOST:
                self._settle()
            return Acknowledgement.of(None)

    def _do(self) -> None:
        """Do the functions that wait; rows go on waiting, unless one of the functions reads them."""
        with self._using:
            if any(each.after in self._of for each in self._due):
                self._settle()
                return
            due, self._due = self._due, []
            self._together(due)

    def _settle(self) -> None:
        """Write what waits in one transaction, or, where one of it is at fault, each in one of its own.

        Raises:
            Exception: Why a row could not be inserted; the others are kept. What becomes of a function is told by its
                acknowledgement.
        """
        due, self._due = self._due, []
        waiting, self._waiting = self._waiting, []
        self._of.clear()
        self._together([*waiting, *due])

    def _together(self, writes: Sequence[Any]) -> None:
        if not writes:
            return
        try:
            self._transaction(enumerate(writes), {})
        except Exception:  # noqa: BLE001 - whichever is at fault is raised below, the others are kept
            faults = [error for each in writes if (error := self._alone(each)) is not None]
            if faults:
                raise faults[0] from None

    def _alone(self, write: Any) -> Exception | None:
        """Do one write, and return why a row could not be inserted."""
        try:
            self._transaction([(0, write)], {})
        except Exception as error:  # noqa: BLE001 - raised by the caller, after the others
            if not isinstance(write, _Due):
                return error
            write.refuse(refusal(self._path, error))
        return None


class _Due(Acknowledgement[Any]):
    """The acknowledgement of a function that is done when somebody looks; awaiting it takes nobody's time."""

    __slots__ = ("_done", "_failure", "_look", "_value", "_write", "after")

    def __init__(
        self, write: Callable[[sqlite3.Connection], Any], look: Callable[[], None], after: tuple[Any, ...]
    ) -> None:
        self._write, self._look, self.after = write, look, after
        self._done, self._value = False, None
        self._failure: StoreError | None = None

    def __call__(self, connection: sqlite3.Connection) -> None:
        """Do it; done again where the transaction around it failed."""
        self._value = self._write(connection)
        self._done = True

    def refuse(self, failure: StoreError) -> None:
        """Remember why it could not be done."""
        self._done, self._failure = True, failure

    @property
    def written(self) -> bool:
        """Whether it was done."""
        if not self._done:
            self._look()
        return self._failure is None

    def result(self, timeout: float | None = None) -> Any:  # noqa: ARG002 - as of one that is under way
        """Return what it gave.

        Raises:
            StoreError: It was refused.
        """
        if not self._done:
            self._look()
        if self._failure is not None:
            raise StoreError(str(self._failure)) from self._failure
        return self._value

    def __await__(self) -> Generator[Any, None, Any]:
        """Return what it gave."""
        yield from ()
        return self.result()
