"""The SQL for draws: append them in groups, number them, read them. All functions run in the caller's transaction."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, get_args

from pointmass.draw import LATEST, Draw
from pointmass.errors import StoreError
from pointmass.store.checksums import checksum, draw_checksum
from pointmass.store.damage import OTHERWISE, Damaged
from pointmass.store.entries import Holding, Purpose, Series
from pointmass.store.rows import COLUMNS, Cell, cell_of, counted, draw_of, text_of

DrawRow: TypeAlias = tuple[Series, str, tuple[Cell, ...]]
"""A draw to insert: its series, the key of its input, its cells."""

_BEFORE = "(SELECT count(*) FROM draws WHERE series_id = ? AND input_id = ? AND number = ?)"
_INSERT = f"""
INSERT INTO draws (series_id, input_id, {", ".join(COLUMNS)}, crc, attempt)
VALUES (?, ?, {", ".join("?" * len(COLUMNS))}, """  # noqa: S608 - the names are the fields of Draw
_INSERT_FIRST = f"{_INSERT}?, 0)"
_INSERT_FURTHER = f"{_INSERT}? + {_BEFORE}, {_BEFORE})"
_IN_ORDER = " ORDER BY draws.input_id, draws.number, draws.attempt"
_FIND = "SELECT id FROM series WHERE spec = ? AND model = ? AND purpose = ? AND number = ?"
_NEWEST = "SELECT max(number) FROM series WHERE spec = ? AND model = ? AND purpose = ?"
_IF_DRAWN = " AND EXISTS (SELECT 1 FROM draws WHERE series_id = series.id)"
_COUNT = """
SELECT spec, series.model, purpose, number, coalesce(specs.name, ''),
       count(DISTINCT input_id), sum(answered), sum(1 - answered), max(newest)
FROM (SELECT series_id, input_id, max(status <> 'failed') AS answered, max(time) AS newest
      FROM draws GROUP BY series_id, input_id, draws.number)
JOIN series ON series.id = series_id LEFT JOIN specs ON specs.digest = spec
GROUP BY series_id ORDER BY max(newest) DESC, series_id DESC
"""

_NEXT = """
SELECT coalesce(
    (SELECT next FROM numbers WHERE series_id = ? AND input_id = ?),
    (SELECT max(number) + 1 FROM draws WHERE series_id = ? AND input_id = ?), 0)
"""

_MOST_RANGES = 16
"""How many ranges of rows are remembered as written by this process; there are several if processes write in turn."""

_MANY_INPUTS = 500
"""For more inputs than this, one pass over the series is cheaper than a look-up for each input."""


class Numbers:
    """A cache of the row numbers of series and inputs, and of the rows of draws that this store object wrote."""

    def __init__(self) -> None:
        self._series: dict[Series, int] = {}
        self._inputs: dict[str, int] = {}
        self._own: list[range] = []

    def forget(self) -> None:
        """Drop all caches: a transaction that may have made some of these rows was rolled back."""
        self._series.clear()
        self._inputs.clear()
        self._own.clear()

    def of(self, connection: sqlite3.Connection, series: Series, key: str) -> tuple[int, int]:
        """Return the row numbers of a series, which is created if needed, and of an input.

        Raises:
            StoreError: The input was not stored.
        """
        series_id = self.find(connection, series)
        if series_id is None:
            series_id = self._series[series] = _insert_series(connection, series)
        input_id = self._inputs.get(key)
        if input_id is None:
            row = connection.execute("SELECT id FROM inputs WHERE key = ?", (key,)).fetchone()
            if row is None:
                raise StoreError(f"store: a draw of the input {key[:12]!r}, which is not stored; call put_inputs first")
            input_id = self._inputs[key] = int(row[0])
        return series_id, input_id

    def wrote(self, rows: range) -> None:
        """Remember the rows of draws that were written here."""
        if self._own and self._own[-1].stop == rows.start:
            rows = range(self._own.pop().start, rows.stop)
        self._own = [*self._own[1 - _MOST_RANGES :], rows]

    def own(self) -> Callable[[int], bool]:
        """Return a function that says whether the draw in a row was written here, so that it need not be checked."""
        return self._own[0].__contains__ if len(self._own) == 1 else lambda row: any(row in rows for rows in self._own)

    def find(self, connection: sqlite3.Connection, series: Series) -> int | None:
        """Return the row number of a series, or ``None`` if it does not exist."""
        known = self._series.get(series)
        if known is None:
            row = connection.execute(_FIND, (*_who(series), series.number)).fetchone()
            if row is None:
                return None
            known = self._series[series] = int(row[0])
        return known


def insert_draws(connection: sqlite3.Connection, rows: Iterable[DrawRow], *, numbers: Numbers) -> None:
    """Insert draws, each as the next attempt of its number."""
    made = []
    for series, key, cells in rows:
        ids = numbers.of(connection, series, key)
        made.append((*ids, *cells, draw_checksum(*ids, cells)))
    if len(made) == 1:
        numbers.wrote(_insert_one(connection, made[0]))
        return
    connection.execute("SAVEPOINT first")
    try:
        connection.executemany(_INSERT_FIRST, made)
    except sqlite3.IntegrityError:  # some number exists already, so the earlier attempts of each are counted
        connection.execute("ROLLBACK TO first")
        connection.executemany(_INSERT_FURTHER, [(*row, *row[:3], *row[:3]) for row in made])
    connection.execute("RELEASE first")
    last = int(connection.execute("SELECT last_insert_rowid()").fetchone()[0])
    numbers.wrote(range(last - len(made) + 1, last + 1))


def _insert_one(connection: sqlite3.Connection, row: Sequence[Any]) -> range:
    try:
        cursor = connection.execute(_INSERT_FIRST, row)
    except sqlite3.IntegrityError:  # SQLite undoes a statement that failed
        cursor = connection.execute(_INSERT_FURTHER, (*row, *row[:3], *row[:3]))
    number = int(cursor.lastrowid or 0)
    return range(number, number + 1)


def select_draws(
    connection: sqlite3.Connection,
    series_id: int,
    *,
    input_keys: Iterable[str] | None,
    have: frozenset[str],
    damaged: Damaged,
    own: Callable[[int], bool],
    every: bool = False,
) -> dict[str, tuple[Draw, ...]]:
    """Return the draws of a series by the key of their input; see ``Store.draws``.

    Args:
        connection: The connection.
        series_id: The row number of the series.
        input_keys: The keys of the inputs; ``None`` for all.
        have: The columns of draws in the file.
        damaged: Takes reports of damaged rows, which are left out.
        own: Whether a row was written by this process, so that it is not checked.
        every: Whether to return every attempt.
    """
    keys = None if input_keys is None else dict.fromkeys(input_keys)
    found: dict[str, list[Draw]] = {}
    for key, row_id, input_id, attempt, crc, *cells in _rows(connection, series_id, _select(have), keys):
        if keys is not None and key is not None and key not in keys:
            continue
        try:
            if key is None:
                raise ValueError(f"its input {input_id} is not there")  # noqa: TRY301 - told below, with the other reasons
            if crc is not None and not own(row_id) and crc != draw_checksum(series_id, input_id, cells) + attempt:
                raise ValueError(OTHERWISE)  # noqa: TRY301 - as above
            draw = draw_of(cells)
        except (ValueError, TypeError, OverflowError) as error:
            damaged("draws", row_id, error)
        else:
            found.setdefault(key, []).append(draw)
    return {key: tuple(draws) if every else counted(draws) for key, draws in found.items()}


def _rows(connection: sqlite3.Connection, series_id: int, select: str, keys: Collection[str] | None) -> list[Any]:
    """Read rows; if one has bytes that are not UTF-8, read all once more in a slower way that accepts them."""
    lenient, connection.text_factory = connection.text_factory, str  # makes reading a row twice as fast
    try:
        return _selected(connection, series_id, select, keys)
    except (sqlite3.OperationalError, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorname", None):  # an error of the file
            raise
        connection.text_factory = lenient
        return _selected(connection, series_id, select, keys)
    finally:
        connection.text_factory = lenient


def _selected(connection: sqlite3.Connection, series_id: int, select: str, keys: Collection[str] | None) -> list[Any]:
    if keys is None or len(keys) > _MANY_INPUTS:
        return connection.execute(select + _IN_ORDER, (series_id,)).fetchall()
    one = select + " AND inputs.key = ?" + _IN_ORDER
    return [row for key in keys for row in connection.execute(one, (series_id, key))]


@functools.cache
def _select(have: frozenset[str]) -> str:
    """Return the query for draws; columns that are missing, in a read-only file of an older version, are NULL."""
    cells = ", ".join(f"draws.{name}" if name in have else "NULL" for name in ("crc", *COLUMNS))
    return f"""
SELECT inputs.key, draws.id, draws.input_id, draws.attempt, {cells}
FROM draws LEFT JOIN inputs ON inputs.id = draws.input_id
WHERE draws.series_id = ?
"""  # noqa: S608 - the names are the fields of Draw


def next_number(connection: sqlite3.Connection, ids: tuple[int, int]) -> int:
    """Reserve and return the next number of an input in a series; *ids* are the row numbers of series and input."""
    number = int(connection.execute(_NEXT, ids * 2).fetchone()[0])
    connection.execute("INSERT OR REPLACE INTO numbers VALUES (?, ?, ?)", (*ids, number + 1))
    return number


def newest_series(connection: sqlite3.Connection, spec: str, model: str, purpose: Purpose) -> Series:
    """Return the newest series that has a draw; if none has, the series with the number 0."""
    who = Series(spec, model, purpose)
    (number,) = connection.execute(_NEWEST + _IF_DRAWN, _who(who)).fetchone()
    return who if number is None else Series(spec, model, purpose, number)


def begin_series(connection: sqlite3.Connection, spec: str, model: str, purpose: Purpose) -> Series:
    """Create a new series, with the next number of its spec, model and purpose."""
    (newest,) = connection.execute(_NEWEST, _who(Series(spec, model, purpose))).fetchone()
    # Number 0 is the default series of a sample, so a fresh one begins at 1.
    series = Series(spec, model, purpose, 1 if newest is None else newest + 1)
    _insert_series(connection, series)
    return series


def count_draws(connection: sqlite3.Connection, *, damaged: Damaged) -> list[Holding]:
    """Return the counts of draws of each series; damaged series are reported and left out."""
    found = []
    for spec, model, purpose, number, name, inputs, answered, failed, newest in connection.execute(_COUNT).fetchall():
        if not isinstance(spec, str) or purpose not in get_args(Purpose) or type(number) is not int:
            damaged("series", number, ValueError("it is not a series of draws"))
            continue
        time = newest if isinstance(newest, int | float) and 0 <= newest <= LATEST else 0.0
        series = Series(spec, text_of(model), purpose, number)
        found.append(Holding(series, text_of(name), inputs, answered, failed, time))
    return found


def _who(series: Series) -> tuple[str, str | bytes | None, str]:
    return series.spec, cell_of(series.model), series.purpose


def _insert_series(connection: sqlite3.Connection, series: Series) -> int:
    return insert(
        connection,
        "series",
        dict(zip(("spec", "model", "purpose", "number"), (*_who(series), series.number), strict=True)),
    )


def put(connection: sqlite3.Connection, *, table: str, rows: Iterable[Mapping[str, Cell]]) -> None:
    """Store rows by their first column. An existing row stays, unless it is damaged: then it is written again."""
    for row in rows:
        (name, key), *_ = row.items()
        columns = ("id", *row) if table == "inputs" else tuple(row)
        select = f"SELECT {', '.join(columns)}, crc FROM {table} WHERE {name} = ?"  # noqa: S608 - our own names
        kept = connection.execute(select, (key,)).fetchone()
        if kept is None:
            insert(connection, table, row)
            continue
        whole = dict(zip(columns, kept[:-1], strict=True))
        if kept[-1] is not None and kept[-1] != checksum(whole):
            mended = whole | dict(row)
            values = (*row.values(), checksum(mended), key)
            names = ", ".join(f"{column} = ?" for column in (*row, "crc"))
            connection.execute(f"UPDATE {table} SET {names} WHERE {name} = ?", values)  # noqa: S608 - as above


def insert(connection: sqlite3.Connection, table: str, row: Mapping[str, Cell]) -> int:
    """Insert a row with the next number and its checksum, and return the number."""
    number = int(connection.execute(f"SELECT coalesce(max(rowid), 0) + 1 FROM {table}").fetchone()[0])  # noqa: S608 - our own names
    whole = dict(row) if table == "specs" else {"id": number, **row}
    whole["crc"] = checksum(whole)
    marks = ", ".join("?" * len(whole))
    connection.execute(f"INSERT INTO {table} ({', '.join(whole)}) VALUES ({marks})", tuple(whole.values()))  # noqa: S608 - as above
    return number
