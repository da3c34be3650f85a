"""The workbench's panel, as a person uses it: what was clicked, typed and chosen is told to it as a browser would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import pointmass as pm
from pointmass.errors import ModelError

NAMES = [f"Item {number} Blue" for number in range(40)]


def snake(name: str, channel: str) -> str:
    return name.lower().replace(" ", "_")


def kebab(name: str, channel: str) -> str:
    return name.lower().replace(" ", "-")


@pytest.fixture
def wb() -> pm.Workbench:
    model = pm.SimulatedModel({snake: 0.97, kebab: 0.03}, seed=3, tokens=(60, 9), price=pm.Price(3, 15))
    made = pm.Workbench(model=model, approver=pm.ask)

    @made.spec
    def slug(name: str, channel: str) -> str:
        """Make a file name of the product name."""

    return made


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(
        "name,channel\n" + "".join(f"{name},{'mail' if at % 3 else 'chat'}\n" for at, name in enumerate(NAMES))
    )
    return path


def tell(panel: Any, **message: Any) -> None:
    """Send what a browser sends, and wait for what it began."""
    panel.receive(message)
    panel.wait(60)


def shown(panel: Any) -> str:
    return json.dumps(panel.view, ensure_ascii=False)


def parts(part: Any, kind: str) -> list[Any]:
    return ([part] if part["kind"] == kind else []) + [found for each in part["parts"] for found in parts(each, kind)]


def listed(panel: Any) -> list[str]:
    (picker,) = parts(panel.view, "picker")
    return [panel.lists["inputs"][at]["label"] for at in picker["places"]]


def sampled(wb: pm.Workbench, table: Path) -> Any:
    panel = wb.panel()
    tell(panel, set="path", value=str(table))
    tell(panel, do="read", value="")
    tell(panel, do="sample", value="")
    return panel


def test_the_whole_loop_by_clicks_ends_in_code_that_is_called_and_undone(wb: pm.Workbench, table: Path) -> None:
    panel = wb.panel()
    tell(panel, set="path", value=str(table))
    tell(panel, do="read", value="")
    assert "40 inputs from" in shown(panel)
    assert "40 different inputs: 320 requests; about" in shown(panel)

    tell(panel, do="sample", value="")
    assert panel.failure == ""
    assert panel.page == "distribution"
    assert panel.sample.n_draws == 320
    assert len(panel.selection) == 8

    tell(panel, set="page", value="stabilize")
    tell(panel, do="stabilize", value="")
    assert panel.failure == ""
    assert panel.proposal.source
    tell(panel, do="bind", value="")
    assert wb["slug"].kind == "neural"  # nobody said yes yet
    tell(panel, do="approve", value="")
    assert wb["slug"].kind == "hybrid"
    tell(panel, set="call:name", value="Item 77 Blue")
    tell(panel, set="call:channel", value="mail")
    tell(panel, do="call", value="")
    assert "item_77_blue" in shown(panel)
    assert "by code" in shown(panel)

    tell(panel, do="soften", value="")
    assert wb["slug"].kind == "neural"
    tell(panel, set="page", value="history")
    tell(panel, do="rollback", value="2")
    assert wb["slug"].kind == "neural"  # asked, with the code in view, whole
    assert json.dumps(panel.proposal.source, ensure_ascii=False)[1:-1] in shown(panel)
    tell(panel, do="approve", value="")
    assert wb["slug"].kind == "hybrid"
    assert panel.failure == ""


def test_a_click_on_an_outcome_shows_its_draws_as_they_came(wb: pm.Workbench, table: Path) -> None:
    panel = sampled(wb, table)
    divided = next(at for at, row in enumerate(panel.sample.view().inputs) if len(row.outcomes) > 1)
    tell(panel, set="row", value=divided)
    tell(panel, do="outcome", value="1")
    odd = [draw for draw in panel.sample.draws[divided] if "-" in draw.text]
    tell(panel, do="draw", value=str(odd[0].index))

    assert f"draw {odd[0].index}, as it came" in shown(panel)
    assert "60 in, 9 out" in shown(panel)
    (rows,) = [each for each in parts(panel.view, "table") if each["key"].startswith("draws:")]
    assert rows["ids"] == [str(draw.index) for draw in odd]
    assert list(panel.selection["text"]).count(odd[0].text) == len(odd)


def test_the_draws_of_an_outcome_are_its_own_whichever_came_first() -> None:
    class Rare(pm.SimulatedModel):
        async def complete(self, request: pm.Request, index: int) -> pm.Completion:  # noqa: ARG002 - the seam's signature
            return pm.Completion("rare" if index == 0 else "usual")

    wb = pm.Workbench(model=Rare({lambda text: text: 1.0}))
    wb.define(pm.Spec("low", "Lower it.", (pm.Parameter("text", str),)))
    panel = wb.panel()
    tell(panel, set="source", value="paste")
    tell(panel, set="pasted", value="a")
    tell(panel, do="read", value="")
    tell(panel, do="sample", value="")
    assert [out.label for out in panel.sample.view().inputs[0].outcomes] == ["usual", "rare"]
    tell(panel, do="outcome", value="1")
    tell(panel, do="draw", value="0")
    assert "draw 0, as it came" in shown(panel)
    tell(panel, do="outcome", value="0")
    tell(panel, do="draw", value="0")
    assert "draw 0, as it came" not in shown(panel)  # it is none of these


def test_inputs_with_draws_that_no_answer_came_for_can_be_looked_for() -> None:
    class Failing(pm.SimulatedModel):
        async def complete(self, request: pm.Request, index: int) -> pm.Completion:
            if request.inputs["text"] == "b" and index == 1:
                raise ModelError("no")
            return await super().complete(request, index)

    wb = pm.Workbench(model=Failing({lambda text: text: 1.0}))
    wb.define(pm.Spec("low", "Lower it.", (pm.Parameter("text", str),)))
    panel = wb.panel()
    tell(panel, set="source", value="paste")
    tell(panel, set="pasted", value="a\nb\nc")
    tell(panel, do="read", value="")
    tell(panel, do="sample", value="")
    tell(panel, set="page", value="distribution")
    tell(panel, set="which", value="lost")

    assert listed(panel) == ["b"]


def test_what_came_from_the_code_beside_the_panel_is_shown(wb: pm.Workbench, table: Path) -> None:
    panel = sampled(wb, table)
    wb["slug"].stabilize(panel.sample).accept(approver=pm.approved_by("me"))
    assert "1 hybrid" in shown(panel)
    wb["slug"].soften()
    assert "1 neural" in shown(panel)

    @wb.spec
    def other(text: str) -> str:
        """Say it."""

    assert "2 names" in shown(panel)


def test_what_goes_wrong_is_said_in_the_panel(wb: pm.Workbench, tmp_path: Path) -> None:
    panel = wb.panel()
    tell(panel, set="path", value=str(tmp_path / "none.csv"))
    tell(panel, do="read", value="")
    assert "none.csv: cannot be read" in shown(panel)
    tell(panel, set="source", value="paste")
    tell(panel, set="pasted", value="name,channel\nA,b\nC")
    tell(panel, do="read", value="")
    assert "line 3: the row has 1 cell, and the header has 2" in shown(panel)
    tell(panel, set="pasted", value="name,channel\nA,b\nC,d")
    tell(panel, do="read", value="")
    tell(panel, set="draws", value="none")
    assert "draws of each input: got 'none'; a whole number, 1 or more" in shown(panel)
    before = panel.view
    tell(panel, set="nothing", value=3)
    tell(panel, do="nothing", value="")
    assert panel.view == before  # what no page knows changes nothing


def test_an_agreement_that_is_no_number_is_said_and_nothing_is_searched(wb: pm.Workbench, table: Path) -> None:
    panel = sampled(wb, table)
    tell(panel, set="page", value="stabilize")
    tell(panel, set="agreement", value="most")
    tell(panel, do="stabilize", value="")

    assert panel.failure == "agreement to prove: got 'most'; a fraction between 0 and 1, such as 0.9"
    assert panel.proposal is None


def test_a_pause_keeps_what_came_and_the_same_click_goes_on() -> None:
    class Slow(pm.SimulatedModel):
        async def complete(self, request: pm.Request, index: int) -> pm.Completion:
            if len(seen) == 5:
                panel.receive({"do": "pause", "value": ""})
            seen.append(index)
            return await super().complete(request, index)

    seen: list[int] = []
    wb = pm.Workbench(model=Slow({lambda text: text.lower(): 1.0}))
    wb.define(pm.Spec("low", "Lower it.", (pm.Parameter("text", str),)))
    panel = wb.panel()
    tell(panel, set="source", value="paste")
    tell(panel, set="pasted", value="\n".join(NAMES))
    tell(panel, do="read", value="")
    tell(panel, do="sample", value="")
    assert "paused" in shown(panel)
    assert panel.sample.n_draws < 320
    tell(panel, do="sample", value="")
    assert panel.sample.n_draws == 320
    assert panel.failure == ""


def test_two_samples_are_compared_and_another_prompt_is_tried_in_place(wb: pm.Workbench, table: Path) -> None:
    panel = sampled(wb, table)
    tell(panel, set="page", value="compare")
    tell(panel, set="prompt", value="Make a file name of the product name, in capitals.")
    tell(panel, do="vary", value="")
    assert panel.failure == ""
    assert panel.comparison.contrasts[0].variant == "prompt 2"
    assert len(panel.samples) == 2


def test_three_variants_stand_side_by_side_with_what_they_change_as_a_diff(wb: pm.Workbench, table: Path) -> None:
    panel = sampled(wb, table)
    tell(panel, set="page", value="compare")
    for words in ("in capitals", "in one word"):
        tell(panel, set="prompt", value=f"Make a file name of the product name, {words}.")
        tell(panel, do="vary", value="")
        assert panel.failure == ""
    assert [each.variant for each in panel.comparison.contrasts] == ["prompt 2", "prompt 3"]
    assert "side by side" in shown(panel)
    tell(panel, set="shown", value="surfaces")
    assert "+  Make a file name of the product name, in one word." in shown(panel)
    assert "'prompt 2': s1, 'prompt 3': s2})" in shown(panel)

    tell(panel, do="pick", value="prompt 2")
    tell(panel, do="compare", value="")
    assert [each.variant for each in panel.comparison.contrasts] == ["prompt 3"]
    tell(panel, do="pick", value="prompt 3")
    tell(panel, do="compare", value="")
    assert panel.failure == "compare: pick one or more samples"


def test_what_a_model_said_is_sent_as_text_that_shows_what_cannot_be_seen() -> None:
    evil = "<img src=x onerror=alert(1)>\u202e\x1b[31m"
    wb = pm.Workbench(model=pm.SimulatedModel({lambda text: evil: 1.0}))
    wb.define(pm.Spec("low", "Lower it.", (pm.Parameter("text", str),)))
    panel = wb.panel()
    tell(panel, set="source", value="paste")
    tell(panel, set="pasted", value=f"a\n{evil}")
    tell(panel, do="read", value="")
    tell(panel, do="sample", value="")
    tell(panel, do="draw", value="0")
    sent = json.dumps(panel.get_state(["view", "lists"]), ensure_ascii=False)

    assert "⟨U+202E⟩" in sent
    assert "\u202e" not in sent
    assert "<img" not in panel.still()


@pytest.mark.parametrize(("kind", "want"), [(int, "a whole number, such as 3"), (float, "a number, such as 2.5")])
def test_a_text_where_a_number_is_asked_for_is_told_in_words(kind: type, want: str) -> None:
    wb = pm.Workbench(model=pm.SimulatedModel({lambda size: "big": 1.0}))
    wb.define(pm.Spec("judge", "Say how big it is.", (pm.Parameter("size", kind),)))
    panel = wb.panel()
    tell(panel, set="page", value="stabilize")
    tell(panel, set="call:size", value="many")
    tell(panel, do="call", value="")

    assert f"judge: size: got 'many'; type {want}" in shown(panel)
