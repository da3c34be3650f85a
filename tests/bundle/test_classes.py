from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import uuid
from collections.abc import Mapping, Sequence
from enum import Enum, Flag, IntEnum, StrEnum
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, NotRequired, TypeVar

import pydantic
import pytest
from typing_extensions import TypedDict  # pydantic takes it anywhere, also before Python 3.12

from pointmass.bundle.classes import classes_of, rebuild
from pointmass.errors import BundleError
from pointmass.signature import describe, plain, show, typed

T = TypeVar("T")


class Colour(Enum):
    """What it is painted in."""

    RED = "red"
    BLUE = "blue"


class Rank(IntEnum):
    LOW = 1
    HIGH = 2


class Size(StrEnum):
    BIG = "big"


class Mixed(str, Enum):  # noqa: UP042 - the older way, with other rules of printing
    A = "a"


class Mode(Flag):
    R = 1
    W = 2


class Place(TypedDict):
    """Where it is."""

    city: str
    zip: NotRequired[str]


@dataclasses.dataclass
class Money:
    """What it costs."""

    amount: float
    colour: Colour = Colour.RED
    tags: list[str] = dataclasses.field(default_factory=list)
    pair: tuple[int, int] = (1, 2)


@dataclasses.dataclass
class Order:
    price: Money
    places: list[Place]
    note: str | None = None


@dataclasses.dataclass
class Tree:
    children: list[Tree]


@dataclasses.dataclass
class Box(Generic[T]):
    content: T


@dataclasses.dataclass
class Stamped:
    key: str = dataclasses.field(default_factory=lambda: "now")


class Ticket(pydantic.BaseModel):
    text: str
    colour: Colour = Colour.RED


REBUILT: list[Any] = [
    *(str, int, float, bool, bytes, list, dict, tuple[int, ...], tuple[str, int], set[int], frozenset[str]),
    *(list[dict[str, int]], str | None, int | str | None, Literal["a", 1, True], Sequence[int], Mapping[str, float]),
    *(dt.date, dt.datetime, dt.time, dt.timedelta, decimal.Decimal, uuid.UUID, Path, list[Any]),
    *(Colour, Rank, Size, Mixed, Place, Money, Order, list[Order | None], dict[str, Place]),
    Annotated[int, pydantic.Field(ge=0, lt=10, description="a digit")],
    Annotated[str, pydantic.Field(pattern="^a", min_length=1)],
    Annotated[list[Annotated[str, "a note"]], pydantic.Field(max_length=3)],
]


def again(kind, *, types=()):
    (made,) = rebuild([describe(kind)], classes=classes_of([kind]), types=types, where="spec.md")
    return made


@pytest.mark.parametrize("kind", REBUILT, ids=show)
def test_a_type_comes_back_with_the_same_description(kind):
    assert describe(again(kind)) == describe(kind)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Order, Order(Money(1.5), [{"city": "Bonn"}], "x")),
        (Money, Money(2.0, Colour.BLUE, ["a"], (3, 4))),
        (list[Colour], [Colour.RED]),
        (Place, {"city": "Bonn", "zip": "5"}),
    ],
    ids=str,
)
def test_a_rebuilt_type_reads_and_writes_the_same_json_data(kind, value):
    said, rebuilt = plain(kind, value), again(kind)

    assert plain(rebuilt, typed(rebuilt, said)) == said


def test_a_rebuilt_enum_has_its_members_by_name_and_its_kind():
    assert again(Colour)["BLUE"].value == "blue"
    assert issubclass(again(Size), StrEnum)
    assert issubclass(again(Rank), IntEnum)
    assert again(Mixed)["A"] == "a"
    assert again(Colour).__doc__ == "What it is painted in."


def test_a_rebuilt_dataclass_has_fields_and_defaults_and_gives_each_object_its_own_list():
    money = again(Money)
    one, other = money(amount=1.0), money(amount=2.0)

    assert (one.amount, one.colour.name, one.tags, one.pair) == (1.0, "RED", [], (1, 2))
    assert one.tags is not other.tags


def test_one_class_is_rebuilt_once():
    kinds = [Colour, list[Colour], Colour | None]
    one, many, perhaps = rebuild(list(map(describe, kinds)), classes=classes_of(kinds), types=(), where="spec.md")

    assert many == list[one]
    assert perhaps == one | None


@pytest.mark.parametrize("kind", [Colour, Place, Money, Ticket, Tree, Stamped, Mode], ids=show)
def test_a_class_that_is_given_is_used(kind):
    assert again(list[kind], types=[kind, Colour]) == list[kind]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (Ticket, r"\(Ticket: a pydantic model\); pass the classes: types=\[Ticket\]"),
        (Tree, r"\(Tree: it holds itself\); pass the classes: types=\[Tree\]"),
        (Box[int], r"\(Box: it is generic; give a class without parameters\)"),
        (Stamped, r"\(Stamped: the defaults of \['key'\] are not JSON data\)"),
        (Mode, r"\(Mode: the names of its members are not written down\)"),
        (Annotated[str, pydantic.AfterValidator(str.upper)], "what stands next to it is not text"),
        (
            dict[str, list[Ticket | Tree]],
            r"Ticket: a pydantic model; Tree: it holds itself\); pass .*types=\[Ticket, Tree\]",
        ),
    ],
    ids=lambda x: show(x) if not isinstance(x, str) else "",
)
def test_every_class_that_cannot_be_rebuilt_is_named_with_the_reason(kind, why):
    with pytest.raises(BundleError, match=f"^spec.md: these types cannot be rebuilt from text .*{why}"):
        again(kind)


def test_a_given_class_that_is_not_the_one_described_is_refused():
    other = Enum("Colour", {"RED": "red", "GREEN": "green"})

    with pytest.raises(
        BundleError, match="Colour: the class that was given has other fields, values, defaults or words"
    ):
        again(Colour, types=[other])


@pytest.mark.parametrize(
    "members", [["RED", "x y"], ["RED", "class"], ["RED", "__init__"], ["RED"], None, "RB", ["mro", "x"]]
)
def test_an_enum_whose_members_have_no_proper_names_is_not_made(members):
    with pytest.raises(BundleError, match="Colour: "):
        rebuild([describe(Colour)], classes={"Colour": {"kind": "enum", "members": members}}, types=(), where="spec.md")


@pytest.mark.parametrize(
    "shape",
    [
        None,
        5,
        [],
        {},
        {"union": []},
        {"literal": []},
        {"list": []},
        {"list": "str"},
        {"os.system": ["str"]},
        {"record": "X", "fields": {"a b": "str"}},
        {"enum": "X", "values": [1]},
        {"of": "str", "with": {"unheard_of": 1}},
        {"str": ["int"]},
        "__import__",
        {"tuple": ["...", "int", "..."], "x": 1},
    ],
    ids=str,
)
def test_a_description_that_describes_nothing_is_refused(shape):
    notes = {"X": {"kind": "dataclass"}}

    with pytest.raises(BundleError, match=r"^spec.md: these types cannot be rebuilt from text"):
        rebuild([shape], classes=notes, types=(), where="spec.md")


def test_only_classes_that_cannot_be_told_from_text_are_written_down():
    assert classes_of([str, list[int], Literal["a"], Order, Rank]) == {
        "Order": {"kind": "dataclass"},
        "Money": {"kind": "dataclass"},
        "Colour": {"kind": "enum", "base": "Enum", "members": ["RED", "BLUE"]},
        "Place": {"kind": "TypedDict"},
        "Rank": {"kind": "enum", "base": "IntEnum", "members": ["LOW", "HIGH"]},
    }
