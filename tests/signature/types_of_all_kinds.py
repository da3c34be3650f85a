"""Types of every kind that a spec may have, each with JSON data that it reads; run as a program it prints what becomes of it."""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import decimal
import enum
import hashlib
import json
import pathlib
import random
import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple, NewType, NotRequired

import pydantic
import typing_extensions

import pointmass as pm
from pointmass.answers import read, result_schema
from pointmass.digest import canonical, digest
from pointmass.models.base import input_key
from pointmass.signature import from_json, plain, strictly


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Size(enum.IntEnum):
    SMALL = 1
    LARGE = 2


class Book(typing_extensions.TypedDict):
    title: str
    tags: frozenset[str]
    price: NotRequired[decimal.Decimal]


@dataclasses.dataclass(frozen=True)
class Loan:
    due: dt.date
    tags: frozenset[str] = frozenset({"new", "old", "odd", "even"})
    notes: list[str] = dataclasses.field(default_factory=list)


class Point(NamedTuple):
    x: float
    y: float = -0.0


class Basket(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="allow")
    items: set[str] = pydantic.Field(alias="Items-In", default={"milk", "bread", "eggs", "salt"})
    groups: frozenset[frozenset[int]] = frozenset()
    prices: dict[str, decimal.Decimal] = {}
    seen: dt.datetime | None = None


class Share(pydantic.BaseModel):
    """A type whose validator makes another value of what was said."""

    share: float
    names: set[str] = set()

    @pydantic.field_validator("share")
    @classmethod
    def _in_percent(cls, value: float) -> float:
        return value / 100


class Names(pydantic.RootModel[set[str]]):
    pass


class Wire(pydantic.BaseModel):
    n: int = pydantic.Field(validation_alias="wireIn", serialization_alias="wireOut")
    day: Annotated[dt.date, pydantic.PlainSerializer(lambda day: day.strftime("%d/%m/%Y"))] = dt.date(2024, 1, 31)


class Node(pydantic.BaseModel):
    name: str
    children: list[Node] = []
    marks: set[str] = set()


Age = NewType("Age", int)
TITLED = Annotated[set[str], pydantic.AfterValidator(lambda names: {f"Dr. {name}" for name in names})]
JSON_IN_TEXT = pydantic.Json[list[int]]
WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "ä", "日本"]

_book = {"title": "t", "tags": WORDS, "price": "1.50"}
SAID: dict[str, tuple[Any, list[Any]]] = {
    "str": (str, ["a", ""]),
    "int": (int, [0, -3, 10**30]),
    "float": (float, [0.0, -0.0, 1, 1.5, 1e300]),
    "bool": (bool, [True, False]),
    "optional": (str | None, [None, "a"]),
    "union": (int | list[int] | set[str], [1, [2, 1], ["b", "a"]]),
    "literal": (Literal["a", 1, True], ["a", 1, True]),
    "enum": (Colour, ["red"]),
    "int enum": (Size, [1]),
    "decimal": (decimal.Decimal, ["1.50", "1.5", "-0.00", "1E+3", "1234567890123456.78", 3]),
    "date": (dt.date, ["2024-01-31"]),
    "datetime": (dt.datetime, ["2024-01-31T10:00:00Z", "2024-01-31T11:00:00+01:00", "2024-01-31T10:00:00.120"]),
    "time": (dt.time, ["10:00:00"]),
    "timedelta": (dt.timedelta, ["PT24H", "P1D"]),
    "uuid": (uuid.UUID, ["6BA7B810-9DAD-11D1-80B4-00C04FD430C8"]),
    "path": (pathlib.Path, ["a/b"]),
    "bytes": (bytes, ["ab"]),
    "list": (list[float], [[-0.0, 1.0]]),
    "bare list": (list, [[1, -0.0, "a", {"b": [None]}]]),
    "sequence": (Sequence[set[str]], [[WORDS, []]]),
    "tuple": (tuple[int, set[str]], [[1, WORDS]]),
    "tuple of any length": (tuple[decimal.Decimal, ...], [["1.0", "2"]]),
    "deque": (collections.deque[int], [[1, 2]]),
    "set": (set[str], [WORDS, ["a", "a"], []]),
    "frozenset": (frozenset[int], [[3, 1, 2]]),
    "set of sets": (frozenset[frozenset[str]], [[WORDS[:3], WORDS[3:], []]]),
    "set of decimals": (set[decimal.Decimal], [["1.50", "1.5", "2"]]),
    "dict": (dict[str, set[str]], [{"b": WORDS, "a": []}]),
    "dict of any": (dict[str, Any], [{"a": [1, {"b": -0.0}]}]),
    "mapping": (Mapping[str, decimal.Decimal], [{"a": "1.50"}]),
    "mapping by decimals": (dict[decimal.Decimal, int], [{"1.50": 1}]),
    "alias": (Age, [3]),
    "annotated": (Annotated[set[str], pydantic.Field(max_length=9)], [WORDS]),
    "typed dict": (Book, [_book, {"title": "t", "tags": []}]),
    "dataclass": (Loan, [{"due": "2024-01-31"}, {"due": "2024-01-31", "tags": WORDS, "notes": ["n"]}]),
    "named tuple": (Point, [[1, -0.0], [1]]),
    "model": (
        Basket,
        [
            {"Items-In": WORDS, "groups": [[2, 1], [3]], "prices": {"a": "1.50"}, "more": -0.0},
            {"seen": "2024-01-31T11:00:00+01:00"},
        ],
    ),
    "root model": (Names, [WORDS]),
    "model that holds itself": (Node, [{"name": "a", "children": [{"name": "b", "marks": WORDS}]}]),
    "list of models": (list[Basket], [[{"Items-In": WORDS}]]),
    "validator": (Share, [{"share": 50, "names": WORDS}]),
    "validator inside": (dict[str, list[Share]], [{"a": [{"share": 50, "names": WORDS}]}]),
    "validator on a set": (TITLED, [WORDS]),
    "split alias and serializer": (Wire, [{"wireIn": 3, "day": "2024-02-01"}]),
    "json in text": (JSON_IN_TEXT, ["[1, 2]"]),
}
"""By a name: a type, and JSON data that it reads."""


def shuffled(data: Any, by: random.Random) -> Any:
    """Return the same data with another order of keys."""
    if isinstance(data, dict):
        keys = list(data)
        by.shuffle(keys)
        return {key: shuffled(data[key], by) for key in keys}
    return [shuffled(each, by) for each in data] if isinstance(data, list) else data


def facts() -> dict[str, Any]:
    """Say of every type what its values are stored, counted and found by."""
    by, found = random.Random(0), {}  # noqa: S311 - no secret
    for name, (kind, said) in SAID.items():
        spec = pm.Spec("f", "Answer.", (pm.Parameter("x", kind),), kind)
        made = [] if kind is JSON_IN_TEXT else [strictly(kind, each) for each in said]
        found[name] = {
            "outcomes": [canonical(from_json(kind, shuffled(each, by))) for each in said],
            "answers": [read(json.dumps(each), kind).status for each in said],
            "keys": [input_key(spec.inputs({"x": each})) for each in said],
            "keys of objects": [input_key(spec.inputs({"x": each})) for each in made],
            "digest": spec.digest,
            "schema": canonical(result_schema(kind)),
            "with defaults": [pm.Spec("f", "A.", (pm.Parameter("x", kind, each),)).digest for each in made],
            "with examples": [
                pm.Spec("f", "A.", (pm.Parameter("x", kind),), kind, examples=[({"x": each}, each)]).digest
                for each in said
            ],
            "plain": [digest(plain(kind, each)) for each in made],
        }
    return found


if __name__ == "__main__":
    print(hashlib.sha256(repr(facts()).encode()).hexdigest())  # noqa: T201 - a program that is read by a test
