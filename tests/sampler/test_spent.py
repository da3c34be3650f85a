"""What was paid for is in the cost, whatever became of the draw."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

import pointmass as pm
from pointmass.errors import CallError, LimitError, ModelOverloadedError
from pointmass.models.base import Completion, Price, ToolCall, Usage

PRICE = Price(10, 10)
CALL = Completion(
    "",
    stop_reason="tool_use",
    usage=Usage(100, 10),
    dollars=PRICE.dollars(Usage(100, 10)),
    model="m-1",
    tool_calls=(ToolCall("t", "look", {"text": "x"}),),
)
DONE = Completion("done", usage=Usage(100, 10), dollars=PRICE.dollars(Usage(100, 10)), model="m-1")


class Paid(pm.Model):
    """Answers the turns of a draw as it is told; the function gets the number of the turn, from 0."""

    identity = "paid"
    priced = True

    def __init__(self, answer):
        self.answer, self.asked = answer, 0

    async def complete(self, request, index):  # noqa: ARG002 - the seam's
        self.asked += 1
        said = self.answer(len(request.messages) // 2)
        if isinstance(said, Exception):
            raise said
        return said


@dataclass
class Looking:
    workbench: pm.Workbench
    handle: pm.Handle

    def __call__(self, x):
        return self.handle(x)

    def sample(self, *given, **how):
        return self.handle.sample(*given, **how)


@pytest.fixture
def looking():
    made = []

    def make(model):
        wb = pm.Workbench(model=model)
        made.append(wb)
        wb.bind(lambda text: text, name="look")
        f = wb.define(pm.Spec("f", "Answer with the tool.", (pm.Parameter("x", str),), tools=("look",)))
        return Looking(wb, f)

    yield make
    for wb in made:
        wb.close()


def test_a_loop_of_tools_that_never_ends_costs_what_it_cost(looking):
    model = pm.Limited(Paid(lambda turn: CALL), calls=1000)
    f = looking(model)
    s = f.sample(["a", "b"], draws=1, progress=False)

    assert s.statuses() == {"failed": 2}
    assert (s.cost().input_tokens, s.cost().output_tokens) == (6400, 640)
    assert s.cost().input_tokens + s.cost().output_tokens == model.used.tokens
    assert s.cost().dollars == pytest.approx(model.used.dollars)
    assert "no tokens" not in str(s.cost())


def test_a_paid_turn_before_a_failure_counts_also_when_the_draw_is_made_up_for(looking):
    state = {"down": True}
    f = looking(Paid(lambda turn: CALL if turn == 0 else ModelOverloadedError("down") if state["down"] else DONE))
    before = f.sample(["a"], draws=1, progress=False)
    state["down"] = False
    after = f.sample(["a"], draws=1, progress=False)

    assert (before.statuses(), before.cost().input_tokens) == ({"failed": 1}, 100)
    assert (after.statuses(), after.cost().input_tokens, after.cost().draws) == ({"ok": 1}, 300, 1)
    assert [draw.status for draw in after.earlier] == ["failed"]


def test_a_limit_in_the_middle_of_a_loop_keeps_what_was_spent(looking):
    f = looking(pm.Limited(Paid(lambda turn: CALL), calls=2))
    with pytest.raises(LimitError):
        f.sample(["a"], draws=1, progress=False)

    assert [held.failed for held in f.workbench.store.contents()] == [1]
    (draws,) = stored(f.workbench)
    assert [(draw.status, draw.input_tokens) for draw in draws] == [("failed", 200)]


def test_a_call_that_never_ends_its_tools_is_a_draw_that_was_paid(looking):
    f = looking(Paid(lambda turn: CALL))
    with pytest.raises(CallError, match="32 turns"):
        f("a")

    (draws,) = stored(f.workbench)
    assert [(draw.status, draw.input_tokens, draw.model) for draw in draws] == [("failed", 3200, "m-1")]


def stored(wb):
    return [row for held in wb.store.contents() for row in wb.store.draws(held.series).values()]
