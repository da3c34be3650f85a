from __future__ import annotations

import pytest

import pointmass as pm
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

    assert note == "answered by more than one model (new: 1, old: 1 draws)"


def test_replayed_and_fresh_draws_are_never_mixed_silently():
    (note,) = said(Draw(0, "ok", "a", "a", origin="replayed"), Draw(1, "ok", "a", "a"))

    assert note == "1 of 2 draws are replayed from a recording, the others fresh"


def diag(made, a, b, /, **how):
    return pm.compare({"a": made(a, **how.get("a", {})), "b": made(b, **how.get("b", {}))}).contrasts[0].diag


def test_responses_that_stand_in_both_variants_are_said(made):
    def said(first):
        return {f"t{i}": [Draw(k, "ok", "x", "x", response_id=f"{i} {first + k}") for k in range(4)] for i in range(5)}

    assert "10 responses stand in both a and b" in diag(made, said(0), said(2))


@pytest.mark.parametrize(
    ("how", "note"),
    [
        ({}, "only 3 inputs"),
        ({"b": {"weights": [2, 1, 1]}}, "b: 1 input was given more than once; each counts once here"),
        ({"a": {"model": "one"}, "b": {"model": "two"}}, "different models answered (one and two)"),
        ({"a": {"origin": "replayed"}}, "a is replayed and b fresh: they were drawn at different times"),
        ({"a": {"origin": "replayed"}, "b": {"origin": "replayed"}}, "both are replayed from recordings"),
    ],
)
def test_the_diag_says_when_not_to_trust_the_row(made, how, note):
    answers = {title: ["x", "y"] * 3 for title in "abc"}

    assert note in diag(made, answers, answers | {"a": ["x"] * 6}, **how)


def test_unequal_numbers_of_draws_are_said(made):
    answers = {title: ["x", "y"] * 3 for title in "abc"}

    assert "unequal numbers of draws" in diag(made, answers, {title: ["x"] * 5 for title in "abc"})


def test_a_change_of_the_model_between_batches_is_said_of_the_variant_that_it_happened_in(made):
    answers = {title: ["x"] * 6 for title in "abc"}
    changed = {title: [Draw(i, "ok", "x", "x", model=f"v{1 + i // 3}") for i in range(6)] for title in "abc"}

    assert "b: answered by more than one model (v1: 9, v2: 9 draws)" in diag(made, answers, changed)
