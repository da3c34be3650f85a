"""What a cell shows of a public object in plain text: under ten lines and a thousand characters, at three hundred inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import pointmass as pm

INPUTS = [f"Title {number} of {number % 7}" for number in range(300)]
OBJECTS: dict[str, Callable[[Any], Any]] = {
    "agreement": lambda made: made.sample.agreement(),
    "behaviour": lambda made: made.sample.behaviour,
    "budget": lambda made: pm.Budget(calls=3),
    "call": lambda made: made.wb.trace()[0],
    "clarification": lambda made: made.sample.clarify(),
    "comparison": lambda made: made.comparison,
    "contrast": lambda made: made.comparison.contrasts[0],
    "cost": lambda made: made.sample.cost(),
    "drift": lambda made: made.drift,
    "effect": lambda made: made.comparison.contrasts[0].effects[0],
    "estimate": lambda made: made.wb.estimate("low", INPUTS, 4),
    "event": lambda made: made.low.history()[0],
    "evidence": lambda made: made.proposal.evidence,
    "handle": lambda made: made.low,
    "history": lambda made: made.low.history(),
    "interpretations": lambda made: made.sample.interpretations(),
    "interval": lambda made: made.sample.agreement().interval(),
    "ledger": lambda made: made.proposal.evidence.ledger,
    "model": lambda made: made.wb.model,
    "pending": lambda made: made.wb.pending(),
    "sample": lambda made: made.sample,
    "samples": lambda made: made.wb.samples(),
    "spec": lambda made: made.low.spec,
    "spending": lambda made: made.low.spending(),
    "trace": lambda made: made.wb.trace(),
    "unseen": lambda made: made.sample.interpretations().inputs[0].unseen(),
    "workbench": lambda made: made.wb,
}


class Made:
    def __init__(self) -> None:
        def lower(title: str) -> str:
            return title.lower()

        def upper(title: str) -> str:
            return title.upper()

        model = pm.SimulatedModel({lower: 0.8, upper: 0.2}, linked=False, seed=1)
        self.wb = pm.Workbench(model=model, approver=pm.approved_by("me"))
        self.low = self.wb.define(pm.Spec("low", "Lower it.", (pm.Parameter("title", str),)))
        self.sample = self.low.sample(INPUTS, 4, progress=False)
        other = self.low.sample(INPUTS, 4, fresh=True, progress=False)
        self.comparison = pm.compare({"a": self.sample, "b": other}, resamples=200)
        self.drift = self.low.watch(self.sample, progress=False)
        self.proposal = self.low.stabilize(self.sample, budget=0.2, probes=0)
        self.low("Title")


@pytest.fixture(scope="module")
def made() -> Made:
    return Made()


@pytest.mark.parametrize("name", OBJECTS)
def test_what_a_cell_shows_is_short(made: Made, name: str) -> None:
    shown = repr(OBJECTS[name](made))

    assert len(shown) < 1_000, shown[:300]
    assert shown.count("\n") < 10, shown[:300]


def test_a_proposal_shows_its_code_whole_and_its_figures_first(made: Made) -> None:
    assert repr(made.proposal).startswith("<Proposal for low: ")
    assert made.proposal.source in repr(made.proposal)
