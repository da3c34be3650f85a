from __future__ import annotations

from typing import Any

import pytest

from pointmass.html import parts
from pointmass.html.escape import Html
from pointmass.html.views import OutcomeRow


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0%"), (0.001, "<1%"), (0.5, "50%"), (0.8125, "81%"), (0.9999, ">99%"), (1, "100%")],
)
def test_nearly_all_and_nearly_none_are_not_rounded_away(share: float, said: str) -> None:
    assert parts.percent(share) == said


def test_a_bar_says_its_number_to_whoever_does_not_see_it() -> None:
    assert 'aria-label="81%, 95% interval 57–93"' in parts.bar(0.8125, 0.57, 0.93, colour="#0072B2")


def test_without_an_interval_there_is_no_whisker() -> None:
    assert "pm-ci" not in parts.bar(0.5, None, None, colour="#0072B2")


def test_the_segments_of_a_strip_fill_it(read: Any) -> None:
    rows = [OutcomeRow("a", 13, 13 / 16), OutcomeRow("b", 2, 2 / 16), OutcomeRow("c", 1, 1 / 16)]
    page = read(parts.strip(rows))
    widths = [
        float(value.split("width:")[1].split("%")[0])
        for name, value in page.attributes
        if name == "style" and "width:" in value
    ]

    assert sum(widths) == pytest.approx(100, abs=0.02)  # two decimals a segment


def test_a_strip_without_styles_still_reads_as_text(read: Any) -> None:
    page = read(parts.strip([OutcomeRow("a", 15, 15 / 16), OutcomeRow("b", 1, 1 / 16)]))

    assert page.text.split() == ["A", "94%", "B", "6%"]


def test_an_empty_outcome_says_that_it_is_empty(read: Any) -> None:
    assert read(parts.outcome(OutcomeRow("", 1, 1.0))).text == "(empty text)"


@pytest.mark.parametrize("label", ["‹refusal›", "(refusal)", "refusal", ""])  # noqa: RUF001 - as the engine may mark it
def test_what_is_no_answer_is_named_once(read: Any, label: str) -> None:
    row = OutcomeRow(label, 1, 1.0, status="refusal")

    assert read(parts.outcome(row)).text == "‹refusal›"  # noqa: RUF001 - the mark of a status


def test_a_violation_shows_what_was_said(read: Any) -> None:
    row = OutcomeRow("not json", 1, 1.0, status="format violation")

    assert read(parts.outcome(row)).text == "‹format violation› not json"  # noqa: RUF001 - the mark of a status


def test_what_is_left_out_is_counted_and_can_be_had(read: Any) -> None:
    said = read(parts.more(200, 5000, what="inputs", code="s.table()")).text

    assert said == "… and 4,800 more inputs: s.table() has them all"


def test_nothing_is_said_when_nothing_is_left_out() -> None:
    assert parts.more(3, 3, what="inputs") == Html("")
