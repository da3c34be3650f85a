"""The workbench's panel in JupyterLab: the whole loop from a CSV of inputs to code that answers, by mouse and by keys alone."""

from __future__ import annotations

from typing import Any

ROWS = 300
SETUP = """import pointmass as pm
def snake(name, channel): return name.lower().replace(" ", "_")
def kebab(name, channel): return name.lower().replace(" ", "-")
model = pm.SimulatedModel({snake: .97, kebab: .03}, linked=False, seed=3, tokens=(60, 9), price=pm.Price(3, 15))
wb = pm.Workbench(model=model, approver=pm.ask)
@wb.spec
def slug(name: str, channel: str) -> str:
    \"\"\"Make a file name of the product name.\"\"\"
wb"""
PANEL = ".pm-panel"
LONG = 90_000  # milliseconds: 2,400 draws and a search, on a busy machine


def products() -> str:
    things = ("Oat Drink", "Olive Oil", "Rye Bread", "Sea Salt", "Green Tea")
    rows = (f"Brand {at // 30} {things[at % 5]} {at % 30} kg,{'mail' if at % 3 else 'chat'}" for at in range(ROWS))
    return "\n".join(["name,channel", *rows]) + "\n"


def looked_closer(nb: Any) -> tuple[bool, bool, str]:
    """Set two draws side by side, label an answer, and filter by a chart, each by a key or a click."""
    page = nb.page
    page.focus(f"{PANEL} [data-do=two]")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{PANEL} >> text=two draws side by side")
    marked = page.locator(f"{PANEL} .pm-apart").count() > 0
    nb.screenshot("board_beside")
    page.click(f"{PANEL} [data-do='let go']")
    page.click(f"{PANEL} [data-do=right]")
    page.wait_for_selector(f"{PANEL} [data-do='take back']")
    labelled = nb.becomes("len(slug.labels())", "1")
    page.click(f"{PANEL} [data-do=close]")
    # It stood in a closed fold while the draw was looked at, where nothing takes the focus.
    page.wait_for_selector(f"{PANEL} [data-key='bin:agreement:0']")
    page.focus(f"{PANEL} [data-key='bin:agreement:0']")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{PANEL} [data-do=clear]")
    kept = str(page.evaluate("() => document.activeElement?.dataset?.key"))
    nb.screenshot("board_filtered", dark=True)
    page.click(f"{PANEL} [data-do=clear]")
    return marked, labelled, kept


def test_the_whole_loop_by_mouse(notebook: Any) -> None:
    nb = notebook(SETUP, "slug('Brand 7 Rye Bread 99 kg', 'mail')")
    (nb.lab.folder / "products.csv").write_text(products())
    nb.run(0)
    page = nb.page
    page.fill(f"{PANEL} [data-key='set:path']", "products.csv")
    page.click(f"{PANEL} [data-do=read]")
    page.wait_for_selector(f"{PANEL} >> text=300 inputs from products.csv")
    nb.screenshot("board_sample")
    page.click(f"{PANEL} [data-do=sample]")
    page.wait_for_selector(f"{PANEL} .pm-option", timeout=LONG)
    nb.screenshot("board_distribution")
    nb.screenshot("board_distribution", dark=True)
    page.click(f"{PANEL} tr.pm-pick[data-key^='outcomes:'] >> nth=1")
    page.click(f"{PANEL} tr.pm-pick[data-key^='draws:'] >> nth=0")
    page.wait_for_selector(f"{PANEL} >> text=as it came")
    looked = looked_closer(nb)
    page.click(f"{PANEL} .pm-tab >> text=Interpretations")
    page.wait_for_selector(f"{PANEL} .pm-heat .pm-hot", timeout=LONG)
    page.click(f"{PANEL} [data-key='choose:0']")
    page.click(f"{PANEL} [data-key='choose:1']")
    page.click(f"{PANEL} [data-do=merge]")
    page.wait_for_selector(f"{PANEL} >> text=(merged by hand)", timeout=LONG)
    nb.screenshot("board_interpretations")
    page.click(f"{PANEL} [data-key='set:shown:edits']")
    page.click(f"{PANEL} [data-do=undo]")
    page.wait_for_selector(f"{PANEL} >> text=Nothing was merged", timeout=LONG)
    page.click(f"{PANEL} .pm-tab >> text=Stabilize")
    page.click(f"{PANEL} [data-do=stabilize]")
    page.click(f"{PANEL} [data-do=bind]", timeout=LONG)
    nb.screenshot("board_stabilize", dark=True)
    neural = nb.value("slug.kind")
    page.click(f"{PANEL} [data-do=approve]")
    page.wait_for_selector(f"{PANEL} [data-do=soften]", timeout=LONG)
    page.fill(f"{PANEL} [data-key='set:call:name']", "Brand 7 Green Tea 77 kg")
    page.fill(f"{PANEL} [data-key='set:call:channel']", "chat")
    page.click(f"{PANEL} [data-do=call]")
    page.wait_for_selector(f"{PANEL} >> text=brand_7_green_tea_77_kg")
    nb.screenshot("board_called")
    nb.run(1)

    assert looked == (True, True, "bin:agreement:0")
    assert neural == "'neural'"
    assert nb.becomes("slug.kind, wb.trace()[-1].by", "('hybrid', 'code')")
    assert "brand_7_rye_bread_99_kg" in nb.text(1)
    page.click(f"{PANEL} [data-do=soften]")
    assert nb.becomes("slug.kind", "'neural'")


def test_a_click_is_not_lost_to_the_drawing_that_its_own_press_brings(notebook: Any) -> None:
    nb = notebook(SETUP)
    (nb.lab.folder / "few.csv").write_text("\n".join(products().splitlines()[:41]) + "\n")
    nb.run(0)
    page = nb.page
    page.focus(f"{PANEL} [data-key='set:path']")
    page.keyboard.type("few.csv")
    page.hover(f"{PANEL} [data-do=read]")
    page.mouse.down()  # the field loses the focus and tells its text, and the panel is to be drawn anew
    page.wait_for_timeout(500)
    page.mouse.up()

    page.wait_for_selector(f"{PANEL} >> text=40 inputs from few.csv")


def test_the_loop_by_keys_alone_keeps_the_focus_and_the_notebook(notebook: Any) -> None:
    nb = notebook(SETUP)
    (nb.lab.folder / "few.csv").write_text("\n".join(products().splitlines()[:41]) + "\n")
    nb.run(0)
    page, before = nb.page, nb.cells()
    page.focus(f"{PANEL} [data-key='set:path']")
    page.keyboard.type("few.csv")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{PANEL} >> text=40 inputs from few.csv")
    page.focus(f"{PANEL} [data-key='set:draws']")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{PANEL} .pm-option", timeout=LONG)
    page.focus(f"{PANEL} .pm-tab[aria-selected=true]")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(200)
    page.wait_for_selector(f"{PANEL} .pm-tab[aria-selected=true]:text-is('Stabilize')")
    kept = page.evaluate("() => document.activeElement?.textContent")
    page.focus(f"{PANEL} [data-do=stabilize]")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{PANEL} [data-do=bind]", timeout=LONG)
    for action in ("bind", "approve"):
        page.wait_for_selector(f"{PANEL} [data-do={action}]:enabled")
        page.focus(f"{PANEL} [data-do={action}]")
        page.keyboard.press("Enter")
    page.wait_for_selector(f"{PANEL} [data-do=soften]", timeout=LONG)
    for key in "bddaxm":
        page.keyboard.press(key)

    assert kept == "Stabilize"
    assert nb.becomes("slug.kind", "'hybrid'")
    assert nb.cells() == before


def test_what_was_saved_says_what_is_true_now_without_a_kernel(notebook: Any) -> None:
    nb = notebook(
        SETUP,
        "slug.stabilize(slug.sample([{'name': f'A {i} B', 'channel': 'x'} for i in range(30)], 4, progress=False)).accept(approver=pm.approved_by('me'))",
    )
    nb.run(0)
    nb.page.wait_for_selector(f"{PANEL} >> text=1 neural")
    nb.run(1)
    nb.page.wait_for_selector(f"{PANEL} >> text=1 hybrid")
    nb.page.wait_for_timeout(500)

    assert any("1 hybrid" in str(output.get("data", {}).get("text/html")) for output in nb.stored(0))
