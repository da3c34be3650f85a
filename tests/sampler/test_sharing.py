"""The same sample asked for twice at once: what is under way is shared."""

from __future__ import annotations

import asyncio

import pytest

from pointmass.errors import ModelTimeoutError
from pointmass.sampler import UnderWay, draw_sample, read_inputs
from pointmass.store import Series


@pytest.fixture
def under_way():
    return UnderWay()


@pytest.fixture
def sampling(spec, store, under_way):
    def sampling(model, titles, draws, **how):
        inputs = read_inputs(spec, titles)
        return draw_sample(spec, inputs, model=model, store=store, draws=draws, under_way=under_way, **how)

    return sampling


def test_each_draw_is_asked_for_once(scripted, sampling):
    model, seen = scripted(pause=0.01), []

    async def thrice():
        return await asyncio.gather(
            sampling(model, ["a", "b", "c"], 8),
            sampling(model, ["b", "a"], 6, concurrency=5),
            sampling(model, ["a"], 9, on_progress=seen.append),
        )

    whole, part, more = asyncio.run(thrice())

    assert set(model.asked.values()) == {1}
    assert len(model.asked) == 25
    assert whole.asked + part.asked + more.asked == 25
    assert part.draws[1] == whole.draws[0][:6]
    assert (seen[-1].done, seen[-1].total, seen[-1].status) == (9, 9, "done")
    # Who did not ask has not paid.
    assert seen[-1].output_tokens == 2 * more.asked


def test_what_another_call_was_asking_for_when_it_was_cancelled_is_asked_for(scripted, sampling):
    model = scripted(pause=0.1)

    async def twice():
        first, second = (asyncio.create_task(sampling(model, ["a"], 4)) for _ in range(2))
        await asyncio.sleep(0.05)
        first.cancel()
        await asyncio.wait([first])
        return await second

    assert [draw.outcome for draw in asyncio.run(twice()).draws[0]] == ["a-0", "a-1", "a-2", "a-3"]


def test_cancelling_who_waits_for_another_call_leaves_that_alone(scripted, sampling):
    model = scripted(pause=0.1)

    async def twice():
        first, second = (asyncio.create_task(sampling(model, ["a"], 4)) for _ in range(2))
        await asyncio.sleep(0.05)
        second.cancel()
        await asyncio.wait([second])
        return await first

    assert [draw.status for draw in asyncio.run(twice()).draws[0]] == ["ok"] * 4
    assert set(model.asked.values()) == {1}


def test_what_failed_for_another_call_is_asked_for_again(scripted, sampling):
    failed = []

    def answer(title, index):
        if index == 1 and not failed:
            failed.append(index)
            raise ModelTimeoutError("scripted: not now")
        return title

    model = scripted(answer, pause=0.01)

    async def twice():
        return await asyncio.gather(*(sampling(model, ["a"], 4) for _ in range(2)))

    samples = asyncio.run(twice())

    assert model.asked["a", 1] == 2
    assert [draw.status for draw in samples[1].draws[0]] == ["ok"] * 4


def test_who_read_the_store_before_another_call_was_done_asks_for_nothing_that_it_got(scripted, sampling):
    slow, quick = scripted(pause=0.05), scripted(pause=0.001)

    async def twice():
        late = sampling(slow, ["a"], 30, concurrency=1)
        await asyncio.gather(late, sampling(quick, ["a"], 30, concurrency=4))

    asyncio.run(twice())

    assert (slow.asked + quick.asked).most_common(1)[0][1] == 1
    assert sum(quick.asked.values()) > 15


def test_a_fresh_series_shares_nothing(scripted, sampling):
    model = scripted(pause=0.01)

    async def twice():
        await asyncio.gather(*(sampling(model, ["a"], 4, fresh=True) for _ in range(2)))

    asyncio.run(twice())

    assert set(model.asked.values()) == {2}


def test_a_series_that_nobody_draws_any_more_is_let_go(spec, scripted, sampling, under_way):
    asyncio.run(sampling(scripted(), ["a"], 4))

    with under_way.drawing(Series(spec.digest, "scripted")) as claims:
        assert claims.drawings == 1
        assert claims.take(("a", 0, "")) is None
