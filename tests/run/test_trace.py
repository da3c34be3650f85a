from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.errors import OutcomeError


def lower(title: str) -> str:
    """Lower-case it."""
    return title.lower()


class Scripted(pm.Model):
    """Asks for a tool once, then repeats what it said."""

    @property
    def identity(self):
        return "scripted"

    async def complete(self, request, index):  # noqa: ARG002 - the seam
        usage = pm.Usage(100, 10)
        if request.messages[-1]["role"] == "user" and isinstance(request.messages[-1]["content"], str):
            call = pm.ToolCall("t1", "shout", {"title": request.inputs["title"]})
            return pm.Completion(
                "", stop_reason="tool_use", tool_calls=(call,), usage=usage, dollars=0.001, model="m-1"
            )
        return pm.Completion(request.messages[-1]["content"][0]["content"], usage=usage, dollars=0.002, model="m-1")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "names.pointmass"


def shout(title: str) -> str:
    """Say it loud."""
    return title.upper() + "!"


def opened(path):
    workbench = pm.Workbench(path, model=Scripted())
    workbench.bind(shout)
    workbench.define(pm.Spec("title", "Make it loud.", (pm.Parameter("title", str),), tools=("shout",)))
    return workbench


@pytest.fixture
def workbench(path):
    with opened(path) as made:
        yield made


def test_calls_of_a_model_and_of_its_tools_are_kept_with_their_parents(workbench, path):
    assert workbench["title"]("a") == "A!"
    workbench.close()

    with pm.Workbench(path) as again:
        calls = again.calls()
    tool, asked = calls.iloc[0], calls.iloc[1]
    assert list(calls["name"]) == ["shout", "title"]
    assert (tool["answered_by"], asked["answered_by"]) == ("function", "model")
    assert tool["parent"] == asked["call"]
    assert (asked["depth"], tool["depth"]) == (0, 1)
    assert (asked["input_tokens"], asked["dollars"], asked["model"]) == (200, 0.003, "m-1")
    assert calls["time"].is_monotonic_increasing


def test_draws_of_samples_are_no_calls_and_what_their_tools_do_is(workbench):
    workbench["title"].sample(["a", "b"], draws=2, progress=False)

    calls = workbench.calls()
    assert list(calls["name"]) == ["shout"] * 4
    assert set(calls["depth"]) == {1}


def test_the_turns_of_a_draw_are_kept(workbench, path):
    sample = workbench["title"].sample(["a"], draws=1, progress=False)
    ((draw,),) = sample.draws

    assert [turn["role"] for turn in draw.turns] == ["assistant", "user"]
    assert draw.turns[0]["content"][0]["name"] == "shout"
    assert draw.turns[1]["content"][0]["content"] == "A!"
    workbench.close()
    with opened(path) as again:
        assert again["title"].sample(["a"], draws=1, progress=False).draws == sample.draws
        assert len(again.calls()) == 1  # nothing was asked again


def test_a_call_that_ends_with_an_error_is_kept_with_what_it_used(path):
    class Refuses(pm.Model):
        identity = "refuses"

        async def complete(self, request, index):  # noqa: ARG002 - the seam
            return pm.Completion("no", stop_reason="refusal", usage=pm.Usage(5, 1), dollars=0.5)

    with pm.Workbench(path, model=Refuses()) as workbench:
        handle = workbench.define(pm.Spec("lower", "Lower-case it.", (pm.Parameter("title", str),)))
        with pytest.raises(OutcomeError):
            handle("A")
        (call,) = workbench.store.calls()
        (line,) = workbench.trace()

    assert "it raised OutcomeError" in call.error
    assert (call.input_tokens, call.dollars) == (5, 0.5)
    assert (line.dollars, line.by) == (0.5, "model")


def test_plain_code_is_kept_where_every_call_comes_by_the_door(path):
    async def around(call, following):
        return await following(call)

    with pm.Workbench(path, around=[around]) as workbench:

        @workbench.bind
        def shout(title: str) -> str:
            return title.upper()

        assert shout("a") == "A"
        assert [call.name for call in workbench.store.calls()] == ["shout"]


def test_what_a_model_used_is_counted_once_where_a_function_passes_its_error_on(path):
    class Refuses(pm.Model):
        identity = "refuses"

        async def complete(self, request, index):  # noqa: ARG002 - the seam
            return pm.Completion("no", stop_reason="refusal", usage=pm.Usage(5, 1), dollars=0.5)

    with pm.Workbench(path, model=Refuses()) as workbench:
        workbench.define(pm.Spec("lower", "Lower-case it.", (pm.Parameter("title", str),)))

        @workbench.bind
        async def twice(ctx: pm.Context, title: str) -> str:
            return await ctx.call("lower", title)

        with pytest.raises(OutcomeError):
            twice("A")

        assert [(call.name, call.dollars) for call in workbench.store.calls()] == [("lower", 0.5), ("twice", None)]
