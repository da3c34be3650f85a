from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import subprocess
import sys
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.digest import canonical
from pointmass.signature import as_said, from_json, has_own_code, plain, schema, strictly

sys.path.insert(0, str(Path(__file__).parent))  # the program beside this file is read by both

import types_of_all_kinds

PROGRAM = Path(types_of_all_kinds.__file__)
SAID = types_of_all_kinds.SAID
CASES = [
    pytest.param(kind, each, id=f"{name} {n}") for name, (kind, said) in SAID.items() for n, each in enumerate(said)
]


def test_every_type_has_the_same_digests_keys_schemas_and_outcomes_under_every_hash_seed():
    said = set()
    for seed in "0123":
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(  # noqa: S603 - ours
            [sys.executable, str(PROGRAM)], capture_output=True, text=True, check=True, env=environment
        )
        said.add(done.stdout)

    assert len(said) == 1


@pytest.mark.parametrize(("kind", "said"), CASES)
def test_the_form_of_a_form_is_the_form_itself(kind, said):
    once = from_json(kind, said)

    assert canonical(from_json(kind, json.loads(canonical(once)))) == canonical(once)
    assert canonical(plain(kind, once)) == canonical(once)


@pytest.mark.parametrize(("kind", "said"), CASES)
def test_an_object_made_of_the_form_is_the_object_made_of_what_was_said(kind, said):
    assert strictly(kind, from_json(kind, said)) == strictly(kind, said)


@given(st.frozensets(st.frozensets(st.text(max_size=3), max_size=4), max_size=5), st.randoms())
def test_a_set_has_one_form_whatever_the_order_it_was_said_in(groups, by):
    said = [list(group) for group in groups]
    for each in (said, *said):
        by.shuffle(each)

    assert from_json(frozenset[frozenset[str]], said) == plain(frozenset[frozenset[str]], groups)


@given(st.decimals(allow_nan=False, allow_infinity=False), st.integers(0, 5))
def test_equal_decimals_have_one_form_and_are_exact(value, zeros):
    longer = (
        value
        if value.as_tuple().exponent > 0
        else Decimal(f"{value:f}" + ("" if "." in f"{value:f}" else ".") + "0" * zeros)
    )

    assert from_json(Decimal, str(value)) == from_json(Decimal, str(longer)) == plain(Decimal, value)
    assert Decimal(plain(Decimal, value)) == value


@given(st.datetimes(min_value=dt.datetime(2, 1, 1), max_value=dt.datetime(9998, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001 - moved below
def test_an_instant_has_one_form_in_every_zone(moment, hours):
    here = moment.replace(tzinfo=dt.UTC)
    there = here.astimezone(dt.timezone(dt.timedelta(hours=hours)))

    assert plain(dt.datetime, there) == plain(dt.datetime, here) == from_json(dt.datetime, there.isoformat())


def test_the_first_hour_that_a_datetime_can_say_is_written_as_it_is():
    first = dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=1)))

    assert plain(dt.datetime, first) == "0001-01-01T00:00:00+01:00"


def test_a_decimal_with_a_huge_exponent_is_not_written_out():
    assert len(plain(Decimal, Decimal("1E+999999"))) < 20


def test_what_a_type_ignores_is_no_part_of_its_form_and_a_default_is():
    class Ticket(pydantic.BaseModel):
        subject: str
        votes: int = 3

    assert from_json(Ticket, {"subject": "a", "thinking": "hm"}) == {"subject": "a", "votes": 3}


def test_a_default_that_a_function_makes_is_not_what_the_model_said():
    class Ticket(pydantic.BaseModel):
        subject: str
        number: str = pydantic.Field(default_factory=lambda: os.urandom(4).hex())

    assert from_json(Ticket, {"subject": "a"}) == {"subject": "a"}


class Percent(pydantic.BaseModel):
    share: float

    @pydantic.field_validator("share")
    @classmethod
    def _of_one(cls, value):
        return value / 100


class Wire(pydantic.BaseModel):
    n: int = pydantic.Field(validation_alias="wireIn", serialization_alias="wireOut")


class Box(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid")
    w: int
    h: int

    @pydantic.computed_field
    @property
    def area(self) -> int:
        return self.w * self.h


class Dated(pydantic.BaseModel):
    day: dt.date

    @pydantic.field_serializer("day")
    def _written(self, day: dt.date) -> str:
        return day.strftime("%d/%m/%Y")


class Hiding(pydantic.BaseModel):
    shown: str
    hidden: str = pydantic.Field(exclude=True)


class Strict(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(strict=True)
    day: dt.date


@dataclasses.dataclass
class Counted:
    n: int

    def __post_init__(self):
        self.n += 1


@dataclasses.dataclass
class Scaled:
    a: int
    scale: dataclasses.InitVar[int] = 1
    total: int = dataclasses.field(init=False, default=0)

    def __post_init__(self, scale):
        self.total = self.a * scale


class Named(Enum):
    RED = "red"

    @classmethod
    def _missing_(cls, value):
        return cls.RED if value == "rouge" else None


OTHERWISE = [
    (Percent, {"share": 50}, {"share": 50.0}, Percent.model_construct(share=0.5)),
    (Annotated[int, pydantic.AfterValidator(lambda v: v + 1)], 1, 1, 2),
    (Annotated[str, pydantic.AfterValidator(lambda v: f"Dr. {v}")], "Ada", "Ada", "Dr. Ada"),
    (
        Annotated[list[int], pydantic.BeforeValidator(lambda v: [int(each) for each in v.split(",")])],
        "1,2",
        "1,2",
        [1, 2],
    ),
    (Counted, {"n": 1}, {"n": 1}, Counted(1)),
    (Wire, {"wireIn": 3}, {"wireIn": 3}, Wire(wireIn=3)),
    (Box, {"w": 2, "h": 3}, {"w": 2, "h": 3}, Box(w=2, h=3)),
    (Dated, {"day": "2024-01-31"}, {"day": "2024-01-31"}, Dated(day=dt.date(2024, 1, 31))),
    (Hiding, {"shown": "a", "hidden": "b"}, {"shown": "a", "hidden": "b"}, Hiding(shown="a", hidden="b")),
    (Strict, {"day": "2024-01-31"}, {"day": "2024-01-31"}, Strict(day=dt.date(2024, 1, 31))),
    (pydantic.Json[list[int]], "[1, 2]", "[1, 2]", [1, 2]),
    (Named, "rouge", "red", Named.RED),
]


@pytest.mark.parametrize(("kind", "said", "form", "value"), OTHERWISE, ids=[str(n) for n in range(len(OTHERWISE))])
def test_what_was_said_is_kept_and_the_object_is_made_of_it_once(kind, said, form, value):
    assert from_json(kind, said) == form
    assert strictly(kind, form) == value
    assert plain(kind, said) == form


def test_a_value_that_only_a_constructor_takes_is_kept():
    assert from_json(Scaled, {"a": 2, "scale": 10}) == {"a": 2, "scale": 10}
    assert strictly(Scaled, {"a": 2, "scale": 10}).total == 20


@pytest.mark.parametrize(
    "value", [Wire(wireIn=3), Box(w=2, h=3), Dated(day=dt.date(2024, 1, 31)), Hiding(shown="a", hidden="b")]
)
def test_an_object_is_written_as_its_type_reads_it(value):
    assert strictly(type(value), plain(type(value), value)) == value


@pytest.mark.parametrize("value", [Percent.model_construct(share=0.5), Scaled(2, 10)])
def test_an_object_that_code_made_of_something_else_is_no_example_of_what_a_model_says(value):
    with pytest.raises(ValueError, match="give the JSON data that a model should say"):
        as_said(type(value), value)


def test_an_object_that_its_type_refuses_when_it_is_written_is_refused_in_words():
    class Code(pydantic.BaseModel):
        parts: Annotated[list[int], pydantic.BeforeValidator(lambda v: [int(each) for each in v.split(",")])]

    with pytest.raises(ValueError, match="does not read"):
        plain(Code, Code(parts="1,2"))


def test_a_key_that_only_a_validator_looks_at_is_kept():
    class Full(pydantic.BaseModel):
        name: str
        tags: set[str] = set()

        @pydantic.model_validator(mode="before")
        @classmethod
        def _of_parts(cls, data):
            return (
                {"name": f"{data['first']} {data['last']}", "tags": data.get("tags", [])} if "first" in data else data
            )

    said = {"first": "Ada", "last": "Lovelace"}

    assert from_json(Full, said) == said
    assert strictly(Full, from_json(Full, said)).name == "Ada Lovelace"
    assert from_json(Full, {"name": "Ada", "tags": ["b", "a"], "odd": 1}) == {"name": "Ada", "tags": ["a", "b"]}


def test_code_of_a_type_is_seen_and_its_schema_alone_is_none():
    assert all(has_own_code(kind) for kind in (Percent, Counted, Named, list[Percent], dict[str, Scaled]))
    assert not any(has_own_code(kind) for kind in (str, list[Decimal], Wire, Strict, Hiding, dt.datetime, Path))


def test_the_schema_of_a_union_does_not_depend_on_which_order_was_asked_for_first():
    one, other = schema(int | str), schema(str | int)

    assert [each["type"] for each in one["anyOf"]] == ["integer", "string"]
    assert [each["type"] for each in other["anyOf"]] == ["string", "integer"]


def test_fields_may_be_called_as_pydantic_calls_its_own_parts():
    class Odd(pydantic.BaseModel):
        type: str
        metadata: Decimal
        serialization: dt.date
        fields: dict[str, Any] = {}

    said = {"type": "date", "metadata": "1.50", "serialization": "2024-01-31"}

    assert from_json(Odd, said) == {**said, "metadata": "1.5", "fields": {}}
    with pytest.raises(ValueError, match="a bare number is not a date"):
        from_json(Odd, {**said, "serialization": "86400"})


def test_a_validator_that_looks_first_does_not_keep_the_rest_from_being_read_as_json():
    class Looked(pydantic.BaseModel):
        day: dt.date
        at: dt.time
        long: dt.timedelta
        tags: set[str]
        pair: tuple[int, str]
        price: Decimal

        @pydantic.model_validator(mode="before")
        @classmethod
        def _looked_at(cls, data):
            return data

    said = {"day": "2024-01-31", "at": "10:00:00", "long": "P1D", "tags": ["b", "a"], "pair": [1, "a"], "price": 1.5}

    assert from_json(Looked, said) == {**said, "tags": ["a", "b"], "price": "1.5"}
    with pytest.raises(ValueError, match="Input should be a valid integer"):
        from_json(Looked, {**said, "pair": ["1", "a"]})


def test_a_union_is_told_apart_by_its_labels():
    class One(pydantic.BaseModel):
        kind: Literal[1]
        day: dt.date

    class Two(pydantic.BaseModel):
        kind: Literal[2, "two"]
        price: Decimal

    either = Annotated[One | Two, pydantic.Field(discriminator="kind")]

    assert from_json(either, {"kind": 2, "price": "1.50"}) == {"kind": 2, "price": "1.5"}
    assert from_json(list[either], [{"kind": 1, "day": "2024-01-31"}]) == [{"kind": 1, "day": "2024-01-31"}]
