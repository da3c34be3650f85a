from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from pointmass.html import InputRow, OutcomeRow
from pointmass.widgets import sample_panel


def test_the_least_settled_input_is_selected_first(made: Any) -> None:
    assert sample_panel(made.sample_view()).row.label == "2024-03 notes.txt"


def test_what_is_selected_is_a_row_of_the_view(made: Any) -> None:
    view = made.sample_view()
    panel = sample_panel(view)
    panel.set_state({"selected": 3})  # what a click in the browser sends

    assert panel.row is view.inputs[3]


def test_a_place_outside_the_list_is_brought_inside(made: Any) -> None:
    panel = sample_panel(made.sample_view())
    panel.set_state({"selected": 10_000})

    assert panel.row.label == "Offers $5 to $10.csv"


def test_an_empty_sample_selects_nothing(made: Any) -> None:
    panel = sample_panel(replace(made.sample_view(), inputs=()))

    assert (panel.selected, panel.row) == (-1, None)


def test_what_cannot_be_seen_is_written_out_before_it_is_sent(made: Any) -> None:
    panel = sample_panel(made.evil_sample())
    sent = json.dumps(panel.get_state(["view"]), ensure_ascii=False)

    assert sent.isprintable()
    assert "⟨U+202E⟩" in sent


def test_five_thousand_inputs_with_long_outcomes_stay_sendable(made: Any) -> None:
    rows = tuple(InputRow(f"i{n}", (OutcomeRow("x" * 20_480, 16, 1.0),), 16, "unanimous", 1.0) for n in range(5000))
    panel = sample_panel(replace(made.sample_view(), inputs=rows))

    assert len(json.dumps(panel.view)) < 5_000_000
    assert panel.row.outcomes[0].label == "x" * 20_480


def test_its_repr_is_the_same_every_time(made: Any) -> None:
    assert repr(sample_panel(made.sample_view())) == repr(sample_panel(made.evil_sample())) == "<SamplePanel>"
