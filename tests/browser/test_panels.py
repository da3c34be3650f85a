"""The panels on made-up views, in JupyterLab: what a person clicks, types, reopens, and must never see."""

from __future__ import annotations

from typing import Any

import nbformat

from pointmass.html import sample_html

SETUP = "import made, time, types, pointmass.widgets as w\n"
SAMPLE = f"{SETUP}panel = w.sample_panel(made.titles())\npanel"
PROPOSAL = f"""{SETUP}p = made.proposed()
panel = w.proposal_panel(p)
panel"""
REFUSED = f"""{SETUP}import pointmass as pm
asked = []
def reader(question):
    asked.append(question.name)
    return pm.Decision(len(asked) > 1, "a reader", "<img src=x onerror=\\"window.__xss='error'\\"> no luck")
p = made.proposed(approver=reader)
panel = w.proposal_panel(p)
panel"""
PROGRESS = f"""{SETUP}show = w.show_progress()
def at(done, status="drawing"):
    show(types.SimpleNamespace(name="clean_filename", done=done, total=512, elapsed=4.2, eta=3.0, status=status))
for done in range(0, 512, 4):
    at(done)
    time.sleep(0.02)
at(512, "done")"""
EVIL = f"""{SETUP}import pointmass.html as h
from IPython.display import HTML, display
display(w.sample_panel(made.evil_draws()), w.proposal_panel(made.evil_proposed()))
for html in (h.sample_html(made.evil_sample()), h.proposal_html(made.evil_proposal()),
             h.interpretations_html(made.evil_readings()), h.history_html(made.evil_history())):
    display(HTML(html))"""

OPTION = ".pm-panel .pm-option"
SELECTED = f"{OPTION}[aria-selected=true] code"


def test_what_is_selected_in_a_sample_is_a_python_value(notebook: Any) -> None:
    nb = notebook(SAMPLE)
    nb.run()
    nb.page.wait_for_selector(OPTION)
    nb.screenshot("sample")
    nb.screenshot("sample", dark=True)

    nb.page.click(f"{OPTION}:has-text('README')")
    nb.page.wait_for_selector(f"{SELECTED}:text-is('README')")
    clicked = nb.becomes("panel.row.label", "'README'")
    nb.page.focus(".pm-panel .pm-listbox")
    nb.page.keyboard.press("ArrowDown")
    nb.page.wait_for_selector(f"{SELECTED}:text-is('v2.1')")
    walked = nb.becomes("panel.row.label", "'v2.1'")
    nb.page.wait_for_selector(f"{SELECTED}:text-is('v2.1')")
    nb.page.keyboard.press("End")
    nb.page.wait_for_selector(f"{SELECTED}:text-is('Offers $5 to $10.csv')")
    last = nb.value("panel.selected")
    nb.page.fill(".pm-panel [data-key='set:find']", "2024-03")
    nb.page.wait_for_function(f"() => document.querySelectorAll('{OPTION}').length === 1")

    assert (clicked, walked, last) == (True, True, "12")
    assert nb.becomes("panel.row.label, len(panel.selection)", "('2024-03 notes.txt', 16)")


LONG = f"""{SETUP}import pointmass as pm
wb = pm.Workbench(model=pm.SimulatedModel({{lambda text: text.lower(): 1.0}}))
low = wb.define(pm.Spec("low", "Lower it.", (pm.Parameter("text", str),)))
s = low.sample([f"Word {{i}}" for i in range(400)], 2, progress=False)
panel = s.panel()
panel"""


def test_what_is_clicked_far_down_a_list_stays_where_it_is(notebook: Any) -> None:
    nb = notebook(LONG)
    nb.run()
    nb.page.wait_for_selector(OPTION)
    nb.page.evaluate("() => { document.querySelector('.pm-panel .pm-listbox').scrollTop = 28 * 300; }")
    nb.page.wait_for_selector(f"{OPTION}:has-text('Word 303')")
    nb.page.click(f"{OPTION}:has-text('Word 303')")
    nb.page.wait_for_selector(f"{SELECTED}:text-is('Word 303')")
    nb.page.wait_for_timeout(1000)  # until the stored output is renewed, too

    seen = nb.page.evaluate(
        "() => { const list = document.querySelector('.pm-panel .pm-listbox').getBoundingClientRect();"
        " const row = document.querySelector('.pm-panel .pm-option[aria-selected=true]')?.getBoundingClientRect();"
        " return Boolean(row) && row.top >= list.top && row.bottom <= list.bottom; }"
    )
    assert seen
    assert nb.value("panel.row.label") == "'Word 303'"


def test_keys_pressed_in_a_panel_do_not_reach_the_notebook(notebook: Any) -> None:
    nb = notebook(SAMPLE, PROPOSAL)
    nb.run(0)
    nb.run(1)
    nb.page.wait_for_selector(".pm-btn[data-do=bind]")
    before = nb.cells()
    for target in (
        f"{OPTION} >> nth=1",
        ".pm-panel .pm-seg >> nth=1",
        ".pm-panel .pm-say >> nth=0",
        ".pm-panel .pm-code",
        ".pm-panel .pm-kpi",
    ):
        nb.page.click(target)
        for key in "bddaxm":
            nb.page.keyboard.press(key)

    assert nb.cells() == before
    assert nb.text(0)


def test_a_click_asks_then_binds_and_says_so(notebook: Any) -> None:
    nb = notebook(PROPOSAL)
    nb.run()
    nb.page.wait_for_selector(".pm-btn[data-do=bind]")
    nb.screenshot("proposal")
    nb.page.dblclick(".pm-btn[data-do=bind]")
    nb.page.wait_for_selector(".pm-btn[data-do=approve]:enabled")
    nb.screenshot("proposal_asks")
    double = nb.value("p.bound")
    nb.page.click(".pm-btn[data-do=approve]")
    nb.page.wait_for_selector(".pm-panel [data-do=soften]")
    nb.page.fill(".pm-panel [data-key='set:call:title']", "Report 77 FINAL.pdf")
    nb.page.click(".pm-panel [data-do=call]")
    nb.page.wait_for_selector(".pm-panel code:text-is('report-77-final.pdf')")
    nb.screenshot("proposal_bound", dark=True)

    assert double in ("None", "")
    assert nb.value("p.bound.version") == "2"
    assert not nb.page.is_visible(".pm-btn[data-do=bind]")


def test_every_side_of_a_proposal_is_drawn_and_a_no_is_shown(notebook: Any) -> None:
    nb = notebook(REFUSED)
    nb.run()
    nb.page.wait_for_selector(".pm-btn[data-do=bind]")
    heights = []
    for side in ("inputs", "guard", "evidence", "edit"):
        nb.page.click(f".pm-panel [data-key='set:section:{side}']")
        nb.page.wait_for_selector(f".pm-panel [data-key='set:section:{side}'][aria-pressed=true]")
        nb.screenshot(f"proposal_{side}")
        heights.append(nb.page.locator(".pm-panel").bounding_box()["height"])
    nb.page.click(".pm-panel [data-key='set:section:guard']")
    nb.page.wait_for_selector(".pm-panel svg circle", state="attached")
    circles = nb.page.locator(".pm-panel svg circle").count()
    nb.page.click(".pm-btn[data-do=bind]")
    nb.page.wait_for_selector(".pm-answer.pm-bad:has-text('no luck')")
    nb.page.click(".pm-btn[data-do=bind]:enabled")
    nb.page.wait_for_selector(".pm-panel [data-do=soften]")

    assert max(heights) <= 900
    assert circles == int(nb.value("len(p.curve)"))
    assert nb.value("len(asked)") == "2"


def test_no_text_of_a_model_gets_through(notebook: Any) -> None:
    nb = notebook(EVIL)
    nb.run()
    nb.page.wait_for_selector(OPTION)
    for place in range(len(nb.page.query_selector_all(OPTION))):
        nb.page.click(f"{OPTION} >> nth={place}")
    folds = nb.page.locator(".jp-OutputArea details > summary")
    for place in range(folds.count()):
        if folds.nth(place).is_visible():
            folds.nth(place).click()  # looked up anew if a drawing came meanwhile
    nb.page.wait_for_timeout(500)
    nb.screenshot("evil")
    inside = nb.page.evaluate(
        "() => document.querySelectorAll('.pm :is(img, script, svg:not([role=img]), iframe, a, mjx-container, .MathJax)').length"
    )

    assert inside == 0
    assert "costs $5 to $10" in nb.text(0)
    assert nb.page.evaluate("() => window.__xss ?? null") is None


def test_a_reopened_notebook_shows_what_became_of_it(notebook: Any) -> None:
    nb = notebook(PROGRESS, SAMPLE, PROPOSAL)
    nb.run(0, wait=False)
    nb.page.wait_for_selector(".pm-progress:has-text('stop keeps what came')")
    nb.screenshot("progress")
    nb.ran(0)
    nb.run(1)
    nb.run(2)
    nb.page.wait_for_selector(".pm-btn[data-do=bind]")
    nb.value("[panel.receive({'do': each, 'value': ''}) for each in ('bind', 'approve')], panel.wait()")
    nb.page.wait_for_function(
        "() => JSON.stringify(window.jupyterapp.shell.currentWidget.content.widgets[2].model.toJSON()).includes('bound as v2')"
    )
    nb.save()
    nb.shut_down()
    nb.open()
    nb.page.wait_for_timeout(1000)
    nb.screenshot("reopened")
    shown = "\n".join(nb.text(cell) for cell in range(3))

    assert "512 of 512 draws" in shown
    assert "bound as v2 · hybrid" in shown
    assert "README" in shown
    assert "model not found" not in shown
    assert "Loading widget" not in shown
    assert [sorted(out["data"]) for cell in range(3) for out in nb.stored(cell)] == [["text/html", "text/plain"]] * 3


def test_a_panel_lives_as_long_as_its_kernel(notebook: Any) -> None:
    nb = notebook(SAMPLE)
    nb.run()
    nb.page.wait_for_selector(OPTION)
    nb.save()
    nb.open(reload=True)
    nb.page.wait_for_selector(OPTION)
    nb.page.click(f"{OPTION}:has-text('README')")
    nb.page.wait_for_selector(f"{SELECTED}:text-is('README')")
    reloaded = nb.becomes("panel.row.label", "'README'")
    nb.restart()
    nb.page.wait_for_selector(".pm-panel", state="detached")

    assert reloaded
    assert nb.page.is_visible(".pm-place > .pm")


def test_an_untrusted_notebook_keeps_its_bars_and_numbers(lab: Any, notebook: Any, views: Any) -> None:
    nb = notebook("0")
    path = lab.folder / nb.name
    stored = nbformat.read(path, 4)
    stored.cells[0].outputs = [
        nbformat.v4.new_output("display_data", {"text/html": sample_html(view)})
        for view in (views.sample_view(), views.evil_sample())
    ]
    stored.cells[0].execution_count = 1
    nb.shut_down()
    nbformat.write(stored, path)
    nb.open()
    nb.page.wait_for_selector(".pm-strip span")
    nb.screenshot("untrusted")
    nb.screenshot("untrusted", dark=True)
    widths = nb.page.evaluate(
        "() => [...document.querySelectorAll('.pm-strip')[0].children].filter(part => part.style.display !== 'none').map(part => part.getBoundingClientRect().width > 10)"
    )

    assert nb.page.query_selector(".jp-OutputArea style") is None
    assert widths == [True] * 4
    assert "44% [23–67]" in nb.text(0)
