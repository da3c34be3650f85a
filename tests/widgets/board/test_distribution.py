"""The page of the distribution, as a person uses it: charts that filter, labels by click, two draws side by side."""

from __future__ import annotations

import json
import pickle
import random
from typing import Any, Literal

import pytest

import pointmass as pm
from pointmass.models.base import Usage

TEXTS = [f"Message {number}" for number in range(30)]


class Teams(pm.SimulatedModel):
    """Answers with a team, not always the same, sometimes slowly, and refuses now and then."""

    async def complete(self, request: pm.Request, index: int) -> pm.Completion:
        number = int(request.inputs["text"].split()[1])
        chance = random.Random(f"{number} {index}")  # noqa: S311 - no secret
        if number == 5 and index == 1:
            return pm.Completion("no", stop_reason="refusal", usage=Usage(9, 1), latency=0.1)
        said = "sales" if number % 3 else chance.choice(["sales", "support"])
        return pm.Completion(said, usage=Usage(9, 3 + number % 4), latency=4.0 if number == 7 else 0.2 + index / 100)


@pytest.fixture
def panel() -> Any:
    wb = pm.Workbench(model=Teams({lambda text: text: 1.0}))
    wb.define(pm.Spec("route", "Route it.", (pm.Parameter("text", str),), Literal["sales", "support"]))
    made = wb.panel()
    made.take(wb["route"].sample(TEXTS, draws=6, progress=False))
    made.go("distribution")
    made.paint()
    return made


def tell(panel: Any, **message: Any) -> None:
    panel.receive(message)
    panel.wait(60)


def parts(part: Any, kind: str) -> list[Any]:
    return ([part] if part["kind"] == kind else []) + [found for each in part["parts"] for found in parts(each, kind)]


def picker(panel: Any) -> Any:
    return parts(panel.view, "picker")[0]


def chart(panel: Any, name: str) -> dict[str, int]:
    (found,) = [each for each in parts(panel.view, "histogram") if each["name"] == name]
    return {said: count for said, count, _ in found["bars"]}


def shown(panel: Any) -> str:
    return json.dumps(panel.view, ensure_ascii=False)


def buttons(panel: Any) -> set[str]:
    return {each["do"] for each in parts(panel.view, "button")}


def place(panel: Any, name: str, said: str) -> str:
    return f"{name}:{list(chart(panel, name)).index(said)}"


def test_a_click_on_a_bar_filters_the_list_and_all_other_charts(panel: Any) -> None:
    assert len(picker(panel)["places"]) == 30
    assert chart(panel, "status") == {"ok": 179, "refusal": 1}

    tell(panel, do="bin", value=place(panel, "status", "refusal"))

    assert picker(panel)["places"] == [5]
    assert chart(panel, "status") == {"ok": 179, "refusal": 1}  # its own choice takes nothing from it
    assert sum(chart(panel, "agreement").values()) == 1
    assert picker(panel)["found"] == "1 of 30 inputs, 1 of 180 draws: status refusal"
    tell(panel, set="pane", value="draws")
    assert [each["ids"] for each in parts(panel.view, "table") if each["key"].startswith("draws:")] == [["1"]]
    tell(panel, do="clear")
    assert len(picker(panel)["places"]) == 30
    assert "clear" not in buttons(panel)


def test_a_filter_that_leaves_no_input_can_be_taken_back(panel: Any) -> None:
    tell(panel, do="bin", value=place(panel, "status", "refusal"))
    tell(panel, set="find", value="Message 7")
    assert picker(panel)["places"] == []
    assert "no input selected" in shown(panel)

    tell(panel, do="clear")
    assert picker(panel)["places"] == [7]


def test_the_list_is_sent_once_and_then_only_its_places(panel: Any) -> None:
    before = panel.lists
    tell(panel, set="find", value="sales")
    tell(panel, set="order", value="latency")
    tell(panel, do="bin", value="agreement:0")

    assert panel.lists is before
    assert picker(panel)["places"][0] == 7  # the slowest first


@pytest.mark.parametrize(
    ("order", "first"),
    [("given", 0), ("name", 0), ("latency", 7), ("tokens", 3), ("length", None), ("contested", None)],
)
def test_inputs_are_sorted_as_asked(panel: Any, order: str, first: int | None) -> None:
    tell(panel, set="order", value=order)
    found = picker(panel)["places"]

    assert sorted(found) == list(range(30))
    assert first is None or found[0] == first
    if order == "contested":
        assert found[0] % 3 == 0


def test_an_answer_is_labelled_by_a_click_and_the_label_is_taken_back_by_one(panel: Any) -> None:
    tell(panel, set="row", value=7)
    tell(panel, do="right", value="0")

    assert panel.failure == ""
    assert list(panel.handle.labels()["input"]) == ["Message 7"]
    assert panel.sample.labels()[7].right == '"sales"'
    assert picker(panel)["marks"] == {"7": ["✓", "labelled: the commonest answer is right"]}
    assert "1 labelled: commonest answer right on 1, wrong on 0" in shown(panel)
    assert "✓ right" in shown(panel)

    tell(panel, set="which", value="labelled")
    assert picker(panel)["places"] == [7]
    tell(panel, set="which", value="all")
    tell(panel, do="take back")
    assert panel.sample.labels() == {}
    assert picker(panel)["marks"] == {}


def test_of_a_chosen_outcome_and_a_chosen_draw_the_answer_is_labelled(panel: Any) -> None:
    row = next(at for at, counts in enumerate(panel.sample.counts()) if len(counts) > 1 and at != 5)
    tell(panel, set="row", value=row)
    tell(panel, do="outcome", value="1")
    button = next(each for each in parts(panel.view, "button") if each["do"] == "right")
    tell(panel, do="right", value=button["value"])
    second = sorted(panel.sample.counts()[row], key=lambda key: (-panel.sample.counts()[row][key], key))[1]
    assert panel.sample.labels()[row].right == second
    assert picker(panel)["marks"][str(row)][0] == "✗"
    tell(panel, set="which", value="mistaken")
    assert picker(panel)["places"] == [row]

    tell(panel, do="take back")
    tell(panel, set="which", value="all")
    tell(panel, set="row", value=row)
    draw = next(draw for draw in panel.sample.draws[row] if draw.key == second)
    tell(panel, do="draw", value=str(draw.index))
    button = next(each for each in parts(panel.view, "button") if each["do"] == "right")
    tell(panel, do="right", value=button["value"])
    assert panel.sample.labels()[row].right == second


def test_none_of_these_and_a_typed_answer_are_labels_and_what_is_no_answer_is_refused(panel: Any) -> None:
    tell(panel, set="row", value=7)
    tell(panel, do="wrong")
    assert panel.sample.labels()[7].wrong == ('"sales"',)
    assert "✗ wrong" in shown(panel)
    tell(panel, do="take back")

    tell(panel, set="answer", value="marketing")
    tell(panel, do="typed")
    assert "'marketing' is no answer of its type" in panel.failure
    assert panel.sample.labels() == {}
    tell(panel, set="answer", value="support")
    tell(panel, do="typed")
    assert panel.failure == ""
    assert panel.sample.labels()[7].right == '"support"'


def test_labels_that_are_said_in_code_show_in_the_panel(panel: Any) -> None:
    panel.handle.label("Message 3", "sales")

    assert "3" in picker(panel)["marks"]


def test_a_sample_of_no_workbench_says_that_nothing_can_be_labelled(panel: Any) -> None:
    panel.take(pickle.loads(pickle.dumps(panel.sample)), "copy")  # noqa: S301 - ours
    panel.paint()

    assert "this sample belongs to no workbench" in shown(panel)
    assert "right" not in buttons(panel)
    tell(panel, do="right", value="0")
    assert "handle.label" in panel.failure


def test_two_draws_are_held_side_by_side_of_one_input_and_of_two(panel: Any) -> None:
    row = next(at for at, counts in enumerate(panel.sample.counts()) if len(counts) > 1 and at != 5)
    tell(panel, set="row", value=row)
    tell(panel, do="two")
    pieces = [each["pieces"] for each in parts(panel.view, "compared")]
    assert len(pieces) == 2
    assert any(apart for _, apart in pieces[0])
    assert "two draws side by side" in shown(panel)

    tell(panel, do="let go")
    assert parts(panel.view, "compared") == []
    assert "as it came" in shown(panel)
    tell(panel, do="hold")
    tell(panel, set="row", value=7)
    tell(panel, do="draw", value="2")
    assert "two draws side by side" in shown(panel)
    assert f"Message {row}" in shown(panel)
    tell(panel, do="close")
    assert parts(panel.view, "compared") == []


def test_answers_have_one_colour_each_with_a_legend_and_their_interval(panel: Any) -> None:
    rows = panel.lists["inputs"]
    legend = [each["text"] for each in parts(panel.view, "marked") if each["letter"] in "AB"]

    assert set(legend) >= {"sales", "support"}
    assert {rank for row in rows for _, answer, rank in row["strip"] if answer} == {0, 1}
    assert "A 100% [61–100]" in rows[7]["said"]
    assert rows[7]["between"] == pytest.approx([0.61, 1.0], abs=0.01)


class Books(pm.SimulatedModel):
    """Reads every fourth title in two ways, and every fifth shelf."""

    async def complete(self, request: pm.Request, index: int) -> pm.Completion:
        number = int(request.inputs["text"].split()[1])
        book = {"title": f"t{number}{'!' * (index % 2 and number % 4 == 0)}", "shelf": number % 5 or index}
        return pm.Completion(json.dumps(book), usage=Usage(9, 3), latency=0.2)


def test_inputs_are_filtered_by_the_field_in_which_their_records_differ() -> None:
    wb = pm.Workbench(model=Books({lambda text: text: 1.0}))
    wb.define(pm.Spec("read", "Read it.", (pm.Parameter("text", str),), dict[str, Any]))
    panel = wb.panel()
    panel.take(wb["read"].sample(TEXTS, draws=3, progress=False))
    panel.go("distribution")
    panel.paint()
    tell(panel, set="which", value="field:title")
    titles = picker(panel)["found"]
    tell(panel, set="which", value="field:shelf")
    shelves = picker(panel)["found"]
    tell(panel, set="which", value="field:gone")

    assert "where title differs" in shown(panel)
    assert (titles, shelves) == ("8 of 30 inputs", "6 of 30 inputs")
    assert picker(panel)["found"] == "30 of 30 inputs"
