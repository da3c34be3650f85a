"""The writer of a store in memory: it writes in the calling thread, as there is no disk to wait for."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from pointmass.errors import StoreError
from pointmass.store.acknowledged import Acknowledgement
from pointmass.store.schema import refusal, translated
from pointmass.store.writer import Writer

_MOST = 1_000
"""How many rows may wait to be inserted; inserting them together takes a third of the time."""


class MemoryWriter(Writer):
    """Writes in the calling thread: functions when their result is needed, rows together, before the next read."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self._queue = _Queue([], [])
        self._left: _Queue | None = None
        """The queue after the transaction that is under way, to be put in force once that is committed."""
        self._of: set[Any] = set()
        """The first two parts of each waiting row: the series and the input of a draw."""

    def flush(self) -> None:
        """Insert the waiting rows.

        Raises:
            StoreError: A row belongs to an input that was not stored; the others are written.
        """
        self._check_process()
        with self._using, translated(self._path):
            self._settle()

    @contextlib.contextmanager
    def reading(self) -> Generator[sqlite3.Connection, None, None]:
        """Give the connection to the block, after all earlier writes are done."""
        self._check_process()
        with self._using, translated(self._path):
            self._check_open()
            self._settle()
            yield self._connection

    def checkpoint(self) -> None:
        """Do nothing, as there is no file."""

    def close(self) -> None:
        """Close the connection. Closing again does nothing."""
        with self._using:
            self._closed = True
            self._left, self._queue = None, _Queue([], [])
            self._connection.close()

    def _hand_in(self, write: Any, *, synced: bool, after: tuple[Any, ...]) -> Acknowledgement[Any]:  # noqa: ARG002 - there is no disk
        self._check_process()
        with self._using:
            self._check_open()
            self._put_away()
            queue = self._queue
            if callable(write):
                due = _Due(write, self._do, after)
                queue.due.append(due)
                return due
            if queue.due:
                self._do()
            if isinstance(write, tuple):  # first: an interrupt must not leave a row behind that nobody looks for
                self._of.add(write[:2])
            self._queue.rows.append(write)
            if len(self._queue.rows) >= _MOST:
                self._settle()
            return Acknowledgement.of(None)

    def _do(self) -> None:
        """Run the waiting functions; rows keep waiting, unless one of the functions reads them."""
        with self._using:
            self._put_away()
            queue = self._queue
            if any(each.after in self._of for each in queue.due):
                self._settle()
                return
            self._together(queue.due, _Queue(queue.rows, []))

    def _settle(self) -> None:
        """Do all waiting writes in one transaction; if that fails, each in a transaction of its own.

        Raises:
            Exception: A row could not be inserted; the others are written. Errors of functions are raised by their
                acknowledgements.
        """
        self._put_away()
        self._together([*self._queue.rows, *self._queue.due], _Queue([], []))
        self._of.clear()

    def _together(self, writes: list[Any], left: _Queue) -> None:
        """Do waiting writes, after which *left* still waits. After an interrupt, each is either done or still waiting."""
        if not writes:
            return
        try:
            self._do_all(writes, left)
        except Exception:  # noqa: BLE001 - the error of the failing write is raised below, and the others are written
            faults = [error for each in writes if (error := self._alone(each)) is not None]
            if faults:
                raise faults[0] from None

    def _do_all(self, writes: list[Any], left: _Queue) -> None:
        self._committed = False
        self._left = left
        self._transaction(enumerate(writes), {})
        self._put_away()

    def _put_away(self) -> None:
        """Take what was committed from the queue, also if an interrupt came between; to do it again changes nothing.

        Nothing but this is between a commit and the next row or transaction: a row can be written no second time.
        """
        left = self._left
        if left is None or not self._committed:
            return
        for each in self._queue.due:
            if each not in left.due:
                each.settle()
        self._queue = left
        self._left = None

    def _alone(self, write: Any) -> Exception | None:
        """Do one write, and return the error if a row could not be inserted; either way it waits no longer."""
        left = self._queue.without(write)
        try:
            self._do_all([write], left)
        except Exception as error:  # noqa: BLE001 - raised by the caller, after the others
            self._left, self._queue = None, left
            if not isinstance(write, _Due):
                return error
            write.refuse(refusal(self._path, error))
        return None


@dataclass(frozen=True, slots=True)
class _Queue:
    """What waits to be written: rows, and functions after them."""

    rows: list[Any]
    due: list[_Due]

    def without(self, write: Any) -> _Queue:
        return _Queue([row for row in self.rows if row is not write], [due for due in self.due if due is not write])


class _Due(Acknowledgement[Any]):
    """The acknowledgement of a function that runs when its result is needed; awaiting it does not wait."""

    __slots__ = ("_done", "_failure", "_look", "_value", "_write", "after")

    def __init__(
        self, write: Callable[[sqlite3.Connection], Any], look: Callable[[], None], after: tuple[Any, ...]
    ) -> None:
        self._write, self._look, self.after = write, look, after
        self._done, self._value = False, None  # what a transaction that fails gave is done again
        self._failure: StoreError | None = None

    def __call__(self, connection: sqlite3.Connection) -> None:
        """Run the function; it runs again if the transaction around it failed."""
        self._value = self._write(connection)

    def settle(self) -> None:
        """Mark it as finished, whether it succeeded or failed; from now on any thread can get the result."""
        self._done = True

    def refuse(self, failure: StoreError) -> None:
        """Keep the error with which it failed."""
        self._failure, self._done = failure, True

    @property
    def written(self) -> bool:
        """Whether the function ran without an error."""
        if not self._done:
            self._look()
        return self._failure is None

    def result(self, timeout: float | None = None) -> Any:  # noqa: ARG002 - the signature of the base class
        """Return its result.

        Raises:
            StoreError: It failed.
        """
        if not self._done:
            self._look()
        if self._failure is not None:
            raise StoreError(str(self._failure)) from self._failure
        return self._value

    def __await__(self) -> Generator[Any, None, Any]:
        """Return its result."""
        yield from ()
        return self.result()
