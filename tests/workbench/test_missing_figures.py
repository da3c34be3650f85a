"""Wherever a figure may be missing, a view says which it is: not recorded, nothing to measure, or not applicable."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

import pointmass as pm
from pointmass.facts import NO_PRICE, NOT_APPLICABLE, NOT_RECORDED, NOTHING

INPUTS = [f"Title {number} X" for number in range(24)]
UNKNOWN = f"tokens, dollars and seconds {NOT_RECORDED}"


class Says(pm.Model):
    """A model that answers with what it is given, and records what it is told to."""

    identity = "says"

    def __init__(self, **recorded: Any) -> None:
        self._recorded = recorded

    async def complete(self, request: pm.Request, index: int) -> pm.Completion:  # noqa: ARG002 - the seam's signature
        refused = self._recorded.get("stop_reason") == "refusal"
        return pm.Completion("" if refused else request.inputs["title"].lower(), **self._recorded)


def _worked(**recorded: Any) -> dict[str, str]:
    """Return the text of every view of a sample, of code made of it, and of calls of the name, as a person reads it."""
    wb = pm.Workbench(model=Says(**recorded), approver=pm.approved_by("me"))
    low = wb.define(pm.Spec("low", "Lower it.", (pm.Parameter("title", str),)))
    low("Title 99 X")
    sample = low.sample(INPUTS, 4, progress=False)
    other = low.sample(INPUTS, 4, fresh=True, progress=False)
    found = pm.compare({"a": sample, "b": other})
    proposal = low.stabilize(sample)
    views: dict[str, Callable[[], Any]] = {
        "sample": sample._repr_html_,
        "cost": lambda: str(sample.cost()),
        "compare": found._repr_html_,
        "effects": lambda: found.effects().to_string(),
        "proposal": lambda: repr(proposal),
        "panel": proposal._repr_html_,
        "spending": lambda: repr(low.spending()),
        "trace": lambda: repr(wb.trace()[0]),
    }
    return {name: re.sub("<style>.*?</style>", "", str(view()), flags=re.DOTALL) for name, view in views.items()}


def test_what_nobody_wrote_down_is_not_recorded() -> None:
    said = _worked()
    assert UNKNOWN in said["sample"]
    assert said["cost"] == f"96 draws; {UNKNOWN}"
    assert f"no figure of dollars, seconds, output tokens: {NOT_RECORDED} of a and b" in said["compare"]
    assert said["effects"].count(f"{NOT_RECORDED} of a and b") == 3
    assert f"per 1,000 calls: 1,000 model calls; {UNKNOWN}" in said["proposal"]
    assert f"{NOT_RECORDED}" in said["panel"]
    assert f"what a whole draw takes is {NOT_RECORDED}, and so is what was saved" in said["spending"]
    assert f"model, tokens and dollars {NOT_RECORDED}" in said["trace"]


def test_counted_tokens_without_a_price_have_no_dollars_and_say_so() -> None:
    said = _worked(usage=pm.Usage(10, 2), model="says-1", latency=0.25)
    assert said["cost"] == f"960 tokens in, 192 out; median 0.25 s; dollars {NO_PRICE}"
    assert f"no figure of dollars: {NO_PRICE}" in said["compare"]
    assert f"1,000 model calls, 12,000 tokens, 250 s of waiting; dollars {NO_PRICE}" in said["proposal"]
    assert said["spending"].endswith(f"; dollars {NO_PRICE}>")
    assert said["trace"].endswith(f"10 tokens in, 2 out; dollars {NO_PRICE}>")


def test_figures_that_are_all_there_need_none_of_the_words() -> None:
    said = _worked(usage=pm.Usage(10, 2), dollars=0.5, model="says-1", latency=0.25)
    for name, text in said.items():
        assert not [word for word in (NOT_RECORDED, NOTHING, NOT_APPLICABLE) if word in text], name


def test_refused_draws_leave_nothing_to_measure_and_their_tokens_count() -> None:
    wb = pm.Workbench(model=Says(stop_reason="refusal", usage=pm.Usage(10, 0)))
    low = wb.define(pm.Spec("low", "Lower it.", (pm.Parameter("title", str),)))
    sample = low.sample(INPUTS, 4, progress=False)
    proposal = low.stabilize(sample)
    assert f"agreement: {NOTHING}" in sample._repr_html_()
    assert "960 tokens in, 0 out" in str(sample.cost())
    assert f"per 1,000 calls: {NOTHING}: code answers none" in repr(proposal)
    panel = proposal._repr_html_()
    assert re.search(rf"{NOTHING}.{{0,80}}tokens saved per 1,000 calls", panel, re.DOTALL)
    both = pm.compare({"a": sample, "b": low.sample(INPUTS, 4, fresh=True, progress=False)})
    assert f"agreement: {NOTHING}" in both._repr_html_()


def test_a_sample_without_draws_has_nothing_to_measure() -> None:
    wb = pm.Workbench(model=Says())
    low = wb.define(pm.Spec("low", "Lower it.", (pm.Parameter("title", str),)))
    assert repr(low.spending()) == f"<Spending of low: {NOTHING}: no call is remembered>"


def test_the_savings_of_a_function_do_not_apply() -> None:
    wb = pm.Workbench(model=Says())

    def low(title: str) -> str:
        return title.lower()

    name = wb.bind(low)
    name("Title 1")
    assert f"savings {NOT_APPLICABLE}" in repr(name.spending())


@pytest.mark.parametrize("kept", [0, 1, 3])
def test_figures_of_some_draws_say_of_how_many(kept: int) -> None:
    class Sometimes(Says):
        async def complete(self, request: pm.Request, index: int) -> pm.Completion:
            told = {"usage": pm.Usage(10, 2), "dollars": 0.5, "latency": 0.25} if index < kept else {}
            return pm.Completion(request.inputs["title"].lower(), **told)

    wb = pm.Workbench(model=Sometimes())
    low = wb.define(pm.Spec("low", "Lower it.", (pm.Parameter("title", str),)))
    said = str(low.sample(["A", "B"], 4, progress=False).cost())
    if not kept:
        assert said == f"8 draws; {UNKNOWN}"
        return
    assert f"({2 * kept} of 8 draws counted)" in said
    assert f"median 0.25 s ({2 * kept} of 8 draws measured)" in said
