"""The panel of interpretations: what is chosen in it is a Python value, what is done in it is true and stored, and it says what it cannot."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

import pointmass as pm
from pointmass.interpretations import cluster
from pointmass.widgets import interpretations_panel
from pointmass.widgets import tree as tree_panel

NAMES = [f"Item {number} Blue" for number in range(6)]


def snake(name: str) -> str:
    return name.lower().replace(" ", "_")


def kebab(name: str) -> str:
    return name.lower().replace(" ", "-")


def workbench() -> pm.Workbench:
    wb = pm.Workbench(model=pm.SimulatedModel({snake: 0.6, kebab: 0.4}, seed=3, linked=False))
    wb.define(pm.Spec("slug", "Make a file name.", (pm.Parameter("name", str),)))
    return wb


def tell(panel: Any, **message: Any) -> None:
    panel.receive(message)
    panel.wait(60)
    assert panel.failure == ""


def shown(panel: Any) -> str:
    return json.dumps(panel.view, ensure_ascii=False)


@pytest.fixture
def renewed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a notebook stored for a panel that was displayed, the last of it at the end."""
    stored: list[Any] = []
    monkeypatch.setattr(
        "pointmass.widgets.live.show", lambda bundle, **_: stored.append((bundle["text/html"], bundle["text/plain"]))
    )
    return stored


def test_what_is_chosen_is_an_input_its_readings_and_their_draws() -> None:
    wb = workbench()
    sample = wb["slug"].sample(NAMES, draws=12, progress=False)
    panel = interpretations_panel(sample.interpretations())
    tell(panel, set="row", value=2)
    every = panel.selection
    tell(panel, do="choose", value="1")
    (reading,) = panel.readings

    assert (panel.selected, panel.row.input) == (2, NAMES[2])
    assert set(every.input) == {NAMES[2]}
    assert len(every) == 12
    assert reading is panel.row.clusters[1]
    assert set(panel.selection.outcome) == {reading.exemplar}
    assert len(panel.selection) == reading.count


def test_programs_across_inputs_are_chosen_by_their_conversations() -> None:
    model = pm.SimulatedModel({snake: 0.6, kebab: 0.4}, seed=3, linked=True)
    wb = pm.Workbench(model=model)
    slug = wb.define(pm.Spec("slug", "Make a file name.", (pm.Parameter("name", str),)))
    found = slug.sample([f"{name} Red" for name in NAMES * 3], draws=12, linked=True, progress=False).interpretations()
    panel = interpretations_panel(found)
    tell(panel, do="choose", value="0")

    assert panel.readings == (found.programs[0],)
    assert len(panel.selection) == found.programs[0].count


def test_readings_are_merged_by_a_click_and_the_notebook_stores_it(renewed: list[Any]) -> None:
    wb = workbench()
    found = wb["slug"].sample(NAMES, draws=12, progress=False).interpretations()
    panel = interpretations_panel(found)
    panel.display()
    tell(panel, set="row", value=2)
    tell(panel, do="choose", value="0")
    assert len(renewed) == 1  # nothing that is stored has changed
    tell(panel, do="choose", value="1")
    tell(panel, set="name", value="same file")
    tell(panel, do="merge", value="")

    assert len(panel.found.inputs[2].clusters) == 1
    assert len(found.inputs[2].clusters) == 2  # what was given stays as it was
    assert f"found.merge(0, 1, on={NAMES[2]!r}, name='same file')" in shown(panel)
    html, text = renewed[-1]
    assert "1 edit by hand" in html
    assert "same file" in html
    assert text == repr(panel.found)
    tell(panel, set="shown", value="edits")
    tell(panel, do="undo", value="1")
    assert "by hand" not in renewed[-1][0]
    assert panel.found.edits == ()


def test_another_comparison_is_chosen_and_stored(renewed: list[Any]) -> None:
    wb = workbench()
    panel = interpretations_panel(wb["slug"].sample(NAMES, draws=12, progress=False).interpretations())
    panel.display()
    tell(panel, set="kind", value="text")

    assert panel.found.kind == "text"
    assert "s.interpretations(kind='text')" in shown(panel)
    assert "Compared as text" in renewed[-1][0]


def test_what_was_compared_by_a_function_stays_so_until_another_comparison_is_chosen() -> None:
    wb = workbench()
    sample = wb["slug"].sample(NAMES, draws=12, progress=False)
    panel = interpretations_panel(sample.interpretations(key=lambda text: text.replace("_", "-")))
    options = [each[1] for part in panel.view["parts"][1]["parts"][0]["parts"] for each in part.get("options", ())]

    assert "as they were asked for" in options
    assert panel.found.contested == ()
    tell(panel, set="kind", value="auto")
    assert len(panel.found.contested) == len(NAMES)
    tell(panel, set="kind", value="as given")
    assert panel.found.contested == ()


def test_an_answered_question_is_defined_where_the_workbench_is_known_and_the_notebook_stores_it(
    renewed: list[Any],
) -> None:
    wb = workbench()
    before = wb["slug"].spec
    panel = interpretations_panel(wb["slug"].sample(NAMES, draws=12, progress=False).interpretations())
    panel.display()
    tell(panel, set="shown", value="questions")
    tell(panel, set="answer:1", value="A")
    tell(panel, do="define", value="")

    assert wb["slug"].spec.prompt.startswith(f"{before.prompt}\nWhen it is open ")
    assert "slug is defined with your answer to 1 question" in shown(panel)
    assert "slug is defined with your answer to 1 question" in renewed[-1][0]


@pytest.mark.parametrize("lost", ["pickled", "gone"])
def test_without_a_workbench_the_question_can_be_answered_and_what_cannot_be_done_is_said(lost: str) -> None:
    wb = workbench()
    sample = wb["slug"].sample(NAMES, draws=12, progress=False)
    if lost == "pickled":
        sample = pickle.loads(pickle.dumps(sample))  # noqa: S301 - our own
    else:
        wb.close()
        del wb
    panel = interpretations_panel(sample.interpretations())
    tell(panel, set="shown", value="questions")
    tell(panel, set="answer:1", value="A")

    assert "No workbench is known here" in shown(panel)
    assert "define" not in [part["do"] for part in parts(panel.view, "button")]
    panel.receive({"do": "define", "value": ""})
    assert "No workbench is known here" in panel.failure


def parts(view: Any, kind: str) -> list[Any]:
    return [view] * (view["kind"] == kind) + [found for each in view["parts"] for found in parts(each, kind)]


def test_readings_that_no_sample_stands_behind_are_shown_and_say_so() -> None:
    found = cluster(["a", "b", "b", "c", "c"], inputs=["x", "x", "x", "y", "y"])
    panel = interpretations_panel(found)

    assert "No sample stands behind these readings" in shown(panel)
    assert parts(panel.view, "button") == []
    assert len(panel.readings) == 2
    panel.receive({"do": "merge", "value": ""})
    assert "choose a card first" in panel.failure
    with pytest.raises(pm.errors.InputError, match="No sample stands behind"):
        _ = panel.selection


def test_no_readings_at_all_are_a_panel_too() -> None:
    panel = interpretations_panel(cluster([]))

    assert (panel.selected, panel.row, panel.readings) == (-1, None, ())


def test_a_copy_of_a_sample_knows_its_workbench_and_holds_it_open_for_nobody() -> None:
    wb = workbench()
    sample = copy.deepcopy(wb["slug"].sample(NAMES[:2], draws=4, progress=False))
    assert sample.home() is wb
    del wb

    assert sample.home() is None


def test_a_sample_that_was_opened_from_a_file_is_clarified_in_the_workbench_that_opened_it(tmp_path: Path) -> None:
    with pm.Workbench(tmp_path / "a.pointmass", model=pm.SimulatedModel({snake: 0.6, kebab: 0.4}, linked=False)) as wb:
        wb.define(pm.Spec("slug", "Make a file name.", (pm.Parameter("name", str),))).sample(NAMES, 8, progress=False)
    with pm.Workbench(tmp_path / "a.pointmass") as again:
        panel = interpretations_panel(again.samples("slug")[0].open().interpretations())
        tell(panel, set="shown", value="questions")
        tell(panel, set="answer:1", value="A")
        tell(panel, do="define", value="")

        assert "When it is open" in again["slug"].spec.prompt


def test_what_others_wrote_stays_text_in_the_panel_and_in_what_is_stored(made: Any, renewed: list[Any]) -> None:
    for evil in made.EVIL:
        clean = evil.encode("utf-8", "ignore").decode() or "x"

        def one(name: str, said: str = clean) -> str:
            return said

        def other(name: str, said: str = clean) -> str:
            return said[::-1]

        wb = pm.Workbench(model=pm.SimulatedModel({one: 0.5, other: 0.5}, linked=False))
        slug = wb.define(pm.Spec("slug", "Make a file name.", (pm.Parameter("name", str),)))
        panel = interpretations_panel(slug.sample([clean, "b"], draws=8, progress=False).interpretations())
        panel.display()
        tell(panel, do="choose", value="0")
        tell(panel, set="name", value=clean)
        tell(panel, do="rename", value="")
        tell(panel, set="shown", value="questions")
        sent = json.dumps(panel.get_state(["view", "lists"]), ensure_ascii=False)

        assert sent.isprintable()
        assert "\u202e" not in renewed[-1][0]
        assert not {f"<{tag}" for tag in ("script", "img", "svg", "iframe", "a ")} & set(
            renewed[-1][0].replace("<", "\n<").splitlines()
        )
        assert "<script" not in renewed[-1][0]
        assert "<img" not in renewed[-1][0]
        assert "<iframe" not in renewed[-1][0]


def test_its_repr_is_the_same_every_time() -> None:
    assert repr(interpretations_panel(cluster(["a"]))) == "<InterpretationsPanel>"
    assert issubclass(type(interpretations_panel(cluster(["a"]))), tree_panel.TreePanel)
