from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from pointmass.errors import (
    CallError,
    InputError,
    LimitError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelRequestError,
    ModelTimeoutError,
    StoreError,
)
from pointmass.models.base import Completion, Tool
from pointmass.sampler import draw_sample, read_inputs, stored_sample
from pointmass.spec import Spec
from pointmass.store import Store

TITLES = ["a", "b", "c"]


def drawn(spec, model, store, titles=TITLES, **how):
    return asyncio.run(draw_sample(spec, read_inputs(spec, titles), model=model, store=store, **how))


def outcomes(sample):
    return [[draw.outcome for draw in row] for row in sample.draws]


def test_every_input_gets_every_draw(spec, scripted, store):
    sample = drawn(spec, scripted(), store, draws=2)

    assert outcomes(sample) == [["a-0", "a-1"], ["b-0", "b-1"], ["c-0", "c-1"]]
    assert [row["title"] for row in sample.rows] == TITLES
    assert (sample.requested, sample.model, sample.weights) == (2, "scripted", (1, 1, 1))
    assert (sample.asked, sample.from_store, sample.notices) == (6, 0, ())


def test_sixteen_draws_are_sixteen_requests_with_their_own_numbers(spec, scripted, store):
    model = scripted()
    drawn(spec, model, store, ["a"])

    assert model.asked == Counter({("a", index): 1 for index in range(16)})


def test_draw_nought_of_every_input_comes_before_draw_one(spec, scripted, store):
    model = scripted()
    drawn(spec, model, store, draws=2, concurrency=1)

    assert model.order == [("a", 0), ("b", 0), ("c", 0), ("a", 1), ("b", 1), ("c", 1)]


def test_as_many_requests_are_in_flight_as_was_asked_and_no_more(spec, scripted, store):
    model = scripted(pause=0.005)
    drawn(spec, model, store, draws=20, concurrency=7)

    assert model.most_in_flight == 7


def test_a_thousand_requests_may_be_in_flight(spec, scripted, store):
    model = scripted(pause=0.05)
    drawn(spec, model, store, list(map(str, range(100))), draws=10, concurrency=1000)

    assert model.most_in_flight == 1000


def test_the_same_call_again_asks_nothing(spec, scripted, store):
    drawn(spec, scripted(), store, draws=2)
    again = scripted()
    sample = drawn(spec, again, store, draws=2)

    assert not again.asked
    assert (sample.asked, sample.from_store) == (0, 6)
    assert outcomes(sample)[0] == ["a-0", "a-1"]


def test_the_same_draws_come_out_the_first_and_the_second_time(spec, scripted, store):
    first = drawn(spec, scripted(), store, draws=2)
    second = drawn(spec, scripted(), store, draws=2)

    assert first.draws == second.draws


def test_more_draws_or_inputs_ask_only_for_what_is_missing(spec, scripted, store):
    drawn(spec, scripted(), store, ["a", "b"], draws=1)
    again = scripted()
    drawn(spec, again, store, ["a", "b", "c"], draws=2)

    assert sorted(again.order) == [("a", 1), ("b", 1), ("c", 0), ("c", 1)]


def test_fewer_draws_show_the_first_ones(spec, scripted, store):
    drawn(spec, scripted(), store, draws=3)
    sample = drawn(spec, scripted(), store, draws=1)

    assert outcomes(sample) == [["a-0"], ["b-0"], ["c-0"]]


def test_fresh_draws_anew_and_later_calls_go_on_with_it(spec, scripted, store):
    drawn(spec, scripted(), store, draws=1)
    sample = drawn(spec, scripted(lambda title, index: f"new {title}"), store, draws=1, fresh=True)
    later = drawn(spec, scripted(), store, draws=1)

    assert outcomes(sample) == outcomes(later) == [["new a"], ["new b"], ["new c"]]
    assert sample.series.number == 1


def test_another_model_has_its_own_draws(spec, scripted, store):
    drawn(spec, scripted(), store, draws=1)
    other = scripted(identity="another")
    drawn(spec, other, store, draws=1)

    assert len(other.order) == 3


def test_duplicates_are_asked_once(spec, scripted, store):
    model = scripted()
    sample = drawn(spec, model, store, ["a", "b", "a"], draws=1)

    assert model.order == [("a", 0), ("b", 0)]
    assert sample.weights == (2, 1)
    assert "duplicate" in sample.notices[0]


@pytest.mark.parametrize("draws", [0, -1, True, 2.0, "16", None])
def test_draws_are_a_whole_number_of_at_least_one(spec, scripted, store, draws):
    model = scripted()

    with pytest.raises(InputError, match=r"clean: got draws=.*; draws is a whole number of at least 1"):
        drawn(spec, model, store, draws=draws)
    assert not model.asked


@pytest.mark.parametrize("concurrency", [0, 1001, True, 1.5])
def test_concurrency_is_a_whole_number_up_to_a_thousand(spec, scripted, store, concurrency):
    with pytest.raises(InputError, match="concurrency is a whole number from 1 to 1,000"):
        drawn(spec, scripted(), store, concurrency=concurrency)


def test_what_fails_after_retries_is_a_failed_draw_and_the_sample_finishes(spec, scripted, store):
    def answer(title, index):
        if title == "b":
            raise ModelTimeoutError("scripted: no answer within 60 s")
        return title

    sample = drawn(spec, scripted(answer), store, draws=2)

    assert [[draw.status for draw in row] for row in sample.draws] == [["ok"] * 2, ["failed"] * 2, ["ok"] * 2]
    assert sample.draws[1][0].detail == "ModelTimeoutError: scripted: no answer within 60 s"
    assert sample.draws[1][0].time > 1_000_000_000
    assert "2 of 6 draws failed (ModelTimeoutError" in sample.notices[0]


def test_the_same_call_asks_for_failed_draws_again(spec, scripted, store):
    def answer(title, index):
        raise ModelTimeoutError("not now")

    drawn(spec, scripted(answer), store, ["a"], draws=2)
    again = scripted()
    sample = drawn(spec, again, store, ["a"], draws=2)

    assert again.order == [("a", 0), ("a", 1)]
    assert outcomes(sample) == [["a-0", "a-1"]]


def test_an_error_that_every_draw_would_meet_ends_the_work_and_keeps_what_came(spec, scripted, store):
    def answer(title, index):
        if index == 1:
            raise ModelAuthenticationError("scripted: the key is wrong")
        return title

    model = scripted(answer)
    with pytest.raises(ModelAuthenticationError, match="the key is wrong") as caught:
        drawn(spec, model, store, draws=16, concurrency=1)

    assert caught.value.__notes__ == ["3 of 48 draws are stored; the same call goes on from there"]
    assert len(model.order) == 4
    assert outcomes(kept(spec, model, store)) == [["a"], ["b"], ["c"]]


def test_three_refused_requests_before_any_answer_end_the_work(spec, scripted, store):
    def answer(title, index):
        raise ModelRequestError(f"scripted: bad request {index}")

    model = scripted(answer)
    with pytest.raises(ModelRequestError, match="bad request 0"):
        drawn(spec, model, store, ["a"], draws=16, concurrency=1)

    assert len(model.order) == 3


SILENT_CLASSES = [
    each for each in ModelError.__subclasses__() if not each.ends_the_work and each is not ModelRequestError
]


@pytest.mark.parametrize("kind", SILENT_CLASSES, ids=lambda kind: kind.__name__)
def test_a_service_that_never_answers_is_not_asked_for_the_whole_grid(spec, scripted, store, kind):
    def answer(title, index):
        raise kind(f"scripted: {title} {index}")

    drawn(spec, scripted(), store, ["a"], draws=1)
    model = scripted(answer)
    with pytest.raises(kind) as caught:
        drawn(spec, model, store, draws=16, concurrency=4)

    assert 8 <= len(model.order) <= 12
    assert caught.value.__notes__[0] == "8 requests failed like this, and none was answered"
    assert "the same call goes on from there" in caught.value.__notes__[1]


def test_failures_of_several_classes_are_counted_apart_and_each_answer_shows_that_somebody_is_there(
    spec, scripted, store
):
    def answer(title, index):
        if index % 5 == 0 and title == "a":
            return title
        raise (ModelTimeoutError if index % 2 else ModelConnectionError)("scripted: nobody")

    sample = drawn(spec, scripted(answer), store, ["a", "b"], draws=16, concurrency=1)

    assert sum(draw.status == "failed" for row in sample.draws for draw in row) == 28


def test_a_service_that_stops_answering_is_not_asked_for_the_rest(spec, scripted, store):
    def answer(title, index):
        if index < 10:
            return title
        raise ModelConnectionError("scripted: nobody")

    model = scripted(answer)
    with pytest.raises(ModelConnectionError) as caught:
        drawn(spec, model, store, ["a"], draws=100, concurrency=1)

    assert len(model.order) == 10 + 24
    assert caught.value.__notes__[1] == "10 of 100 draws are stored; the same call goes on from there"


@pytest.mark.parametrize("ending", [SystemExit(2), KeyboardInterrupt()], ids=["exit", "interrupt"])
def test_a_model_that_would_end_the_program_is_a_failed_draw_and_ends_nothing_else(spec, scripted, store, ending):
    def answer(title, index):
        if index == 1:
            raise ending
        return title

    sample = drawn(spec, scripted(answer), store, ["a"], draws=3)

    assert [draw.status for draw in sample.draws[0]] == ["ok", "failed", "ok"]
    assert type(ending).__name__ in sample.draws[0][1].detail


def test_refused_requests_among_answers_are_failed_draws(spec, scripted, store):
    def answer(title, index):
        if title != "a":
            raise ModelRequestError("scripted: too long")
        return title

    sample = drawn(spec, scripted(answer), store, draws=4, concurrency=1)

    assert [row[0].status for row in sample.draws] == ["ok", "failed", "failed"]


def test_answers_from_before_show_that_the_request_is_not_hopeless(spec, scripted, store):
    def answer(title, index):
        raise ModelRequestError("scripted: too long")

    drawn(spec, scripted(), store, ["a"], draws=1)
    sample = drawn(spec, scripted(answer), store, ["a"], draws=8)

    assert [draw.status for draw in sample.draws[0]] == ["ok"] + ["failed"] * 7


def test_a_tool_loop_without_an_end_is_a_failed_draw(spec, scripted, store):
    def answer(title, index):
        if index == 1:
            raise CallError("clean: the model still calls tools after 32 turns")
        return title

    sample = drawn(spec, scripted(answer), store, ["a"], draws=3)

    assert [draw.status for draw in sample.draws[0]] == ["ok", "failed", "ok"]


def test_a_limit_stops_asking_and_keeps_what_is_in_flight(spec, scripted, store):
    class Two(scripted):
        async def complete(self, request, index):
            if len(self.order) == 5:
                raise LimitError("limit of 5 calls is reached")
            return await super().complete(request, index)

    model = Two(pause=0.02)
    with pytest.raises(LimitError, match="limit of 5 calls") as caught:
        drawn(spec, model, store, draws=16, concurrency=16)

    assert caught.value.__notes__ == ["5 of 48 draws are stored; the same call goes on from there"]
    assert sum(len(row) for row in kept(spec, model, store).draws) == 5


def test_a_bug_in_a_model_is_raised_and_what_came_is_kept(spec, scripted, store):
    def answer(title, index):
        return {"a": "a", "b": "b"}[title]

    model = scripted(answer)
    with pytest.raises(KeyError):
        drawn(spec, model, store, draws=1, concurrency=1)

    assert outcomes(kept(spec, model, store)) == [["a"], ["b"], []]


def test_an_answer_that_is_no_value_is_an_outcome(scripted, store):
    def count(title: str) -> int:
        """Count the letters."""

    answers = {"a": "1", "b": "many", "c": Completion("1", stop_reason="max_tokens")}
    spec = Spec.from_function(count)
    sample = drawn(spec, scripted(lambda title, index: answers[title]), store, draws=1)

    assert [row[0].status for row in sample.draws] == ["ok", "format violation", "truncated"]
    assert [row[0].text for row in sample.draws] == ["1", "many", "1"]


def test_everything_that_was_measured_of_an_answer_is_kept(spec, scripted, store):
    said = Completion(
        "x", stop_reason="stop_sequence", model="m-1", dollars=0.5, latency=0.25, response_id="msg_1", origin="replayed"
    )
    draw = drawn(spec, scripted(lambda title, index: said), store, ["a"], draws=1).draws[0][0]

    assert (draw.stop_reason, draw.model, draw.dollars, draw.latency, draw.response_id, draw.origin) == (
        "stop_sequence",
        "m-1",
        0.5,
        0.25,
        "msg_1",
        "replayed",
    )
    assert draw.input_tokens is draw.output_tokens is draw.cache_read_tokens is None


def test_answers_that_no_encoding_can_say_are_kept_exactly(spec, scripted, store):
    strange = "nul \0, a lone surrogate \ud800, <script>"

    assert drawn(spec, scripted(lambda title, index: strange), store, ["a"], draws=1).draws[0][0].text == strange


def test_a_validator_of_the_users_own_that_raises_costs_no_draw(scripted, store):
    pydantic = pytest.importorskip("pydantic")

    class Strict(pydantic.BaseModel):
        name: str

        @pydantic.field_validator("name")
        @classmethod
        def look_up(cls, name: str) -> str:
            return {"a": "A"}[name]  # a KeyError, which pydantic lets through

    def parse(title: str) -> Strict:
        """Parse it."""

    parse.__annotations__ = {"title": str, "return": Strict}
    answers = scripted(lambda title, index: f'{{"name": "{title}"}}')
    sample = drawn(Spec.from_function(parse), answers, store, ["a", "b"], draws=1)

    assert [row[0].status for row in sample.draws] == ["ok", "format violation"]
    assert sample.draws[1][0].text == '{"name": "b"}'


def test_tools_and_their_loop_are_passed_on(spec, scripted, store):
    asked = []

    async def complete(request, index, call):
        asked.append(request.tools)
        return Completion("x")

    tool = Tool("look", "Look it up.", {"type": "object"})
    drawn(spec, scripted(), store, ["a"], draws=1, tools=[tool], complete=complete)

    assert asked == [(tool,)]


def test_the_request_of_an_input_is_written_once(spec, scripted, store):
    model = scripted()
    drawn(spec, model, store, ["a"], draws=3)

    assert len({id(request) for request in model.requests}) == 1


def test_a_cancelled_sample_keeps_every_answer_that_came(spec, scripted, store):
    model = scripted(pause=0.01)

    async def interrupt():
        task = asyncio.create_task(
            draw_sample(spec, read_inputs(spec, TITLES), model=model, store=store, draws=100, concurrency=4)
        )
        while model.answered <= 4:  # noqa: ASYNC110 - the fake has no event to wait for
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return asyncio.all_tasks() - {asyncio.current_task()}

    left = asyncio.run(interrupt())

    assert not left
    assert sum(len(row) for row in kept(spec, model, store, draws=100).draws) == model.answered


def test_an_answer_that_arrives_with_the_cancellation_is_kept(spec, scripted, store):
    asked, answered = asyncio.Event(), asyncio.Event()
    model = scripted()

    async def complete(request, index, call):
        asked.set()
        await answered.wait()
        return Completion("x")

    async def interrupt():
        task = asyncio.create_task(
            draw_sample(spec, read_inputs(spec, ["a"]), model=model, store=store, draws=1, complete=complete)
        )
        await asked.wait()
        answered.set()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(interrupt())

    assert outcomes(kept(spec, model, store))[0] == ["x"]


def test_a_store_that_refuses_ends_the_work(spec, scripted, path):
    store = Store(path)
    model = scripted(lambda title, index: store.close() or title)

    with pytest.raises(StoreError, match="it is closed"):
        drawn(spec, model, store, draws=4, concurrency=1)


def test_what_is_stored_can_be_read_without_asking(spec, scripted, store):
    model = scripted()
    drawn(spec, model, store, ["a"], draws=2)

    sample = kept(spec, model, store, draws=3)
    assert outcomes(sample) == [["a-0", "a-1"], [], []]
    assert (sample.asked, sample.from_store) == (0, 2)
    assert sample.notices == ("2 of 9 draws are there; the same call goes on with the rest",)


def test_two_samples_at_once_in_one_file_see_the_same_draws(spec, scripted, path, store):
    async def both():
        inputs = read_inputs(spec, TITLES)
        with Store(path) as other:
            return await asyncio.gather(
                *(
                    draw_sample(
                        spec,
                        inputs,
                        model=scripted(lambda title, index, who=who: f"{title} from {who}", pause=0.001),
                        store=source,
                        draws=8,
                    )
                    for who, source in enumerate((store, other))
                )
            )

    one, other = asyncio.run(both())

    assert one.draws == other.draws


def kept(spec, model, store, draws=16):
    return stored_sample(spec, read_inputs(spec, TITLES), draws=draws, model=model, store=store)
