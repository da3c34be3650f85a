"""Recorded records, replayed through a workbench: what is answered is what was recorded, whole and field by field."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Literal, TypedDict

import pytest

import pointmass as pm

Format = Literal["html", "pdf", "epub", "video", "other"]


class Book(TypedDict):
    title: str
    authors: list[str]
    format: Format
    topic: str


def recorded(variant):
    """What the file holds: the records of each input, in order."""
    said = {}
    for line in (files("pointmass") / "data" / "own_entries.jsonl").read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        if (each["kind"], each["variant"]) == ("draw", variant):
            said.setdefault(each["input"], []).append(each["output"])
    return said


@pytest.fixture
def parse_book():
    with pm.Workbench(model=pm.shipped("own_entries")) as wb:
        yield wb.define(pm.Spec("parse_book", "Read one entry of a reading list.", (pm.Parameter("entry", str),), Book))


@pytest.mark.parametrize(("variant", "unanimous"), [("plain", 36), ("reworded", 66)])
def test_every_recorded_record_is_an_answer_in_the_asked_format(parse_book, variant, unanimous):
    model = pm.shipped("own_entries", variant)
    said = recorded(variant)

    sample = parse_book.sample(pm.shipped_inputs("own_entries"), draws=4, model=model, progress=False)

    assert {draw.status for draws in sample.draws for draw in draws} == {"ok"}
    assert [[draw.outcome for draw in draws] for draws in sample.draws] == [said[entry] for entry in sample.inputs]
    assert sum(all(each == records[0] for each in records) for records in said.values()) == unanimous
    assert f"{unanimous} of 72 inputs are unanimous" in repr(sample)


def test_a_call_gives_the_record_as_its_type_says(parse_book):
    entry = pm.shipped_inputs("own_entries")[1]

    assert parse_book(entry) == {
        "title": "Queues and Other Waiting Rooms",
        "authors": ["Jonas Fehr", "Liv Andersdatter"],
        "format": "html",
        "topic": "queues",
    }


def test_fields_are_counted_each_on_its_own(parse_book):
    sample = parse_book.sample(pm.shipped_inputs("own_entries"), draws=4, progress=False)
    said = recorded("plain").values()
    fields = sample.fields()

    for name in ("title", "format", "topic"):
        alike = sum(all(each[name] == records[0][name] for each in records) for records in said)
        assert (fields.query("field == @name")["share"] == 1).sum() == alike
