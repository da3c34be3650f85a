"""The panel of a comparison: what is chosen in it is a Python value, what moved is told from what did not, and texts stay texts."""

from __future__ import annotations

import json
from typing import Any

import pytest

import pointmass as pm
from pointmass.widgets import comparison_panel

NAMES = [f"Item {number} Blue" for number in range(8)]


def asked(said: Any, *, prompt: str = "Make a file name.", inputs: list[str] = NAMES) -> Any:
    wb = pm.Workbench(model=pm.SimulatedModel(said, linked=False, seed=3))
    slug = wb.define(pm.Spec("slug", prompt, (pm.Parameter("name", str),)))
    return slug.sample(inputs, draws=12, progress=False)


def snake(name: str) -> str:
    return name.lower().replace(" ", "_")


def even(name: str) -> str:
    return snake(name).upper() if name == NAMES[4] else snake(name)


def third(name: str) -> str:
    return snake(name).upper() if name in NAMES[:3] else snake(name)


@pytest.fixture(scope="module")
def comparison() -> Any:
    samples = {"plain": asked({snake: 1.0}), "upper": asked({even: 1.0}, prompt="Write it.")}
    return pm.compare({**samples, "more": asked({third: 1.0})}, resamples=200, progress=False)


def tell(panel: Any, **message: Any) -> None:
    panel.receive(message)
    panel.wait(60)
    assert panel.failure == ""


def parts(view: Any, kind: str) -> list[Any]:
    return [view] * (view["kind"] == kind) + [found for each in view["parts"] for found in parts(each, kind)]


def listed(panel: Any) -> list[str]:
    (picker,) = parts(panel.view, "picker")
    return [panel.lists["compared"][place]["label"] for place in picker["places"]]


def test_the_input_that_moved_most_surely_is_chosen_first(comparison: Any) -> None:
    panel = comparison_panel(comparison)

    assert (panel.variant, panel.selected) == ("upper", 4)
    assert panel.row is comparison.contrasts[0].changes[4]
    assert list(panel.selection.input) == [NAMES[4]]
    assert list(panel.selection.variant) == ["upper"]
    assert [each["word"] for each in panel.lists["compared"]] == ["moved", *["alike"] * 7]


def test_a_click_chooses_an_input_and_another_click_lets_it_go(comparison: Any) -> None:
    panel = comparison_panel(comparison)
    tell(panel, set="row", value=2)
    chosen = panel.row.input
    tell(panel, set="row", value=2)

    assert chosen == NAMES[2]
    assert (panel.selected, panel.row) == (-1, None)
    assert list(panel.selection.input) == NAMES
    tell(panel, set="row", value=10_000)
    assert panel.selected == -1


def test_another_variant_is_looked_at_with_inputs_of_its_own(comparison: Any) -> None:
    panel = comparison_panel(comparison)
    tell(panel, set="variant", value="1")

    assert panel.variant == "more"
    assert [each["word"] for each in panel.lists["compared"]][:4] == ["moved"] * 3 + ["alike"]
    assert list(panel.selection.variant) == ["more"]


def test_inputs_are_filtered_by_whether_they_moved_and_by_words(comparison: Any) -> None:
    panel = comparison_panel(comparison)
    tell(panel, set="which", value="moved")
    assert listed(panel) == [NAMES[4]]
    tell(panel, set="which", value="all")
    tell(panel, set="find", value="item_6")

    assert listed(panel) == [NAMES[6]]


def test_both_answers_to_the_chosen_input_stand_side_by_side(comparison: Any) -> None:
    panel = comparison_panel(comparison)
    (table,) = [each for each in parts(panel.view, "table") if each["key"].startswith("answers")]
    cells = [[part["kind"] for part in row["parts"]] for row in table["parts"]]

    assert [title for title, _, _ in table["columns"]] == ["", "plain, 12 draws", "upper, 12 draws"]
    assert cells == [["marked", "stack", "stack"]] * 2
    assert [each["text"] for each in parts(table, "sub")] == [
        "12 · 100%",
        "0 · 0%",
        "0 · 0%",
        "12 · 100%",
    ]


def test_what_a_variant_changes_in_the_spec_is_a_diff_live_and_still(comparison: Any) -> None:
    panel = comparison_panel(comparison)
    assert parts(panel.view, "diff") == []
    tell(panel, set="shown", value="surfaces")
    (diff,) = parts(panel.view, "diff")

    assert "-  Make a file name.\n+  Write it." in diff["text"]
    assert "+  Write it." in panel.still()
    assert "what they change in the spec" in panel.still()
    assert panel.still() == comparison._repr_html_()
    assert panel.text() == repr(comparison)


def test_the_page_compare_of_the_workbench_shows_a_comparison_as_the_panel_does() -> None:
    wb = pm.Workbench(model=pm.SimulatedModel({snake: 0.6, even: 0.4}, linked=False, seed=3))
    slug = wb.define(pm.Spec("slug", "Make a file name.", (pm.Parameter("name", str),)))
    board = wb.panel()
    for prompt in ("Make a file name.", "Write it."):
        board.take(slug.sample(NAMES, draws=8, prompt=prompt, progress=False), prompt)
    tell(board, set="page", value="compare")
    tell(board, do="compare", value="")
    tell(board, set="row", value=5)
    alone = comparison_panel(board.comparison)
    tell(alone, set="row", value=5)

    assert [parts(board.view, "picker")] == [parts(alone.view, "picker")]
    assert board.lists["compared"] == alone.lists["compared"]


def test_what_others_wrote_stays_text(made: Any) -> None:
    for evil in made.EVIL:
        clean = evil.encode("utf-8", "ignore").decode() or "x"

        def said(name: str, text: str = clean) -> str:
            return text

        prompt = clean.replace("{", "{{").replace("}", "}}")
        samples = {clean: asked({said: 1.0}, inputs=[clean, "b"]), "b": asked({snake: 1.0}, inputs=[clean, "b"])}
        samples["c"] = asked({said: 1.0}, prompt=f"Do {prompt}", inputs=[clean, "b"])
        panel = comparison_panel(pm.compare(samples, resamples=50, progress=False))
        tell(panel, set="find", value=clean)
        tell(panel, set="find", value="")
        for more in ("surfaces", "sides", "notes", "measured", clean):
            tell(panel, set="shown", value=more)
            assert json.dumps(panel.get_state(["view", "lists"]), ensure_ascii=False).isprintable()
        sent = json.dumps(panel.get_state(["view", "lists"]), ensure_ascii=False)

        assert sent.isprintable()
        assert "\u202e" not in panel.still()
        for tag in ("<script", "<img", "<svg", "<iframe", "<a "):
            assert tag not in panel.still()


def test_its_repr_is_the_same_every_time(comparison: Any) -> None:
    assert repr(comparison_panel(comparison)) == "<ComparisonPanel>"
