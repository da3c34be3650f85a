"""The promise: one orchestrator and one prompt, whatever stands behind the names, without an edit."""

from __future__ import annotations

import inspect

import pytest

import pointmass as pm


async def file_away(ctx: pm.Context, title: str) -> str:
    """The orchestrator: one source, never edited below."""
    return f"inbox/{await ctx.call('clean', title)}"


PROMPT = "Say where the file goes. Use clean for its name."


def model(request, index):
    """Answer ``clean`` itself, and ``place`` by calling ``clean`` as a tool."""
    if request.spec == "clean":
        return request.inputs["title"].replace(" ", "-")
    last = request.messages[-1]["content"]
    if isinstance(last, str):
        call = pm.ToolCall("1", "clean", {"title": request.inputs["title"]})
        return pm.Completion("", stop_reason="tool_use", tool_calls=(call,))
    return f"inbox/{last[0]['content']}"


def clean(title: str) -> str:
    """Clean the title."""
    return title.replace(" ", "-")


def neural(wb):
    wb.spec(clean)


def hybrid(wb):
    handle = wb.spec(clean)
    titles = [f"{a} {b}" for a in ("meeting", "budget", "tax", "travel") for b in ("notes", "plan", "list", "draft")]
    handle.stabilize(handle.sample(titles, draws=4, progress=False), writer=None).accept()


def symbolic(wb):
    wb.bind(clean)


@pytest.mark.parametrize("behind", [neural, hybrid, symbolic])
def test_one_orchestrator_and_one_prompt_work_whatever_stands_behind_the_name(make_workbench, behind):
    wb = make_workbench(model)
    behind(wb)
    source, orchestrate = inspect.getsource(file_away), wb.bind(file_away)
    place = wb.define(
        pm.Spec("place", PROMPT, parameters=wb["clean"].binding.parameters, returns=str, tools=("clean",)),
    )

    assert wb["clean"].kind == behind.__name__
    assert orchestrate("project plan") == "inbox/project-plan"
    assert place("project plan") == "inbox/project-plan"
    assert inspect.getsource(file_away) == source
    assert place.spec.prompt == PROMPT
