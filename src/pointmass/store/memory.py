"""The writer of a store in memory: there is no disk to wait for, so nothing is handed to a thread."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Generator
from typing import Any

from pointmass.store.acknowledged import Acknowledgement
from pointmass.store.schema import refusal, translated
from pointmass.store.writer import Writer

_MOST = 1_000
"""Rows that wait for the next look at most; inserted together they cost a third."""


class MemoryWriter(Writer):
    """Writes on the thread that asks: functions at once, rows before anybody looks."""

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
            self._connection.close()

    def _hand_in(self, write: Any, *, synced: bool) -> Acknowledgement[Any]:  # noqa: ARG002 - there is no disk
        self._check_process()
        with self._using:
            self._check_open()
            if not callable(write):
                self._waiting.append(write)
                if len(self._waiting) >= _MOST:
                    self._settle()
                return Acknowledgement.of(None)
            try:
                self._settle()
                results: dict[int, Any] = {}
                self._transaction([(0, write)], results)
            except Exception as error:  # noqa: BLE001 - raised where it is waited for
                return Acknowledgement.failed(refusal(self._path, error))
            return Acknowledgement.of(results[0])

    def _settle(self) -> None:
        rows, self._waiting = self._waiting, []
        if not rows:
            return
        try:
            self._transaction(enumerate(rows), {})
        except Exception:  # noqa: BLE001 - whichever is at fault is raised below, the others are kept
            faults = [error for row in rows if (error := self._alone(row)) is not None]
            if faults:
                raise faults[0] from None

    def _alone(self, row: Any) -> Exception | None:
        """Insert one row, and return why it could not be."""
        try:
            self._transaction([(0, row)], {})
        except Exception as error:  # noqa: BLE001 - raised by the caller, after the other rows
            return error
        return None
