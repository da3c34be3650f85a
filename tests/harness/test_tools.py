from __future__ import annotations

import sys
import threading

import pytest

import pointmass as pm
from pointmass.errors import CallError, LimitError


def asks_for(name, arguments):
    call = pm.ToolCall("call-1", name, arguments)
    return pm.Completion("", stop_reason="tool_use", tool_calls=(call,), usage=pm.Usage(10, 5), latency=1.0)


def one_call_then_repeat(name, arguments):
    """Answer with a call of a tool, then with whatever the tool said."""

    def answer(request, index):
        last = request.messages[-1]["content"]
        if isinstance(last, str):
            return asks_for(name, arguments)
        return pm.Completion(str(last[0]["content"]), usage=pm.Usage(20, 5), latency=2.0)

    return answer


@pytest.fixture
def tidy(make_workbench):
    """A workbench with a spec ``tidy`` that may call ``clean``, and a model that calls it once."""

    def make(arguments=None, name="clean"):
        wb = make_workbench(one_call_then_repeat(name, arguments or {"title": "A B"}))

        @wb.spec(tools=["clean"])
        def tidy(text: str) -> str:
            """Tidy the text, with clean."""

        return wb, tidy

    return make


def test_a_model_calls_a_name_as_a_tool_and_reads_what_it_gives(tidy):
    wb, tidy = tidy()
    wb.bind(lambda title: title.lower().replace(" ", "-"), name="clean")

    assert tidy("x") == "a-b"


def test_the_tool_that_a_model_reads_is_the_same_whatever_stands_behind_the_name(make_workbench):
    from pointmass.harness.tools import as_tool

    def clean(title: str) -> str:
        """Clean the title."""

    wb = make_workbench()
    neural = as_tool(wb.spec(clean).binding)
    symbolic = as_tool(wb.bind(clean).binding)

    assert neural == symbolic
    assert neural.schema["properties"] == {"title": {"type": "string"}}


def test_a_fault_of_the_model_is_told_to_it_and_not_raised(tidy):
    wb, tidy = tidy({"titel": "A"})
    wb.bind(lambda title: title, name="clean")

    assert "it takes ['title']" in tidy("x")


@pytest.mark.parametrize(
    "value",
    [float("nan"), object(), [float("inf")], {"a": object()}, {1, "a"}.__iter__()],
    ids=["nan", "object", "inf", "object within", "iterator"],
)
def test_a_value_that_json_cannot_say_is_told_to_the_model_as_an_error(tidy, value):
    wb, tidy = tidy()
    wb.bind(lambda title: value, name="clean")
    sample = tidy.sample(["x"], draws=1, progress=False)

    told = wb.model.asked[-1][0].messages[-1]["content"][0]
    assert told["is_error"] is True
    assert told["content"].startswith("clean: it returned ")
    assert sample.draws[0][0].status == "ok"


@pytest.mark.parametrize(("value", "said"), [(None, "null"), (True, "true"), ([1, "a"], '[1,"a"]'), (1.5, "1.5")])
def test_a_value_that_is_no_text_is_told_as_json(tidy, value, said):
    wb, tidy = tidy()
    wb.bind(lambda title: value, name="clean")

    assert tidy("x") == said


def test_a_tool_that_was_not_offered_is_not_called(tidy):
    called = []
    wb, tidy = tidy({"title": "A"}, name="secret")
    wb.bind(lambda title: title, name="clean")
    wb.bind(lambda title: called.append(title), name="secret")

    assert "no tool 'secret'" in tidy("x")
    assert called == []


def test_what_the_turns_of_one_draw_cost_is_added_up(tidy):
    wb, tidy = tidy()
    wb.bind(lambda title: title, name="clean")
    draw = tidy.sample(["x"], draws=1, progress=False).draws[0][0]

    assert (draw.input_tokens, draw.output_tokens, draw.latency) == (30, 10, 3.0)


def test_a_model_that_never_stops_calling_tools_is_stopped(make_workbench):
    wb = make_workbench(lambda request, index: asks_for("clean", {"title": "A"}))
    wb.bind(lambda title: title, name="clean")

    @wb.spec(tools=["clean"])
    def tidy(text: str) -> str:
        """Tidy the text."""

    with pytest.raises(CallError, match="32 turns"):
        tidy("x")


@pytest.mark.parametrize("arguments", [3, ["A"], "A", None], ids=repr)
def test_arguments_that_are_no_mapping_are_told_to_the_model(tidy, arguments):
    wb, tidy = tidy()
    wb.bind(lambda title: title, name="clean")
    answer = wb.model.answer
    wb.model.answer = lambda request, index: (
        asks_for("clean", arguments) if isinstance(request.messages[-1]["content"], str) else answer(request, index)
    )

    assert tidy("x").startswith(f"clean: got {arguments!r}")


def test_a_function_that_would_end_the_program_is_told_to_the_model_as_an_error(tidy):
    wb, tidy = tidy()
    wb.bind(lambda title: sys.exit(2), name="clean")

    assert tidy("x") == "SystemExit: 2"
    assert tidy.sample(["x"], draws=2, progress=False).statuses() == {"ok": 2}


def test_a_function_that_raises_what_only_a_keyboard_should_ends_the_call_and_nothing_else(tidy):
    wb, tidy = tidy()

    def clean(title: str) -> str:
        raise KeyboardInterrupt

    wb.bind(clean)
    with pytest.raises(CallError, match=r"KeyboardInterrupt.*raise an ordinary exception"):
        tidy("x")
    wb.bind(lambda title: title, name="clean")

    assert tidy("x") == "A B"


def test_functions_that_block_hold_up_neither_each_other_nor_anybody_else(tidy):
    wb, tidy = tidy()
    together = threading.Barrier(4)
    wb.bind(lambda title: str(together.wait(30)), name="clean")
    drawn = tidy.sample(["a", "b", "c", "d"], draws=1, progress=False)

    assert sorted(row[0].outcome for row in drawn.draws) == ["0", "1", "2", "3"]


def test_a_blocking_function_sees_the_context_of_its_call(tidy):
    wb, tidy = tidy()
    wb.bind(lambda title: threading.current_thread().name, name="clean")

    assert tidy("x") == "pointmass call"


def test_a_limit_that_is_met_inside_a_tool_ends_the_draw_and_is_not_told_to_the_model(make_workbench):
    asked = []

    def answer(request, index):
        asked.append(request.spec)
        return one_call_then_repeat("inner", {"title": "A"})(request, index) if request.spec == "outer" else "x"

    wb = make_workbench(answer)
    wb.define(pm.Spec("inner", "Inner.", (pm.Parameter("title", str),)))
    wb.define(pm.Spec("outer", "Outer.", (pm.Parameter("title", str),), tools=("inner",)))

    with pm.Budget(calls=1), pytest.raises(LimitError, match="1 of 1 calls; 'inner' was not asked"):
        wb["outer"]("A")
    assert asked == ["outer"]
