"""What the draws of a field-wise call are kept as, what they cost, and what their errors say."""

from __future__ import annotations

import json

import pytest

import pointmass as pm
from pointmass.errors import (
    LimitError,
    ModelConnectionError,
    ModelOverloadedError,
    NoModelError,
    OutcomeError,
)
from pointmass.harness import rest_of

LINE = "Logic - Ada; Bo"
RECORD = {"title": "Logic", "authors": ["Ada", "Bo"], "format": "pdf", "topic": "maths"}
WHOLE = {"title": "T", "authors": [], "format": "html", "topic": "art"}


def whole(request, index):
    return json.dumps(WHOLE)


def code(body, fields='("title", "authors", "format")'):
    return f"FIELDS = {fields}\n\n\ndef accepts(entry):\n    return True\n\n\ndef parse_book(entry):\n    {body}\n"


def test_the_draw_is_kept_apart_from_draws_of_the_whole_with_what_was_known(field_wise):
    wb, parse_book = field_wise(whole)
    parse_book(LINE)
    parse_book("no dash")
    held = {holding.series.spec: holding for holding in wb.store.contents()}
    own = held.pop(parse_book.spec.digest)
    ((digest, rest),) = held.items()
    ((key, draws),) = wb.store.draws(rest.series).items()

    assert (own.draws, own.series.purpose, rest.draws, rest.series.purpose) == (1, "call", 1, "call")
    assert [draw.outcome for draw in draws] == [{"topic": "art"}]
    assert wb.store.input(key) == {
        "entry": LINE,
        "known": {"title": "Logic", "authors": ["Ada", "Bo"], "format": "pdf"},
    }
    assert wb.store.spec(digest)["returns"]["fields"] == {"topic": "str"}


def test_a_sample_of_the_spec_knows_nothing_of_such_draws(field_wise):
    wb, parse_book = field_wise(whole)
    parse_book(LINE)
    sample = parse_book.sample([LINE], draws=2, progress=False)

    assert [draw.outcome for draw in sample.draws[0]] == [WHOLE, WHOLE]
    assert [index for _, index in wb.model.asked] == [0, 0, 1]


def test_calls_of_one_input_are_numbered_draws(field_wise):
    _, parse_book = field_wise(lambda request, index: json.dumps({"topic": f"t{index}"}))

    assert [parse_book(LINE)["topic"] for _ in range(3)] == ["t0", "t1", "t2"]


def test_another_known_field_is_another_input_of_another_question(field_wise):
    wb, parse_book = field_wise(whole)
    parse_book(LINE)
    parse_book("short - x")
    parse_book("Logic - Cy")

    assert sorted((holding.inputs, holding.draws) for holding in wb.store.contents()) == [(1, 1), (2, 2)]


def test_the_rest_can_be_sampled_as_a_spec_and_is_asked_as_the_call_asks(field_wise):
    wb, parse_book = field_wise(examples=[("Sets - Cy", WHOLE)])
    parse_book(LINE)
    known = {"title": "Logic", "authors": ["Ada", "Bo"], "format": "pdf"}
    rest = rest_of(parse_book.spec, known)
    sample = wb.sample(rest, [{"entry": LINE, "known": known}], draws=2, progress=False)
    call, *draws = [request for request, _ in wb.model.asked]

    assert draws == [call, call]
    assert [draw.outcome for draw in sample.draws[0]] == [{"topic": "maths"}] * 2
    assert {holding.series.spec for holding in wb.store.contents()} == {rest.digest}


def test_a_recording_by_input_answers_the_rest(field_wise):
    wb, parse_book = field_wise()
    wb.model = pm.RecordedModel([{"kind": "draw", "input": LINE, "draw": 0, "output": WHOLE}])

    assert parse_book(LINE) == {**RECORD, "topic": "art"}


def test_a_recording_of_the_rest_answers_it_again_and_nothing_else(field_wise, tmp_path):
    wb, parse_book = field_wise()
    wb.model = pm.Recorded(wb.model, tmp_path / "draws.jsonl")
    parse_book(LINE)
    again, replayed = field_wise()
    again.model = pm.RecordedModel(tmp_path / "draws.jsonl")

    assert replayed(LINE) == RECORD
    replayed.soften()
    with pytest.raises(pm.errors.DrawsExhaustedError):
        replayed(LINE)


def test_a_simulated_model_answers_the_rest_by_its_program(field_wise):
    wb, parse_book = field_wise()
    wb.model = pm.SimulatedModel({lambda entry: {"topic": entry.lower()}: 1.0}, tokens=(20, 4))

    assert parse_book(LINE) == {**RECORD, "topic": "logic - ada; bo"}
    assert wb.trace()[-1].usage == pm.Usage(20, 4)


# --- what it used ---


def test_the_trace_and_the_handle_tell_what_the_rest_used_and_what_was_saved(field_wise):
    def answer(request, index):
        rest = "Already known" in request.messages[-1]["content"]
        return pm.Completion(json.dumps(WHOLE), usage=pm.Usage(20, 3) if rest else pm.Usage(15, 25))

    wb, parse_book = field_wise(answer)
    parse_book(LINE)
    parse_book("no dash")
    told = parse_book.spending()

    assert [line.usage for line in wb.trace()] == [pm.Usage(20, 3), pm.Usage(15, 25)]
    assert [(str(part.by), part.calls, part.used.read, part.used.written) for part in told.parts] == [
        ("code+model", 1, 20, 3),
        ("model", 1, 15, 25),
    ]
    assert (told.whole.read, told.whole.written) == (15, 25)
    assert (told.saved.read, told.saved.written, told.saved.dollars) == (-5, 22, None)
    assert repr(told) == (
        "<Spending of parse_book: 1 by code+model (20 tokens in, 3 out each), 1 by model (15 tokens in, 25 out each); "
        "a whole draw takes 15 tokens in, 25 out, so that was saved: -5 tokens in, 22 out; dollars not applicable: no price set>"
    )


def test_where_nobody_counted_nothing_is_said_to_be_saved(field_wise):
    _, parse_book = field_wise()
    parse_book(LINE)

    assert parse_book.spending().saved is None
    assert repr(parse_book.spending()) == (
        "<Spending of parse_book: 1 by code+model (tokens not recorded); what a whole draw takes is not recorded, and so is "
        "what was saved>"
    )


def test_the_handle_says_who_gives_which_field(field_wise):
    _, parse_book = field_wise()

    assert repr(parse_book) == "<parse_book(entry): hybrid · code for title, authors, format; a model for topic>"


# --- what fails ---


def test_an_answer_for_the_rest_that_is_no_value_says_what_code_knew_and_what_the_model_failed_on(field_wise):
    wb, parse_book = field_wise(lambda request, index: "maths, I think")

    with pytest.raises(OutcomeError) as caught:
        parse_book(LINE)

    assert str(caught.value).startswith(
        "parse_book: code gave title, authors, format, and the model's answer for topic is not a value: format violation ("
    )
    assert "it said 'maths, I think'; sample the spec to see how often, or soften the name" in str(caught.value)
    assert (caught.value.status, caught.value.text) == ("format violation", "maths, I think")
    assert caught.value.known == {"title": "Logic", "authors": ["Ada", "Bo"], "format": "pdf"}
    assert wb.trace()[-1].note == "title, authors, format by code; topic by the model"
    assert wb.trace()[-1].error.startswith("it raised OutcomeError: parse_book: code gave title")


def test_a_refusal_of_the_rest_is_an_outcome_that_is_told(field_wise):
    _, parse_book = field_wise(lambda request, index: pm.Completion("", stop_reason="refusal"))

    with pytest.raises(OutcomeError, match="the model's answer for topic is not a value: refusal") as caught:
        parse_book(LINE)
    assert caught.value.status == "refusal"


@pytest.mark.parametrize("kind", [ModelConnectionError, ModelOverloadedError, LimitError, NoModelError])
def test_an_error_of_the_model_keeps_its_kind_and_says_what_code_knew(field_wise, kind):
    raised = kind("no answer")
    raised.attempts = 3

    def fail(request, index):
        raise raised

    wb, parse_book = field_wise(fail)

    with pytest.raises(kind) as caught:
        parse_book(LINE)
    assert str(caught.value) == (
        "parse_book: code gave title, authors, format, and a model is needed for topic: no answer"
    )
    assert caught.value.attempts == 3
    assert caught.value.__cause__ is raised
    failed = [holding.failed for holding in wb.store.contents()]
    assert failed == ([1] if issubclass(kind, pm.errors.ModelError) else [])


def test_a_models_own_error_that_is_made_of_more_than_a_message_is_raised_as_it_is_with_a_note(field_wise):
    class OddError(pm.errors.ModelError):
        def __init__(self, code, *, where):
            super().__init__(f"{code} at {where}")

    def fail(request, index):
        raise OddError(7, where="the door")

    _, parse_book = field_wise(fail)

    with pytest.raises(OddError) as caught:
        parse_book(LINE)
    assert str(caught.value) == "7 at the door"
    assert caught.value.__notes__ == [
        "parse_book: code gave title, authors, format, and a model is needed for topic: 7 at the door"
    ]


# --- undo ---


def test_a_softened_name_asks_for_the_whole_record_again_and_comes_back(field_wise):
    _, parse_book = field_wise(whole)
    parse_book.soften()

    assert parse_book(LINE) == WHOLE
    parse_book.rollback(2)
    assert parse_book(LINE) == {**RECORD, "topic": "art"}


def test_a_new_session_on_the_same_file_answers_field_by_field_again(field_wise, make_workbench, tmp_path):
    wb, parse_book = field_wise(path=tmp_path / "books.pointmass")
    spec = parse_book.spec
    wb.close()
    again = make_workbench(lambda request, index: '{"topic": "maths"}', path=tmp_path / "books.pointmass")

    assert again.define(spec)(LINE) == RECORD
