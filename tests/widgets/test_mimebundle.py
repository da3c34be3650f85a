from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

from pointmass.plugins import in_notebook
from pointmass.widgets import sample_bundle, sample_panel
from pointmass.widgets.mimebundle import mimebundle, place


def test_without_a_kernel_there_is_static_html_only(made: Any) -> None:
    assert not in_notebook()
    assert sample_bundle(made.titles(), "<b>x</b>", "x") == {"text/plain": "x", "text/html": "<b>x</b>"}


def test_a_panel_stands_in_the_place_of_its_static_html(made: Any) -> None:
    panel = sample_panel(made.titles())
    bundle = mimebundle(panel, "<b>static</b>", "text")

    assert sorted(bundle) == ["text/html", "text/plain"]
    assert bundle["text/html"] == f'<div class="pm-place" data-pm-live="{panel.model_id}"><b>static</b></div>'


def test_the_token_of_a_place_cannot_leave_its_attribute() -> None:
    assert place('"><script>', "") == '<div class="pm-place" data-pm-live="&quot;&gt;&lt;script&gt;"></div>'


def test_a_panel_in_the_last_line_of_a_cell_stores_no_widget_view(made: Any) -> None:
    data, _ = sample_panel(made.titles())._repr_mimebundle_()

    assert sorted(data) == ["text/html", "text/plain"]
    assert re.search(r"data-pm-live=\"[0-9a-f]{32}\"", data["text/html"])


def test_importing_the_widgets_loads_no_widget_library() -> None:
    code = "import sys, pointmass.widgets; print({'ipywidgets', 'anywidget', 'IPython'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip() == "set()"
