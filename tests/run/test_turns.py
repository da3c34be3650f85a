"""A budget looks at a question between its turns, and counts the time of models and not that of their tools."""

from __future__ import annotations

import asyncio
import time

import pytest

import pointmass as pm
from pointmass.errors import LimitError


class Calling(pm.Model):
    """Calls its tool four times before it answers; each turn has ten tokens and a cent, and takes as long as is said."""

    identity = "calling"
    priced = True

    def __init__(self, seconds=0.0):
        self.turns = 0
        self.seconds = seconds

    async def complete(self, request, index):  # noqa: ARG002 - each draw goes the same way
        self.turns += 1
        await asyncio.sleep(self.seconds)
        used = {"usage": pm.Usage(6, 4), "dollars": 0.01}
        if not request.tools or len(request.messages) > 8:
            return pm.Completion("done", **used)
        call = pm.ToolCall(f"t{self.turns}", "look_up", {"word": "a"})
        return pm.Completion("", stop_reason="tool_use", tool_calls=(call,), **used)


def opened(model, look_up):
    workbench = pm.Workbench(model=model)
    workbench.bind(look_up, name="look_up")
    spec = pm.Spec("answer", "Answer.", (pm.Parameter("text", str),), tools=("look_up",))
    return workbench, workbench.define(spec)


def quick(word: str) -> str:
    """Look it up."""
    return word


@pytest.mark.parametrize(("limits", "turns"), [({"tokens": 25}, 3), ({"dollars": 0.02}, 2), ({"calls": 1}, 5)])
def test_tokens_and_dollars_are_looked_at_between_the_turns(limits, turns):
    model = Calling()
    workbench, handle = opened(model, quick)
    with workbench, pm.Budget(**limits) as budget:
        if "calls" in limits:
            assert handle("a") == "done"
        else:
            with pytest.raises(LimitError, match="'answer' was asked, and given up between its turns"):
                handle("a")

    assert (model.turns, budget.used.calls, budget.used.tokens) == (turns, 1, 10 * turns)
    assert budget.used.dollars == pytest.approx(0.01 * turns)


def test_what_the_turns_before_used_is_kept_with_the_draw():
    workbench, handle = opened(Calling(), quick)
    with workbench:
        with pm.Budget(tokens=25), pytest.raises(LimitError):
            handle.sample(["a"], draws=1, progress=False)
        (draw,) = handle.partial().draws[0]

    assert (draw.status, draw.input_tokens, len(draw.turns)) == ("failed", 18, 6)


def test_the_time_of_a_tool_is_no_time_of_a_model():
    def slow(word: str) -> str:
        """Look it up."""
        time.sleep(0.2)
        return word

    workbench, handle = opened(Calling(), slow)
    with workbench, pm.Budget(seconds=0.5) as budget:
        assert handle("a") == "done"

    assert budget.used.seconds < 0.4


def test_a_model_that_a_tool_asks_is_counted_once():
    model = Calling(seconds=0.05)
    workbench = pm.Workbench(model=model)

    @workbench.bind
    async def look_up(ctx: pm.Context, word: str) -> str:
        """Look it up."""
        return await ctx.call("plain", word)

    workbench.define(pm.Spec("plain", "Answer.", (pm.Parameter("text", str),)))
    handle = workbench.define(pm.Spec("answer", "Answer.", (pm.Parameter("text", str),), tools=("look_up",)))
    begun = time.perf_counter()
    with workbench, pm.Budget(seconds=60) as budget:
        handle("a")
    took = time.perf_counter() - begun

    assert (model.turns, budget.used.calls, budget.used.tokens) == (9, 5, 90)
    assert 9 * 0.05 <= budget.used.seconds <= took


def test_seconds_end_a_question_between_its_turns_or_within_one():
    model = Calling(seconds=0.1)
    workbench, handle = opened(model, quick)
    with workbench, pm.Budget(seconds=0.25) as budget, pytest.raises(LimitError, match="seconds are over"):
        handle("a")

    assert model.turns == 3
    assert 0.25 <= budget.used.seconds < 0.4
