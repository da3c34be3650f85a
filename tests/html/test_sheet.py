"""Each view carries the part of the style sheet that it uses, and looks the same beside others that carry another part."""

from __future__ import annotations

import itertools
import re
from typing import Any

from pointmass.html import (
    charts,
    history_html,
    interpretations_html,
    proposal_html,
    render,
    sample_html,
    sheet,
    style,
    tree,
)


def views(made: Any) -> list[str]:
    part = tree.stack(
        tree.diff("+a\n-b"),
        tree.code("x = 1"),
        charts.cards(tree.sub("x")),
        charts.heat("AB", [(0, "x", "", (3, 1)), (1, "y", "", (4,))], said="x", key="x"),
        charts.heat("AB", [(0, "x", "AB", ())], said="x", key="y"),
        charts.dumbbell(0.25, 0.5, said="x"),
        tree.meter(0.5, said="x"),
        tree.copied("x", said="x"),
        tree.fold("x", tree.items(["x"]), key="x"),
    )
    return [
        sample_html(made.sample_view()),
        proposal_html(made.proposal_view()),
        interpretations_html(made.readings_view()),
        history_html(made.history_view()),
        render.to_html(part, label="x"),
    ]


def rules(text: str) -> dict[str, str]:
    """Every selector of a sheet with what it says, those within a condition with the condition."""
    flat = re.sub(
        r"(@media[^{]+)\{((?:[^{}]+\{[^{}]*\})*)\s*\}",
        lambda found: found[2].replace(".pm", f"{found[1].strip()} .pm"),
        text,
    )
    return {
        " ".join(selector.split()): re.sub(r"\s", "", body).rstrip(";")
        for head, body in re.findall(r"([^{}]+)\{([^{}]*)\}", flat)
        for selector in head.split(",")
    }


def test_every_rule_about_what_occurs_in_a_view_stands_in_its_sheet(made: Any) -> None:
    every = rules(style.SHEET)
    for view in views(made):
        content = sheet.bare(view)
        classes = {name for found in re.findall(r'class="([^"]*)"', content) for name in found.split()}
        own = rules(re.search(r"<style>(.*?)</style>", view)[1])
        for selector, body in every.items():
            named = set(re.findall(r"\.([\w-]+)", selector))
            elements = set(re.findall(r"(?<![\w.:-])(td|th|tr|table|pre|code|details|summary|li)\b", selector))
            if named <= classes and all(f"<{each}" in content for each in elements):
                assert own[selector] == body


def test_a_view_carries_no_rule_about_what_it_has_not(made: Any) -> None:
    assert ".pm-kpi" not in history_html(made.history_view())
    assert "td" not in re.search(r"<style>(.*?)</style>", render.to_html(tree.sub("x"), label="x"))[1]
    assert max(len(re.search(r"<style>(.*?)</style>", view)[0]) for view in views(made)) < 0.66 * len(style.STYLE)


def test_a_view_keeps_its_look_beside_the_sheet_of_another(made: Any) -> None:
    """Of two rules of one strength the last one counts: so none may speak of one thing on one element."""
    together = {
        frozenset(pair)
        for view in views(made)
        for found in re.findall(r'class="([^"]*)"', sheet.bare(view))
        for pair in itertools.combinations(sorted(set(found.split()) - {"pm"}), 2)
    }
    said: dict[tuple[str, tuple[int, int]], list[tuple[str, str]]] = {}
    for selector, body in rules(style.SHEET).items():
        plain = re.sub(r"::?[\w-]+(\([^)]*\))?|\[[^\]]*\]", "", selector)
        (*_, last) = re.split(r"[\s>+]+", plain)
        strength = (len(re.findall(r"\.|:(?!:)|\[", selector)), len(re.findall(r"(?:^|[\s>+])[a-z]", plain)))
        for each in filter(None, body.split(";")):
            for name in re.findall(r"\.([\w-]+)", last):
                said.setdefault((each.partition(":")[0], strength), []).append((name, selector))
    clashes = [
        (one, other)
        for same in said.values()
        for one, other in itertools.combinations(same, 2)
        if one[1] != other[1] and frozenset((one[0], other[0])) in together
    ]

    assert clashes == []


def test_a_page_holds_the_whole_sheet_once_and_no_part_of_it(made: Any) -> None:
    from pointmass.html.page import page

    written = page("x", views(made))

    assert written.count("<style>") == 2  # the sheet, and what only a page has
    assert str(style.STYLE) in written
