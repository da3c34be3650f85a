from __future__ import annotations

import asyncio
import threading

import pytest

import pointmass as pm
from pointmass.errors import DepthError


def lower(title: str) -> str:
    """Lower-case it."""
    return title.lower()


@pytest.fixture
def seen():
    return []


@pytest.fixture
def watched(seen):
    """A workbench of a simulated model, with an interceptor that notes every call before and after."""

    async def around(call, following):
        seen.append(call)
        record = await following(call)
        assert record.call is call
        return record

    with pm.Workbench(
        model=pm.SimulatedModel({lower: 1.0}), around=[around], approver=pm.approved_by("a reader")
    ) as workbench:
        yield workbench


def handle_of(workbench):
    return workbench.define(pm.Spec("lower", "Lower-case it.", (pm.Parameter("title", str),)))


def told(seen):
    return [(call.name, call.to, call.purpose) for call in seen]


def test_a_call_of_a_model_comes_by_once(watched, seen):
    assert handle_of(watched)("A") == "a"
    assert told(seen) == [("lower", "model", "call")]


def test_every_draw_of_a_sample_comes_by(watched, seen):
    handle_of(watched).sample(["A", "B"], draws=3, progress=False)

    assert told(seen) == [("lower", "model", "sample")] * 6
    assert {call.inputs["title"] for call in seen} == {"A", "B"}
    assert {call.spec for call in seen} == {watched["lower"].spec.digest}
    assert len({call.id for call in seen}) == 6


def test_a_function_that_calls_a_name_is_the_parent_of_that_call(watched, seen):
    handle_of(watched)

    @watched.bind
    async def twice(ctx: pm.Context, title: str) -> str:
        return await ctx.call("lower", await ctx.call("lower", title))

    assert twice("A") == "a"
    outer, *inner = seen
    assert told(seen) == [("twice", "function", "call"), *[("lower", "model", "call")] * 2]
    assert [call.parent for call in inner] == [outer.id] * 2
    assert (outer.depth, [call.depth for call in inner]) == (0, [1, 1])


def test_a_plain_function_is_the_parent_of_what_it_calls(watched, seen):
    lowered = handle_of(watched)

    @watched.bind
    def shout(title: str) -> str:
        return lowered(title) + "!"

    assert shout("A") == "a!"
    assert [call.depth for call in seen] == [0, 1]
    assert seen[1].parent == seen[0].id


def test_what_an_interceptor_raises_ends_the_call(seen):
    async def refuse(call, following):
        seen.append(call.name)
        raise PermissionError(f"not {call.name}")

    with pm.Workbench(model=pm.SimulatedModel({lower: 1.0}), around=[refuse]) as workbench:
        with pytest.raises(PermissionError, match="not lower"):
            handle_of(workbench)("A")

        @workbench.bind
        def plain(title: str) -> str:
            return title

        with pytest.raises(PermissionError, match="not plain"):
            plain("A")
    assert seen == ["lower", "plain"]


def test_an_interceptor_may_answer_itself():
    async def cached(call, following):
        return pm.Record(call, "from the cache")

    with pm.Workbench(model=pm.SimulatedModel({lower: 1.0}), around=[cached]) as workbench:
        handle = handle_of(workbench)
        assert handle("A") == "from the cache"
        (draws,) = handle.sample(["A"], draws=1, progress=False).draws
        assert draws[0].status == "failed"
        assert "an interceptor answered a draw with str; a draw's value is a Completion" in draws[0].detail


def test_interceptors_stand_in_the_order_given():
    order = []

    def named(name):
        async def around(call, following):
            order.append(name)
            record = await following(call)
            order.append(f"after {name}")
            return record

        return around

    with pm.Workbench(model=pm.SimulatedModel({lower: 1.0}), around=[named("outer"), named("inner")]) as workbench:
        handle_of(workbench)("A")
    assert order == ["outer", "inner", "after inner", "after outer"]


def test_where_code_hands_back_the_model_is_asked_in_a_call_of_its_own(seen):
    fell = []

    async def around(call, following):
        seen.append((call.to, call.note))
        try:
            return await following(call)
        except Exception as error:
            fell.append(type(error).__name__)
            raise

    with pm.Workbench(
        model=pm.SimulatedModel({lower: 1.0}), around=[around], approver=pm.approved_by("a reader")
    ) as workbench:
        handle = handle_of(workbench)
        sample = handle.sample([f"Title {n}" for n in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"], draws=4, progress=False)
        handle.stabilize(sample, probes=0).accept()
        seen.clear()

        assert handle("Title Q") == "title q"
        assert seen == [("code", "")]
        assert handle("ÄÖ 12 ½ – ß") == "äö 12 ½ – ß"
        assert seen[1:] == [("code", ""), ("model", "the guard handed it back")]
        assert fell == ["HandedBack"]
        assert [line.by for line in workbench.trace()] == ["code", "model"]


def test_a_circle_of_plain_functions_is_refused():
    with pm.Workbench() as workbench:

        @workbench.bind
        def again(title: str) -> str:
            return workbench["again"](title)

        with pytest.raises(DepthError, match="again: names call names 33 deep"):
            again("A")


def test_calls_of_other_threads_stand_in_no_call():
    with pm.Workbench() as workbench:
        depths = []

        @workbench.bind
        def leaf(title: str) -> str:
            depths.append(pm.run.here().depth)
            return title

        @workbench.bind
        def forks(title: str) -> str:
            thread = threading.Thread(target=leaf, args=(title,))
            thread.start()
            thread.join()
            return leaf(title)

        forks("A")
        assert depths == [0, 1]


def test_calls_from_a_loop_of_ones_own_stand_in_their_parent(watched, seen):
    handle_of(watched)

    async def many():
        return await asyncio.gather(*(watched.acall("lower", {"title": title}) for title in "ABC"))

    assert asyncio.run(many()) == ["a", "b", "c"]
    assert [call.depth for call in seen] == [0, 0, 0]
