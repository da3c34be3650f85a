from __future__ import annotations

import dataclasses
import datetime as dt
from enum import Enum
from typing import Annotated, Literal, NotRequired, TypedDict

import pydantic
import pytest
import typing_extensions

from pointmass.digest import canonical
from pointmass.signature import as_record, describe, fault, misfits, part_of, record_fields, schema


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Book(TypedDict):
    """A line of a reading list."""

    title: str
    format: Literal["pdf", "html"]
    colour: Colour
    year: NotRequired[int]


@dataclasses.dataclass
class Author:
    name: str


@dataclasses.dataclass
class Loan:
    author: Author
    due: dt.date
    tags: list[str] = dataclasses.field(default_factory=list)


class Ticket(pydantic.BaseModel):
    subject: str = pydantic.Field(min_length=2, description="What it is about")
    kind: Literal["bug", "wish"] = pydantic.Field(alias="Kind-Of")
    votes: Annotated[int, pydantic.Field(gt=0)] = 3

    @pydantic.field_validator("subject")
    @classmethod
    def no_shouting(cls, value):
        if value.isupper():
            raise ValueError("no shouting")
        return value

    @pydantic.model_validator(mode="before")
    @classmethod
    def wants_a_kind(cls, data):
        if "Kind-Of" not in data:
            raise ValueError("what kind?")
        return data


class Span(pydantic.BaseModel):
    start: int
    end: int

    @pydantic.model_validator(mode="before")
    @classmethod
    def in_order(cls, data):
        return data if data["start"] <= data["end"] else {}


@pydantic.dataclasses.dataclass
class Size:
    width: int = pydantic.Field(gt=0, alias="Width")
    unit: str = "cm"


class Node(typing_extensions.TypedDict):
    name: str
    children: list[Node]


class Numbers(pydantic.RootModel[list[int]]):
    pass


class Hidden(TypedDict):
    _id: int
    name: str


@dataclasses.dataclass
class Renamed:
    name: Annotated[str, pydantic.Field(alias="Name")]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Book, {"title": True, "format": True, "colour": True, "year": False}),
        (Loan, {"author": True, "due": True, "tags": False}),
        (Ticket, {"subject": True, "Kind-Of": True, "votes": False}),
        (Size, {"Width": True, "unit": False}),
        (Node, {"name": True, "children": True}),
    ],
    ids=lambda kind: getattr(kind, "__name__", ""),
)
def test_a_record_has_the_fields_that_its_json_has_and_says_which_it_must_have(kind, fields):
    assert {field.key: field.required for field in record_fields(kind)} == fields
    assert list(fields) == [field.key for field in record_fields(kind)]


@pytest.mark.parametrize("kind", [str, dict, dict[str, int], list[Book], Book | None, Numbers])
def test_what_is_no_record_has_no_fields(kind):
    assert record_fields(kind) == ()


@pytest.mark.parametrize("kind", [Hidden, Renamed])
def test_a_record_whose_json_keys_cannot_be_told_from_the_type_has_no_fields_either(kind):
    assert record_fields(kind) == ()


@pytest.mark.parametrize("kind", [Book, Loan, Ticket, Size, Node])
def test_every_part_of_a_record_is_a_type_that_a_spec_can_have(kind):
    for field in record_fields(kind):
        part = part_of(kind, [field.key])

        assert fault(part) is None
        assert list(schema(part)["properties"]) == [field.key]
        assert schema(part).get("required", []) == ([field.key] if field.required else [])
        assert canonical(describe(part)) != canonical(describe(kind))


@pytest.mark.parametrize("kind", [Book, Loan, Ticket, Size, Node])
def test_a_part_says_of_its_fields_what_the_whole_says(kind):
    whole = schema(kind)
    whole = whole["$defs"][whole["$ref"].rsplit("/", 1)[-1]] if "$ref" in whole else whole
    for key, said in whole["properties"].items():
        without_default = {name: value for name, value in said.items() if name != "default"}

        assert schema(part_of(kind, [key]))["properties"][key] == without_default
    assert schema(part_of(kind, list(whole["properties"])[:1])).get("description") == whole.get("description")


def test_a_part_is_made_once_whatever_the_order_of_its_keys():
    assert part_of(Book, ["title", "year"]) is part_of(Book, ["year", "title"])
    assert list(part_of(Book, ["year", "title"]).__annotations__) == ["title", "year"]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Book, {"title": "A"}),
        (Book, {"colour": "red", "year": 1999}),
        (Loan, {"due": "2024-03-01"}),
        (Loan, {"author": {"name": "Ada"}, "tags": []}),
        (Ticket, {"subject": "It fails"}),
        (Ticket, {"Kind-Of": "bug", "votes": 1}),
        (Size, {"unit": "m"}),
        (Span, {"start": 1}),
        (Node, {"children": [{"name": "a", "children": []}]}),
    ],
)
def test_fields_that_fit_have_no_fault_whatever_is_missing_beside_them(kind, data):
    assert misfits(kind, data) == ""


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (Book, {"title": "A", "format": "scroll"}, "format='scroll': Input should be 'pdf' or 'html'"),
        (Book, {"year": "1999"}, "year='1999': Input should be a valid integer"),
        (Book, {"year": True}, "year=True: Input should be a valid integer"),
        (Book, {"colour": "green"}, "colour='green': Input should be"),
        (Book, {"title": None}, "title=None: Input should be a valid string"),
        (Loan, {"author": {}}, "author.name={}: Field required"),
        (Loan, {"due": "soon"}, "due='soon': Input should be a valid date"),
        (Loan, {"tags": "a"}, "tags='a': Input should be a valid array"),
        (Ticket, {"subject": "x"}, "subject='x': String should have at least 2 characters"),
        (Ticket, {"subject": "HELP", "Kind-Of": "bug"}, "subject='HELP': Value error, no shouting"),
        (Ticket, {"votes": 0}, "votes=0: Input should be greater than 0"),
        (Span, {"end": "2"}, "end='2': Input should be a valid integer"),
        (Size, {"Width": 0}, "Width=0: Input should be greater than 0"),
    ],
)
def test_a_field_that_does_not_fit_is_named_with_what_it_is_and_why(kind, data, said):
    assert misfits(kind, data).startswith(said)


@pytest.mark.parametrize(
    ("kind", "data", "made"),
    [
        (Book, {"title": "A", "format": "pdf", "colour": "red"}, {"title": "A", "format": "pdf", "colour": Colour.RED}),
        (Node, {"name": "a", "children": []}, {"name": "a", "children": []}),
        (
            Loan,
            {"author": {"name": "Ada"}, "due": "2024-03-01"},
            Loan(Author("Ada"), dt.date(2024, 3, 1)),
        ),
        (Ticket, {"subject": "It fails", "Kind-Of": "bug"}, Ticket(**{"subject": "It fails", "Kind-Of": "bug"})),
    ],
)
def test_a_whole_record_becomes_an_object_of_its_type(kind, data, made):
    assert as_record(kind, data) == made


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Node, {"name": 1, "children": []}),
        (Book, {"title": "A", "format": "pdf", "colour": "red", "year": "1999"}),
        (Book, {"title": "A", "format": "pdf", "colour": "red", "year": True}),
        (Book, {"title": "A", "format": "pdf"}),
        (Loan, {"author": {"name": 3}, "due": "2024-03-01"}),
        (Ticket, {"subject": "It fails", "Kind-Of": "bug", "votes": "3"}),
    ],
)
def test_a_whole_record_is_read_as_strictly_as_an_answer(kind, data):
    with pytest.raises(ValueError, match=r"Input should be|Field required"):
        as_record(kind, data)
