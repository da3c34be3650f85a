"""A stored draw counts for the very request that it answered, and for no other."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sqlite3
from decimal import Decimal
from typing import Annotated, NamedTuple

import pydantic
import pytest

import pointmass as pm
from pointmass.models.base import Completion, Tool
from pointmass.sampler import draw_linked, draw_sample, read_inputs, stored_sample
from pointmass.sampler.requests import Reading
from pointmass.signature import Parameter
from pointmass.spec import Spec
from pointmass.store import Store

TITLES = ["a", "b", "c"]


def drawn(spec, model, store, titles=TITLES, **how):
    return asyncio.run(draw_sample(spec, read_inputs(spec, titles), model=model, store=store, **{"draws": 2, **how}))


def returning(kind):
    return Spec("clean", "Clean the title.", (Parameter("title", str),), kind)


def reply(word, **more):
    class Reply(pydantic.BaseModel):
        model_config = pydantic.ConfigDict(**more.get("config", {}))
        tone: str = pydantic.Field(**({"examples": [word]} if not more else more.get("field", {})))

    return Reply


class One(NamedTuple):
    x: int


ONE = One


class One(NamedTuple):  # type: ignore[no-redef] # a cell that was run again
    x: int
    y: int


def dataclass_of(**metadata):
    return dataclasses.make_dataclass("Reply", [("tone", str, dataclasses.field(metadata=metadata))])


PAIRS = {
    "examples": (reply("friendly"), reply("hostile")),
    "more of the schema": (
        reply("", field={"json_schema_extra": {"a": 1}}),
        reply("", field={"json_schema_extra": {"a": 2}}),
    ),
    "the schema of the whole": (
        reply("", config={"json_schema_extra": {"a": 1}}),
        reply("", config={"json_schema_extra": {"a": 2}}),
    ),
    "other keys": (reply("", config={"extra": "forbid"}), reply("", config={"extra": "allow"})),
    "the key that is read": (reply("", field={"validation_alias": "a"}), reply("", field={"validation_alias": "b"})),
    "fields of a tuple": (ONE, One),
}


def answer_of(kind):
    """Return an answer that fits."""
    names = pydantic.TypeAdapter(kind).json_schema().get("properties", {})
    return json.dumps(dict.fromkeys(names, "x") or [1, 2][: len(kind._fields)])


@pytest.mark.parametrize(("one", "other"), PAIRS.values(), ids=PAIRS)
def test_draws_that_answer_another_schema_are_not_counted(scripted, store, one, other):
    first, second = returning(one), returning(other)
    drawn(first, scripted(lambda title, index: answer_of(one)), store)
    model = scripted(lambda title, index: answer_of(other))

    sample = drawn(second, model, store)

    assert first.digest != second.digest
    assert (sample.asked, sample.from_store) == (6, 0)
    assert all(draw.status == "ok" for row in sample.draws for draw in row)
    assert drawn(first, model, store).asked == 0
    assert drawn(second, model, store).asked == 0


@pytest.mark.parametrize("words", [{"json_schema_extra": {"a": 1}}, {"examples": [["x"]]}, {"description": "Words."}])
def test_what_an_annotation_says_in_the_schema_is_part_of_the_spec(words):
    plain, more = returning(list[str]), returning(Annotated[list[str], pydantic.Field(**words)])

    assert more.digest != plain.digest
    assert more.digest == returning(Annotated[list[str], pydantic.Field(**words)]).digest


def test_the_same_request_is_answered_from_the_store_without_a_word(scripted, store):
    drawn(returning(reply("friendly")), scripted(lambda title, index: '{"tone": "x"}'), store)
    sample = drawn(returning(reply("friendly")), scripted(), store, draws=2)

    assert (sample.asked, sample.from_store, sample.notices) == (0, 6, ())


def test_another_description_of_a_tool_is_another_request(scripted, store, spec):
    one, other = (Tool("look", said, {"type": "object"}) for said in ("Look.", "Look twice."))
    drawn(spec, scripted(), store, tools=[one])

    assert drawn(spec, scripted(), store, tools=[one]).asked == 0
    assert drawn(spec, scripted(), store, tools=[other]).asked == 6
    assert (
        stored_sample(spec, read_inputs(spec, TITLES), draws=2, model=scripted(), store=store, tools=[one]).from_store
        == 6
    )


def test_what_the_model_adds_to_each_request_belongs_to_it(scripted, store, spec):
    class Adding(scripted):
        adds = ""

    one, other = Adding(), Adding()
    other.adds = "beta"
    drawn(spec, one, store)

    assert drawn(spec, other, store).asked == 6
    assert drawn(spec, pm.Limited(other, calls=0), store).asked == 0


def test_headers_of_the_live_model_belong_to_the_request_and_its_secrets_do_not():
    def adds(**headers):
        return pm.AnthropicModel("m", default_headers=headers).adds

    assert adds() == ""
    assert adds(**{"anthropic-beta": "a"}) != adds(**{"anthropic-beta": "b"}) != ""
    assert adds(**{"X-Api-Key": "secret-1"}) == adds(Authorization="secret-2") == ""


def test_conversations_that_answer_another_request_are_not_gone_on_with(scripted, store):
    def linked(kind, model):
        spec = returning(kind)
        return asyncio.run(draw_linked(spec, read_inputs(spec, TITLES), model=model, store=store, draws=2))

    model = scripted(lambda title, index: '{"tone": "x"}')
    linked(reply("friendly"), model)

    assert linked(reply("hostile"), model).asked == 6
    assert linked(reply("friendly"), model).asked == 0


def test_a_validator_that_was_mended_reads_what_is_stored_again(scripted, store):
    def cents(factor):
        return Annotated[int, pydantic.AfterValidator(_limit(factor))]

    model = scripted(lambda title, index: "12")
    before = drawn(returning(cents(10)), model, store)
    after = drawn(returning(cents(100)), model, store)

    assert [draw.status for row in before.draws for draw in row] == ["format violation"] * 6
    assert [draw.status for row in after.draws for draw in row] == ["ok"] * 6
    assert after.asked == 0


def _limit(most):
    def limit(value):
        if value > most:
            raise ValueError("too much")
        return value

    return limit


def _as_an_earlier_version_wrote_it(path):
    """Take away from a file what this version added to it."""
    with sqlite3.connect(path) as connection:
        for table in ("calls", "budgets", "labels"):
            connection.execute(f"DROP TABLE {table}")
        for column in ("request", "turns"):
            connection.execute(f"ALTER TABLE draws DROP COLUMN {column}")
        for table in ("specs", "inputs", "series", "draws", "bindings"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN crc")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("UPDATE draws SET outcome = '\"1.50\"' WHERE outcome = '\"1.5\"'")
    connection.close()


def test_draws_of_an_earlier_version_count_are_read_again_and_named(path, scripted):
    spec = returning(Decimal)
    model = scripted(lambda title, index: '"1.50"' if index else "1.5")
    with Store(path) as store:
        drawn(spec, model, store)
    _as_an_earlier_version_wrote_it(path)

    with Store(path) as store:
        sample = drawn(spec, model, store, draws=3)

        assert (sample.asked, sample.from_store) == (3, 6)
        assert {draw.key for row in sample.draws for draw in row} == {'"1.5"'}
        assert "6 draws were stored by an earlier pointmass" in sample.notices[0]
        assert [draw.request is None for draw in sample.draws[0]] == [True, True, False]


def test_a_call_keeps_the_request_that_it_made(scripted, path):
    with pm.Workbench(path, model=scripted(lambda title, index: Completion("said"))) as wb:
        clean = wb.define(Spec("clean", "Clean the title.", (Parameter("title", str),)))
        clean("a")
        clean.sample(["a"], draws=1, progress=False)
        requests = {
            draw.request for held in wb.store.contents() for row in wb.store.draws(held.series).values() for draw in row
        }

    assert len(requests) == 1
    assert None not in requests


def test_a_prompt_with_places_that_nothing_fills_is_told(scripted, store):
    spec = Spec("clean", "Clean {{title}}.", (Parameter("title", str),))

    assert "as it stands, and no input is filled in" in drawn(spec, scripted(), store).notices[0]


def test_equal_answers_are_read_once_and_answers_to_code_each_time():
    asked = []

    def looked(value: str) -> str:
        asked.append(value)
        return value

    plain, own = (
        Reading(returning(list[str])),
        Reading(returning(Annotated[list[str], pydantic.AfterValidator(looked)])),
    )

    assert plain.read('["a"]', "end_turn") is plain.read('["a"]', "end_turn")
    assert plain.read('["a"]', "max_tokens").status == "truncated"
    assert own.read('["a"]', "end_turn") is not own.read('["a"]', "end_turn")
    assert len(asked) > 1


def test_draws_of_one_answer_share_nothing_that_can_be_changed(scripted, store):
    model = scripted(lambda request, index: '["a"]')
    sample = drawn(returning(list[str]), model, store, titles=["a"])
    first, second = sample.draws[0]
    first.outcome.append("b")

    assert second.outcome == ["a"]
