"""The store: specs, inputs, draws and bindings in one file, written from any thread and any process."""

from __future__ import annotations

import os
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.errors import StoreError
from pointmass.facts import Notice
from pointmass.store import draws as table
from pointmass.store.acknowledged import Acknowledgement
from pointmass.store.calls import StoredCall, add_to_budget, insert_calls, select_budget, select_calls
from pointmass.store.checksums import checksum
from pointmass.store.damage import Damaged, check
from pointmass.store.entries import BindingEvent, Holding, Purpose, Series, StoredLabel
from pointmass.store.labels import insert_label, select_labels
from pointmass.store.memory import MemoryWriter
from pointmass.store.opening import opened
from pointmass.store.rows import cell_of, mapping_of, row_of, text_of
from pointmass.store.schema import columns
from pointmass.store.writer import Writer

_NEWEST_BINDING = "SELECT coalesce(max(id), 0) FROM bindings WHERE name = ?"


class Store:
    """Keeps all draws and bindings in one SQLite file; entries are only ever appended.

    A write returns its acknowledgement at once. The write itself is committed together with others of the same few
    milliseconds, and then the acknowledgement is resolved. What was acknowledged survives ``kill -9`` and a power cut.
    Several threads and several processes may use one file at the same time.

    The file may be untrusted: nothing in its schema is executed. Damaged rows are left out and reported in ``notices``.
    A file without permission to write can be read.

    Args:
        path: The file; if it does not exist, it is created so that only its owner can read it. ``None`` keeps
            everything in memory, private to this object.
        readonly: Whether to read only: nothing is written, not even beside the file.

    Raises:
        StoreError: The file is not a store, was written by a newer pointmass, has a schema of its own, or is damaged.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None, *, readonly: bool = False) -> None:
        self.path = None if path is None else Path(path).expanduser().absolute()
        found = opened(self.path, readonly=readonly)
        self.readonly = found.readonly
        self._notices = dict.fromkeys(found.notices)
        self._damaged = Damaged(self.tell)
        self._have = columns(found.connection, "draws")
        self._has_calls = bool(columns(found.connection, "calls"))
        self._has_labels = bool(columns(found.connection, "labels"))
        self._numbers = table.Numbers()
        insert = partial(_insert, numbers=self._numbers)
        self._writer = (MemoryWriter if self.path is None else Writer)(
            found.connection, self.path, insert=insert, forget=self._numbers.forget, readonly=found.readonly
        )
        # Pending writes are written at exit, and when the store is garbage-collected.
        self._finalizer = weakref.finalize(self, self._writer.close)

    @property
    def notices(self) -> list[Notice]:
        """Facts about the file that a person should know: rows that were left out and why, whether it is read-only."""
        return list(self._notices)

    def tell(self, notice: Notice) -> None:
        """Record a notice about the file."""
        self._notices[notice] = None

    def checkpoint(self) -> None:
        """Move everything acknowledged from the log into the file itself, so that a copy of the file is complete.

        Another process that reads may delay this; the rest is then moved later, when there are no writes.
        """
        self._writer.checkpoint()

    def put_spec(self, digest: str, name: str, content: Mapping[str, Any]) -> Acknowledgement[None]:
        """Store the content of a spec by its digest. To store it again changes nothing."""
        row = {"digest": digest, "name": name, "content": cell_of(canonical(content))}
        return Acknowledgement.of(None) if self.readonly else self._put("specs", [row])

    def spec(self, digest: str) -> dict[str, Any] | None:
        """Return the content that ``put_spec`` stored under a digest, or ``None``."""
        return self._content("specs", {"digest": digest}, ("digest", "name", "content"))

    def put_inputs(self, inputs: Mapping[str, Mapping[str, Any]]) -> Acknowledgement[None]:
        """Store inputs by their keys (``models.base.input_key``), before draws that refer to them."""
        rows = [{"key": key, "content": cell_of(canonical(content))} for key, content in inputs.items()]
        return Acknowledgement.of(None) if self.readonly else self._put("inputs", rows)

    def input(self, key: str) -> dict[str, Any] | None:
        """Return the input that ``put_inputs`` stored under a key, or ``None``."""
        return self._content("inputs", {"key": key}, ("id", "key", "content"))

    def series(self, spec: str, model: str, *, purpose: Purpose = "sample", fresh: bool = False) -> Series:
        """Return the series that further draws belong to.

        Args:
            spec: The digest of the spec.
            model: The identity of the model.
            purpose: What the draws are for.
            fresh: Whether to begin a new series. Otherwise the newest one that has a draw is returned, so that an empty
                fresh series does not hide earlier draws.
        """
        model = str(model)  # the file stores the identity as text
        if fresh:
            return self._writer.add(lambda connection: table.begin_series(connection, spec, model, purpose)).result()
        with self._writer.reading() as connection:
            return table.newest_series(connection, spec, model, purpose)

    def draws(
        self, series: Series, *, input_keys: Iterable[str] | None = None, every: bool = False
    ) -> dict[str, tuple[Draw, ...]]:
        """Return the draws of a series by the key of their input, in the order of their numbers.

        If a number was drawn more than once, the first answered draw counts; a failed one counts only if none is
        answered.

        Args:
            series: The series.
            input_keys: The keys of the inputs; ``None`` for all. Inputs without a draw are left out.
            every: Whether to return every attempt at a number, in the order in which they were appended. There may be
                several answers, if different requests were sent.
        """
        with self._writer.reading() as connection:
            series_id = self._numbers.find(connection, series)
            if series_id is None:
                return {}
            return table.select_draws(
                connection,
                series_id,
                input_keys=input_keys,
                have=self._have,
                damaged=self._damaged,
                own=self._numbers.own(),
                every=every,
            )

    def append_draw(self, series: Series, input_key: str, draw: Draw) -> Acknowledgement[None]:
        """Append a draw of an input that ``put_inputs`` was given.

        Args:
            series: The series.
            input_key: The key of its input.
            draw: The draw. If its number exists already, it is a further attempt.

        Returns:
            The acknowledgement; when it is resolved, the draw is on the disk.

        Raises:
            StoreError: The store is closed, or was opened before a fork. Other errors (a full disk, an unknown input)
                are raised by the acknowledgement.
        """
        return self._writer.add_row((series, input_key, row_of(draw)))

    def next_index(self, series: Series, input_key: str) -> Acknowledgement[int]:
        """Reserve the next number of an input in a series; no thread or process gets the same number again.

        After a power cut a number may be given out again if no stored draw has it.
        """
        numbers = self._numbers
        return self._writer.add(
            lambda connection: table.next_number(connection, numbers.of(connection, series, input_key)),
            synced=False,
            after=(series, input_key),
        )

    def append_binding(self, event: Mapping[str, Any], *, after: int | None = None) -> int:
        """Append an event to the history of a name, and return its number once it is on the disk.

        Args:
            event: JSON data; ``event["name"]`` is the name that it is about.
            after: The number of the last event of the name that the caller knows, 0 for none. If another process has
                appended one since, nothing is written, and 0 is returned. ``None`` appends in any case.

        Raises:
            StoreError: It could not be written, or it has no name.
        """
        name = event.get("name")
        if not isinstance(name, str):
            raise StoreError(f"store: a binding event has the name {name!r}; event['name'] must be text")
        row = {"time": time.time(), "name": cell_of(name), "event": cell_of(canonical(event))}

        def write(connection: sqlite3.Connection) -> int:
            # The check and the write are one transaction, so that two processes cannot bind a name at the same time.
            if after is not None and connection.execute(_NEWEST_BINDING, (row["name"],)).fetchone()[0] != after:
                return 0
            return table.insert(connection, "bindings", row)

        return self._writer.add(write).result()

    def newest_binding(self, name: str) -> int:
        """Return the number of the last event of a name, 0 for none; an event that cannot be read counts as well."""
        with self._writer.reading() as connection:
            return int(connection.execute(_NEWEST_BINDING, (cell_of(name),)).fetchone()[0])

    def bindings(self, name: str | None = None) -> list[BindingEvent]:
        """Return the events of a name, or of all names, in the order in which they were appended."""
        query = f"SELECT id, time, name, event, {self._crc} FROM bindings WHERE ? IS NULL OR name = ? ORDER BY id"  # noqa: S608 - our own names
        with self._writer.reading() as connection:
            rows = connection.execute(query, (cell_of(name), cell_of(name))).fetchall()
        found = []
        for *cells, crc in rows:
            number, at, who, said = cells
            try:
                row = dict(zip(("id", "time", "name", "event"), cells, strict=True))
                check(crc, partial(checksum, row))
                event = BindingEvent(number, float(at), text_of(who), mapping_of(said))
            except (ValueError, TypeError, AttributeError) as error:
                self._damaged("bindings", number, error)
            else:
                found.append(event)
        return found

    def append_call(self, call: StoredCall) -> Acknowledgement[None]:
        """Append a call that a model answered, and return its acknowledgement."""
        return Acknowledgement.of(None) if self.readonly else self._writer.add_row(call)

    def calls(self, name: str | None = None) -> list[StoredCall]:
        """Return the calls of a name, or of all names, from all sessions, in the order in which they ended."""
        if not self._has_calls:
            return []
        with self._writer.reading() as connection:
            return select_calls(connection, name, damaged=self._damaged)

    def append_label(self, label: StoredLabel) -> Acknowledgement[None]:
        """Append what a person said of an input, and return its acknowledgement.

        Raises:
            StoreError: The store is closed. The acknowledgement raises it where the file may only be looked at.
        """
        return self._writer.add(partial(insert_label, label=label))

    def labels(self, name: str | None = None) -> list[StoredLabel]:
        """Return what people said of the inputs of a name, or of all names, in the order in which they said it."""
        if not self._has_labels:
            return []
        with self._writer.reading() as connection:
            return select_labels(connection, name, damaged=self._damaged)

    def used(self, budget: str) -> tuple[float, ...]:
        """Return what was used under the name of a budget: calls, tokens, dollars, seconds, uncounted and unpriced answers.

        Raises:
            StoreError: The row is damaged, so it is not known what was used.
        """
        if not self._has_calls:
            return (0, 0, 0.0, 0.0, 0, 0)
        try:
            with self._writer.reading() as connection:
                return select_budget(connection, budget)
        except (ValueError, TypeError) as error:
            raise StoreError(
                f"store: what was used of the budget {budget!r} cannot be read ({error}); give a budget of another name"
            ) from error

    def use(
        self, budget: str, used: Sequence[float], *, when: Callable[[Sequence[float]], bool] | None = None
    ) -> Acknowledgement[Sequence[float]]:
        """Add to what was used under the name of a budget, unless *when* returns False for what was used before.

        Returns:
            The acknowledgement, with what was used before. With *when*, the last additions may be lost in a power cut.

        Raises:
            StoreError: The store is closed. If the row is damaged, the acknowledgement raises it.
        """
        write = partial(add_to_budget, name=budget, used=tuple(used), when=when)
        return self._writer.add(write, synced=when is None and any(used))

    def contents(self) -> list[Holding]:
        """Return the counts of draws: one entry for each series that has a draw, the newest first."""
        with self._writer.reading() as connection:
            return table.count_draws(connection, damaged=self._damaged)

    def flush(self) -> None:
        """Block until all earlier writes are on the disk or were refused."""
        self._writer.flush()

    def close(self) -> None:
        """Finish all pending writes and close the file. Closing again does nothing."""
        self._finalizer()

    def __enter__(self) -> Self:
        """Use the store in a ``with`` block that closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def _put(self, named: str, rows: Sequence[Mapping[str, Any]]) -> Acknowledgement[None]:
        """Store rows that draws refer to; they are on the disk when the first of these draws is."""
        return self._writer.add(partial(table.put, table=named, rows=rows), synced=False)

    @property
    def _crc(self) -> str:
        return "crc" if "crc" in self._have else "NULL"

    def _content(self, named: str, where: Mapping[str, str], columns: Sequence[str]) -> dict[str, Any] | None:
        """Return the content stored under a key; a damaged row is reported and counts as missing."""
        ((column, key),) = where.items()
        query = f"SELECT {', '.join(columns)}, {self._crc} FROM {named} WHERE {column} = ?"  # noqa: S608 - our own names
        with self._writer.reading() as connection:
            row = connection.execute(query, (key,)).fetchone()
        if row is None:
            return None
        try:
            kept = dict(zip(columns, row[:-1], strict=True))
            check(row[-1], partial(checksum, kept))
            return mapping_of(kept["content"])
        except (ValueError, TypeError, AttributeError) as error:
            self._damaged(named, key[:12], error)
            return None


def _insert(connection: sqlite3.Connection, rows: list[Any], *, numbers: table.Numbers) -> None:
    """Insert the rows of a group: draws and calls."""
    calls = [row for row in rows if isinstance(row, StoredCall)]
    if len(calls) < len(rows):
        draws = rows if not calls else [row for row in rows if not isinstance(row, StoredCall)]
        table.insert_draws(connection, draws, numbers=numbers)
    if calls:
        insert_calls(connection, calls)
