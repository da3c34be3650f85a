from __future__ import annotations

from dataclasses import replace
from typing import Any

from pointmass.html import ContestedInput, ReadingRow, interpretations_html


def test_each_reading_has_letter_words_figures_and_example(made: Any, read: Any) -> None:
    text = read(interpretations_html(made.readings_view())).text

    assert "A lower case, words joined by dashes81% [74–87] · 104 drawsmeeting-notes-2.docx" in text


def test_no_reading_is_said_in_words(made: Any, read: Any) -> None:
    assert "No interpretation was found" in read(interpretations_html(replace(made.readings_view(), rows=()))).text


def test_more_readings_than_shown_are_counted(made: Any, read: Any) -> None:
    view = replace(made.readings_view(), rows=tuple(ReadingRow(str(i), "r", 1, 0.001) for i in range(300)))

    assert "and 100 more readings: s.interpretations() has them all" in read(interpretations_html(view)).text


def test_each_divided_input_is_shown_with_its_readings(made: Any, read: Any) -> None:
    view = replace(made.readings_view(), inputs=(ContestedInput("README", 16, made.readings_view().rows),))

    assert "README 2 readings in 16 draws" in read(interpretations_html(view)).text


def test_divided_inputs_beyond_the_first_are_folded_and_counted(made: Any, read: Any) -> None:
    inputs = tuple(ContestedInput(f"input {i}", 2, made.readings_view().rows) for i in range(40))
    page = read(interpretations_html(replace(made.readings_view(), rows=(), inputs=inputs)))

    assert page.tags.count("details") == 22  # three open, seven folded, fourteen folded within one
    assert "14 more inputs" in page.text


def test_divided_inputs_beyond_the_most_are_counted(made: Any, read: Any) -> None:
    inputs = tuple(ContestedInput(f"input {i}", 2, made.readings_view().rows) for i in range(70))

    assert "and 46 more inputs" in read(interpretations_html(replace(made.readings_view(), inputs=inputs))).text


def test_nothing_that_others_wrote_gets_out_of_a_divided_input(made: Any, read: Any) -> None:
    rows = tuple(ReadingRow(text, text, 1, 0.1, 0.0, 0.3, text, text) for text in made.EVIL)
    view = replace(made.readings_view(), inputs=tuple(ContestedInput(text, 1, rows) for text in made.EVIL))
    page = read(interpretations_html(view))

    assert {"script", "img", "svg", "iframe", "a"} & set(page.tags) == set()
    assert [name for name, _ in page.attributes if name.startswith("on")] == []
    assert page.open == []


def test_below_readings_across_inputs_every_divided_input_is_folded(made: Any, read: Any) -> None:
    inputs = tuple(ContestedInput(f"input {i}", 2, made.readings_view().rows) for i in range(4))

    assert read(interpretations_html(replace(made.readings_view(), inputs=inputs))).tags.count("details") == 4
