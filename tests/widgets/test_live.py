from __future__ import annotations

import re
from pathlib import Path

import pytest

import pointmass.widgets
from pointmass.html import style
from pointmass.widgets import live

FOLDER = Path(pointmass.widgets.__file__).parent
SCRIPTS = sorted(FOLDER.glob("*.js"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_makes_nodes_of_text_only(path: Path) -> None:
    code = path.read_text(encoding="utf-8")

    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|srcdoc", code)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_asks_for_nothing_from_outside(path: Path) -> None:
    # The name of SVG's elements looks like an address and is none.
    code = path.read_text(encoding="utf-8").replace('"http://www.w3.org/2000/svg"', "")

    assert not re.search(r"https?:|import\(|^import |fetch\(|XMLHttpRequest|WebSocket", code, re.MULTILINE)


def test_the_palette_of_the_panels_is_the_one_of_the_static_html() -> None:
    code = (FOLDER / "live.js").read_text(encoding="utf-8")

    assert tuple(re.findall(r'"(#[0-9A-F]{6})"', code.split("];")[0])) == style.PALETTE
    assert f'const REST = "{style.REST}"' in code
    assert f'"{style.LETTERS}"[rank]' in code


def test_every_rule_of_the_panels_sheet_is_scoped() -> None:
    sheet = re.sub(r"@(media|container)[^{]+\{", "", live.STYLE)
    sheet = re.sub(r":is\([^)]*\)", "", sheet)
    selectors = [part.strip() for rule in re.findall(r"(?:^|\})\s*([^{}@]+)\{", sheet) for part in rule.split(",")]

    assert all(re.match(r"\.pm(-panel)?(?![\w-])", part) for part in selectors)
    assert "prefers-reduced-motion" in live.STYLE
