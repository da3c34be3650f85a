from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.digest import canonical
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


# --- what a model said is kept once ---


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        ("MARK said", "MARK said"),
        ("MARK said", "  MARK said\n"),
        ({"a": "MARK", "b": [1, 2.5, None]}, '{"b": [1, 2.5, null],\n "a": "MARK"}'),
        ([1, "MARK"], '[1,"MARK"]'),
        ("MARK", '{"result": "MARK"}'),
        ({"x": "MARK"}, '{"result": {"x": "MARK"}}'),
        ("MARK", '"MARK"'),
        ("MÄRK\ud800MARK", "MÄRK\ud800MARK"),
    ],
)
def test_an_outcome_that_the_text_says_is_not_kept_beside_it_and_is_read_back(outcome, text):
    draw = Draw(0, "ok", outcome, text)
    cells = row_of(draw)

    assert 1 in (len(cells[COLUMNS.index("outcome")]), len(cells[COLUMNS.index("text")]))
    assert draw_of(cells) == draw


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (1, "1.0"),
        ("a", "b"),
        (True, "1"),
        (None, "null"),
        ("1", "1 2"),
        ({"a": 1}, '{"a": 1, "b": 2}'),
        (1, '{"a": 2}'),
        ("x", ""),
    ],
)
def test_an_outcome_that_the_text_does_not_say_is_kept_as_it_is(outcome, text):
    back = draw_of(row_of(Draw(0, "ok", outcome, text)))

    assert (back.outcome, type(back.outcome)) == (outcome, type(outcome))


@given(JSON, ANY_TEXT | JSON.map(json.dumps))
def test_whatever_was_said_is_read_back_as_it_was(outcome, text):
    draw = Draw(0, "ok", outcome, text)

    assert canonical(draw_of(row_of(draw)).outcome) == canonical(outcome)
    assert draw_of(row_of(draw)).text == text


def test_no_two_draws_share_what_can_be_changed():
    first, second = (draw_of(row_of(Draw(number, "ok", ["a"], '["a"]'))) for number in range(2))
    first.outcome.append("b")

    assert second.outcome == draw_of(row_of(Draw(2, "ok", ["a"], '["a"]'))).outcome == ["a"]


def test_a_text_that_is_none_is_no_draw():
    cells = list(row_of(Draw(0, "ok", "a", "a")))
    cells[COLUMNS.index("outcome")] = '["a"]'

    with pytest.raises(ValueError, match="is not text"):
        draw_of(cells)
