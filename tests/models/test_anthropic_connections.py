"""Connections to the service: how many, how long, and what is left of them."""

import asyncio
import gc
import subprocess
import sys

import aiohttp
import pytest

from pointmass.models.anthropic import AnthropicModel
from pointmass.models.local_server import HANG, LocalServer


def model_of(server, **parts):
    return AnthropicModel("claude-test", base_url=server.url, **{"api_key": "sk-ant-made-up"} | parts)


def test_a_thousand_calls_are_in_flight_at_once(make_request):
    async def most_in_flight(model, server):
        tasks = [asyncio.ensure_future(model.complete(make_request(), index)) for index in range(1000)]
        for _ in range(600):
            await asyncio.sleep(0.1)
            if server.in_flight == 1000:
                break
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)

    with LocalServer(faults=lambda _: HANG, keep=False) as server:
        asyncio.run(most_in_flight(model_of(server), server))

    assert server.most_in_flight == server.received == 1000


def test_connections_are_kept_and_used_again(make_request):
    async def one_after_another(model):
        for index in range(20):
            await model.complete(make_request(), index)

    with LocalServer(keep=False) as server:
        asyncio.run(one_after_another(model_of(server)))

    assert server.counts["connections"] == 1


def test_a_model_serves_one_loop_after_another_and_leaves_nothing_open(ask):
    with LocalServer() as server:
        model = model_of(server)
        for index in range(3):
            ask(model, index=index)
        gc.collect()  # an unclosed connection would warn here, and a warning is an error
        connections = server.stats()["open"]

    assert connections == 0


def test_a_closed_model_can_be_used_again(make_request):
    async def twice(model):
        await model.complete(make_request(), 0)
        await model.aclose()
        await model.aclose()
        return await model.complete(make_request(), 1)

    with LocalServer("there") as server:
        assert asyncio.run(twice(model_of(server))).text == "there"
    assert server.counts["connections"] == 2


def test_the_transport_is_aiohttp(make_request):
    async def session_of(model):
        await model.complete(make_request(), 0)
        return [held for held in gc.get_objects() if isinstance(held, aiohttp.ClientSession) and not held.closed]

    with LocalServer() as server:
        assert len(asyncio.run(session_of(model_of(server)))) == 1


def test_a_cancelled_call_is_cancelled_and_frees_the_server(make_request):
    async def cancel(model):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(model.complete(make_request(), 0), 0.5)
        await asyncio.sleep(0.1)
        return server.in_flight

    with LocalServer(faults={0: HANG}) as server:
        assert asyncio.run(cancel(model_of(server))) == 0
    assert server.counts["hang"] == 1


def test_a_limit_of_the_machine_is_a_connection_error_that_says_what_to_do(make_request):
    # macOS lets a process open 256 files, and each request in flight is one.
    program = """
import asyncio, resource, sys
from pointmass.errors import ModelError
from pointmass.models.anthropic import AnthropicModel
from pointmass.models.base import Request
async def main():
    model = AnthropicModel("m", base_url=sys.argv[1], max_retries=0)
    request = Request(spec="f", inputs={}, messages=({"role": "user", "content": "x"},))
    await model.complete(request, 0)
    resource.setrlimit(resource.RLIMIT_NOFILE, (24, 4096))
    said = await asyncio.gather(*(model.complete(request, n) for n in range(60)), return_exceptions=True)
    failed = [one for one in said if isinstance(one, BaseException)]
    print(len(failed) < 60, {type(one).__name__ for one in failed}, {"ulimit -n" in str(one) for one in failed})
asyncio.run(main())
"""
    with LocalServer(latency=0.2) as server:
        done = subprocess.run(  # noqa: S603 - ours
            [sys.executable, "-c", program, server.url], capture_output=True, text=True, timeout=120, check=False
        )

    assert done.stdout.strip() == "True {'ModelConnectionError'} {True}", done.stderr
