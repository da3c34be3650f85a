from __future__ import annotations

import dataclasses
from collections import Counter

import pytest

import pointmass as pm
from pointmass.draw import Draw


def test_the_table_has_a_row_for_each_variant_and_the_effects_one_for_each_question(made):
    x = made({"x": ["1"] * 4, "y": ["2"] * 4}, latency=1.0)

    found = pm.compare({"a": x, "b": x, "c": x}, target=lambda out: out == "1")

    assert list(found.table()["variant"]) == ["b", "c"]
    effects = found.effects()
    assert list(effects[effects["verdict"] != "no figure"]["question"]) == ["right", "agreement", "seconds"] * 2
    assert list(effects[effects["verdict"] == "no figure"]["question"]) == ["dollars", "output_tokens"] * 2


def test_the_sentence_says_which_inputs_it_speaks_of(recorded):
    titles, messages = (pm.compare(recorded(name)).sentence for name in ("own_titles", "own_messages"))

    assert titles.startswith("On these inputs, 71 of 72 behave differently under reworded than under plain: “C++ for ")
    assert messages.startswith("On these inputs, none of 72 is shown to behave differently under reworded than under p")
    # Of the 2**5 ways to swap the five messages whose answers differ, 4 move the mix as far (squares of its changes).
    assert "on inputs like these, the average mix of answers is not shown to move (p 0.12)" in messages


def test_the_sentence_says_that_the_mix_moves_where_it_does(made):
    a, b = made({f"t{i}": ["x"] * 8 for i in range(7)}), made({f"t{i}": ["y"] * 8 for i in range(7)})

    # All seven turn the same way: of 2**7 ways to swap them, two move the mix as far.
    assert "the average mix of answers moves (p 0.016)" in pm.compare({"a": a, "b": b}).sentence


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
    titles, messages = (pm.compare(recorded(name)).view().contrasts[0] for name in ("own_titles", "own_messages"))
    shares = Counter((row.share_a, row.share_b) for row in titles.moved)

    # Counted in the recordings: of the 71 titles named, 66 were unanimous before, four 3:1, one 2:2; none kept its name.
    assert shares == {(1.0, 0.0): 66, (0.75, 0.0): 4, (0.5, 0.0): 1}
    assert (len(titles.others), titles.alike) == (1, 0)
    assert (len(messages.moved), len(messages.others), messages.alike) == (0, 5, 67)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": "gpt"}, "different models answered (a model and gpt)"),
        ({"weights": [2, 1]}, "1 input was given more than once"),
        ({"origin": "replayed"}, "a is fresh and b replayed"),
        ({"response_id": "msg_1"}, "repeat an earlier answer"),
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

    assert first.startswith(
        "<Comparison of interpret_token: reworded against plain; answered by plain: model not recorded"
    )
    assert second.startswith("On these inputs, 1 of 16")


def test_diag_says_that_inputs_of_one_conversation_are_no_independent_evidence(made):
    sample = made({"x": ["1"] * 4, "y": ["2"] * 4})
    linked = dataclasses.replace(sample, linked=True)

    assert "inputs are no independent evidence" in pm.compare({"a": linked, "b": linked}).contrasts[0].diag
    assert "b was drawn in conversations and a was not" in pm.compare({"a": sample, "b": linked}).contrasts[0].diag
