"""Records answered field by field: deployed from a bundle, and over the real SDK against a live server."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from typing import Literal, TypedDict

import pydantic
import pytest

import pointmass as pm
from pointmass.approval import Decision
from pointmass.artifact import Artifact
from pointmass.errors import BundleError, NoModelError, OutcomeError
from pointmass.harness import bind_artifact
from pointmass.models.local_server import Fault, LocalServer


class Book(TypedDict):
    """A line of a reading list."""

    title: str
    authors: list[str]
    format: Literal["pdf", "html"]
    topic: str


SOURCE = """\
FIELDS = ("title", "authors", "format", "topic")


def accepts(entry):
    return " - " in entry


def parse_book(entry):
    title, names = entry.split(" - ", 1)
    record = {"title": title, "authors": names.split("; "), "format": "pdf"}
    return record | ({"topic": "maths"} if "Algebra" in title else {})
"""
EVIDENCE = {
    "cases": [
        {"inputs": {"entry": "Sets - Cy"}, "result": {"title": "Sets", "authors": ["Cy"], "format": "pdf"}},
        {
            "inputs": {"entry": "Algebra - Cy"},
            "result": {"title": "Algebra", "authors": ["Cy"], "format": "pdf", "topic": "maths"},
        },
    ],
    "hands_back": [{"entry": "no dash"}],
    "fields": {"topic": {"verdict": "keep neural"}},
}
LINE = "Sets - Cy"
RECORD = {"title": "Sets", "authors": ["Cy"], "format": "pdf", "topic": "art"}


def yes(artifact):
    return Decision(approved=True, by="ada", digest=artifact.digest)


def stabilize(wb, handle, source=SOURCE):
    artifact = Artifact(handle.name, source, handle.spec.digest, "5a3b", EVIDENCE)
    wb.registry.bind(
        bind_artifact(artifact, handle.spec, yes(artifact)), action="stabilize", by="ada", time=2.0, note="2 of 2 agree"
    )


def parse_book(entry: str) -> Book:
    """Parse the line."""


@pytest.fixture
def opened():
    made = []

    def open_(wb):
        made.append(wb)
        return wb

    yield open_
    for wb in made:
        wb.close()


@pytest.fixture
def folder(opened, tmp_path):
    """A bundle of code that gives some fields, or all."""
    wb = opened(pm.Workbench())
    stabilize(wb, wb.spec(parse_book))
    wb.export(tmp_path / "components")
    return tmp_path / "components"


# --- bundles ---


def test_a_loaded_name_answers_what_is_complete_without_a_model_and_says_which_fields_need_one(opened, folder):
    wb = opened(pm.load(folder))

    assert wb["parse_book"].kind == "hybrid"
    assert wb["parse_book"]("Algebra - Bo") == {
        "title": "Algebra",
        "authors": ["Bo"],
        "format": "pdf",
        "topic": "maths",
    }
    with pytest.raises(
        NoModelError, match=r"^parse_book: code gave title, authors, format, and a model is needed for topic: 'parse_"
    ) as caught:
        wb["parse_book"](LINE)
    assert "pm.AnthropicModel" in str(caught.value)


def test_a_loaded_name_asks_the_model_that_was_given_for_the_rest_only(opened, folder):
    model = pm.SimulatedModel({lambda entry: {"topic": "art"}: 1.0})
    wb = opened(pm.load(folder, model=model))

    assert wb["parse_book"](LINE) == RECORD
    assert (wb.trace()[-1].by, wb.trace()[-1].note) == (
        "code+model",
        "title, authors, format by code; topic by the model",
    )


def test_the_rest_of_a_rebuilt_record_is_the_same_question(opened, folder):
    model = pm.SimulatedModel({lambda entry: {"topic": "art"}: 1.0})
    here, there = opened(pm.Workbench(model=model)), opened(pm.load(folder, model=model))
    stabilize(here, here.spec(parse_book))
    here["parse_book"](LINE)
    there["parse_book"](LINE)

    assert here.store.contents()[0].series == there.store.contents()[0].series


def test_loaded_and_exported_again_the_bundle_is_the_same(opened, folder, tmp_path):
    opened(pm.load(folder)).export(tmp_path / "again")
    first, second = (
        {path.name: path.read_bytes() for path in (root / "parse_book").iterdir()}
        for root in (folder, tmp_path / "again")
    )

    assert first == second


def test_the_tests_of_an_export_pass(folder):
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours

    assert done.returncode == 0, done.stdout


def test_a_bundle_whose_code_declares_other_fields_than_the_record_has_is_not_bound(opened):
    wb = opened(pm.Workbench())

    with pytest.raises(BundleError, match="the fields of the result are"):
        stabilize(wb, wb.spec(parse_book), SOURCE.replace('"topic")', '"pages")'))


class Sized(pydantic.BaseModel):
    title: str
    pages: int = pydantic.Field(gt=0, alias="Pages")


def test_a_pydantic_record_of_a_bundle_is_completed_by_its_own_class(opened, tmp_path):
    wb = opened(pm.Workbench())

    @wb.spec
    def parse_book(entry: str) -> Sized:
        """Parse the line."""

    source = 'FIELDS = ("Pages",)\n\n\ndef accepts(entry):\n    return True\n\n\n'
    source += 'def parse_book(entry):\n    return {"Pages": len(entry)}\n'
    spec = parse_book.spec
    artifact = Artifact("parse_book", source, spec.digest)
    wb.registry.bind(bind_artifact(artifact, spec, yes(artifact)), action="stabilize", by="ada", time=2.0)
    wb.export(tmp_path)
    model = pm.SimulatedModel({lambda entry: {"title": entry}: 1.0})
    loaded = opened(pm.load(tmp_path, model=model, types=[Sized]))

    assert loaded["parse_book"]("four") == Sized(title="four", Pages=4)
    assert repr(loaded["parse_book"]).endswith("code for Pages; a model for title>")


# --- a live server ---


@pytest.fixture
def live(opened):
    """A name answered field by field, whose model is a local server asked through the SDK."""
    made = []

    def make(answer, **how):
        server = LocalServer(answer=answer, **how)
        server.__enter__()
        made.append(server)
        model = pm.AnthropicModel("claude-sonnet-5-5", base_url=server.url, max_retries=0, price=pm.Price(3, 15))
        wb = opened(pm.Workbench(model=model))
        handle = wb.spec(parse_book)
        stabilize(wb, handle)
        return server, wb, handle

    yield make
    for server in made:
        server.__exit__(None, None, None)


def say(body, number):
    """Answer whatever fields the schema asks for."""
    asked = body["output_config"]["format"]["schema"]["properties"]
    every = {"title": "T", "authors": ["A"] * 20, "format": "html", "topic": "art"}
    return json.dumps({key: every[key] for key in asked})


def test_the_request_on_the_wire_asks_for_the_missing_field_alone(live):
    server, _wb, handle = live(say)

    assert handle(LINE) == RECORD
    (received,) = server.requests
    schema = received.body["output_config"]["format"]["schema"]
    assert (list(schema["properties"]), schema["required"]) == (["topic"], ["topic"])
    assert received.body["messages"][-1]["content"].endswith(
        'Already known: {"authors":["Cy"],"format":"pdf","title":"Sets"}. Answer only: topic.'
    )


def test_a_call_that_is_complete_makes_no_request_and_one_that_is_not_makes_one(live):
    server, wb, handle = live(say)
    for line in ("Algebra - Cy", LINE, "no dash"):
        handle(line)

    assert [line.by for line in wb.trace()] == ["code", "code+model", "model"]
    assert len(server.requests) == 2


def test_what_was_used_and_saved_is_counted_by_the_service(live):
    _server, wb, handle = live(say)
    for line in ("Algebra - Cy", LINE, "no dash"):
        handle(line)
    code, rest, entire = wb.trace()
    told = handle.spending()
    used = {part.by: (part.used.read, part.used.written) for part in told.parts}

    assert code.usage is None
    assert rest.usage.output_tokens < entire.usage.output_tokens
    assert 0 < rest.dollars < entire.dollars
    assert used == {
        "code": (0, 0),
        "code+model": (rest.usage.input_tokens, rest.usage.output_tokens),
        "model": (entire.usage.input_tokens, entire.usage.output_tokens),
    }
    assert (told.whole.read, told.whole.written) == used["model"]
    assert told.saved.written == 2 * entire.usage.output_tokens - rest.usage.output_tokens
    assert told.saved.dollars == pytest.approx(2 * entire.dollars - rest.dollars)


def test_what_code_alone_answered_is_saved_whole(live):
    _server, _wb, handle = live(say)
    handle("no dash")
    handle("Algebra - Cy")
    told = handle.spending()

    assert told.saved == told.whole


def test_a_name_that_was_never_called_or_is_a_function_has_spent_nothing(opened):
    wb = opened(pm.Workbench())
    handle = wb.bind(lambda x: x, name="same")

    assert repr(handle.spending()) == "<Spending of same: nothing to measure: no call is remembered>"
    handle(1)
    assert repr(handle.spending()) == (
        "<Spending of same: 1 by function; savings not applicable: a function of a person answers>"
    )


def test_an_answer_for_the_rest_that_is_cut_says_what_code_knew(live):
    _server, _wb, handle = live(lambda body, number: {"text": '{"topic": "a', "stop_reason": "max_tokens"})

    with pytest.raises(OutcomeError, match="code gave title, authors, format, and the model's answer for topic is no"):
        handle(LINE)


def test_a_server_that_fails_says_what_code_knew_and_leaves_a_failed_draw(live):
    _server, wb, handle = live(say, faults=lambda number: Fault(529))

    with pytest.raises(pm.errors.ModelOverloadedError, match="a model is needed for topic") as caught:
        handle(LINE)
    assert caught.value.attempts == 1
    assert [holding.failed for holding in wb.store.contents()] == [1]


def test_many_calls_at_once_each_get_their_own_record(live):
    server, wb, _handle = live(say, latency=0.02)

    async def ask():
        return await asyncio.gather(*(wb.acall("parse_book", {"entry": f"B{i} - A{i}"}) for i in range(20)))

    assert [record["title"] for record in asyncio.run(ask())] == [f"B{i}" for i in range(20)]
    assert server.most_in_flight > 1
