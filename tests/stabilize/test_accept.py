from __future__ import annotations

from dataclasses import replace

import pytest

import pointmass as pm
from pointmass.errors import EvidenceError

TITLES = [f"Title {word} {n}" for n, word in enumerate(["one", "two", "three", "four", "five", "six", "seven"])]


def upper(title):
    return title.upper()


@pytest.fixture
def proposed():
    with pm.Workbench(model=pm.SimulatedModel({upper: 1.0}), approver=pm.approved_by("me")) as wb:
        handle = wb.define(pm.Spec("shout", "Shout.", (pm.Parameter("title", str),)))
        yield wb, handle.stabilize(handle.sample(TITLES, 8, progress=False), probes=0, budget=0.2)


def test_what_is_bound_answers_as_it_was_certified(proposed):
    wb, proposal = proposed
    proposal.accept()

    assert wb.names == ["shout"]
    assert wb.call("shout", {"title": TITLES[0]}) == TITLES[0].upper()


@pytest.mark.parametrize(
    "known",
    [
        {"cases": [{"inputs": {"title": TITLES[3]}, "result": "another answer"}], "hands_back": []},
        {"cases": [], "hands_back": [{"title": TITLES[3]}]},
    ],
)
def test_code_that_does_not_repeat_what_was_certified_is_not_bound(proposed, known):
    wb, proposal = proposed

    with pytest.raises(EvidenceError, match=r"does not give the answer that was certified; nothing was bound"):
        replace(proposal, _known=known).accept()
    assert wb.registry.active["shout"].kind == "neural"
