"""A panel takes work in proportion to what it shows, and no more room in the browser than there is."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest

from pointmass.widgets import sample_panel


@pytest.fixture(scope="module")
def large(made: Any) -> Any:
    """Build a sample of so many inputs × 4 draws, every tenth of them contested."""

    @functools.cache
    def make(n: int) -> Any:
        text = "I was charged twice for my March invoice, please refund one of them."
        return made.drawn(
            {f"Ticket {i} : {text}": ["billing"] * 3 + [f"other {i}" if not i % 10 else "billing"] for i in range(n)}
        )

    return make


def state(panel: Any) -> int:
    return len(json.dumps(panel.get_state(), default=str))


def picker(part: Any) -> Any:
    return part if part["kind"] == "picker" else next(filter(None, map(picker, part["parts"])), None)


def listed(panel: Any) -> list[dict[str, Any]]:
    rows = panel.lists["inputs"]
    return [rows[at] for at in picker(panel.view).get("places", range(len(rows)))]


def test_twice_the_inputs_take_about_twice_the_work(large: Any, is_linear: Any) -> None:
    assert is_linear(sample_panel, large)


def test_thousands_of_inputs_take_less_than_two_megabytes(large: Any) -> None:
    panel = sample_panel(large(25_000))

    assert state(panel) < 2_000_000
    assert "25,000 of 25,000 inputs, the first" in json.dumps(panel.view)


def test_long_outcomes_take_no_more_room(made: Any) -> None:
    panel = sample_panel(made.drawn({f"i{n}": [f"{k} " + "x" * 400 for k in range(40)] for n in range(500)}))

    assert state(panel) < 2_000_000


def test_of_a_large_sample_the_contested_inputs_are_listed_first(large: Any) -> None:
    words = [each["word"] for each in listed(sample_panel(large(5_000)))]
    differ = sum(word != "unanimous" for word in words)

    assert differ == 500
    assert "unanimous" not in words[:500]


def test_an_input_far_down_is_found_by_what_it_says_and_by_an_outcome(large: Any) -> None:
    panel = sample_panel(large(25_000))
    panel.receive({"set": "find", "value": " TICKET 24999 "})
    by_input = [each["at"] for each in listed(panel)]
    panel.receive({"set": "find", "value": "other 24990"})

    assert by_input == [24_999]
    assert [each["at"] for each in listed(panel)] == [24_990]


def test_the_order_as_given_is_the_order_of_the_inputs(large: Any) -> None:
    panel = sample_panel(large(5_000))
    panel.receive({"set": "order", "value": "given"})

    assert [each["at"] for each in listed(panel)[:20]] == list(range(20))


def test_a_click_on_a_listed_input_does_not_send_the_list_again(large: Any) -> None:
    panel = sample_panel(large(25_000))
    before = panel.lists
    panel.receive({"set": "row", "value": listed(panel)[3]["at"]})

    assert panel.lists is before
