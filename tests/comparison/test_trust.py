from __future__ import annotations

from dataclasses import replace

import pytest

import pointmass as pm
from pointmass.comparison.trust import oddities
from pointmass.draw import Draw
from pointmass.sample import Stopped


def said(*draws):
    return list(oddities([draws]))


def test_plain_draws_are_not_odd():
    assert said(Draw(0, "ok", "a", "a", response_id="1"), Draw(1, "ok", "a", "a", response_id="2")) == []


def test_the_same_response_id_twice_is_said():
    (note,) = said(*(Draw(i, "ok", "a", "a", response_id="msg_1") for i in range(3)))

    assert note.startswith("2 draws repeat an earlier answer")


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


def same_answers(made, **how):
    return made({f"t{i}": ["x"] * 8 for i in range(40)}, **how)


def test_equal_answers_are_not_the_same_draws(made):
    found = pm.compare({"a": same_answers(made, time=1e9), "b": same_answers(made, time=1e9 + 60)})

    assert "same draws" not in found.contrasts[0].diag
    assert found.contrasts[0].verdict() == "not shown to move"


def test_the_same_draws_twice_find_nothing_out(made):
    found = pm.compare({"a": same_answers(made, time=1e9), "b": same_answers(made, time=1e9)})

    assert [each.code for each in found.contrasts[0].void] == ["same draws"]
    assert found.contrasts[0].verdict() == "could not find out"
    assert found.sentence == "Could not find out whether b moves: both are the same draws."


def numbered(first):
    """Four draws of each of five inputs, the responses numbered from some number on."""
    return {f"t{i}": [Draw(k, "ok", "x", "x", response_id=f"{i} {first + k}") for k in range(4)] for i in range(5)}


@pytest.mark.parametrize(("first", "severity"), [(1, "void"), (2, "doubt")])
def test_a_comparison_that_a_cache_answered_mostly_finds_nothing_out(made, first, severity):
    # The second sample begins with the answer 1 or 2 of each input: three of four draws are repeated, or two.
    (contrast,) = pm.compare({"a": made(numbered(0)), "b": made(numbered(first))}).contrasts

    assert {each.severity for each in contrast.notices if each.code == "shared answers"} == {severity}
    assert (contrast.verdict() == "could not find out") == (severity == "void")


def test_a_sample_that_repeats_one_answer_finds_nothing_out(made):
    again = {title: [Draw(k, "ok", "y", "y", response_id=title) for k in range(8)] for title in "abcdef"}
    found = pm.compare({"a": made({title: ["x"] * 8 for title in again}), "b": made(again)})

    assert found.contrasts[0].verdict() == "could not find out"
    assert found.sentence.startswith("Could not find out whether b moves: b: 42 draws repeat an earlier answer")


def test_what_was_found_out_of_other_variants_is_still_said(made):
    a, b = made(numbered(0)), made({f"t{i}": ["y"] * 4 for i in range(5)})
    said = pm.compare({"a": a, "b": b, "c": made(numbered(0))}).sentence

    assert "1 of 1 variants change inputs of a: b (5)" in said
    assert "could not find out whether c moves: both are the same draws." in said


def test_what_speaks_against_a_variant_is_a_fact_with_figures(made):
    a, b = made({"x": ["1"] * 4}), made({"x": ["1"] * 3 + [Draw(3, "failed", detail="it broke")]})
    (found,) = (each for each in pm.compare({"a": a, "b": b}).contrasts[0].notices if each.code == "draws left out")

    assert (found.of, found.severity, dict(found.data)) == ("b", "note", {"failed": 1, "draws": 4})


def test_a_sample_that_a_rule_stopped_is_compared_by_the_draws_that_no_result_chose(made):
    a = made({"x": ["1"] * 8, "y": ["1"] * 8})
    b = replace(made({"x": ["1"] * 4, "y": ["2"] * 3 + ["1"] * 5}), stopped=Stopped("the mode is known", 4))

    found = pm.compare({"a": a, "b": b}).contrasts[0]

    assert [sum(change.after.values()) for change in found.changes] == [4, 4]
    (told,) = (each for each in found.notices if each.code == "stopped by the result")
    assert (
        str(told)
        == "b: drawn until a rule stopped it: compared by the first 4 draws of each input, which no result chose"
    )


def test_where_few_looks_could_stop_it_every_p_holds_for_all_of_them(made):
    a = made({f"x{i}": ["1"] * 8 for i in range(12)})
    b = made({f"x{i}": ["2" if i < 8 else "1"] * 2 for i in range(12)})
    once = pm.compare({"a": a, "b": b}, target=lambda out: out == "2").contrasts[0]
    stopped = replace(b, stopped=Stopped("it is known whether it is right more often", 1, looks=6))
    found = pm.compare({"a": a, "b": stopped}, target=lambda out: out == "2").contrasts[0]

    assert found.test.p_mix == pytest.approx(6 * once.test.p_mix)
    assert found.effect("right").p_adjusted == pytest.approx(6 * once.effect("right").p_adjusted)
    assert once.shift_bound() < found.shift_bound() <= 1
    assert "all 6 looks" in found.diag
