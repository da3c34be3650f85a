from __future__ import annotations

import asyncio
import threading

import pytest

import pointmass as pm
from pointmass.errors import (
    DepthError,
    InputError,
    ModelConnectionError,
    OutcomeError,
    SyncCallError,
    UnknownNameError,
)


def test_a_neural_name_is_answered_by_one_draw_of_the_model(make_workbench):
    wb = make_workbench(lambda request, index: f"{request.inputs['title']} {index}")

    @wb.spec
    def clean(title: str) -> str:
        """Clean the title."""

    assert [clean("A"), clean("A"), clean("B")] == ["A 0", "A 1", "B 0"]


def test_every_draw_of_a_call_is_kept(make_workbench):
    wb = make_workbench()

    @wb.spec
    def clean(title: str) -> str:
        """Clean the title."""

    clean("A")
    clean("A")

    assert [(held.series.purpose, held.draws) for held in wb.store.contents()] == [("call", 2)]


def test_code_answers_where_its_guard_says_yes(stabilized):
    wb, clean = stabilized()

    assert clean("a b") == "a-b"
    assert wb.trace()[-1].by == "code"
    assert wb.model.asked == []


@pytest.mark.parametrize("around", [(), (lambda call, following: following(call),)])
def test_code_that_a_function_calls_stands_in_that_call(stabilized, around):
    wb, clean = stabilized(around=around)
    wb.bind(lambda title: clean(title), name="tidy")

    assert wb["tidy"]("a b") == clean("a b") == "a-b"
    assert [(line.name, line.depth) for line in wb.trace()] == [("clean", 1), ("tidy", 0), ("clean", 0)]


def test_what_the_guard_hands_back_is_answered_by_the_model_and_the_trace_says_so(stabilized):
    wb, clean = stabilized()

    assert clean("A B") == "said"
    assert (wb.trace()[-1].by, wb.trace()[-1].note) == ("model", "the guard handed it back")
    assert wb.trace()[-1].note.code == "handed back"


def test_code_that_raises_falls_through_to_the_model_and_the_trace_says_why(stabilized):
    wb, clean = stabilized()

    assert clean("boom") == "said"
    assert wb.trace()[-1].note == "it raised ZeroDivisionError: boom"
    assert wb.trace()[-1].note.code == "the code raised"


@pytest.mark.parametrize(("given", "by"), [("a b", "code"), ("A B", "model"), ("boom", "model")])
def test_all_ways_to_call_a_name_are_answered_by_the_same(stabilized, given, by):
    wb, clean = stabilized()

    async def through_context():
        return await wb.acall("flow", {"title": given})

    async def flow(ctx: pm.Context, title: str) -> str:
        return await ctx.call("clean", title)

    wb.bind(flow)
    values = {
        clean(given),
        clean(title=given),
        wb.call("clean", {"title": given}),
        asyncio.run(wb.acall("clean", {"title": given})),
        asyncio.run(through_context()),
        wb["flow"](given),
    }

    assert len(values) == 1
    assert {record.by for record in wb.trace() if record.name == "clean"} == {by}


def test_a_name_may_come_after_its_callers(make_workbench):
    wb = make_workbench()

    async def flow(ctx: pm.Context, text: str) -> str:
        return await ctx.call("later", text)

    first = wb.bind(flow)
    wb.bind(lambda text: text.upper(), name="later")

    assert first("a") == "A"


def test_an_unknown_name_lists_what_is_bound(make_workbench):
    wb = make_workbench()
    wb.bind(lambda text: text, name="clean_filename")

    with pytest.raises(UnknownNameError, match=r"did you mean 'clean_filename'\?\); bound are \['clean_filename'\]"):
        wb.call("clean_filenam", {"text": "a"})


def test_arguments_that_do_not_fit_are_refused_before_the_model_is_asked(make_workbench):
    wb = make_workbench()

    @wb.spec
    def clean(title: str, limit: int = 3) -> str:
        """Clean the title."""

    with pytest.raises(InputError, match="limit='x'"):
        clean("a", limit="x")
    with pytest.raises(InputError, match="title"):
        clean()
    with pytest.raises(InputError, match="titel"):
        clean(titel="a")
    assert wb.model.asked == []


def test_an_answer_that_is_no_value_is_an_error_that_carries_it(make_workbench):
    wb = make_workbench(lambda request, index: "many")

    @wb.spec
    def count(text: str) -> int:
        """Count the words."""

    with pytest.raises(OutcomeError, match="format violation") as caught:
        count("a b")

    assert (caught.value.status, caught.value.text) == ("format violation", "many")
    assert wb.store.contents()[0].draws == 1


def test_a_model_that_cannot_answer_leaves_a_failed_draw_and_its_error(make_workbench):
    def fail(request, index):
        raise ModelConnectionError("no connection")

    wb = make_workbench(fail)

    @wb.spec
    def clean(title: str) -> str:
        """Clean the title."""

    with pytest.raises(ModelConnectionError):
        clean("A")
    assert wb.store.contents()[0].failed == 1


def test_names_that_call_each_other_without_an_end_are_stopped(make_workbench):
    wb = make_workbench()

    async def circle(ctx: pm.Context, text: str) -> str:
        return await ctx.call("circle", text)

    with pytest.raises(DepthError, match="is there a circle"):
        wb.bind(circle)("a")


def test_a_blocking_call_from_inside_the_loop_is_refused_instead_of_waiting_forever(make_workbench):
    wb = make_workbench()

    @wb.spec
    def clean(title: str) -> str:
        """Clean the title."""

    async def flow(ctx: pm.Context, title: str) -> str:
        return clean(title)

    with pytest.raises(SyncCallError, match=r"await ctx\.call"):
        wb.bind(flow)("A")


def test_a_plain_function_may_call_names_while_a_model_waits_for_it_as_a_tool(make_workbench):
    wb = make_workbench(call_the_tool_once)

    @wb.spec
    def inner(text: str) -> str:
        """Answer."""

    @wb.bind
    def look(text: str) -> str:
        return inner(text) + "!"

    @wb.spec(tools=["look"])
    def outer(text: str) -> str:
        """Answer with the tool."""

    assert outer("a") == "a!"


def call_the_tool_once(request, index):
    last = request.messages[-1]["content"]
    if request.spec == "inner":
        return request.inputs["text"]
    if isinstance(last, str):
        call = pm.ToolCall("1", "look", {"text": request.inputs["text"]})
        return pm.Completion("", stop_reason="tool_use", tool_calls=(call,))
    return pm.Completion(str(last[0]["content"]))


def test_names_that_call_each_other_through_plain_functions_are_stopped_too(make_workbench):
    wb = make_workbench(call_the_tool_once)

    @wb.spec(tools=["look"])
    def outer(text: str) -> str:
        """Answer with the tool."""

    @wb.bind
    def look(text: str) -> str:
        return outer(text)

    with pytest.raises(DepthError, match="is there a circle"):
        outer("a")


def test_code_that_would_end_the_program_falls_through_to_the_model(stabilized):
    wb, clean = stabilized()

    assert [clean("exit"), asyncio.run(wb.acall("clean", {"title": "exit"}))] == ["said", "said"]
    assert {record.note for record in wb.trace()} == {"it raised SystemExit: 2"}


def test_a_plain_function_is_called_on_the_callers_own_thread(make_workbench):
    wb = make_workbench()
    where = wb.bind(lambda: threading.current_thread(), name="where")

    assert where() is threading.current_thread()


def test_names_can_be_called_from_many_threads_at_once(make_workbench):
    wb = make_workbench(lambda request, index: request.inputs["title"])

    @wb.spec
    def clean(title: str) -> str:
        """Clean the title."""

    said = []
    threads = [threading.Thread(target=lambda i=i: said.append(clean(f"t{i}"))) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == [f"t{i}" for i in range(8)]


def test_a_built_in_can_be_bound_and_called_by_name(make_workbench):
    wb = make_workbench()
    wb.bind(str.upper, name="shout")

    assert wb.call("shout", {"self": "a"}) == "A"
    assert wb["shout"]("b") == "B"


def test_a_function_that_takes_anything_is_refused_when_it_is_bound(make_workbench):
    def anything(*texts, **more):
        return texts, more

    with pytest.raises(InputError, match=r"takes \['\*texts', '\*\*more'\]"):
        make_workbench().bind(anything)


@pytest.mark.parametrize("thing", [dict, int, max])
def test_what_does_not_say_its_parameters_cannot_be_bound(make_workbench, thing):
    with pytest.raises(
        InputError, match=f"^bind: '{thing.__name__}' does not say what its parameters are; bind a func"
    ):
        make_workbench().bind(thing)


@pytest.mark.parametrize("name", ["a b", "class", "", "1"])
def test_a_name_that_is_none_is_blamed_and_not_the_function(make_workbench, name):
    with pytest.raises(InputError, match=f"^bind: the name '{name}' is not a Python identifier"):
        make_workbench().bind(lambda x: x, name=name)


def test_what_cannot_be_called_and_what_has_no_name_cannot_be_bound(make_workbench):
    wb = make_workbench()

    with pytest.raises(InputError, match=r"^bind: got 'x' \(str\), which cannot be called"):
        wb.bind("x")
    with pytest.raises(InputError, match=r"a function with a name is needed, got .*; pass name="):
        wb.bind(lambda x: x)


def test_a_stabilized_name_that_is_called_by_mapping_starts_no_loop(stabilized):
    wb, _ = stabilized()
    threads = threading.active_count()

    assert wb.call("clean", {"title": "a b"}) == "a-b"
    assert threading.active_count() == threads


def test_what_one_workbench_softens_is_softened_when_the_file_is_opened_again(make_workbench, stabilized, tmp_path):
    def clean(title: str) -> str:
        """Clean the title."""

    path = tmp_path / "two.pointmass"
    beside = make_workbench(path=path)
    beside.spec(clean)
    _, hybrid = stabilized(path=path)
    beside["clean"].soften()
    again = make_workbench(path=path)

    assert hybrid.kind == "hybrid"
    assert again.spec(clean).kind == "neural"
    assert [event.action for event in hybrid.history()] == ["define", "stabilize", "soften"]
