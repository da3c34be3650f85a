"""A record is answered field by field: what code gives is kept, and a model is asked for the rest only."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import json
from enum import Enum
from typing import Annotated, Literal, NotRequired, TypedDict

import pydantic
import pytest

import pointmass as pm
from pointmass.errors import (
    BundleError,
    OutcomeError,
)

LINE = "Logic - Ada; Bo"
RECORD = {"title": "Logic", "authors": ["Ada", "Bo"], "format": "pdf", "topic": "maths"}
WHOLE = {"title": "T", "authors": [], "format": "html", "topic": "art"}


def whole(request, index):
    return json.dumps(WHOLE)


def code(body, fields='("title", "authors", "format")'):
    return f"FIELDS = {fields}\n\n\ndef accepts(entry):\n    return True\n\n\ndef parse_book(entry):\n    {body}\n"


def ways(wb, name, inputs):
    """Call a name in each way that there is from Python."""

    async def flow(ctx: pm.Context) -> object:
        return await ctx.call(name, **inputs)

    wb.bind(flow)
    return {
        "handle": lambda: wb[name](*inputs.values()),
        "by name": lambda: wb[name](**inputs),
        "call": lambda: wb.call(name, inputs),
        "acall": lambda: asyncio.run(wb.acall(name, inputs)),
        "context": lambda: wb["flow"](),
    }


# --- what is given, and by whom ---


@pytest.mark.parametrize("way", ["handle", "by name", "call", "acall", "context"])
def test_code_gives_its_fields_and_a_model_the_rest_however_the_name_is_called(field_wise, way):
    wb, parse_book = field_wise()

    assert ways(wb, "parse_book", {"entry": LINE})[way]() == RECORD
    line = next(line for line in wb.trace() if line.name == "parse_book")
    assert (line.by, line.note) == ("code+model", "title, authors, format by code; topic by the model")
    assert parse_book.kind == "hybrid"


def test_a_model_that_calls_the_name_as_a_tool_gets_the_whole_record(field_wise):
    def answer(request, index):
        if request.spec == "parse_book":
            return '{"topic": "maths"}'
        last = request.messages[-1]["content"]
        if isinstance(last, str):
            call = pm.ToolCall("1", "parse_book", {"entry": LINE})
            return pm.Completion("", stop_reason="tool_use", tool_calls=(call,))
        return last[0]["content"]

    wb, _ = field_wise(answer)

    @wb.spec(tools=["parse_book"])
    def tidy(text: str) -> str:
        """Tidy the text."""

    assert json.loads(tidy("x")) == RECORD
    assert [line.by for line in wb.trace()] == ["code+model", "model"]


def test_the_model_is_asked_for_the_missing_fields_only_and_told_what_is_known(field_wise):
    wb, parse_book = field_wise()
    parse_book(LINE)
    ((request, index),) = wb.model.asked

    assert index == 0
    assert request.inputs == {"entry": LINE}
    assert request.schema["properties"] == {"topic": {"type": "string"}}
    assert request.schema["required"] == ["topic"]
    assert request.messages[-1]["content"] == (
        'Logic - Ada; Bo\n\nAlready known: {"authors":["Ada","Bo"],"format":"pdf","title":"Logic"}. Answer only: topic.'
    )


def test_all_else_that_the_spec_says_is_said_as_ever(field_wise):
    parts = {
        "history": ({"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}),
        "options": {"max_tokens": 50},
        "model": "claude-other",
        "tools": ("look",),
    }
    wb, parse_book = field_wise(whole, **parts)
    wb.bind(lambda text: text, name="look")
    parse_book(LINE)
    parse_book("no dash")
    (rest, _), (entire, _) = wb.model.asked

    assert rest.system == entire.system == "Parse the line."
    assert rest.messages[:2] == entire.messages[:2] == parts["history"]
    assert (rest.options, rest.model, rest.tools) == (entire.options, entire.model, entire.tools)
    assert [tool.name for tool in rest.tools] == ["look"]


def test_a_prompt_with_placeholders_is_filled_and_followed_by_what_is_known(field_wise):
    parameters = (pm.Parameter("entry", str), pm.Parameter("style", str, "short"))
    source = code('return {"title": entry}').replace("(entry)", '(entry, style="short")')
    wb, parse_book = field_wise(whole, source=source, prompt="Parse {entry}.", parameters=parameters)
    parse_book("A")

    assert wb.model.asked[0][0].messages[-1]["content"] == (
        'Parse A.\n\n{"style":"short"}\n\nAlready known: {"title":"A"}. Answer only: authors, format, topic.'
    )


def test_examples_are_projected_to_what_is_asked(field_wise):
    wb, parse_book = field_wise(examples=[("Sets - Cy", {**WHOLE, "title": "Sets", "authors": ["Cy"]})])
    parse_book(LINE)
    question, answer, _ = (turn["content"] for turn in wb.model.asked[0][0].messages)

    assert question == (
        'Sets - Cy\n\nAlready known: {"authors":["Cy"],"format":"html","title":"Sets"}. Answer only: topic.'
    )
    assert answer == '{"topic":"art"}'


def test_for_one_input_code_may_give_fewer_fields(field_wise):
    wb, parse_book = field_wise(whole)

    assert parse_book("short - x") == {**WHOLE, "title": "short"}
    assert wb.trace()[-1].note == "title by code; authors, format, topic by the model"


def test_what_code_gave_stands_whatever_the_model_says_of_it(field_wise):
    _, parse_book = field_wise(whole)

    assert parse_book(LINE) == {**RECORD, "topic": "art"}


def test_code_that_gives_every_field_asks_nobody(field_wise):
    body = 'return {"title": entry, "authors": [], "format": "pdf", "topic": "x"}'
    wb, parse_book = field_wise(source=code(body, '("topic", "title", "authors", "format")'))

    assert parse_book("A") == {"title": "A", "authors": [], "format": "pdf", "topic": "x"}
    assert (wb.trace()[-1].by, wb.trace()[-1].note) == ("code", "")
    assert wb.model.asked == []


def test_what_the_guard_hands_back_goes_to_the_model_as_a_whole(field_wise):
    wb, parse_book = field_wise(whole)

    assert parse_book("no dash") == WHOLE
    assert (wb.trace()[-1].by, wb.trace()[-1].note) == ("model", "the guard handed it back")


@pytest.mark.parametrize("given", [g for n in range(1, 4) for g in itertools.combinations(WHOLE, n)], ids="-".join)
def test_whichever_fields_code_gives_the_record_is_those_and_the_rest_of_the_model(field_wise, given):
    own = {key: {**RECORD, "title": "Own"}[key] for key in given}
    wb, parse_book = field_wise(whole, source=code(f"return {own!r}", repr(given)))

    assert parse_book(LINE) == {**WHOLE, **own}
    assert list(wb.model.asked[0][0].schema["properties"]) == [key for key in WHOLE if key not in given]


# --- what code gives is not trusted ---


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ('return {"title": 3}', "the code gave a field that does not fit: title=3: Input should be a valid string"),
        ('return {"format": "scroll"}', "does not fit: format='scroll': Input should be 'pdf' or 'html'"),
        ('return {"title": "A", "authors": "Ada"}', "does not fit: authors='Ada': Input should be a valid array"),
        ('return {"title": None}', "does not fit: title=None"),
        ('return {"topic": "x"}', "the code gave ['topic'], and it may give title, authors, format"),
        ('return {"title": "A", "pages": 3}', "the code gave ['pages'], and it may give"),
        ("return {1: 2}", "the code gave [1], and it may give"),
        ('return {"title": "A", "authors": [], "format": "pdf", "topic": "x"}', "the code gave ['topic']"),
        ("return {}", "the code gave no field"),
        ("return None", "the code gave None (NoneType), which is not a dict of fields"),
        ('return "Logic"', "the code gave 'Logic' (str), which is not a dict of fields"),
        ('return [("title", "A")]', "(list), which is not a dict of fields"),
        ('return {"title": {1, 2}}', "the code gave something that is not JSON data"),
        ('return {"authors": [float("nan")]}', "the code gave something that is not JSON data"),
        ("return 1 / 0", "it raised ZeroDivisionError: division by zero"),
    ],
)
def test_what_is_no_part_of_the_record_leaves_the_whole_to_the_model(field_wise, body, note):
    wb, _ = field_wise(whole, source=code(body))

    for call in ways(wb, "parse_book", {"entry": LINE}).values():
        assert call() == WHOLE
        line = next(line for line in reversed(wb.trace()) if line.name == "parse_book")
        assert line.by == "model"
        assert note in line.note
    assert "Already known" not in str([request.messages for request, _ in wb.model.asked])


def test_a_whole_record_of_code_that_does_not_fit_leaves_the_whole_to_the_model(field_wise):
    body = 'return {"title": "A", "authors": [], "format": "scroll", "topic": "x"}'
    wb, parse_book = field_wise(whole, source=code(body, '("title", "authors", "format", "topic")'))

    assert parse_book("A") == WHOLE
    assert wb.trace()[-1].note == ("the code gave a record that does not fit: format: Input should be 'pdf' or 'html'")


@pytest.mark.parametrize(
    "fields", ["()", '("pages",)', '"title"', '("title", 3)', "tuple(names)", '{"title"}', "None", '("title" "x",)']
)
def test_fields_that_are_no_list_of_the_records_own_are_refused_before_the_code_is_executed(field_wise, fields):
    source = code('return {"title": entry}', fields) + "\nraise SystemError\n"

    with pytest.raises(
        BundleError, match=r"^parse_book: the source says FIELDS = .*fields of the result are \['title'"
    ):
        field_wise(source=source)


def test_a_constant_of_that_name_means_nothing_where_the_result_is_no_record(field_wise):
    _, parse_book = field_wise(source=code("return entry.upper()", '("any", "thing")'), returns=str)

    assert parse_book("a") == "A"


# --- kinds of records ---


class Colour(Enum):
    RED = "red"


@dataclasses.dataclass
class Author:
    name: str


@dataclasses.dataclass
class Loan:
    author: Author
    colour: Colour
    days: int = 7


class Ticket(pydantic.BaseModel):
    kind: Literal["bug", "wish"] = pydantic.Field(alias="Kind-Of")
    votes: Annotated[int, pydantic.Field(gt=0)]

    @pydantic.model_validator(mode="after")
    def bugs_have_few_votes(self):
        if self.kind == "bug" and self.votes > 9:
            raise ValueError("so many?")
        return self


class Entry(TypedDict):
    title: str
    year: NotRequired[int]


def test_a_dataclass_comes_as_an_object_and_a_nested_record_is_one_field(field_wise):
    source = code('return {"author": {"name": entry}}', '("author",)')
    wb, parse_book = field_wise(lambda request, index: '{"colour": "red", "days": 3}', source=source, returns=Loan)

    assert parse_book("Ada") == Loan(Author("Ada"), Colour.RED, 3)
    assert 'Already known: {"author":{"name":"Ada"}}. Answer only: colour, days.' in str(wb.model.asked[0][0].messages)


def test_a_default_stands_where_the_model_leaves_the_field_out(field_wise):
    source = code('return {"author": {"name": entry}}', '("author",)')
    _, parse_book = field_wise(lambda request, index: '{"colour": "red"}', source=source, returns=Loan)

    assert parse_book("Ada") == Loan(Author("Ada"), Colour.RED, 7)


def test_a_pydantic_model_is_known_by_the_keys_of_its_json(field_wise):
    source = code('return {"Kind-Of": "bug"}', '("Kind-Of",)')
    wb, parse_book = field_wise(lambda request, index: '{"votes": 2}', source=source, returns=Ticket)

    assert parse_book("x") == Ticket(**{"Kind-Of": "bug", "votes": 2})
    assert wb.model.asked[0][0].schema["properties"] == {"votes": {"exclusiveMinimum": 0, "type": "integer"}}


def test_parts_that_make_no_record_together_are_a_violation_of_the_format_by_the_model(field_wise):
    source = code('return {"Kind-Of": "bug"}', '("Kind-Of",)')
    wb, parse_book = field_wise(lambda request, index: '{"votes": 10}', source=source, returns=Ticket)

    with pytest.raises(OutcomeError, match=r"format violation \(Value error, so many\?\)"):
        parse_book("x")
    (held,) = wb.store.contents()
    (draws,) = wb.store.draws(held.series).values()
    assert [(draw.status, draw.outcome) for draw in draws] == [("format violation", None)]


def test_a_field_that_may_be_missing_is_asked_for_where_code_gives_none(field_wise):
    wb, parse_book = field_wise(
        lambda request, index: "{}", source=code('return {"title": entry}', '("title", "year")'), returns=Entry
    )

    assert parse_book("A") == {"title": "A"}
    assert wb.trace()[-1].note == "title by code; year by the model"


def test_inputs_that_are_no_bare_types_reach_the_code_as_json(field_wise):
    source = code('return {"title": entry["name"]}')
    wb, parse_book = field_wise(whole, source=source, parameters=(pm.Parameter("entry", Author),))

    assert parse_book(Author("Ada")) == {**WHOLE, "title": "Ada"}
    assert wb.model.asked[0][0].inputs == {"entry": {"name": "Ada"}}


def test_a_parameter_may_be_called_as_the_known_fields_are(field_wise):
    source = code('return {"title": known}').replace("(entry)", "(known)")
    wb, parse_book = field_wise(whole, source=source, parameters=(pm.Parameter("known", str),))

    assert parse_book("A") == {**WHOLE, "title": "A"}
    assert wb.model.asked[0][0].inputs == {"known": "A"}


# --- draws ---
