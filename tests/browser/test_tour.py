"""The tour's notebook, as a person goes through it: sample, look, press Stabilize, approve, call the same name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

TOUR = Path(__file__).parents[2] / "notebooks" / "01_tour.ipynb"


def cells_until_the_proposal() -> list[str]:
    """Return the code of the tour, up to the cell that shows the proposal."""
    code = [cell.source for cell in nbformat.read(TOUR, 4).cells if cell.cell_type == "code"]
    last = next(place for place, source in enumerate(code) if ".stabilize(" in source)
    return code[: last + 1]


def test_the_same_call_answers_from_python_after_a_click_and_a_yes(notebook: Any) -> None:
    cells = cells_until_the_proposal()
    nb = notebook(*cells)
    for place in range(len(cells)):
        nb.run(place)
    before = nb.value("clean_filename.kind")
    nb.page.wait_for_selector(".pm-btn[data-do=bind]")
    nb.screenshot("tour")
    nb.page.click(".pm-btn[data-do=bind]")
    nb.page.click(".pm-btn[data-do=approve]:enabled")
    nb.page.wait_for_selector(".pm-panel [data-do=soften]")
    nb.screenshot("tour_bound")

    assert before == "'neural'"
    assert nb.value("clean_filename.kind") == "'hybrid'"
    # The model's own answer, unanimous in the recording.
    asked = "clean_filename('Crème Brûlée & Other Disasters'), wb.trace()[-1].by"
    assert nb.value(asked) == "('creme-brulee-and-other-disasters', 'code')"
