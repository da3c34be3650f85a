from __future__ import annotations

import math

from pointmass.bench import main


def test_a_quick_look_measures_every_figure_end_to_end():
    lines = []
    figures = main(lines.append, quick=True)

    assert [figure.unit for figure in figures] == ["ms", "µs", "×"]
    assert all(math.isfinite(figure.value) for figure in figures)  # on a busy machine a difference may be below zero
    assert lines[1:] == [str(figure) for figure in figures]
    assert "by turns" in lines[0]
