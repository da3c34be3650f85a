"""Calls and budgets in the store: every call that a model answered, and what was used under the name of a budget."""

from __future__ import annotations

import dataclasses
import functools
import operator
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pointmass.store.checksums import checksum
from pointmass.store.damage import Damaged, check
from pointmass.store.draws import insert
from pointmass.store.rows import Cell, cell_of, text_of


@dataclass(frozen=True, slots=True)
class StoredCall:
    """One call, as it was appended.

    Attributes:
        call: Its id, unique over processes.
        parent: The id of the call directly around it; empty for a call from outside.
        name: The name that was called.
        purpose: What the answer was for.
        answered_by: Who answered: ``model``, ``code+model``, ``code`` or ``function``.
        answer: The digest of the spec; empty for a function.
        inputs: The digest of the arguments; draws have the same.
        note: Why it came to the model, or which fields came from whom.
        error: The error that it ended with; empty if it gave a value.
        depth: The number of calls around it.
        time: When it ended, in seconds since 1970 (UTC).
        seconds: How long it took.
        model: The model that answered, as the service names it.
        input_tokens: The tokens read, without cached ones; ``None``, like the next three, if they were not counted.
        output_tokens: The tokens written.
        cache_read_tokens: The tokens read from the service's cache.
        cache_write_tokens: The tokens written to the service's cache.
        service_tier: The tier of the service.
        dollars: The cost in US dollars; ``None`` if no price is set.
    """

    call: str
    parent: str
    name: str
    purpose: str
    answered_by: str
    answer: str
    inputs: str
    note: str
    error: str
    depth: int
    time: float
    seconds: float
    model: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_tokens: int | None = None
    cache_write_tokens: int | None = None
    service_tier: str | None = None
    dollars: float | None = None


_NAMES = tuple(each.name for each in dataclasses.fields(StoredCall))
_TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(_NAMES[:9], (str,)),
    "depth": (int,),
    **dict.fromkeys(("time", "seconds"), (int, float)),
    **dict.fromkeys(("model", "service_tier"), (str, type(None))),
    **dict.fromkeys((name for name in _NAMES if name.endswith("_tokens")), (int, type(None))),
    "dollars": (int, float, type(None)),
}
_CELLS = operator.attrgetter(*_NAMES)
_COLUMNS = ("id", *_NAMES)
_INSERT = f"INSERT INTO calls ({', '.join(_COLUMNS)}, crc) VALUES ({', '.join('?' * (len(_COLUMNS) + 1))})"  # noqa: S608 - our own names
_NOTHING = (0, 0, 0.0, 0.0, 0, 0)
_SPENT = ("calls", "tokens", "dollars", "seconds", "uncounted", "unpriced")


def insert_calls(connection: sqlite3.Connection, calls: Iterable[StoredCall]) -> None:
    """Append calls, in order."""
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM calls").fetchone()
    rows = []
    for number, call in enumerate(calls, start=newest + 1):
        cells = [cell_of(cell) if type(cell) is str else cell for cell in _CELLS(call)]
        rows.append((number, *cells, checksum(dict(zip(_COLUMNS, (number, *cells), strict=True)))))
    connection.executemany(_INSERT, rows)


def select_calls(connection: sqlite3.Connection, name: str | None, *, damaged: Damaged) -> list[StoredCall]:
    """Return the calls of a name, or of all names, the oldest first; damaged rows are reported and left out."""
    query = f"SELECT id, {', '.join(_NAMES)}, crc FROM calls WHERE ? IS NULL OR name = ? ORDER BY id"  # noqa: S608 - our own names
    found = []
    for number, *cells, crc in connection.execute(query, (cell_of(name), cell_of(name))).fetchall():
        try:
            row = dict(zip(_NAMES, cells, strict=True))
            check(crc, functools.partial(checksum, {"id": number, **row}))
            found.append(_read(row))
        except (ValueError, TypeError, AttributeError) as error:
            damaged("calls", number, error)
    return found


def _read(row: Mapping[str, Cell]) -> StoredCall:
    made = {name: text_of(cell) if isinstance(cell, bytes) else cell for name, cell in row.items()}
    for name, cell in made.items():
        if type(cell) not in _TYPES[name]:
            raise ValueError(f"its {name} is not the {name} of a call")
    return StoredCall(**made)  # type: ignore[arg-type] # each was looked at


def select_budget(connection: sqlite3.Connection, name: str) -> tuple[float, ...]:
    """Return what was used under the name of a budget, in the order of ``run.Used``; zeros if nothing was.

    Raises:
        ValueError: The row is damaged.
    """
    row = _budget(connection, name)
    return _NOTHING if row is None else tuple(row[each] for each in _SPENT)


def add_to_budget(
    connection: sqlite3.Connection,
    name: str,
    used: Sequence[float],
    when: Callable[[Sequence[float]], bool] | None = None,
) -> Sequence[float]:
    """Add to what was used under the name of a budget, and return what was used before, by all processes.

    Nothing is added if *when* returns False for what was used before.

    Raises:
        ValueError: The row is damaged.
    """
    row = _budget(connection, name)
    before = _NOTHING if row is None else tuple(row[each] for each in _SPENT)
    if not any(used) or (when is not None and not when(before)):
        return before
    if row is None:
        insert(connection, "budgets", {"name": cell_of(name), **dict(zip(_SPENT, used, strict=True))})
        return before
    row |= {each: row[each] + more for each, more in zip(_SPENT, used, strict=True)}
    whole = {**row, "name": cell_of(name)}
    sets = ", ".join(f"{each} = ?" for each in (*_SPENT, "crc"))
    cells = (*(whole[each] for each in _SPENT), checksum(whole), whole["id"])
    connection.execute(f"UPDATE budgets SET {sets} WHERE id = ?", cells)  # noqa: S608 - our own names
    return before


def _budget(connection: sqlite3.Connection, name: str) -> dict[str, float] | None:
    columns = ("id", "name", *_SPENT)
    found = connection.execute(
        f"SELECT {', '.join(columns)}, crc FROM budgets WHERE name = ?",  # noqa: S608 - our own names
        (cell_of(name),),
    ).fetchone()
    if found is None:
        return None
    row = dict(zip(columns, found[:-1], strict=True))
    check(found[-1], lambda: checksum(row))
    if any(type(row[each]) not in (int, float) or row[each] < 0 for each in _SPENT):
        raise ValueError("it is not a budget")
    return row
