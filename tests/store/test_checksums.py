from __future__ import annotations

import contextlib
import sqlite3
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.draw import Draw
from pointmass.store.checksums import checksum, draw_checksum
from pointmass.store.rows import COLUMNS, cell_of, row_of

CELL = st.none() | st.text() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.binary()
CELLS = st.lists(CELL, min_size=3, max_size=3).map(
    lambda cells: [cell_of(cell) if isinstance(cell, str) else cell for cell in cells]
)
ROW = row_of(Draw(3, "ok", "a", "a", model="m", input_tokens=12, latency=0.5, time=1_790_000_000.5, request="0123"))


def stored(cells):
    """Return cells as SQLite gives them back."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (name, event, time)")
        connection.execute("INSERT INTO t VALUES (?, ?, ?)", tuple(cells))
        return connection.execute("SELECT * FROM t").fetchone()


@given(CELLS)
def test_a_checksum_is_the_same_before_a_row_is_stored_and_after_it_was_read(cells):
    names = ("name", "event", "time")

    assert checksum(dict(zip(names, stored(cells), strict=True))) == checksum(dict(zip(names, cells, strict=True)))
    assert draw_checksum(1, 2, stored(cells)) == draw_checksum(1, 2, cells)


def test_a_column_that_is_added_later_and_empty_changes_no_checksum():
    assert checksum({"name": "a", "more": None}) == checksum({"name": "a"})
    assert draw_checksum(1, 2, (*ROW, None)) == draw_checksum(1, 2, ROW)


def test_the_checksum_of_a_draw_is_that_of_its_cells_as_text():
    said = '1\x002\x003\x00ok\x00"a"\x00=\x00\x00\x00m\x0012' + "\x00" * 6 + "0.5\x001790000000.5\x00fresh\x00\x000123"

    assert draw_checksum(1, 2, ROW) == zlib.crc32(said.encode())


@pytest.mark.parametrize(
    ("name", "one", "other"), [("latency", 1.0, 1), ("latency", -0.0, 0), ("latency", float("nan"), None)]
)
def test_what_sqlite_makes_one_has_one_checksum(name, one, other):
    at = COLUMNS.index(name)

    assert draw_checksum(1, 2, [*ROW[:at], one, *ROW[at + 1 :]]) == draw_checksum(
        1, 2, [*ROW[:at], other, *ROW[at + 1 :]]
    )


@pytest.mark.parametrize("at", range(len(ROW)))
def test_every_cell_counts(at):
    other = 7 if isinstance(ROW[at], int | float) else "b"

    assert draw_checksum(1, 2, [*ROW[:at], other, *ROW[at + 1 :]]) != draw_checksum(1, 2, ROW)
