"""The page that stabilizes: what drafts of a model will cost is said before they are asked for, and can be declined."""

from __future__ import annotations

import json
from typing import Any

import pytest

import pointmass as pm
from pointmass.models.local_server import LocalServer


@pytest.fixture
def server() -> Any:
    with LocalServer(answer="yes") as server:
        yield server


@pytest.fixture
def panel(server: Any) -> Any:
    wb = pm.Workbench(model=pm.AnthropicModel("m", base_url=server.url, price=pm.Price(3, 15)))
    name = wb.define(pm.Spec("answer", "Say yes.", (pm.Parameter("x", str),)))
    panel = wb.panel()
    panel.take(name.sample([f"t{n}" for n in range(12)], draws=4, progress=False))
    panel.receive({"set": "page", "value": "stabilize"})
    yield panel
    wb.close()


def shown(panel: Any) -> str:
    return json.dumps(panel.view, ensure_ascii=False)


def test_what_drafts_will_cost_is_said_before_they_are_asked_for(panel: Any) -> None:
    assert "It will ask for 3 drafts: 3 to" in shown(panel)
    assert "tokens read" in shown(panel)
    assert " $" in shown(panel)


def test_with_a_search_only_no_draft_is_asked_for(panel: Any, server: Any) -> None:
    panel.receive({"set": "writer", "value": "none"})
    before = len(server.requests)
    panel.receive({"do": "stabilize", "value": ""})
    panel.wait(120)
    drafts = [each for each in server.requests[before:] if "module" in repr(each)]

    assert panel.failure == ""
    assert panel.proposal is not None
    assert drafts == []
    assert "It will ask for" not in shown(panel)
    assert "writer=None" in shown(panel)
