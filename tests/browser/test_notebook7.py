"""The panels in Notebook 7, which listens to keys before anything in the page does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("notebook", reason="the tests of Notebook 7 need the Python package notebook")

CELL = """import pointmass as pm
wb = pm.Workbench(model=pm.SimulatedModel({lambda text: text.lower(): 1.0}))
low = wb.define(pm.Spec("low", "Lower it.", (pm.Parameter("text", str),)))
s = low.sample([f"Word {i}" for i in range(12)], 4, progress=False)
wb"""
VIEWS = "from IPython.display import display\ndisplay(s, s.interpretations(), low.history())"
LONG = 60_000


@pytest.fixture
def seven(page: Any) -> Iterator[Any]:
    """Return a page of its own: this front end reports errors of its own, which are none of the panels."""
    context = page.context.browser.new_context(viewport={"width": 1180, "height": 1000})
    made = context.new_page()
    made.set_default_timeout(LONG)
    yield made
    context.close()


def test_keys_pressed_in_any_view_do_not_reach_notebook_7(lab: Any, seven: Any, driver: Any) -> None:
    driver.write_notebook(lab.folder / "seven.ipynb", (CELL, VIEWS))
    seven.goto(f"{lab.url}/notebooks/seven.ipynb?token={lab.token}")
    nb = driver.Notebook(seven, lab, "seven.ipynb")
    seven.wait_for_selector(".jp-Notebook .jp-Cell")
    nb.idle()
    for at in range(2):
        nb.run(at)
        seven.wait_for_selector(f".jp-Notebook .jp-Cell >> nth={at} >> .pm-panel")
    seven.wait_for_selector(".pm-panel .pm-tab")
    before = nb.cells()
    for target in (
        ".pm-panel .pm-tab >> nth=1",
        ".pm-panel .pm-say >> nth=0",
        ".pm-panel .pm-listbox",
        "[aria-label='interpretations of low'] .pm-say",
        ".pm-panel table >> nth=0",
    ):
        seven.click(target)
        for key in "bddaxm":
            seven.keyboard.press(key)
    seven.click(".pm-tab >> text=Sample")
    seven.click(".pm-seg >> text=pasted text")
    seven.fill(".pm-area", "")
    seven.type(".pm-area", "add\nbad")
    seven.click(".pm-panel [data-do=read]")
    seven.wait_for_selector("text=2 inputs from the pasted text")

    assert nb.cells() == before
    nb.shut_down()
