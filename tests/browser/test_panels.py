"""The panels on made-up views, in JupyterLab: what a person clicks, types, reopens and must never see."""

from __future__ import annotations

from typing import Any

SETUP = "import made, pointmass.widgets as w\n"
SAMPLE = f"{SETUP}panel = w.sample_panel(made.sample_view())\npanel"


def test_the_sample_panel_is_looked_at(notebook: Any) -> None:
    nb = notebook(SAMPLE)
    nb.run()
    nb.page.wait_for_selector(".pm-panel .pm-option")
    nb.screenshot("sample_panel")
    nb.screenshot("sample_panel", dark=True)
