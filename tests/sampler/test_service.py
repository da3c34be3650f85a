"""Samples of a live model over real HTTP, the service played by the local stand-in."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter

import pytest

from pointmass.errors import (
    LimitError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelOverloadedError,
    ModelResponseError,
)
from pointmass.models.anthropic import AnthropicModel
from pointmass.models.limited import Limited
from pointmass.models.local_server import DROP, Fault, LocalServer
from pointmass.sampler import draw_sample, read_inputs

KEY = "sk-ant-a-key-that-must-never-be-written-down"
SOON = {"retry-after": "0.01"}


def echo(body, number):
    return body["messages"][-1]["content"]


def drawn(spec, model, store, titles, **how):
    async def draw():
        try:
            return await draw_sample(spec, read_inputs(spec, titles), model=model, store=store, **how)
        finally:
            await model.aclose()

    return asyncio.run(draw())


def test_every_draw_is_one_request(spec, store):
    with LocalServer(echo) as server:
        model = AnthropicModel("claude-haiku-4-5", api_key=KEY, base_url=server.url)
        sample = drawn(spec, model, store, ["a", "b"], draws=8)

    assert [draw.outcome for row in sample.draws for draw in row] == ["a"] * 8 + ["b"] * 8
    assert Counter(echo(received.body, 0) for received in server.requests) == {"a": 8, "b": 8}
    assert sample.draws[0][0].latency > 0
    assert sample.draws[0][0].output_tokens > 0
    assert sample.draws[0][0].model == "claude-haiku-4-5"


def test_what_passes_after_a_while_is_retried_and_leaves_no_failed_draw(spec, store):
    faults = {1: Fault(429, headers=SOON), 3: Fault(529, headers=SOON), 5: Fault(500, headers=SOON), 7: DROP}
    with LocalServer(echo, faults=faults) as server:
        model = AnthropicModel("claude-haiku-4-5", api_key=KEY, base_url=server.url)
        sample = drawn(spec, model, store, ["a", "b"], draws=8)

    assert {draw.status for row in sample.draws for draw in row} == {"ok"}
    assert server.received == 16 + 4


def test_what_fails_for_good_is_a_failed_draw_and_the_sample_finishes(spec, store):
    def answer(body, number):
        return Fault(529, headers=SOON) if echo(body, number) == "b" else echo(body, number)

    with LocalServer(answer) as server:
        model = AnthropicModel("claude-haiku-4-5", api_key=KEY, base_url=server.url, max_retries=1)
        sample = drawn(spec, model, store, ["a", "b", "c"], draws=2)

    assert [[draw.status for draw in row] for row in sample.draws] == [["ok"] * 2, ["failed"] * 2, ["ok"] * 2]
    assert sample.draws[1][0].detail.startswith("ModelOverloadedError")


def test_a_wrong_key_ends_the_work_after_no_more_requests_than_were_in_flight(spec, store):
    with LocalServer(faults=lambda number: 401) as server:
        model = AnthropicModel("claude-haiku-4-5", api_key=KEY, base_url=server.url)
        with pytest.raises(ModelAuthenticationError):
            drawn(spec, model, store, ["a", "b"], draws=100, concurrency=8)

    assert server.received <= 8


def test_a_thousand_requests_in_flight_are_a_thousand_draws(spec, store):
    with LocalServer(echo, latency=0.2) as server:
        model = AnthropicModel("claude-haiku-4-5", api_key=KEY, base_url=server.url)
        sample = drawn(spec, model, store, [f"title {number}" for number in range(100)], draws=10, concurrency=1000)

    assert sum(draw.status == "ok" for row in sample.draws for draw in row) == 1000
    assert server.most_in_flight > 500


def test_the_same_call_goes_on_after_a_limit(spec, store):
    with LocalServer(echo) as server:
        model = AnthropicModel("claude-haiku-4-5", api_key=KEY, base_url=server.url)
        with pytest.raises(LimitError):
            drawn(spec, Limited(model, calls=10), store, ["a", "b"], draws=8)
        sample = drawn(spec, model, store, ["a", "b"], draws=8)

    assert (sample.from_store, sample.asked) == (10, 6)
    assert server.received == 16


def test_a_service_at_the_limit_of_its_rate_fails_no_draw(spec, store):
    left = [60.0, time.monotonic()]

    def bucket(number):  # 60 a second; a refused request costs it nothing
        now = time.monotonic()
        left[:] = min(60.0, left[0] + 60.0 * (now - left[1])), now
        if left[0] < 1:
            return Fault(429, headers={"retry-after": "1"})
        left[0] -= 1
        return None

    with LocalServer(echo, faults=bucket, latency=0.1) as server:
        model = AnthropicModel("claude-haiku-4-5", api_key=KEY, base_url=server.url)
        titles = [f"title {number}" for number in range(50)]
        sample = drawn(spec, model, store, titles, draws=8, concurrency=200)

    assert sum(draw.status == "ok" for row in sample.draws for draw in row) == 400
    assert server.counts[429] > 20
    assert server.received < 400 * 2


def test_a_service_that_asks_for_days_is_waited_for_as_long_as_allowed_and_that_is_shown(spec, store):
    faults = {3: Fault(429, headers={"retry-after": "1000000"})}
    seen = []
    with LocalServer(echo, faults=faults) as server:
        model = AnthropicModel("claude-haiku-4-5", api_key=KEY, base_url=server.url, max_wait=1.0)
        sample = drawn(spec, model, store, ["a", "b"], draws=8, on_progress=seen.append)

    assert {draw.status for row in sample.draws for draw in row} == {"ok"}
    waits = [each for each in seen if each.status == "waiting"]
    assert waits
    assert all(0 <= each.waits <= 1 for each in waits)
    assert waits[0].why == "the service asks for 1,000,000 s, and max_wait is 1 s"
    assert seen[-1].status == "done"


@pytest.mark.parametrize("before", [0, 40])
def test_a_page_in_place_of_answers_ends_the_work_soon(spec, store, before):
    page = Fault(200, body="<html>sign in</html>")
    with LocalServer(echo, faults=lambda number: page if number >= before else None) as server:
        model = AnthropicModel("claude-haiku-4-5", api_key=KEY, base_url=server.url)
        with pytest.raises(ModelResponseError, match="sign in") as caught:
            drawn(spec, model, store, [f"title {number}" for number in range(100)], draws=16)

    assert server.received < before + 60
    assert caught.value.__notes__[-1].startswith(f"{before} of 1,600 draws are stored")


@pytest.mark.parametrize("faults", [lambda number: 529, lambda number: DROP], ids=["overloaded", "gone"])
def test_a_dead_service_is_given_up_within_twenty_seconds(spec, store, faults):
    with LocalServer(echo, faults=faults) as server:
        model = AnthropicModel("claude-haiku-4-5", api_key=KEY, base_url=server.url)
        started = time.monotonic()
        with pytest.raises(ModelOverloadedError if faults(0) == 529 else ModelConnectionError):
            drawn(spec, model, store, [f"title {number}" for number in range(100)], draws=16, concurrency=64)

    assert time.monotonic() - started < 20
    assert server.received < 64 * 4


def test_a_wait_is_cancelled_at_once(spec, store):
    async def cancelled(model):
        asking = asyncio.create_task(draw_sample(spec, read_inputs(spec, ["a"]), model=model, store=store))
        while not server.counts[429]:  # noqa: ASYNC110 - it is counted in another thread
            await asyncio.sleep(0.05)
        started = time.monotonic()
        asking.cancel()
        await asyncio.wait([asking])
        await model.aclose()
        return time.monotonic() - started

    with LocalServer(echo, faults=lambda number: Fault(429, headers={"retry-after": "50"})) as server:
        taken = asyncio.run(cancelled(AnthropicModel("claude-haiku-4-5", api_key=KEY, base_url=server.url)))

    assert taken < 5


def test_no_key_is_ever_in_the_file(path):
    child = f"""
import asyncio
from pathlib import Path

from pointmass.errors import ModelError
from pointmass.models.anthropic import AnthropicModel
from pointmass.models.local_server import Fault, LocalServer
from pointmass.sampler import draw_sample, read_inputs
from pointmass.signature import Parameter
from pointmass.spec import Spec
from pointmass.store import Store

spec = Spec("clean", "Clean the title.", (Parameter("title", str),))
leaky = Fault(400, message="I was sent {KEY}")
with LocalServer("fine", faults={{1: leaky, 5: leaky}}) as server, Store({str(path)!r}) as store:
    for model in (
        AnthropicModel("m", base_url=server.url),  # the key of the environment
        AnthropicModel("n", api_key={KEY!r}, base_url=server.url, default_headers={{"x-extra": {KEY!r}}}),
    ):
        sample = asyncio.run(draw_sample(spec, read_inputs(spec, ["a"]), model=model, store=store, draws=4, concurrency=1))
        print(sum(not draw.answered for draw in sample.draws[0]))
    for file in Path({str(path.parent)!r}).iterdir():  # the log beside the file too
        assert {KEY!r}.encode() not in file.read_bytes(), file
"""
    environment = {**os.environ, "ANTHROPIC_API_KEY": KEY}
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", child], env=environment, capture_output=True, text=True, check=False
    )

    assert done.stderr == ""
    assert done.stdout.split() == ["1", "1"]
    assert KEY.encode() not in path.read_bytes()
