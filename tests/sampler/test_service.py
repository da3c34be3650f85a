"""Samples of a live model over real HTTP, the service played by the local stand-in."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter

import pytest

from pointmass.errors import LimitError, ModelAuthenticationError
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
