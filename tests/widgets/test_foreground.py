"""What a notebook shows, and keeps, of work that somebody waited for: cells run in a real kernel."""

from __future__ import annotations

import nbclient
import nbformat
import pytest

SETUP = """
import signal, time
import pointmass as pm

def low(title): return title.lower()
def up(title): return title.upper()
def slowly(one, other):
    time.sleep(0.35)
    return one == other
def presses(one, other):
    time.sleep(1.5)
    signal.raise_signal(signal.SIGINT)

wb = pm.Workbench(model=pm.SimulatedModel({low: 1.0, up: 1.0}))
clean = wb.define(pm.Spec("clean", "Clean it.", (pm.Parameter("title", str),)))
s = clean.sample([f"Title {number}" for number in range(6)], 8, progress=False)
"""


@pytest.fixture(scope="module")
def cells():
    """Return the outputs of cells after the first, as a saved notebook has them."""
    codes = [
        SETUP,
        "r = s.interpretations(same=slowly)",
        "r = s.interpretations(same=slowly, progress=False)",
        "r = s.interpretations(same=presses)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in codes])
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", allow_errors=True).execute()
    return [cell.outputs for cell in notebook.cells[1:]]


def test_a_cell_keeps_one_line_of_what_took_long_and_none_that_says_it_works(cells):
    (shown,) = cells[0]

    assert shown.output_type == "display_data"
    assert shown.data["text/plain"].startswith("✓ clean.interpretations · ")
    assert "stop" not in shown.data["text/plain"]
    assert "progressbar" not in shown.data["text/html"]


def test_a_cell_shows_nothing_where_nobody_wants_it(cells):
    assert cells[1] == []


def test_the_stop_button_leaves_one_clear_line(cells):
    shown, error = cells[2]

    assert shown.data["text/plain"].startswith("■ clean.interpretations · ")
    assert shown.data["text/plain"].endswith(" · interrupted")
    assert "\n".join(error.traceback) == "Interrupted: clean.interpretations: stopped, and without a result"
