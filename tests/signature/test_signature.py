from __future__ import annotations

import dataclasses
import datetime as dt
import subprocess
import sys
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, ClassVar, Literal, NewType, NotRequired, Required, TypedDict

import numpy as np
import pydantic
import pytest
import typing_extensions
from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.digest import canonical
from pointmass.signature import (
    MISSING,
    Parameter,
    checkable,
    describe,
    fault,
    fields_of,
    from_json,
    hints,
    misfit,
    plain,
    schema,
    show,
    typed,
)


class Colour(Enum):
    """What it is painted in."""

    RED = "red"
    BLUE = "blue"


class Rank(IntEnum):
    LOW = 1
    HIGH = 2


class Size(StrEnum):
    BIG = "big"


@dataclasses.dataclass
class Money:
    amount: float
    currency: str = "EUR"
    tags: list[str] = dataclasses.field(default_factory=list)
    known: ClassVar[int] = 3


class Place(TypedDict):
    city: str
    zip: NotRequired[str]


class Address(TypedDict, total=False):
    place: Required[Place]
    street: Annotated[str, pydantic.Field(min_length=1)]


class Ticket(pydantic.BaseModel):
    """What a customer wants."""

    text: str = pydantic.Field(min_length=1, description="the words")
    colour: Colour = Colour.RED
    due: dt.date | None = None
    sender: str = pydantic.Field(alias="from", default="?")


@dataclasses.dataclass
class Tree:
    name: str
    children: list[Tree] = dataclasses.field(default_factory=list)


UserId = NewType("UserId", int)

# Types with strategies for objects of them.
KINDS: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (str, st.text()),
    (int, st.integers()),
    (float, st.floats(allow_nan=False, allow_infinity=False)),
    (bool, st.booleans()),
    (list[int], st.lists(st.integers())),
    (dict[str, bool], st.dictionaries(st.text(), st.booleans())),
    (tuple[int, str], st.tuples(st.integers(), st.text())),
    (str | None, st.none() | st.text()),
    (Literal["a", "b", 3], st.sampled_from(["a", "b", 3])),
    (Literal[Colour.RED], st.just(Colour.RED)),
    (Colour, st.sampled_from(Colour)),
    (Rank, st.sampled_from(Rank)),
    (list[Size], st.lists(st.just(Size.BIG))),
    (Money, st.builds(Money, st.floats(0, 1e6), st.text(), st.lists(st.text()))),
    (Place, st.fixed_dictionaries({"city": st.text()}, optional={"zip": st.text()})),
    (dt.date, st.dates()),
    (dt.datetime, st.datetimes()),
    (
        Ticket,
        st.builds(lambda text, day: Ticket(text=text, due=day, **{"from": text}), st.text(min_size=1), st.dates()),
    ),
    (list[Tree], st.lists(st.builds(Tree, st.text(), st.lists(st.builds(Tree, st.text()))))),
    (UserId, st.integers()),
    (Annotated[int, pydantic.Field(ge=0)], st.integers(0)),
]


@pytest.mark.parametrize(("kind", "values"), KINDS, ids=[show(kind) for kind, _ in KINDS])
@settings(max_examples=40)  # of each type
@given(data=st.data())
def test_an_object_becomes_json_data_and_is_itself_again(kind, values, data):
    value = data.draw(values)
    said = plain(kind, value)

    assert typed(kind, said) == value
    assert plain(kind, said) == said
    canonical(said)


@pytest.mark.parametrize("kind", [kind for kind, _ in KINDS], ids=[show(kind) for kind, _ in KINDS])
def test_every_type_that_a_spec_may_have_is_described_as_json_data(kind):
    assert fault(kind) is None
    canonical(describe(kind))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (str, "str"),
        (None, "None"),
        (str | None, "str | None"),
        (list[dict[str, int]], "list[dict[str, int]]"),
        (tuple[int, ...], "tuple[int, ...]"),
        (Literal["a", 1], "Literal['a', 1]"),
        (Annotated[int, "cents"], "int"),
        (Colour, "Colour"),
        (UserId, "UserId"),
    ],
)
def test_a_type_is_shown_as_it_stands_in_source(kind, text):
    assert show(kind) == text


@pytest.mark.parametrize(
    ("kind", "description"),
    [
        (str, "str"),
        (list[int], {"list": ["int"]}),
        (tuple[int, ...], {"tuple": ["int", "..."]}),
        (int | None, {"union": ["int", "NoneType"]}),
        (Literal["a", 1], {"literal": ["a", 1]}),
        (Literal[Colour.RED], {"literal": ["red"]}),
        (Colour, {"enum": "Colour", "values": ["red", "blue"], "means": "What it is painted in."}),
        (UserId, "int"),
        (
            Annotated[int, pydantic.Field(gt=0, description="cents")],
            {"of": "int", "with": {"gt": 0, "description": "cents"}},
        ),
        (
            Money,
            {
                "record": "Money",
                "fields": {"amount": "float", "currency": "str", "tags": {"list": ["str"]}},
                "defaults": {"currency": "EUR"},
                "made by": {"tags": "list"},
            },
        ),
        (Place, {"record": "Place", "fields": {"city": "str", "zip": "str"}, "optional": ["zip"]}),
        (
            Tree,
            {
                "record": "Tree",
                "fields": {"name": "str", "children": {"list": [{"same as": "Tree"}]}},
                "made by": {"children": "list"},
            },
        ),
        (
            Ticket,
            {
                "record": "Ticket",
                "means": "What a customer wants.",
                "fields": {
                    "text": {"type": "str", "required": True, "with": {"min_length": 1}, "means": "the words"},
                    "colour": {
                        "type": {"enum": "Colour", "values": ["red", "blue"], "means": "What it is painted in."},
                        "required": False,
                        "default": "red",
                    },
                    "due": {"type": {"union": ["date", "NoneType"]}, "required": False, "default": None},
                    "sender": {"type": "str", "required": False, "alias": "from", "default": "?"},
                },
            },
        ),
    ],
    ids=str,
)
def test_a_type_is_described_by_its_content(kind, description):
    assert describe(kind) == description


def test_a_default_a_key_that_may_be_missing_and_a_docstring_are_content():
    plainer = dataclasses.make_dataclass("Money", [("amount", float), ("currency", str)])
    strict = TypedDict("Place", {"city": str, "zip": str})  # noqa: UP013 - a second class of that name
    quiet = Enum("Colour", {"RED": "red", "BLUE": "blue"})

    assert describe(plainer) != describe(
        dataclasses.make_dataclass("Money", [("amount", float), ("currency", str, "EUR")])
    )
    assert describe(strict) != describe(Place)
    assert describe(quiet) != describe(Colour)


def test_a_description_does_not_hold_an_address_in_memory():
    def check(value):
        return value

    described = canonical(describe(Annotated[int, pydantic.AfterValidator(check)]))

    assert " at 0x" not in described
    assert "check" in described


def test_a_description_needs_no_pydantic_and_so_outlives_its_versions():
    program = (
        "import dataclasses, enum, sys, typing\n"
        "from pointmass.signature import describe\n"
        "E = enum.Enum('E', {'A': 'a'})\n"
        "D = dataclasses.make_dataclass('D', [('x', int), ('e', E, E.A)])\n"
        "T = typing.TypedDict('T', {'d': D, 'l': typing.NotRequired[list[typing.Literal['a']]]})\n"
        "describe(T)\n"
        "print('pydantic' in sys.modules)\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout  # noqa: S603 - ours

    assert said.strip() == "False"


def test_what_stands_beside_a_type_is_described_alike_however_it_is_written():
    import annotated_types

    by_field = Annotated[str, pydantic.Field(min_length=1, max_length=9)]
    by_length = Annotated[str, annotated_types.Len(1, 9)]

    assert describe(by_field) == describe(by_length) == {"of": "str", "with": {"min_length": 1, "max_length": 9}}


@pytest.mark.parametrize("kind", [Place, Address, list[Address], dict[str, Place], Place | None, Annotated[Place, "x"]])
def test_a_typed_dict_of_typing_may_stand_anywhere_in_a_type(kind):
    assert fault(kind) is None
    assert "city" in canonical(schema(kind))


def test_the_keys_of_a_typed_dict_keep_what_is_said_of_them():
    found = schema(Address)

    assert found["properties"]["street"] == {"minLength": 1, "type": "string"}
    assert found["required"] == ["place"]
    assert describe(Address)["optional"] == ["street"]


def test_both_kinds_of_typed_dict_are_described_alike():
    keys = {"city": str, "zip": typing_extensions.NotRequired[str]}
    theirs = typing_extensions.TypedDict("Place", keys)

    assert describe(theirs) == describe(Place)
    assert list(fields_of(theirs)) == ["city", "zip"]


def test_a_literal_of_enum_members_reads_the_value_that_it_asks_for():
    kind = list[Literal[Colour.RED, Rank.LOW]]

    assert schema(kind)["items"]["enum"] == ["red", 1]
    assert typed(kind, ["red", 1]) == [Colour.RED, Rank.LOW]
    with pytest.raises(ValueError, match="Input should be"):
        typed(kind, ["blue"])


def test_a_field_with_an_alias_goes_out_and_comes_in_under_the_alias():
    said = plain(Ticket, Ticket(text="x", **{"from": "me"}))

    assert said["from"] == "me"
    assert typed(Ticket, said).sender == "me"


def test_a_schema_says_no_titles_but_keeps_a_property_that_is_called_title():
    class Book(pydantic.BaseModel):
        title: str

    assert schema(Book) == {"properties": {"title": {"type": "string"}}, "required": ["title"], "type": "object"}


@pytest.mark.parametrize("kind", [str, int, float, bool])
def test_the_schema_of_a_bare_type_is_the_one_that_pydantic_gives(kind):
    assert schema(kind) == pydantic.TypeAdapter(kind).json_schema()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((str, 5), (str, None), (str, b"a")),
        *((int, "x"), (int, "3"), (int, True), (int, 1.5), (int, float("nan")), (int, np.True_)),
        *((float, None), (float, "1"), (float, False), (float, 10**400), (float, np.array([1.0]))),
        *((bool, 2), (bool, 1), (bool, "yes"), (bool, 0.0), (bool, np.int64(1))),
    ],
    ids=repr,
)
def test_a_bare_type_refuses_what_does_not_fit(kind, value):
    with pytest.raises(ValueError, match="Input should be"):
        plain(kind, value)


@pytest.mark.parametrize("value", [[float("nan")], {"a": [float("inf")]}])
def test_a_number_that_json_does_not_have_never_becomes_null(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(plain(type(value), value))


@pytest.mark.parametrize(
    ("kind", "value", "made"),
    [
        *((int, np.int64(3), 3), (int, np.float64(3), 3), (int, 3.0, 3), (int, Rank.HIGH, 2)),
        *((float, 3, 3.0), (float, np.float32(0.5), 0.5), (float, np.int64(2), 2.0), (float, Decimal("0.5"), 0.5)),
        *((str, Size.BIG, "big"), (str, np.str_("a"), "a"), (bool, np.True_, True)),
    ],
    ids=repr,
)
def test_a_bare_type_takes_numbers_of_numpy_and_whole_numbers(kind, value, made):
    found = typed(kind, value)

    assert (type(found), found) == (kind, made)


@pytest.mark.parametrize(
    ("kind", "value"),
    [(int | None, "3"), (int | None, True), (float | None, "1"), (bool | None, 1), (int | float, "1")],
)
def test_a_bare_type_or_none_is_as_strict_as_the_type(kind, value):
    with pytest.raises(ValueError, match="Input should be a valid"):
        typed(kind, value)


@pytest.mark.parametrize(
    ("kind", "value", "made"),
    [
        *((int | None, None, None), (int | None, 3.0, 3), (float | None, 3, 3.0), (int | float, 1.5, 1.5)),
        *((str | int, "3", "3"), (str | int, 3, 3), (int | None, np.int64(3), 3), (bool | None, False, False)),
    ],
    ids=repr,
)
def test_a_union_of_bare_types_takes_what_one_of_them_takes(kind, value, made):
    found = typed(kind, value)

    assert (type(found), found) == (type(made), made)


def test_a_bare_type_is_checked_without_pydantic():
    program = (
        "import sys\n"
        "from pointmass.signature import typed\n"
        "typed(float, 3)\n"
        "try: typed(int, '3')\n"
        "except ValueError: pass\n"
        "print('pydantic' in sys.modules)\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout  # noqa: S603 - ours

    assert said.strip() == "False"


@pytest.mark.parametrize(("kind", "values"), KINDS, ids=[show(kind) for kind, _ in KINDS])
@settings(max_examples=40)  # of each type
@given(data=st.data())
def test_json_data_of_a_type_is_read_strictly_as_itself(kind, values, data):
    said = plain(kind, data.draw(values))

    assert from_json(kind, said) == said


def test_an_object_of_another_class_of_the_same_name_is_told_from_a_misfit():
    other = Enum("Colour", {"RED": "red"})

    assert misfit(Colour, other.RED, ValueError("x")).endswith(
        "(Colour) is not of type Colour: that Colour is another class of this name; "
        "define the name again, or pass types=[Colour] to pm.load"
    )
    assert "types=[Colour]" in misfit(Colour | None, other.RED, ValueError("x"))
    assert misfit(int, "x", ValueError("no")) == "'x' (str) is not of type int: no"


@pytest.mark.parametrize("kind", [MISSING, Any, object, subprocess.Popen])
def test_a_type_without_a_schema_cannot_be_checked(kind):
    assert not checkable(kind)
    assert checkable(list[int])


def test_an_annotation_that_names_nothing_is_left_out_and_the_others_are_found():
    def odd(a: int, b: Nowhere) -> str: ...  # noqa: F821 - that is the point

    assert hints(odd) == {"a": int, "return": str}


def test_a_misfit_says_where_it_is_and_how_many_more_there_are():
    with pytest.raises(ValueError, match=r"^1: Input should be a valid integer.* \(and 1 more\)$"):
        plain(list[int], [1, "x", "y"])


def test_the_fields_of_a_record_are_what_its_constructor_takes():
    assert list(fields_of(Money)) == ["amount", "currency", "tags"]
    assert list(fields_of(Ticket)) == ["text", "colour", "due", "sender"]
    assert fields_of(Colour) == fields_of(list[int]) == {}


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (MISSING, "has no annotation"),
        ("Tickt", "has the annotation 'Tickt', which names nothing that can be found"),
        (Any, "has the annotation Any, which says nothing about the value; name a type"),
        (None, "has the annotation None, which says nothing about the value; name a type"),
        (object, "has the annotation object, which says nothing about the value; name a type"),
    ],
)
def test_a_type_that_says_nothing_cannot_stand_in_a_spec(kind, why):
    assert fault(kind) == why


def test_a_type_without_a_schema_cannot_stand_in_a_spec():
    class Handmade:
        pass

    assert fault(Handmade).startswith("has the type Handmade, which has no JSON schema (")


def test_a_literal_that_json_cannot_say_cannot_stand_in_a_spec():
    assert fault(Literal[b"raw"]) is not None


def test_a_parameter_without_a_default_is_required():
    assert Parameter("x", str).required
    assert not Parameter("x", str | None, None).required
