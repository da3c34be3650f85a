"""The panel of a sample: what is chosen in it is a Python value, and it is true to the sample."""

from __future__ import annotations

import json
from typing import Any

from pointmass.widgets import sample_panel


def test_the_least_settled_input_is_selected_first(made: Any) -> None:
    assert sample_panel(made.titles()).row.label == "2024-03 notes.txt"


def test_what_is_selected_is_a_row_of_the_view_and_its_draws(made: Any) -> None:
    sample = made.titles()
    panel = sample_panel(sample)
    panel.receive({"set": "row", "value": 3})  # what a click in the browser sends

    assert panel.row is sample.view().inputs[3]
    assert list(panel.selection.text) == [draw.text for draw in sample.draws[3]]


def test_a_place_outside_the_list_selects_nothing_and_every_draw_is_the_selection(made: Any) -> None:
    panel = sample_panel(made.titles())
    panel.receive({"set": "row", "value": 10_000})
    shown = json.dumps(panel.view)

    assert "no input selected" in shown
    assert len(panel.selection) == panel.sample.n_draws


def test_an_empty_sample_selects_nothing(made: Any) -> None:
    panel = sample_panel(made.drawn({}))

    assert (panel.selected, panel.row) == (-1, None)


def test_what_cannot_be_seen_is_written_out_before_it_is_sent(made: Any) -> None:
    panel = sample_panel(made.evil_draws())
    for at in range(len(made.EVIL)):
        panel.receive({"set": "row", "value": at})
        panel.receive({"do": "draw", "value": "3"})
        sent = json.dumps(panel.get_state(["view", "lists"]), ensure_ascii=False)

        assert sent.isprintable()
    assert "⟨U+202E⟩" in sent


def test_an_outcome_of_twenty_thousand_characters_stays_sendable(made: Any) -> None:
    panel = sample_panel(made.drawn({f"i{n}": ["x" * 20_480] * 4 for n in range(50)}))

    assert len(json.dumps(panel.get_state(["view", "lists"]))) < 200_000
    assert panel.row.outcomes[0].label == "x" * 20_480


def test_its_repr_is_the_same_every_time(made: Any) -> None:
    assert repr(sample_panel(made.titles())) == repr(sample_panel(made.evil_draws())) == "<SamplePanel>"
