from __future__ import annotations

import asyncio
import dataclasses
from enum import Enum

import pytest

import pointmass as pm
from pointmass.errors import InputError
from pointmass.harness.tools import as_tool


class Colour(Enum):
    RED = "red"


@dataclasses.dataclass
class Point:
    x: int


class Table:
    """A class without a JSON schema, as a DataFrame is."""


def seen(point: Point, colour: Colour = Colour.RED, times: int = 1) -> list[object]:
    return [point, colour, times]


@pytest.fixture
def wb(make_workbench):
    wb = make_workbench()
    wb.bind(seen)
    return wb


def ways(wb, name, inputs):
    """Call a name in each way that there is."""

    async def flow(ctx: pm.Context) -> object:
        return await ctx.call(name, **inputs)

    wb.bind(flow)
    return [
        lambda: wb[name](*inputs.values()),
        lambda: wb[name](**inputs),
        lambda: wb.call(name, inputs),
        lambda: asyncio.run(wb.acall(name, inputs)),
        lambda: wb["flow"](),
    ]


@pytest.mark.parametrize("given", [{"x": 1}, Point(1)], ids=["json", "object"])
def test_a_function_gets_the_types_that_it_declares_however_it_is_called(wb, given):
    colour = "red" if isinstance(given, dict) else Colour.RED
    for call in ways(wb, "seen", {"point": given, "colour": colour, "times": 2}):
        assert call() == [Point(1), Colour.RED, 2]


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (
            {"point": {"x": "a"}},
            r"^seen: point=\{'x': 'a'\} \(dict\) is not of type Point: x: Input should be a valid integer",
        ),
        (
            {"point": {"x": 1}, "colour": "blue"},
            r"^seen: colour='blue' \(str\) is not of type Colour: Input should be 'red'$",
        ),
        (
            {"point": {"x": 1}, "colour": "red", "times": "abc"},
            r"^seen: times='abc' \(str\) is not of type int: Input should be",
        ),
        (
            {"point": {"x": 1}, "colour": "red", "times": True},
            r"^seen: times=True \(bool\) is not of type int: Input should be",
        ),
    ],
)
def test_an_argument_that_does_not_fit_is_refused_however_the_function_is_called(wb, inputs, said):
    for call in ways(wb, "seen", inputs):
        with pytest.raises(InputError, match=said):
            call()


def test_a_model_that_calls_a_function_with_the_wrong_type_is_told_and_the_function_is_not_called(make_workbench):
    called = []

    def count(n: int) -> int:
        called.append(n)
        return n

    def answer(request, index):
        last = request.messages[-1]["content"]
        if isinstance(last, str):
            call = pm.ToolCall("call-1", "count", {"n": "abc"})
            return pm.Completion("", stop_reason="tool_use", tool_calls=(call,))
        return pm.Completion(str(last[0]))

    wb = make_workbench(answer)
    wb.bind(count)

    @wb.spec(tools=["count"])
    def ask(text: str) -> str:
        """Ask."""

    said = ask("x")

    assert "count: n='abc' (str) is not of type int" in said
    assert "'is_error': True" in said
    assert called == []


def test_an_annotation_without_a_schema_is_not_checked_and_says_nothing_to_a_model(make_workbench):
    def rows(table: Table, other) -> list[object]:
        return [table, other]

    wb = make_workbench()
    handle = wb.bind(rows)

    assert handle("a", "b") == ["a", "b"]
    assert as_tool(handle.binding).schema["properties"] == {"table": {}, "other": {}}


def test_a_default_that_its_annotation_does_not_allow_may_be_given(make_workbench):
    def upper(text: str = None) -> str:  # noqa: RUF013 - as people write it
        return "" if text is None else text.upper()

    assert make_workbench().bind(upper)(None) == ""


def test_an_object_of_the_declared_class_goes_through_as_it_is(wb):
    point = Point(1)

    assert wb["seen"](point)[0] is point


def test_one_annotation_that_names_nothing_leaves_the_others_checked(make_workbench):
    async def flow(ctx: pm.Context, n: int, other: Nowhere) -> int:  # noqa: F821 - imported for type checkers only
        return n

    handle = make_workbench().bind(flow)

    assert handle(1, "x") == 1
    with pytest.raises(InputError, match="n='a'"):
        handle("a", "x")


def test_code_answers_a_call_that_leaves_a_default_out(make_workbench):
    from pointmass.approval import Decision
    from pointmass.artifact import Artifact
    from pointmass.harness import bind_artifact

    wb = make_workbench()
    parameters = (pm.Parameter("title", str), pm.Parameter("times", int, 2))
    spec = wb.define(pm.Spec("clean", "Clean the title.", parameters)).spec
    source = "def accepts(title, times):\n    return True\n\n\ndef clean(title, times):\n    return title * times\n"
    artifact = Artifact("clean", source, spec.digest)
    said = Decision(approved=True, by="a reader", digest=artifact.digest)
    clean = wb["clean"]
    wb.registry.bind(bind_artifact(artifact, spec, said), action="stabilize", by="a reader", time=0.0)

    assert [clean("ab"), clean("ab", 3), clean(title="ab"), wb.call("clean", {"title": "ab"})] == [
        "abab",
        "ababab",
        "abab",
        "abab",
    ]
    assert [each.by for each in wb.trace()] == ["code"] * 4
    with pytest.raises(InputError, match="clean: got 3 by position"):
        clean("ab", 1, 2)
