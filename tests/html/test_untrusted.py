"""Views where the style sheet is lost: an untrusted notebook keeps inline styles only, GitHub not even those."""

from __future__ import annotations

import re
from typing import Any

from pointmass.html import charts, interpretations_html, render, sample_html, sheet, tree


def test_what_carries_structure_has_it_inline(made: Any) -> None:
    bare = sheet.bare(sample_html(made.sample_view()))

    assert bare.startswith('<div class="pm mathjax_ignore tex2jax_ignore" style="border:1px solid')
    assert '<div class="pm-say"><b>' in bare
    assert '<table style="width:100%">' in bare
    assert "var(" not in bare  # JupyterLab's sanitizer drops what it cannot read
    assert 'style="max-height:420px;overflow:auto"' in render.to_html(tree.code("x"), label="x")


def test_letters_and_figures_stay_where_every_style_is_lost(read: Any) -> None:
    part = tree.stack(
        charts.heat("AAB", [(0, "x", "AAB", ())], said="letters", key="a"),
        charts.heat("AB", [(0, "y", "", (3, 1))], said="figures", key="b"),
        tree.diff("+new\n-old"),
        charts.cards(tree.marked("A", "one", rank=0), tree.marked("B", "two", rank=1)),
    )
    bare = re.sub(r' style="[^"]*"', "", sheet.bare(render.to_html(part, label="x")))
    text = " ".join(read(bare).text.split())

    assert "AAB" in text
    assert re.search(r"y ?3 ?1", text)
    assert "+new -old" in text
    assert re.search(r"A ?one ?B ?two", text)


def test_a_view_shows_no_text_of_a_style_sheet(made: Any, read: Any) -> None:
    assert "{" not in read(sheet.bare(interpretations_html(made.readings_view()))).text
