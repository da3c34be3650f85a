from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pointmass.html import InputRow, OutcomeRow, SampleView, sample_html
from pointmass.html.sample import outcome_text


def many(made: Any, number: int, counts: dict[str, int]) -> SampleView:
    rows = tuple(made.input_row(f"input {i}", counts) for i in range(number))
    return replace(made.sample_view(), inputs=rows, n_inputs=number)


def test_the_least_settled_input_comes_first(made: Any, read: Any) -> None:
    text = read(sample_html(made.sample_view())).text

    assert text.index("2024-03 notes.txt", text.index("Where")) < text.index("README", text.index("Where"))
    assert text.index("README", text.index("Where")) < text.index("v2.1")
    assert text.index("v2.1") < text.index("10 unanimous inputs")


def test_every_share_stands_in_the_text_with_count_and_interval(made: Any, read: Any) -> None:
    text = read(sample_html(made.sample_view())).text

    assert "13 of 1681% [57–93]" in text


def test_what_was_no_answer_is_counted_beside_the_name(made: Any, read: Any) -> None:
    text = read(sample_html(made.sample_view())).text

    assert "2 refusal" in text
    assert "206 ok" not in text


def test_notices_and_code_are_shown(made: Any, read: Any) -> None:
    text = read(sample_html(made.sample_view())).text

    assert "▲ “holiday PHOTOS.zip” was given twice" in text
    assert "in code: s.table()" in text


def test_one_input_is_one_input(made: Any, read: Any) -> None:
    view = replace(made.sample_view(), n_inputs=1, inputs=(made.input_row("a", {"b": 1}),))
    text = read(sample_html(view)).text

    assert "1 input × 16 draws" in text
    assert "1 unanimous input" in text


def test_an_input_without_draws_is_shown(read: Any) -> None:
    view = SampleView("f", "neural", "", 1, 4, "Nothing came.", inputs=(InputRow("a", (), 0, "contested"),))

    assert "○ contested" in read(sample_html(view)).text


def test_a_repeated_input_says_how_often_it_was_given(made: Any, read: Any) -> None:
    row = replace(made.input_row("a", {"b": 2}), weight=3)
    text = read(sample_html(replace(made.sample_view(), inputs=(row,)))).text

    assert "a ×3" in text


def test_five_thousand_inputs_make_a_page_that_opens(made: Any, read: Any) -> None:
    html = sample_html(many(made, 5000, {"a": 9, "b": 7}))

    assert len(html) < 250_000
    assert "and 4,900 more inputs" in read(html).text


def test_five_thousand_settled_inputs_are_counted_too(made: Any, read: Any) -> None:
    html = sample_html(many(made, 5000, {"a": 16}))

    assert len(html) < 100_000
    assert "and 4,900 more inputs" in read(html).text


def test_an_outcome_of_twenty_thousand_characters_is_clipped(made: Any, read: Any) -> None:
    row = made.input_row("a", {"x" * 20_480: 9, "y": 7})
    html = sample_html(replace(made.sample_view(), inputs=(row,)))

    assert len(html) < 12_000
    assert "… (20,480 characters)" in read(html).text


def test_more_outcomes_than_can_be_read_are_counted(made: Any, read: Any) -> None:
    outcomes = tuple(OutcomeRow(f"o{i}", 1, 1 / 64) for i in range(64))
    view = replace(made.sample_view(), inputs=(InputRow("a", outcomes, 64, "contested", 0.0),))

    assert "and 52 more outcomes" in read(sample_html(view)).text


def test_a_sample_of_three_hundred_inputs_all_contested_stays_small(made: Any) -> None:
    assert len(sample_html(many(made, 300, {"a" * 20: 7, "b" * 20: 3}))) < 120_000


def test_an_empty_outcome_says_that_it_is_empty(made: Any, read: Any) -> None:
    view = replace(made.sample_view(), inputs=(made.input_row("a", {"": 3, "b": 1}),))

    assert "(empty text)" in read(sample_html(view)).text


@pytest.mark.parametrize("label", ["‹refusal›", "(refusal)", "refusal", ""])  # noqa: RUF001 - as the engine may mark it
def test_what_is_no_answer_is_named_once(label: str) -> None:
    row = OutcomeRow(label, 1, 1.0, status="refusal")

    assert outcome_text(row) == "‹refusal›"  # noqa: RUF001 - the mark of a status


def test_a_violation_shows_what_was_said() -> None:
    row = OutcomeRow("not json", 1, 1.0, status="format violation")

    assert outcome_text(row) == "‹format violation› not json"  # noqa: RUF001 - the mark of a status
