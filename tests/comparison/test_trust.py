from __future__ import annotations

from pointmass.comparison.trust import oddities
from pointmass.draw import Draw


def said(*draws):
    return list(oddities([draws]))


def test_plain_draws_are_not_odd():
    assert said(Draw(0, "ok", "a", "a", response_id="1"), Draw(1, "ok", "a", "a", response_id="2")) == []


def test_the_same_response_id_twice_is_said():
    (note,) = said(*(Draw(i, "ok", "a", "a", response_id="msg_1") for i in range(3)))

    assert note.startswith("2 draws repeat an answer")


def test_a_long_text_twice_among_different_ones_may_be_a_cache():
    texts = ["x" * 300, "x" * 300, "y" * 300, "z" * 300]
    (note,) = said(*(Draw(i, "ok", text, text) for i, text in enumerate(texts)))

    assert note.startswith("1 draws repeat a long text to the letter")


def test_an_input_that_always_gives_the_same_long_text_is_no_cache():
    assert said(*(Draw(i, "ok", "x", "x" * 300) for i in range(4))) == []


def test_a_change_of_the_answering_model_is_said():
    (note,) = said(Draw(0, "ok", "a", "a", model="old"), Draw(1, "ok", "a", "a", model="new"))

    assert note == "answered by more than one model (new, old)"


def test_replayed_and_fresh_draws_are_never_mixed_silently():
    (note,) = said(Draw(0, "ok", "a", "a", origin="replayed"), Draw(1, "ok", "a", "a"))

    assert note == "1 of 2 draws are replayed from a recording, the others fresh"
