"""Interpretations, a comparison and the last calls, each alone in a cell of JupyterLab: what is clicked, stored, and never let through."""

from __future__ import annotations

from typing import Any

SETUP = """import pointmass as pm
def snake(name): return name.lower().replace(" ", "_")
def kebab(name): return name.lower().replace(" ", "-")
model = pm.SimulatedModel({snake: .6, kebab: .4}, linked=False, seed=3, tokens=(60, 9))
wb = pm.Workbench(model=model)
@wb.spec
def slug(name: str) -> str:
    \"\"\"Make a file name of the product name.\"\"\"
names = [f"Brand {at} Rye Bread" for at in range(24)]
s = slug.sample(names, 12, progress=False)"""
FOUND = "found = s.interpretations()\nfound"
PANEL = "panel = s.interpretations().panel()\npanel"
COMPARED = """def settled(name): return snake(name) if len(name) % 2 else kebab(name)
other = pm.Workbench(model=pm.SimulatedModel({settled: 1.0}, linked=False, seed=4))
other.define(slug.spec)
t = other["slug"].sample(names, 12, prompt="Make a file name, with dashes where its length is even.", progress=False)
c = pm.compare({"plain": s, "dashes": t})
panel = c.panel()
panel"""
VARIED = """v = slug.vary(names, 6, prompt=["Say it.", "Write it so that it is safe in every file system that there is.", "Shout."], progress=False)
v"""
TRACE = 'slug("A b")\nslug("C d")\nwb.trace()'
HISTORY = "slug.history()"
EVIL = """import pointmass as pm, made
from pointmass.html import history_html
from IPython.display import HTML, display
texts = [each.encode("utf-8", "ignore").decode() for each in made.EVIL]
def one(name): return name
def other(name): return f"quite another answer: {name[::-1]}"
wb = pm.Workbench(model=pm.SimulatedModel({one: .5, other: .5}, linked=False, seed=1))
slug = wb.define(pm.Spec("slug", "Say " + " ".join(texts).replace("{", "{{").replace("}", "}}"), (pm.Parameter("name", str),)))
s = slug.sample(texts, 8, progress=False)
t = slug.sample(texts, 8, prompt="Say it.", progress=False)
found = s.interpretations()
for at, each in enumerate(found.inputs[:3]):
    found = found.rename(0, texts[at], on=each.input)
def fail(name): raise ValueError(name)
wb.bind(fail)
for each in texts:
    try:
        wb["fail"](each)
    except ValueError:
        pass
display(found, pm.compare({texts[0]: s, texts[1]: t}, resamples=50), wb.trace(), HTML(history_html(made.evil_history())))"""
HIGH = 900
"""Pixels: a view that fits into the window of a laptop."""


def height(nb: Any) -> float:
    return float(nb.page.locator(".pm-panel").first.bounding_box()["height"])


def test_readings_alone_are_merged_by_a_click_and_read_from_python(notebook: Any) -> None:
    nb = notebook(SETUP, PANEL)
    nb.run(0)
    nb.run(1)
    page = nb.page
    page.wait_for_selector(".pm-panel .pm-heat .pm-hot")
    nb.screenshot("alone_found")
    nb.screenshot("alone_found", dark=True)
    tall = [height(nb)]
    page.click(".pm-panel .pm-heat .pm-hot:nth-child(3)")
    page.wait_for_selector(".pm-panel .pm-heat .pm-hot:nth-child(3)[aria-selected=true]")
    chosen = nb.value("panel.row.input")
    page.click(".pm-panel [data-key='choose:0']")
    page.wait_for_selector(".pm-panel [data-key='choose:0'][aria-pressed=true]")
    read = nb.becomes("len(panel.selection) == panel.row.clusters[0].count < 12", "True")
    page.click(".pm-panel [data-key='choose:1']")
    page.click(".pm-panel [data-do=merge]:enabled")
    page.wait_for_selector(".pm-panel >> text=(merged by hand)")
    merged = nb.becomes("len(panel.found.edits), len(panel.found.contested)", "(1, 23)")
    stored = str(nb.stored(1))
    page.click(".pm-panel [data-key='set:shown:edits']")
    page.wait_for_selector(".pm-panel [data-do=undo]")
    nb.screenshot("alone_found_edits")
    page.click(".pm-panel [data-do=undo]")
    page.wait_for_selector(".pm-panel >> text=Nothing was merged")
    page.click(".pm-panel [data-key='set:shown:questions']")
    page.click(".pm-panel [data-key='set:answer:1:A']")
    page.wait_for_selector(".pm-panel [data-do=define]")
    tall.append(height(nb))
    nb.screenshot("alone_found_questions")
    nb.screenshot("alone_found_questions", dark=True)
    page.click(".pm-panel [data-do=define]")
    page.wait_for_selector(".pm-panel >> text=slug is defined with your answer to 1 question")

    assert chosen.startswith("'Brand ")
    assert (read, merged) == (True, True)
    assert "1 edit by hand" in stored
    assert nb.becomes("'When it is open' in wb['slug'].spec.prompt, panel.found.edits", "(True, ())")
    assert "slug is defined with your answer" in str(nb.stored(1))
    assert max(tall) <= HIGH


def test_the_last_value_of_a_cell_is_live_and_stays_as_html_when_its_kernel_is_gone(notebook: Any) -> None:
    nb = notebook(SETUP, FOUND)
    nb.run(0)
    nb.run(1)
    nb.page.click(".pm-panel [data-key='choose:0']")
    nb.page.fill(".pm-panel [data-key='set:name']", "with low lines")
    nb.page.click(".pm-panel [data-do=rename]:enabled")
    nb.page.wait_for_selector(".pm-panel >> text=with low lines: ")
    nb.save()
    nb.restart()
    nb.page.wait_for_selector(".pm-panel", state="detached")

    assert "with low lines" in nb.text(1)
    assert sorted(nb.stored(1)[0]["data"]) == ["text/html", "text/plain"]


def test_a_comparison_alone_shows_the_chosen_input_under_both_variants(notebook: Any) -> None:
    nb = notebook(SETUP, COMPARED, VARIED)
    nb.run(0)
    nb.run(1)
    page = nb.page
    page.wait_for_selector(".pm-panel .pm-option")
    nb.screenshot("alone_comparison")
    nb.screenshot("alone_comparison", dark=True)
    tall = [height(nb)]
    page.click(".pm-panel [data-key='set:shown:surfaces']")
    page.wait_for_selector(".pm-panel .pm-diff >> text=with dashes where its length is even")
    nb.screenshot("alone_comparison_surfaces")
    tall.append(height(nb))
    page.click(".pm-panel [data-key='set:shown:inputs']")
    page.click(".pm-panel [data-key='set:which:moved']")
    page.wait_for_selector(".pm-panel [data-key='set:which:moved'][aria-pressed=true]")
    page.click(".pm-panel .pm-option >> nth=1")
    page.wait_for_selector(".pm-panel .pm-option:nth-child(2)[aria-selected=true]")
    page.focus(".pm-panel .pm-listbox")
    page.keyboard.press("ArrowDown")
    moved = nb.becomes(
        "panel.row.moved(), panel.selected == [e['at'] for e in panel.lists['compared']][2]", "(True, True)"
    )
    nb.run(2)
    page.select_option(".pm-panel [data-key='set:variant']", "1")
    page.wait_for_selector(".pm-panel .pm-sub:has-text('and what prompt 2 does')")
    nb.screenshot("alone_variation")
    tall.append(float(page.locator(".pm-panel").last.bounding_box()["height"]))

    assert moved
    assert nb.value("list(panel.selection.input) == [panel.row.input]") == "True"
    assert "Make a file name, with dashes" in str(nb.stored(1))
    assert max(tall) <= HIGH


def test_the_last_calls_and_the_history_are_tables_in_a_cell(notebook: Any) -> None:
    nb = notebook(SETUP, TRACE, HISTORY)
    for cell in range(3):
        nb.run(cell)
    nb.screenshot("alone_trace")
    nb.screenshot("alone_trace", dark=True)

    assert "2 calls: 2 by model." in nb.text(1)
    assert "60 in, 9 out" in nb.text(1)
    assert "1 binding" in nb.text(2)


def test_no_text_of_others_gets_through_in_any_of_them(notebook: Any) -> None:
    nb = notebook(EVIL)
    nb.run(0)
    page = nb.page
    page.wait_for_selector(".pm-panel .pm-option")
    page.click(".pm-panel .pm-option >> nth=1")
    page.click(".pm-panel [data-key='choose:0']")
    page.click(".pm-panel [data-key='set:shown:questions']")
    page.wait_for_selector(".pm-panel [data-key='set:answer:1:A']")
    page.click(".pm-panel [data-key='set:answer:1:A']")
    page.wait_for_selector(".pm-panel [data-do=define]")
    for summary in page.query_selector_all(".jp-OutputArea details > summary"):
        if summary.is_visible():
            summary.click()
    nb.screenshot("alone_evil")
    inside = page.evaluate(
        "() => document.querySelectorAll('.pm :is(img, script, svg:not([role=img]), iframe, a, mjx-container, .MathJax)').length"
    )

    assert inside == 0
    assert "costs $5 to $10" in nb.text(0)
