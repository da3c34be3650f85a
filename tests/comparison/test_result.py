from __future__ import annotations

import dataclasses

import pytest

import pointmass as pm
from pointmass.draw import Draw
from pointmass.html.compare import ContrastView


def test_the_table_has_a_row_for_each_variant_and_the_effects_one_for_each_question(made):
    x = made({"x": ["1"] * 4, "y": ["2"] * 4}, latency=1.0)

    found = pm.compare({"a": x, "b": x, "c": x}, target=lambda out: out == "1")

    assert list(found.table()["variant"]) == ["b", "c"]
    assert list(found.effects()["question"]) == ["right", "agreement", "seconds"] * 2


def test_the_sentence_says_which_inputs_it_speaks_of(recorded):
    sentence = pm.compare(recorded("route_ticket")).sentence

    assert sentence.startswith("On these inputs, 4 of 36 behave differently under reworded than under plain: “")
    assert "on inputs like these, the average mix of answers moves (p 0.016)" in sentence


def test_the_sentence_of_several_variants_counts_and_names_them(made):
    a, b = made({"x": ["1"] * 8, "y": ["2"] * 8}), made({"x": ["1"] * 8, "y": ["3"] * 8})

    assert pm.compare({"a": a, "b": b, "c": a}).sentence.startswith(
        "On these inputs, 1 of 2 variants change inputs of a: b (1)"
    )


def test_inputs_show_the_shares_before_and_after(made):
    a, b = made({"x": ["1"] * 9 + ["2"]}), made({"x": ["2"] * 10})

    row = pm.compare({"a": a, "b": b}).inputs().iloc[0]

    assert (row["before"], row["after"], row["mode_moved"]) == ("1 90%, 2 10%", "2 100%", True)


def test_a_tie_that_still_holds_the_other_mode_has_not_moved(made):
    a, b = made({"x": ["1"] * 4 + ["2"] * 4}), made({"x": ["2"] * 8})

    assert not pm.compare({"a": a, "b": b}).contrasts[0].changes[0].mode_moved


def test_html_shows_no_text_of_the_model_as_markup(made):
    evil = "<script>alert(1)</script>"
    a, b = made({evil: ["x"] * 9}), made({evil: [evil] * 9}, prompt=evil)

    page = pm.compare({evil: a, "b": b})._repr_html_()

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_view_has_dumbbells_of_what_moved_and_counts_what_did_not(recorded):
    view: ContrastView = pm.compare(recorded("route_ticket")).view().contrasts[0]

    assert [(row.share_a, row.share_b) for row in view.moved] == [(1.0, 0.0)] * 4
    assert (len(view.others), view.alike) == (3, 29)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": "gpt"}, "different models answered (a model and gpt)"),
        ({"weights": [2, 1]}, "1 input was given more than once"),
        ({"origin": "replayed"}, "a is fresh and b replayed"),
        ({"response_id": "msg_1"}, "repeat an answer that stands there already"),
    ],
)
def test_diag_says_when_not_to_trust_it(made, change, said):
    answers = {"x": ["1"] * 4, "y": ["2"] * 4}

    assert said in pm.compare({"a": made(answers), "b": made(answers, **change)}).contrasts[0].diag


def test_diag_tells_few_inputs_unequal_draws_and_failures(made):
    failed = Draw(4, "failed", detail="overloaded")
    a, b = made({"x": ["1"] * 4, "y": ["2"] * 4}), made({"x": ["1"] * 6, "y": ["2"] * 4 + [failed]})

    diag = pm.compare({"a": a, "b": b}).contrasts[0].diag

    assert "only 2 inputs" in diag
    assert "unequal numbers of draws" in diag
    assert "b: 1 of 11 draws failed" in diag


def test_control_characters_do_not_reach_the_terminal(made):
    evil = "\x1b[31mred\u202e"
    a, b = made({evil: ["x"] * 9}), made({evil: [evil] * 9})

    found = pm.compare({"a": a, "b": b})

    assert not {"\x1b", "\u202e"} & set(repr(found) + found.inputs()["after"][0])


def test_repr_is_two_lines(recorded):
    first, second = repr(pm.compare(recorded("interpret_token"))).split("\n")

    assert first == "<Comparison of interpret_token: reworded against plain>"
    assert second.startswith("On these inputs, 1 of 16")


def test_diag_says_that_inputs_of_one_conversation_are_no_independent_evidence(made):
    sample = made({"x": ["1"] * 4, "y": ["2"] * 4})
    linked = dataclasses.replace(sample, linked=True)

    assert "inputs are no independent evidence" in pm.compare({"a": linked, "b": linked}).contrasts[0].diag
    assert "b was drawn in conversations and a was not" in pm.compare({"a": sample, "b": linked}).contrasts[0].diag
