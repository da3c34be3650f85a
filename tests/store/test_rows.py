from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.draw import Draw
from pointmass.store.rows import COLUMNS, cell_of, counted, draw_of, row_of, text_of

ANY_TEXT = st.text(st.characters())  # every code point, lone surrogates and NUL among them
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY_TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
)


def test_a_row_has_a_column_for_each_field_of_a_draw(full):
    assert len(COLUMNS) == len(dataclasses.fields(Draw)) == len(row_of(full))


def test_a_draw_with_every_field_set_comes_back_equal(full):
    assert all(
        getattr(full, field.name) != field.default for field in dataclasses.fields(Draw) if field.name != "detail"
    )
    assert draw_of(row_of(full)) == full


@given(outcome=JSON, text=ANY_TEXT, detail=ANY_TEXT)
def test_any_answer_comes_back_equal(outcome, text, detail):
    draw = Draw(0, "ok", outcome, text, detail)

    assert draw_of(row_of(draw)) == draw


@given(ANY_TEXT)
def test_any_text_comes_back_equal(text):
    assert text_of(cell_of(text)) == text


@pytest.mark.parametrize("text", ["plain", "Grüße 🎈", ""])
def test_ordinary_text_is_stored_as_text_that_sql_can_read(text):
    assert cell_of(text) == text


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "ä\0"])
def test_text_that_sql_would_cut_or_refuse_is_stored_as_bytes(text):
    assert isinstance(cell_of(text), bytes)


def test_the_first_answer_of_a_number_counts_and_a_failure_only_until_then():
    tries = [
        Draw(0, "failed"),
        Draw(0, "ok", "a"),
        Draw(0, "ok", "b"),
        Draw(0, "failed"),
        Draw(1, "failed", detail="x"),
    ]

    assert counted(tries) == (Draw(0, "ok", "a"), Draw(1, "failed", detail="x"))


def test_of_two_failures_the_later_counts():
    assert counted([Draw(0, "failed", detail="x"), Draw(0, "failed", detail="y")]) == (Draw(0, "failed", detail="y"),)
