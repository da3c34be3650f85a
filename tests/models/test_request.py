import json
from typing import Annotated, Literal, TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.answers import read
from pointmass.models.base import Tool
from pointmass.models.request import REPLY_WITH_TEXT, render
from pointmass.signature import Parameter
from pointmass.spec import KNOWN, Example, Spec

Team = Literal["cards", "fees"]


def spec(prompt="Clean the title.", *parameters, **parts):
    parameters = parameters or (Parameter("title", str),)
    return Spec(name="f", prompt=prompt, parameters=parameters, **parts)


def test_a_prompt_without_placeholders_is_the_system_prompt_and_the_input_the_message():
    request = render(spec(), {"title": "A b"})

    assert request.system == f"Clean the title.\n\n{REPLY_WITH_TEXT}"
    assert request.messages == ({"role": "user", "content": "A b"},)
    assert request.schema is None


def test_several_inputs_are_one_json_object():
    request = render(spec("Add.", Parameter("x", int), Parameter("y", int), returns=int), {"x": 1, "y": 2})

    assert request.messages[-1]["content"] == '{"x":1,"y":2}'
    assert request.system == "Add."


def test_placeholders_are_filled_and_what_is_not_named_follows():
    request = render(
        spec("Clean {title} for {{os}}.", Parameter("title", str), Parameter("os", str)),
        {"title": "A b", "os": "mac"},
    )

    assert request.messages == ({"role": "user", "content": 'Clean A b for {os}.\n\n{"os":"mac"}'},)
    assert request.system == REPLY_WITH_TEXT


@given(st.text())
def test_braces_inside_an_input_are_text(text):
    request = render(spec("Clean {title}!"), {"title": text})

    assert request.messages[-1]["content"] == f"Clean {text}!"


def test_an_input_cannot_name_another_input():
    both = spec("{a} and {b}", Parameter("a", str), Parameter("b", str))

    assert render(both, {"a": "{b}", "b": "secret"}).messages[-1]["content"] == "{b} and secret"


def test_history_then_examples_then_the_question():
    made = spec(
        examples=(Example({"title": "A b"}, "a-b"),),
        history=({"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}),
    )

    request = render(made, {"title": "C d"})

    assert [(turn["role"], turn["content"]) for turn in request.messages] == [
        ("user", "Hello"),
        ("assistant", "Hi"),
        ("user", "A b"),
        ("assistant", "a-b"),
        ("user", "C d"),
    ]


@pytest.mark.parametrize(
    ("returns", "result"),
    [(str, "a b"), (int, 3), (bool, False), (Team, "cards"), (list[str], ["a"]), (list[int], [1, 2])],
)
def test_an_example_is_said_as_an_answer_would_be_and_reads_back(returns, result):
    made = spec(returns=returns, examples=(Example({"title": "A b"}, result),))

    said = render(made, {"title": "C d"}).messages[1]["content"]

    assert read(said, returns).value == result


def test_a_result_other_than_text_is_asked_for_by_schema():
    request = render(spec(returns=Team), {"title": "A b"})

    assert request.schema["properties"]["result"]["enum"] == ["cards", "fees"]
    assert request.system == "Clean the title."


class Known(TypedDict):
    title: str


class Asked(TypedDict):
    topic: str
    year: int


def rest(prompt="Parse.", *parameters, **parts):
    parameters = parameters or (Parameter("line", str),)
    return spec(prompt, *parameters, Parameter("known", Annotated[Known, KNOWN]), returns=Asked, **parts)


@pytest.mark.parametrize(
    ("made", "inputs", "said"),
    [
        (rest(), {"line": "A b"}, "A b"),
        (rest("Parse.", Parameter("line", str), Parameter("n", int)), {"line": "A b", "n": 1}, '{"line":"A b","n":1}'),
        (rest("Parse {line}."), {"line": "A b"}, "Parse A b."),
    ],
)
def test_what_is_known_is_no_input_but_a_line_that_says_what_is_asked(made, inputs, said):
    request = render(made, {**inputs, "known": {"title": "A\nb"}})

    assert request.messages[-1]["content"] == (said + '\n\nAlready known: {"title":"A\\nb"}. Answer only: topic, year.')
    assert request.inputs == inputs
    assert list(request.schema["properties"]) == ["topic", "year"]


def test_an_example_of_what_is_asked_says_what_was_known_of_it():
    example = Example({"line": "C d", "known": {"title": "C"}}, {"topic": "art", "year": 1})
    asked, answered, _ = render(rest(examples=[example]), {"line": "A", "known": {"title": "A"}}).messages

    assert asked["content"] == 'C d\n\nAlready known: {"title":"C"}. Answer only: topic, year.'
    assert answered["content"] == '{"topic":"art","year":1}'


def test_what_the_spec_insists_on_is_passed_on():
    tool = Tool("look", "Look it up.", {"type": "object", "properties": {}})

    request = render(spec(model="claude-other", options={"max_tokens": 5}), {"title": "A b"}, tools=[tool])

    assert request.model == "claude-other"
    assert request.options == {"max_tokens": 5}
    assert request.tools == (tool,)
    assert request.inputs == {"title": "A b"}
    assert json.dumps(request.messages)
