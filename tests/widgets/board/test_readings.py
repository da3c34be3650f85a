"""The page of the interpretations: heat map, cards, threshold, edits by hand, questions and the stub, as a person uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import pointmass as pm

NAMES = [f"Item {number} Blue" for number in range(8)]


def snake(name: str) -> str:
    return name.lower().replace(" ", "_")


def kebab(name: str) -> str:
    return name.lower().replace(" ", "-")


def tell(panel: Any, **message: Any) -> None:
    panel.receive(message)
    panel.wait(60)
    assert panel.failure == ""


def shown(panel: Any) -> str:
    return json.dumps(panel.view, ensure_ascii=False)


def parts(view: Any, kind: str) -> list[Any]:
    return [view] * (view["kind"] == kind) + [found for each in view["parts"] for found in parts(each, kind)]


def board(path: Path | None = None, *, linked: bool = False, inputs: list[str] = NAMES) -> Any:
    model = pm.SimulatedModel({snake: 0.6, kebab: 0.4}, seed=3, linked=linked)
    wb = pm.Workbench(path, model=model) if path else pm.Workbench(model=model)
    handle = wb.define(pm.Spec("slug", "Make a file name.", (pm.Parameter("name", str),)))
    panel = wb.panel()
    panel.take(handle.sample(inputs, draws=12, linked=linked, progress=False))
    tell(panel, set="page", value="interpretations")
    return wb, panel


def test_the_contested_inputs_stand_in_a_heat_map_with_the_draws_of_each_reading() -> None:
    _wb, panel = board()
    (heat,) = parts(panel.view, "heat")
    rows = panel.lists["heat"]

    assert (heat["heads"], heat["of"], heat["total"]) == ("AB", "heat", 8)
    assert all(sum(row["counts"]) == 12 for row in rows)
    assert [row["counts"][0] for row in rows] == sorted(row["counts"][0] for row in rows)
    assert heat["current"] == rows[0]["at"]


def test_a_click_on_a_row_shows_the_cards_of_that_input_and_two_cards_are_merged_and_undone() -> None:
    wb, panel = board()
    tell(panel, set="row", value=2)
    assert len(parts(panel.view, "cards")[0]["parts"]) == 2
    assert "which signs stand" in shown(panel) or "stands there" in shown(panel)
    tell(panel, do="choose", value="0")
    tell(panel, do="choose", value="1")
    assert parts(panel.view, "cards")[0]["current"] == [0, 1]
    tell(panel, set="name", value="same file")
    tell(panel, do="merge", value="")

    assert "same file: " in shown(panel)
    assert "(merged by hand)" in shown(panel)
    assert f"s.interpretations().merge(0, 1, on={NAMES[2]!r}, name='same file')" in shown(panel)
    assert len(panel.sample.interpretations().inputs[2].clusters) == 1
    tell(panel, set="shown", value="edits")
    assert "1. 2 readings are one, called 'same file' on " in shown(panel)
    assert "no interval covers that choice" in shown(panel)
    tell(panel, do="undo", value="1")
    assert "Nothing was merged, split or named by hand." in shown(panel)
    assert wb.names == ["slug"]


def test_conversations_are_the_columns_where_draws_are_linked_and_a_reading_is_parted_by_an_input() -> None:
    inputs = [f"Thing {number} Red" for number in range(13)]
    _wb, panel = board(linked=True, inputs=inputs)
    (heat,) = parts(panel.view, "heat")
    assert sorted(set(heat["heads"])) == ["A", "B"]
    assert {row["letters"] for row in panel.lists["heat"]} == {heat["heads"]}
    assert "inputs that tell it from the others" in shown(panel)
    tell(panel, do="choose", value="0")
    tell(panel, set="name", value="underscores")
    tell(panel, do="rename", value="")
    assert [each.name for each in panel.sample.interpretations().programs] == ["underscores", ""]
    panel.receive({"do": "choose", "value": "0"})
    panel.receive({"do": "split", "value": ""})
    assert "give the conversations that leave it" in panel.failure  # all of them answered that input alike


def test_the_threshold_is_a_slider_where_answers_lie_on_a_line_and_a_ladder_elsewhere() -> None:
    near = {lambda name: 1.0: 0.4, lambda name: 1.2: 0.3, lambda name: 9.0: 0.3}
    wb = pm.Workbench(model=pm.SimulatedModel(near, seed=2, linked=False))
    handle = wb.define(pm.Spec("size", "How big?", (pm.Parameter("name", str),), float))
    panel = wb.panel()
    panel.take(handle.sample(["a", "b"], draws=12, progress=False))
    tell(panel, set="page", value="interpretations")
    (slider,) = parts(panel.view, "slider")
    assert (slider["low"], slider["high"], slider["value"]) == (0, 8.0, 0.0)
    assert {len(row["counts"]) for row in panel.lists["heat"]} == {3}
    tell(panel, set="cut", value=0.5)

    assert {len(row["counts"]) for row in panel.lists["heat"]} == {2}
    assert "interpretations(cut=0.5)" in shown(panel)
    tell(panel, set="kind", value="exact")
    assert parts(panel.view, "slider") == []
    assert "interpretations(key=str)" in shown(panel)


def test_a_question_is_answered_by_a_click_and_the_spec_changes_by_a_sentence_with_the_stub_to_paste() -> None:
    wb, panel = board()
    before = wb["slug"].spec
    tell(panel, set="shown", value="questions")
    (choice,) = [each for each in parts(panel.view, "choice") if each["name"] == "answer:1"]
    tell(panel, set="answer:1", value=choice["options"][0][0])
    diff = parts(panel.view, "diff")[0]["text"]
    stub = parts(panel.view, "copied")[0]["text"]

    assert "+  When it is open " in diff
    assert '+  {"name":' in diff
    assert stub.startswith("@wb.spec(examples=")
    assert "wb.define(s.clarify().answer({1: 'A'}))" in shown(panel)
    tell(panel, do="define", value="")
    assert wb["slug"].spec.prompt.startswith(f"{before.prompt}\nWhen it is open ")
    assert panel.page == "sample"


def test_what_was_changed_by_hand_is_seen_when_the_file_is_opened_again(tmp_path: Path) -> None:
    wb, panel = board(tmp_path / "a.pointmass")
    tell(panel, do="choose", value="0")
    tell(panel, set="name", value="mine")
    tell(panel, do="rename", value="")
    wb.close()
    again = pm.Workbench(tmp_path / "a.pointmass")
    reopened = again.panel()
    reopened.take(again.samples("slug")[0].open())
    tell(reopened, set="page", value="interpretations")

    assert "mine: " in shown(reopened)
    again.close()


@pytest.mark.parametrize("evil", ["<img src=x onerror=alert(1)>\u202e", '"); import os; ("'])
def test_what_others_wrote_stays_text_in_cards_map_stub_and_code(evil: str) -> None:
    wb = pm.Workbench(model=pm.SimulatedModel({lambda name: evil: 0.5, lambda name: evil[::-1]: 0.5}, linked=False))
    handle = wb.define(pm.Spec("slug", "Make a file name.", (pm.Parameter("name", str),)))
    panel = wb.panel()
    panel.take(handle.sample([evil, "b"], draws=8, progress=False))
    tell(panel, set="page", value="interpretations")
    tell(panel, do="choose", value="0")
    tell(panel, set="name", value=evil)
    tell(panel, do="rename", value="")
    tell(panel, set="shown", value="questions")
    tell(panel, set="answer:1", value="A")
    stub = parts(panel.view, "copied")[0]["text"]

    assert "\u202e" not in json.dumps(panel.get_state(["view", "lists"]), ensure_ascii=False)
    assert compile(stub, "<stub>", "exec").co_names.count("os") == 0
    assert "<img" not in panel.sample.interpretations()._repr_html_()
