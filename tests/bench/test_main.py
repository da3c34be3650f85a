from __future__ import annotations

from pointmass.bench import main


def test_a_quick_look_measures_every_figure_end_to_end():
    lines = []
    figures = main(lines.append, quick=True)

    assert [figure.unit for figure in figures] == ["ms", "µs", "×"]
    assert all(figure.value > 0 for figure in figures)
    assert lines[1:] == [str(figure) for figure in figures]
    assert "by turns" in lines[0]
