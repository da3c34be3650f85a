from __future__ import annotations

from typing import Any

from pointmass.html import HistoryRow, HistoryView, history_html


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
