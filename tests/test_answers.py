from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
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
        ('{"x": 2}', Strange, "a validator of the type raised KeyError: 2"),
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234567890123456.78", "1234567890123456.78"),
        ("9007199254740993.01", "9007199254740993.01"),
        ('{"result": 0.10000000000000000555}', "0.10000000000000000555"),
        ("1.50", "1.5"),
        ('"1.500"', "1.5"),
        ("150", "150"),
        ("1e3", "1000"),
        ("-0.0", "0"),
    ],
)
def test_a_decimal_is_the_number_that_was_written_and_counts_by_its_value(text, value):
    assert read(text, Decimal) == Answer("ok", value)


def test_a_decimal_inside_a_record_is_exact_too():
    class Price(pydantic.BaseModel):
        amounts: list[Decimal]
        rate: float

    answer = read('{"amounts": [1234567890123456.78, "0.10"], "rate": 1.5}', Price)

    assert answer.value == {"amounts": ["1234567890123456.78", "0.1"], "rate": 1.5}


def test_two_decimals_that_are_one_float_are_never_mixed_up():
    assert read("[9007199254740993.01, 9007199254740993.02]", list[Decimal]).status == "format violation"
    assert read('["9007199254740993.01", "9007199254740993.02"]', list[Decimal]).status == "ok"


class Fuzzy(TypedDict):
    when: dt.datetime | str


@pytest.mark.parametrize(
    ("text", "returns"),
    [
        ("20240131", dt.datetime),
        ("2024", dt.datetime),
        ('"2024"', dt.datetime),
        ("86400", dt.date),
        ("86400.0", dt.date),
        ('{"result": "20240131"}', dt.datetime),
        ('{"result": ["86400"]}', list[dt.date]),
        ('{"20240131": 1}', dict[dt.datetime, int]),
        ("1", Literal[True, False]),
        ("true", Literal[1, 2]),
        ('{"result": true}', Rank),
    ],
)
def test_a_number_is_no_date_and_no_truth_value_at_any_depth(text, returns):
    assert read(text, returns).status == "format violation"


def test_a_number_beside_a_date_stays_the_text_that_it_is():
    assert read('{"when": "20240131"}', Fuzzy).value == {"when": "20240131"}
    assert read('{"when": "2024-01-31T10:00:00Z"}', Fuzzy).value == {"when": "2024-01-31T10:00:00Z"}


@pytest.mark.parametrize(
    ("one", "other", "returns"),
    [
        ("0.0", "-0.0", float),
        ("2024-01-31T10:00:00Z", "2024-01-31T11:00:00+01:00", dt.datetime),
        ('["b", "a"]', '["a", "b", "a"]', set[str]),
        ("P1D", "PT24H", dt.timedelta),
    ],
)
def test_equal_values_are_one_outcome(one, other, returns):
    assert canonical(read(one, returns).value) == canonical(read(other, returns).value)


@pytest.mark.parametrize(
    "fenced",
    [
        "```json\r\n[1]\r\n```",
        "````json\n[1]\n````",
        "~~~\n[1]\n~~~",
        "``` json\n[1]\n```",
        "```json [1] ```",
        "```JSON5\n[1]\n```",
        "```[1]```",
        "```\n[\n1]```",
        "  ```json\n[1]\n  ```  ",
        "```json\n[1]\n`````",
    ],
)
def test_a_code_fence_of_any_usual_form_is_forgiven(fenced):
    assert read(fenced, list[int]) == Answer("ok", [1])


@pytest.mark.parametrize(
    "text", ["```json\n[1]", "[1]\n```", "```\n```", "`[1]`", "```json\n[1]\n``` and more", "~~~\n[1]\n```"]
)
def test_what_is_no_fence_around_the_whole_is_no_json(text):
    assert read(text, list[int]).status == "format violation"


def test_a_value_on_the_line_of_the_fence_is_no_language():
    assert read("```true```", bool) == Answer("ok", value=True)
    assert read("``` red ```", Colour) == Answer("ok", "red")


@pytest.mark.parametrize("reason", ["error", "insufficient_system_resource", ""])
def test_an_unknown_reason_to_stop_is_a_class_of_its_own(reason):
    answer = read("half a sent", str, stop_reason=reason)

    assert answer.status == "unknown stop"
    assert repr(reason) in answer.detail


@pytest.mark.parametrize(("reason", "status"), [("stop", "ok"), ("length", "truncated"), ("content_filter", "refusal")])
def test_the_words_of_other_servers_mean_what_they_say(reason, status):
    assert read("said", str, stop_reason=reason).status == status
