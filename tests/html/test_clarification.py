from __future__ import annotations

from typing import Any

from pointmass.html import ClarificationView, QuestionRow, ReadingRow, clarification_html


def view(texts: Any) -> ClarificationView:
    rows = tuple(ReadingRow(text, text, 8, 0.5, 0.3, 0.7, text) for text in texts)
    questions = tuple(QuestionRow(text, rows, text) for text in texts)
    return ClarificationView(texts[0], texts[0], texts[0], questions, texts[0])


def test_each_question_stands_over_its_choices_and_the_code_that_answers_it(read: Any) -> None:
    rows = (ReadingRow("A", "README", 8, 0.5, 0.28, 0.72, "README"),)
    made = ClarificationView(
        "clean", "1 question", "", (QuestionRow("For `README`?", rows, "Open: case."),), "c.answer()"
    )
    text = read(clarification_html(made)).text

    assert "clarify · 1 question" in text
    assert "For `README`?Open: case." in text
    assert "A README8 · 50% [28–72]README" in text
    assert "answer in code: c.answer()" in text


def test_nothing_that_others_wrote_gets_out_of_a_question(made: Any, read: Any) -> None:
    page = read(clarification_html(view(made.EVIL)))

    assert {"script", "img", "svg", "iframe", "a"} & set(page.tags) == set()
    assert [name for name, _ in page.attributes if name.startswith("on")] == []
    assert page.open == []


def test_a_question_is_no_heading_as_those_are_set_in_capitals(made: Any, read: Any) -> None:
    assert ("class", "pm-h") not in read(clarification_html(view(made.EVIL[:1]))).attributes
