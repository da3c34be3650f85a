from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.draw import Draw


def test_a_draw_cannot_be_changed():
    draw = Draw(0, "ok", "x")

    with pytest.raises(dataclasses.FrozenInstanceError):
        draw.outcome = "y"


@pytest.mark.parametrize("status", ["ok", "format violation", "refusal", "truncated"])
def test_whatever_a_model_says_is_an_answer(status):
    assert Draw(0, status).answered


def test_what_failed_is_no_answer():
    assert not Draw(0, "failed", detail="529").answered


def test_outcomes_are_counted_by_content_whatever_the_order_of_their_keys():
    assert Draw(0, "ok", {"a": 1, "b": 2}).key == Draw(1, "ok", {"b": 2, "a": 1}).key


def test_a_label_that_looks_like_a_class_is_not_counted_as_one():
    assert Draw(0, "refusal").key == "(refusal)"
    assert Draw(0, "ok", "(refusal)").key != "(refusal)"


def test_two_answers_of_one_class_count_together_whatever_was_said():
    assert Draw(0, "format violation", text="a").key == Draw(1, "format violation", text="b").key


@given(st.text(), st.text())
def test_unequal_texts_are_counted_apart(one, other):
    assert (Draw(0, "ok", one).key == Draw(1, "ok", other).key) == (one == other)


def test_a_draw_is_fresh_and_uncounted_unless_it_says_otherwise():
    draw = Draw(3, "ok", "x")

    assert draw.origin == "fresh"
    assert (draw.input_tokens, draw.dollars, draw.latency, draw.model) == (None, None, None, None)
