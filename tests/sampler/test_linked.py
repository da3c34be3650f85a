from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from pointmass.errors import InputError, LimitError, ModelAuthenticationError, ModelConnectionError
from pointmass.models.base import Completion, Price, Usage
from pointmass.models.limited import Limited
from pointmass.models.recorded import Recorded, RecordedModel
from pointmass.sampler import draw_linked, draw_sample, read_inputs, stored_linked
from pointmass.sampler.linked import NOTICE
from pointmass.store import Store

TITLES = ["a", "b", "c"]


@pytest.fixture
def draw(spec, store):
    """Draw three conversations over three titles, unless told otherwise."""

    def drawn(model, titles=TITLES, *, draws=3, **how):
        work = draw_linked(spec, read_inputs(spec, titles), model=model, store=store, draws=draws, **how)
        return asyncio.run(work)

    return drawn


def said(sample):
    return [[draw.text for draw in row] for row in sample.draws]


def turns(request):
    return [turn["content"] for turn in request.messages]


def test_each_conversation_asks_the_inputs_one_after_another_with_the_earlier_turns_in_view(draw, scripted):
    model = scripted()
    draw(model, draws=1)

    assert [turns(request) for request in model.requests] == [
        ["a"],
        ["a", "a-0", "b"],
        ["a", "a-0", "b", "b-0", "c"],
    ]


def test_each_answer_is_a_draw_of_its_input_numbered_as_its_conversation(draw, scripted):
    sample = draw(scripted())

    assert said(sample) == [[f"{title}-{index}" for index in range(3)] for title in TITLES]
    assert sample.asked == 9


def test_conversations_are_kept_apart(draw, scripted):
    model = scripted(pause=0.001)
    draw(model, draws=5)
    last = [turns(request) for request in model.requests if request.inputs["title"] == "c"]

    assert sorted(last) == [["a", f"a-{i}", "b", f"b-{i}", "c"] for i in range(5)]


def test_as_many_conversations_are_under_way_as_the_concurrency_allows(draw, scripted):
    model = scripted(pause=0.001)
    draw(model, draws=6, concurrency=2)

    assert model.most_in_flight == 2


def test_linked_and_independent_draws_are_never_mixed(draw, scripted, spec, store):
    model = scripted()
    asyncio.run(draw_sample(spec, read_inputs(spec, TITLES), model=model, store=store, draws=3))
    draw(model)
    again = asyncio.run(draw_sample(spec, read_inputs(spec, TITLES), model=model, store=store, draws=3))

    assert set(model.asked.values()) == {2}
    assert again.asked == 0


def test_another_order_of_the_inputs_is_another_conversation(draw, scripted):
    model = scripted()
    draw(model)
    draw(model, TITLES[::-1])

    assert model.asked["a", 0] == 2


def test_what_is_stored_is_not_asked_again_and_more_draws_are_only_the_new_conversations(draw, scripted):
    model = scripted()
    draw(model, draws=2)
    sample = draw(model, draws=4)

    assert sample.asked == 6
    assert set(model.asked.values()) == {1}


def test_a_conversation_that_broke_off_goes_on_with_its_own_stored_turns(draw, scripted):
    def falters(title, index):
        if title == "b" and index == 1 and not mended:
            raise ModelConnectionError("no connection")
        return f"{title}-{index}{'!' if mended else ''}"

    mended = False
    broken = draw(scripted(falters))
    mended = True
    model = scripted(falters)
    sample = draw(model)

    assert [draw.status for draw in broken.draws[1]] == ["ok", "failed", "ok"]
    assert [draw.index for draw in broken.draws[2]] == [0, 2]
    assert [turns(request) for request in model.requests] == [["a", "a-1", "b"], ["a", "a-1", "b", "b-1!", "c"]]
    assert said(sample)[1] == ["b-0", "b-1!", "b-2"]


def test_an_interrupt_keeps_every_turn_that_came_and_the_same_call_goes_on(draw, spec, path, scripted):
    model = scripted(pause=0.01)

    async def interrupted(store):
        inputs = read_inputs(spec, TITLES)
        task = asyncio.create_task(draw_linked(spec, inputs, model=model, store=store, draws=2))
        while model.answered < 3:  # noqa: ASYNC110 - the scripted model counts, and tells nobody
            await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return stored_linked(spec, inputs, draws=2, model=model, store=store)

    with Store(path) as store:
        half = asyncio.run(interrupted(store))
    with Store(path) as store:
        whole = asyncio.run(draw_linked(spec, read_inputs(spec, TITLES), model=model, store=store, draws=2))

    assert sum(map(len, half.draws)) >= 3
    assert whole.from_store == sum(map(len, half.draws))
    assert said(whole) == [[f"{title}-{index}" for index in range(2)] for title in TITLES]


def test_a_fresh_sample_holds_new_conversations(draw, scripted):
    model = scripted()
    draw(model)
    draw(model, fresh=True)

    assert set(model.asked.values()) == {2}


def test_a_limit_ends_the_work_and_what_came_is_kept(draw, spec, store, scripted):
    model = scripted()
    with pytest.raises(LimitError, match="the same call goes on from there"):
        draw(Limited(model, calls=4), concurrency=1)
    kept = stored_linked(spec, read_inputs(spec, TITLES), draws=3, model=model, store=store)

    assert sum(map(len, kept.draws)) == 4


def test_an_error_that_every_draw_would_meet_ends_the_work(draw, scripted):
    def refuses(title, index):
        raise ModelAuthenticationError("wrong key")

    with pytest.raises(ModelAuthenticationError):
        draw(scripted(refuses))


def test_a_turn_without_text_is_left_out_of_the_conversation(draw, scripted):
    model = scripted(lambda title, index: Completion("", stop_reason="refusal") if title == "b" else title.upper())
    sample = draw(model, draws=1)

    assert turns(model.requests[-1]) == ["a", "A", "c"]
    assert sample.draws[1][0].status == "refusal"


def test_examples_and_history_stand_before_the_first_turn(spec, store, scripted):
    import dataclasses

    from pointmass.spec import Example

    taught = dataclasses.replace(spec, examples=(Example({"title": "x"}, "y"),))
    model = scripted()
    asyncio.run(draw_linked(taught, read_inputs(taught, ["a", "b"]), model=model, store=store, draws=1))

    assert turns(model.requests[-1]) == ["x", "y", "a", "a-0", "b"]


def test_a_recorded_conversation_is_replayed(draw, scripted, tmp_path, spec):
    recording = tmp_path / "talk.jsonl"
    first = draw(Recorded(scripted(), recording))
    with Store(None) as other:
        inputs = read_inputs(spec, TITLES)
        again = asyncio.run(draw_linked(spec, inputs, model=RecordedModel(recording), store=other, draws=3))

    assert said(again) == said(first)


def test_the_sample_says_that_its_draws_hang_together(draw, scripted):
    assert NOTICE in draw(scripted()).notices


def test_every_turn_is_counted_for_whoever_watches(draw, scripted):
    seen = []
    draw(scripted(), on_progress=seen.append)

    assert (seen[0].done, seen[-1].done, seen[-1].total, seen[-1].status) == (0, 9, 9, "done")


def test_the_store_names_the_spec_of_linked_draws(draw, scripted, store):
    draw(scripted())
    held = store.contents()[0]

    assert (held.name, held.series.purpose, held.inputs, held.draws) == ("clean", "linked", 3, 9)


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"concurrency": 0}])
def test_a_number_out_of_range_is_refused_before_anything_is_asked(draw, scripted, wrong):
    model = scripted()
    with pytest.raises(InputError):
        draw(model, **wrong)

    assert model.asked == Counter()


def test_dollars_of_every_turn_are_kept(draw, scripted):
    price = Price(input=1, output=1)
    model = scripted(lambda title, index: Completion("x", usage=Usage(10, 10), dollars=price.dollars(Usage(10, 10))))
    sample = draw(model, draws=1)

    assert [draw.dollars for row in sample.draws for draw in row] == [pytest.approx(20e-6)] * 3
