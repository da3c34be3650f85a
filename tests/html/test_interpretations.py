from __future__ import annotations

from dataclasses import replace
from typing import Any

from pointmass.html import ReadingRow, interpretations_html


def test_each_reading_has_letter_words_figures_and_example(made: Any, read: Any) -> None:
    text = read(interpretations_html(made.readings_view())).text

    assert "A lower case, words joined by dashes104 · 81% [74–87]meeting-notes-2.docx" in text


def test_no_reading_is_said_in_words(made: Any, read: Any) -> None:
    assert "No interpretation was found" in read(interpretations_html(replace(made.readings_view(), rows=()))).text


def test_more_readings_than_shown_are_counted(made: Any, read: Any) -> None:
    view = replace(made.readings_view(), rows=tuple(ReadingRow(str(i), "r", 1, 0.001) for i in range(300)))

    assert "and 100 more readings: s.interpretations() has them all" in read(interpretations_html(view)).text
