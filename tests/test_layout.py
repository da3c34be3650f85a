"""The page that shows a newcomer around names files and layers that are there."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "layout.md").read_text()


def test_every_file_that_the_page_names_is_there():
    named = set(re.findall(r"`([a-z_/]+\.py)`", PAGE))

    assert len(named) > 15
    assert [name for name in sorted(named) if not (ROOT / "src" / "pointmass" / name).is_file()] == []


def test_the_layers_stand_in_the_order_that_is_enforced():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    lines = next(each["layers"] for each in contracts if each["type"] == "layers")
    enforced = {name.strip(): number for number, line in enumerate(lines) for name in line.split("|")}
    table = PAGE.split("## The way of a call")[0]
    rows = [re.findall(r"`(\w+)`", row.split("|")[1]) for row in table.splitlines() if row.startswith("| `")]
    places = [[enforced[name] for name in row] for row in rows]

    assert all(max(one) < min(other) for one, other in itertools.pairwise(places))
