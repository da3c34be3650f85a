"""The distribution as plain parts: colours of answers, stacked bars in words, and two draws side by side."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from pointmass.draw import Draw
from pointmass.html import plain, render, tree
from pointmass.html.distribution_diff import beside, difference
from pointmass.html.distribution_rows import colours, legend, rows, widths
from pointmass.html.parts import angled
from pointmass.html.views import InputRow, OutcomeRow, SampleView


def view(*inputs: list[tuple[str, int]]) -> SampleView:
    made = []
    for number, outcomes in enumerate(inputs):
        total = sum(count for _, count in outcomes)
        outs = tuple(
            OutcomeRow(label, count, count / total, 0.1, 0.9, "refusal" if label == "(refusal)" else "ok")
            for label, count in outcomes
        )
        made.append(InputRow(f"input {number}", outs, total, "contested"))
    return SampleView(
        "name", "neural", "m", len(made), 4, "Said.", inputs=tuple(made), statuses=(("ok", 1), ("refusal", 1))
    )


def test_an_answer_has_one_colour_in_every_row_where_answers_are_few() -> None:
    found = view([("a", 3), ("b", 1)], [("b", 3), ("a", 1)], [("b", 2), ("(refusal)", 2)])
    chosen = colours(found)
    listed = rows(found, None)

    assert chosen == {"b": 0, "a": 1}
    assert [[rank for _, _, rank in row["strip"]] for row in listed] == [[1, 0], [0, 1], [0, 1]]
    assert listed[0]["said"] == "B 75% [10–90]; A 25%"
    assert listed[2]["said"] == f"A 50% [10–90]; {angled('refusal')} 50%"
    assert plain.to_text(legend(found, chosen) or tree.row()) == "b\na\nno value"


def test_where_answers_are_many_colours_are_places() -> None:
    found = view(*([(f"answer {number}", 3), ("other", 1)] for number in range(8)))

    assert colours(found) == {}
    assert legend(found, {}) is None
    assert [[rank for _, _, rank in row["strip"]] for row in rows(found, None)] == [[0, 1]] * 8


def test_columns_of_parameters_are_as_wide_as_their_texts_within_bounds() -> None:
    assert widths([["a", "x" * 200], ["bb", "y" * 100]]) == [8.0, 40.0]
    assert widths(None) == []


def texts(pieces: list[tuple[str, bool]]) -> str:
    return "".join(text for text, _ in pieces)


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_are_the_texts_and_what_is_not_marked_is_common(left: str, right: str) -> None:
    found = difference(left, right)

    assert (texts(found.left), texts(found.right)) == (left, right)
    common = ["".join(text for text, apart in side if not apart) for side in (found.left, found.right)]
    assert common[0] == common[1]
    assert (left == right) == (found.places == 0)


def test_words_are_marked_whole_and_close_stretches_sign_by_sign() -> None:
    assert difference("the red house", "the blue house").left == [("the ", False), ("red", True), (" house", False)]
    assert difference("oat_drink_1", "oat-drink-1").right == [
        ("oat", False),
        ("-", True),
        ("drink", False),
        ("-", True),
        ("1", False),
    ]


def test_long_texts_are_compared_by_lines_and_longer_ones_not_at_all() -> None:
    long = "".join(f"line {number} of it\n" for number in range(600))
    found = difference(long, long.replace("line 7 of", "line seven of"))

    assert [text for text, apart in found.right if apart] == ["seven"]
    assert difference("a\n" * 9_000, "b\n" * 9_000).left == [("a\n" * 9_000, True)]


def test_two_records_are_compared_field_by_field() -> None:
    one = Draw(0, "ok", {"title": "A b", "year": 3, "only": "x"}, "{}")
    other = Draw(1, "ok", {"title": "A c", "year": 3}, "{}")
    said = plain.to_text(beside(one, other, whose=("draw 0", "draw 1")))

    assert "2 of 3 fields differ: title, only" in said
    assert "title  A [b]  A [c]  ≠" in said
    assert "year  3  3  =" in said
    assert "only  [x]  (not there)  ≠" in said


def test_two_texts_that_are_alike_say_so_and_failures_show_why() -> None:
    alike = beside(Draw(0, "ok", "x", "x"), Draw(1, "ok", "x", "x"), whose=("a", "b"))
    failed = beside(Draw(0, "ok", "x", "x"), Draw(1, "failed", detail="it broke"), whose=("a", "b"))

    assert "alike, sign by sign" in plain.to_text(alike)
    assert "[it broke]" in plain.to_text(failed)


def test_nothing_unseen_gets_into_a_comparison() -> None:
    part = beside(Draw(0, "ok", "x", "a\u202e b\x07"), Draw(1, "ok", {"\u200b": 1}, "a <img src=x>"), whose=("a", "b"))
    sent = json.dumps(part.data(), ensure_ascii=False)

    assert "\u202e" not in sent
    assert "\x07" not in sent
    assert "<img" not in render.to_html(part, label="x")
