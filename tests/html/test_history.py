from __future__ import annotations

from typing import Any

from pointmass.html import HistoryRow, HistoryView, history_html
from pointmass.html.history import bindings


def test_the_newest_binding_comes_first_and_the_active_one_is_marked(made: Any, read: Any) -> None:
    text = read(history_html(made.history_view())).text

    assert text.index("▶v2hybrid") < text.index("v1neural")


def test_a_name_without_history_says_so(read: Any) -> None:
    assert "Nothing was ever bound" in read(history_html(HistoryView("f"))).text


def test_a_long_history_shows_the_newest(read: Any) -> None:
    view = HistoryView("f", tuple(HistoryRow(f"v{i}", "hybrid", "stabilized") for i in range(1, 301)))
    text = read(history_html(view)).text

    assert "v300" in text
    assert "and 100 more bindings" in text


def test_a_button_to_go_back_stands_beside_every_version_but_the_one_that_the_name_has(made: Any) -> None:
    table = bindings(made.history_view(), back="rollback")
    buttons = [part["value"] for part in _parts(table.data()) if part["kind"] == "button"]

    assert buttons == ["1"]
    assert not [part for part in _parts(bindings(made.history_view()).data()) if part["kind"] == "button"]


def _parts(part: Any) -> list[Any]:
    return [part, *(found for each in part["parts"] for found in _parts(each))]
