"""A panel takes work in proportion to what it shows, and no more room in the browser than there is."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pointmass.html import InputRow, OutcomeRow
from pointmass.widgets import sample_panel


@pytest.fixture
def large(made: Any) -> Any:
    """Build a view of so many inputs, every tenth of them contested."""

    def make(n: int) -> Any:
        rows = []
        for i in range(n):
            divided = not i % 10
            outcomes = (OutcomeRow("billing", 3, 0.75, 0.3, 0.95), OutcomeRow(f"other {i}", 1, 0.25, 0.05, 0.7))
            rows.append(
                InputRow(
                    f"Ticket {i} : I was charged twice for my March invoice, please refund one of them.",
                    outcomes if divided else (OutcomeRow("billing", 4, 1.0, 0.5, 1.0),),
                    4,
                    "contested" if divided else "unanimous",
                    0.5 if divided else 1.0,
                )
            )
        return replace(made.sample_view(), inputs=tuple(rows), n_inputs=n)

    return make


def test_twice_the_inputs_take_about_twice_the_work(large: Any, is_linear: Any) -> None:
    assert is_linear(sample_panel, large)


def test_thousands_of_inputs_take_less_than_two_megabytes(large: Any) -> None:
    panel = sample_panel(large(25_000))

    assert len(json.dumps(panel.get_state(), default=str)) < 2_000_000
    assert (panel.view["total"], panel.view["found"], panel.view["whole"]) == (25_000, 25_000, False)


def test_long_outcomes_take_no_more_room(large: Any) -> None:
    outcomes = tuple(OutcomeRow(f"{n} " + "x" * 400, 1, 0.025) for n in range(40))
    rows = tuple(replace(row, outcomes=outcomes) for row in large(500).inputs)
    panel = sample_panel(replace(large(1), inputs=rows))

    assert len(json.dumps(panel.get_state(), default=str)) < 2_000_000


def test_a_sample_that_has_room_is_sent_whole_and_as_given(large: Any) -> None:
    panel = sample_panel(large(300))
    panel.query = "ticket 29"

    assert panel.view["whole"]
    assert [each["at"] for each in panel.view["inputs"]] == list(range(300))


def test_of_a_large_sample_the_contested_inputs_are_sent_first(large: Any) -> None:
    panel = sample_panel(large(5_000))
    words = [each["word"] for each in panel.view["inputs"]]

    assert words[:500] == ["contested"] * 500
    assert "unanimous" in words


def test_an_input_far_down_is_found_by_what_it_says(large: Any) -> None:
    panel = sample_panel(large(25_000))
    panel.set_state({"query": " TICKET 24999 "})  # what a key in the browser sends

    assert [each["at"] for each in panel.view["inputs"]] == [24_999]
    assert panel.view["found"] == 1


def test_an_input_far_down_is_found_by_an_outcome(large: Any) -> None:
    panel = sample_panel(large(25_000))
    panel.query = "other 24990"

    assert [each["at"] for each in panel.view["inputs"]] == [24_990]


def test_only_inputs_that_differ_are_sent_where_only_they_are_asked_for(large: Any) -> None:
    panel = sample_panel(large(5_000))
    panel.only = "differ"

    assert {each["word"] for each in panel.view["inputs"]} == {"contested"}
    assert panel.view["found"] == 500


def test_the_order_as_given_is_the_order_of_the_inputs(large: Any) -> None:
    panel = sample_panel(large(5_000))
    panel.order = "given"

    assert [each["at"] for each in panel.view["inputs"][:20]] == list(range(20))


def test_the_selected_input_is_sent_though_it_is_not_listed(large: Any) -> None:
    panel = sample_panel(large(25_000))
    panel.selected = 24_999

    assert panel.view["chosen"]["at"] == 24_999
    assert panel.row.label.startswith("Ticket 24999 ")


def test_a_click_on_a_listed_input_sends_nothing_back(large: Any) -> None:
    panel = sample_panel(large(25_000))
    before = panel.view
    panel.set_state({"selected": before["inputs"][3]["at"]})

    assert panel.view is before
