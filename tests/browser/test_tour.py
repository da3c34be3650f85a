"""The tour notebook in JupyterLab, as a newcomer goes through it: a click on Stabilize, and the name answers from Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

TOUR = Path(__file__).parents[2] / "notebooks" / "01_tour.ipynb"

LIVE = """import pointmass as pm
from pointmass.models.local_server import LocalServer

server = LocalServer(answer=lambda body, number: body["messages"][-1]["content"].lower(), latency=0.2).__enter__()
wb = pm.Workbench(model=pm.AnthropicModel("claude-sonnet-5-5", base_url=server.url))

@wb.spec
def clean(title: str) -> str:
    '''Clean the title.'''
"""
SAMPLING = """try:
    s = clean.sample([f"Title {i}" for i in range(20)], draws=8, concurrency=4)
except KeyboardInterrupt:
    print("stopped")
"""
AGAIN = "s = clean.sample([f'Title {i}' for i in range(20)], draws=8, concurrency=160)\ns"


def without_outputs(cell: Any) -> Any:
    """Return a cell as a newcomer meets it."""
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def test_a_click_on_stabilize_lets_the_same_call_answer_from_python(notebook: Any) -> None:
    cells = [without_outputs(cell) for cell in nbformat.read(TOUR, as_version=4).cells]
    sources = [cell.source for cell in cells]
    nb = notebook(*cells)
    proposal = next(i for i, source in enumerate(sources) if "clean_filename.stabilize(s)" in source)
    for i, cell in enumerate(cells[: proposal + 1]):
        if cell.cell_type == "code":
            nb.run(i)
    before = nb.value("(clean_filename.kind, clean_filename('Meeting Notes (2).docx'), wb.trace()[-1].by)")
    nb.page.click(".pm-btn[data-do=stabilize]")
    nb.page.wait_for_selector(".pm-btn[data-do=approve]")
    nb.screenshot("tour")
    nb.page.click(".pm-btn[data-do=approve]")
    hybrid = nb.becomes("clean_filename.kind", "'hybrid'")
    after = nb.value("(clean_filename.kind, clean_filename('Meeting Notes (2).docx'), wb.trace()[-1].by)")
    nb.screenshot("tour_bound")

    assert before == "('neural', 'meeting-notes-2.docx', 'model')"
    assert hybrid
    assert after == "('hybrid', 'meeting-notes-2.docx', 'code')"
    assert "bound as v2" in nb.text(proposal)


def test_the_stop_button_keeps_what_came_and_the_same_call_goes_on(notebook: Any) -> None:
    nb = notebook(LIVE, SAMPLING, AGAIN, "server.__exit__(None, None, None)\nwb.close()")
    nb.run(0)
    nb.run(1, wait=False)
    nb.page.wait_for_selector(".pm-progress")
    nb.page.wait_for_function("() => /([1-9]\\d*) of 160/.test(document.body.innerText)")
    nb.command("notebook:interrupt-kernel")
    nb.ran(1)
    stopped = nb.text(1)
    asked = int(nb.value("len(server.requests)"))
    nb.run(2)
    in_all = int(nb.value("len(server.requests)"))
    statuses = nb.value("s.statuses()")
    nb.run(3)

    assert "stopped" in stopped
    assert 0 < asked < 160
    # What was in flight at the stop may have been asked twice: at most the four.
    assert in_all <= 160 + 4
    assert statuses == "Counter({'ok': 160})"
