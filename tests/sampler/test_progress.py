from __future__ import annotations

import asyncio
import time

import pytest

from pointmass.draw import Draw
from pointmass.errors import ModelAuthenticationError, ModelTimeoutError
from pointmass.models.base import Completion, Usage
from pointmass.sampler import draw_sample, read_inputs
from pointmass.sampler.progress import INTERVAL, Meter


def watched(spec, model, store, watch, **how):
    inputs = read_inputs(spec, ["a", "b"])
    return asyncio.run(draw_sample(spec, inputs, model=model, store=store, on_progress=watch, **how))


def test_the_start_and_the_end_are_always_told(spec, scripted, store):
    seen = []
    watched(spec, scripted(), store, seen.append, draws=2)

    assert (seen[0].status, seen[0].done, seen[0].total, seen[0].eta) == ("drawing", 0, 4, None)
    assert (seen[-1].status, seen[-1].done, seen[-1].total, seen[-1].eta) == ("done", 4, 4, 0)
    assert seen[0].name == "clean"


def test_a_sample_that_is_there_already_is_told_too(spec, scripted, store):
    watched(spec, scripted(), store, None, draws=2)
    seen = []
    watched(spec, scripted(), store, seen.append, draws=2)

    assert [(each.status, each.done, each.already) for each in seen] == [("drawing", 4, 4), ("done", 4, 4)]


def test_no_more_than_ten_are_told_a_second(spec, scripted, store):
    seen = []
    began = time.monotonic()
    watched(spec, scripted(pause=0.001), store, seen.append, draws=200, concurrency=4)

    assert len(seen) <= (time.monotonic() - began) / INTERVAL + 3  # the start, the first and the end are extra


def test_tokens_dollars_and_failures_add_up(spec, scripted, store):
    def answer(title, index):
        if title == "b":
            raise ModelTimeoutError("no")
        return Completion("x", usage=Usage(10, 5), dollars=0.25)

    seen = []
    watched(spec, scripted(answer), store, seen.append, draws=2)

    last = seen[-1]
    assert (last.done, last.failed, last.input_tokens, last.output_tokens, last.dollars) == (4, 2, 20, 10, 0.5)
    assert last.lost == (("failed", 2),)


def test_dollars_are_unknown_where_no_price_is_set(spec, scripted, store):
    seen = []
    watched(spec, scripted(), store, seen.append, draws=1)

    assert seen[-1].dollars is None


def test_what_is_left_is_estimated_from_the_pace_of_this_call():
    seen = []
    meter = Meter(seen.append, name="f", total=110, already=10)
    time.sleep(0.02)
    for index in range(50):
        meter.count(Draw(index, "ok"))
    meter.tell("drawing")

    assert seen[-1].done == 60
    assert seen[-1].eta == pytest.approx(seen[-1].elapsed)


def test_a_stopped_sample_is_told_as_stopped(spec, scripted, store):
    def answer(title, index):
        raise ModelAuthenticationError("the key is wrong")

    seen = []
    with pytest.raises(ModelAuthenticationError):
        watched(spec, scripted(answer), store, seen.append)

    assert seen[-1].status == "stopped"


def test_a_cancelled_sample_is_told_as_interrupted(spec, scripted, store):
    seen = []

    async def interrupt():
        inputs = read_inputs(spec, ["a"])
        model = scripted(pause=60)
        task = asyncio.create_task(draw_sample(spec, inputs, model=model, store=store, on_progress=seen.append))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(interrupt())

    assert [each.status for each in seen] == ["drawing", "interrupted"]


def test_a_watcher_that_raises_costs_no_draw_and_is_told_of(spec, scripted, store):
    def broken(progress):
        raise ValueError("no such widget")

    sample = watched(spec, scripted(), store, broken, draws=2)

    assert sum(map(len, sample.draws)) == 4
    assert sample.notices == ("the progress display raised ValueError (no such widget) and was left out",)
