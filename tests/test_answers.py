from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any, Literal, TypedDict, get_args

import pydantic
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pointmass.answers import WRAPPED, Answer, Status, read, result_schema
from pointmass.digest import canonical


class Team(Enum):
    BILLING = "billing"
    TECH = "tech"


class Rank(IntEnum):
    LOW = 1


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass
class Person:
    name: str
    age: int = 0


class Reply(TypedDict):
    result: str


class Strange(pydantic.BaseModel):
    x: int

    @pydantic.field_validator("x")
    @classmethod
    def look_up(cls, value: int) -> int:
        return {1: 1}[value]


TYPES: list[Any] = [
    *(str, int, float, bool, Team, Person, Reply, Strange, dict, list),
    *(
        Literal["yes", "no"],
        list[str],
        list[Person],
        dict[str, int],
        str | None,
        int | Person,
        dt.date,
        tuple[int, str],
    ),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["result", "name", "x"]), inner),
    max_leaves=10,
)
TEXTS = (
    st.text()
    | JSON.map(json.dumps)
    | JSON.map(lambda value: json.dumps({WRAPPED: value}))
    | JSON.map(lambda value: f"```json\n{json.dumps(value)}\n```")
    | st.sampled_from(
        ["", "null", "NaN", "1e999", "-0", "\ud800", '"\\ud800"', "[" * 2000, "[" * 300 + "]" * 300, "9" * 5000]
    )
)


@pytest.mark.parametrize("returns", TYPES, ids=str)
@settings(max_examples=40)  # of each type
@given(text=TEXTS)
@example(text="[" * 100_000)
@example(text='{"x": 2}')
def test_whatever_a_model_says_is_read_and_never_raises(returns, text):
    answer = read(text, returns)

    assert answer.status in get_args(Status)
    assert (answer.status == "ok") == (answer.detail == "")
    canonical(answer.value)


@given(st.text())
def test_text_is_taken_as_it_is_but_for_white_space_at_the_ends(text):
    assert read(f" \n{text}\t", str) == Answer("ok", text.strip())


@pytest.mark.parametrize("returns", TYPES[1:], ids=str)
@settings(max_examples=40)  # of each type
@given(data=st.data())
def test_what_was_read_reads_the_same_when_it_is_said_again(returns, data):
    first = read(data.draw(TEXTS), returns)
    if first.status == "ok":
        shape = result_schema(returns)
        wrapped = list(shape["properties"]) == [WRAPPED] and returns is not Reply if "properties" in shape else False

        assert read(json.dumps({WRAPPED: first.value} if wrapped else first.value), returns) == first


@pytest.mark.parametrize(
    ("text", "returns", "value"),
    [
        ("billing", Team, "billing"),
        ('"billing"', Team, "billing"),
        ('{"result": "billing"}', Team, "billing"),
        ("```\nbilling\n```", Team, "billing"),
        (" 42 ", int, 42),
        ("3", float, 3.0),
        ("true", bool, True),
        ("true", Literal["true", "false"], "true"),
        ('{"result": 1}', Rank, 1),
        ('{"result": "blue"}', Literal[Colour.BLUE], "blue"),
        ('["2024-03-01"]', list[dt.date], ["2024-03-01"]),
        ('{"result": [1, "a"]}', tuple[int, str], [1, "a"]),
        ('{"result": null}', str | None, None),
        ("hello", str | None, "hello"),
        ('["a", "b"]', list[str], ["a", "b"]),
        ('{"name": "Ada"}', Person, {"name": "Ada", "age": 0}),
        ('{"result": {"name": "Ada", "age": 3}}', Person, {"name": "Ada", "age": 3}),
        ('{"result": "x"}', Reply, {"result": "x"}),
        ('{"result": {"result": "x"}}', Reply, {"result": "x"}),
        ('{"result": {"a": 1}}', dict, {"result": {"a": 1}}),
        ('{"result": 3}', dict[str, int], {"result": 3}),
        ("2024-03-01", dt.date, "2024-03-01"),
    ],
)
def test_an_answer_of_a_type_is_read_as_json_data(text, returns, value):
    assert read(text, returns) == Answer("ok", value)


@pytest.mark.parametrize(
    ("text", "returns", "detail"),
    [
        ("I think billing", Team, "not JSON, and Input should be 'billing' or 'tech'"),
        ('{"name": 5}', Person, "name: Input should be a valid string"),
        ("1e999", float, "a number that is not finite"),
        ("NaN", float, "not JSON, and Input should be a valid number"),
        ('{"x": 2}', Strange, "2"),
        ("", int, "not JSON, and Input should be a valid integer"),
    ],
)
def test_what_does_not_fit_is_a_format_violation_that_says_why(text, returns, detail):
    assert read(text, returns) == Answer("format violation", detail=detail)


@pytest.mark.parametrize(
    ("text", "returns"),
    [
        ('{"result": true}', int),
        ('{"result": "3"}', int),
        ("1.5", int),
        ('"3"', float),
        ("true", float),
        ("yes", bool),
        ('{"result": 1}', bool),
        ('{"result": "true"}', bool),
        ('{"result": true}', Rank),
        ('{"result": ["1"]}', list[int]),
        ('{"name": "Ada", "age": "3"}', Person),
        ('{"result": "3"}', int | None),
        ('{"result": 3}', str | None),
        ('{"name": "Ada"}', str | None),
        ("[1]", str | None),
    ],
)
def test_what_the_schema_does_not_allow_is_a_format_violation(text, returns):
    assert read(text, returns).status == "format violation"


@pytest.mark.parametrize(
    ("stop_reason", "status"),
    [
        ("end_turn", "ok"),
        ("stop_sequence", "ok"),
        ("refusal", "refusal"),
        ("max_tokens", "truncated"),
        ("model_context_window_exceeded", "truncated"),
        ("pause_turn", "truncated"),
        ("tool_use", "format violation"),
    ],
)
def test_why_a_model_stopped_decides_the_class_of_its_answer(stop_reason, status):
    answer = read("text", str, stop_reason=stop_reason)

    assert answer.status == status
    assert (answer.value == "text") == (status == "ok")


def test_text_needs_no_schema():
    assert result_schema(str) is None


def test_a_result_that_is_no_object_is_asked_for_inside_one():
    assert result_schema(Team) == {
        "type": "object",
        "properties": {"result": {"enum": ["billing", "tech"], "type": "string"}},
        "required": ["result"],
        "additionalProperties": False,
    }


def test_definitions_stand_at_the_root_of_a_schema():
    shape = result_schema(list[Person])

    assert shape["properties"]["result"]["items"] == {"$ref": "#/$defs/Person"}
    assert "Person" in shape["$defs"]


@pytest.mark.parametrize("returns", [Person, Reply, dict[str, int]])
def test_an_object_is_asked_for_as_it_is(returns):
    assert result_schema(returns)["type"] == "object"
    assert "result" not in result_schema(returns).get("required", []) or returns is Reply


def test_a_schema_is_made_anew_for_each_request():
    result_schema(Team)["properties"].clear()

    assert result_schema(Team)["properties"]
