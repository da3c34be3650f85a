"""The last calls: a sequence of records as ever, short where it is printed, and a table where it is shown."""

from __future__ import annotations

import json

import pytest

import pointmass as pm


def low(text: str) -> str:
    return text.lower()


def workbench(*names: str) -> pm.Workbench:
    wb = pm.Workbench(model=pm.SimulatedModel({low: 1.0}, tokens=(12, 3)))
    for name in names or ("low",):
        wb.define(pm.Spec(name, "Lower it.", (pm.Parameter("text", str),)))
    return wb


def test_it_is_indexed_sliced_counted_and_iterated_as_a_list_is() -> None:
    wb = workbench()
    for text in "ABC":
        wb["low"](text)
    last = wb.trace()

    assert len(last) == 3
    assert [each.by for each in last] == ["model"] * 3
    assert last[-1] == list(last)[2] == next(reversed(last))
    assert list(last[-2:]) == [last[1], last[2]]
    assert last[0] in last
    assert not workbench().trace()


def test_the_calls_of_one_name_can_be_asked_for() -> None:
    wb = workbench("low", "other")
    wb["low"]("A")
    wb["other"]("B")

    assert [each.name for each in wb.trace("other")] == ["other"]
    assert repr(wb.trace("other")).startswith("<1 call of other: 1 by model>")


def test_its_repr_says_how_many_first_and_stays_short() -> None:
    wb = workbench()
    for number in range(40):
        wb["low"](f"A {number}")
    said = repr(wb.trace())

    assert said.startswith("<40 calls: 40 by model; the last 5>")
    assert said.count("\n") == 5
    assert repr(workbench().trace()) == "<0 calls>"


def test_what_an_answer_raised_is_counted_and_written_out_in_repr_and_table() -> None:
    evil = "<img src=x onerror=alert(1)>\u202e\x1b[31m\nnext"

    def fail(text: str) -> str:
        raise ValueError(evil)

    wb = pm.Workbench(model=pm.SimulatedModel({low: 1.0}))
    wb.bind(fail)
    with pytest.raises(ValueError, match="next"):
        wb["fail"]("A")
    said, page = repr(wb.trace()), wb.trace()._repr_html_()

    assert "1 by function; 1 ended with an error" in said
    assert "\u202e" not in said + page
    assert "\x1b" not in said + page
    assert "<img" not in page
    assert said.count("\n") == 1
    assert "\u202e" not in repr(wb.trace("\u202e")) + wb.trace("\u202e")._repr_html_()


def test_the_page_trace_of_the_board_is_the_same_table() -> None:
    wb = workbench()
    wb["low"]("A")
    panel = wb.panel()
    panel.receive({"set": "page", "value": "trace"})
    shown = json.dumps(panel.view)

    for column in ("answered by", "took", "tokens", "model", "why"):
        assert f'["{column}"' in shown
    assert "12 in, 3 out" in shown
    assert "12 in, 3 out" in wb.trace()._repr_html_()
