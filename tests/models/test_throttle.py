from __future__ import annotations

import asyncio
import math
import threading
import time

import pytest

from pointmass.errors import (
    ModelConnectionError,
    ModelOverloadedError,
    ModelRateLimitError,
    ModelRequestError,
    ModelResponseError,
)
from pointmass.models.throttle import Throttle


def failing(kind, **parts):
    error = kind("played")
    for name, value in parts.items():
        setattr(error, name, value)
    return error


class Service:
    """Answers, or fails as it is told: by the number of the request, from 0."""

    def __init__(self, fault=lambda number: None, *, latency=0.0):
        self.fault, self.latency = fault, latency
        self.received = self.in_flight = self.most_in_flight = 0
        self.times = []

    async def __call__(self, before):
        number, self.received = self.received, self.received + 1
        self.times.append(time.monotonic())
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await asyncio.sleep(self.latency)
        finally:
            self.in_flight -= 1
        error = self.fault(number)
        if error:
            raise error
        return before


def ask_all(throttle, service, number):
    async def ask():
        return await asyncio.gather(*(throttle.ask(service) for _ in range(number)), return_exceptions=True)

    return asyncio.run(ask())


def test_a_service_that_answers_is_asked_for_everything_at_once():
    throttle, service = Throttle(), Service(latency=0.05)

    assert ask_all(throttle, service, 300) == [0] * 300
    assert service.most_in_flight == 300
    assert throttle.limit == math.inf


def test_a_refusal_closes_the_gate_for_all_as_long_as_the_service_asks():
    throttle = Throttle()
    service = Service(lambda number: failing(ModelRateLimitError, retry_after=0.3) if number < 5 else None)

    assert sorted(ask_all(throttle, service, 5)) == [1] * 5
    assert service.times[5] - service.times[4] >= 0.3


def test_no_refusal_is_waited_for_longer_than_a_person_allows():
    throttle = Throttle(max_wait=0.1)
    service = Service(lambda number: failing(ModelRateLimitError, retry_after=1e6) if number == 0 else None)
    started = time.monotonic()

    assert ask_all(throttle, service, 1) == [1]
    assert 0.1 <= time.monotonic() - started < 30


@pytest.mark.parametrize("said", [None, 0.0, -5.0, math.nan])
def test_what_is_no_time_to_wait_is_half_a_second_or_a_little_less(said):
    service = Service(lambda number: failing(ModelRateLimitError, retry_after=said) if number == 0 else None)

    assert ask_all(Throttle(), service, 1) == [1]
    assert service.times[1] - service.times[0] >= 0.375


def test_the_number_in_flight_is_halved_by_a_wave_of_refusals_and_grows_with_answers():
    throttle = Throttle()
    service = Service(lambda number: failing(ModelRateLimitError, retry_after=0.01) if 10 <= number < 20 else None)
    ask_all(throttle, service, 40)
    halved = throttle.limit
    ask_all(throttle, service, 200)

    assert 10 <= halved <= 40
    assert halved < throttle.limit < 60


def test_being_refused_for_the_rate_uses_up_no_tries_as_long_as_others_are_answered():
    def fault(number):
        return failing(ModelRateLimitError, retry_after=0.001) if number % 10 else None

    service = Service(fault)

    assert not [each for each in ask_all(Throttle(retries=30), service, 50) if isinstance(each, Exception)]
    assert service.received > 300


@pytest.mark.parametrize(
    ("kind", "retries", "sent"),
    [
        (ModelRateLimitError, 3, 4),
        (ModelOverloadedError, 2, 3),
        (ModelConnectionError, 1, 2),
        (ModelOverloadedError, 0, 1),
        (ModelResponseError, 6, 2),
        (ModelRequestError, 6, 1),
    ],
)
def test_what_fails_for_good_is_asked_again_as_often_as_its_kind_may_help(kind, retries, sent):
    service = Service(lambda number: failing(kind, retry_after=0.001))
    (error,) = ask_all(Throttle(retries=retries), service, 1)

    assert type(error) is kind
    assert service.received == sent


def test_what_the_service_says_of_asking_again_counts():
    no = Service(lambda number: failing(ModelOverloadedError, again=False))
    yes = Service(lambda number: failing(ModelRequestError, again=True, retry_after=0.001) if number == 0 else None)

    assert isinstance(ask_all(Throttle(), no, 1)[0], ModelOverloadedError)
    assert no.received == 1
    assert ask_all(Throttle(), yes, 1) == [1]


def test_a_service_that_is_given_up_is_not_asked_by_those_who_wait():
    throttle, service = (
        Throttle(retries=3),
        Service(lambda number: failing(ModelOverloadedError, status=529, retry_after=0.01)),
    )
    found = ask_all(throttle, service, 200)

    assert {type(each) for each in found} == {ModelOverloadedError}
    assert len({id(each) for each in found}) == 200  # notes of one are not everybody's
    assert service.received <= 200 + 100 + 50 + 25


def test_one_that_fails_among_many_that_are_answered_slows_nobody_down():
    throttle = Throttle()
    service = Service(
        lambda number: failing(ModelOverloadedError, status=500, retry_after=0.01) if number % 4 == 3 else None
    )

    assert not [each for each in ask_all(throttle, service, 100) if isinstance(each, Exception)]
    assert throttle.limit == math.inf


def test_where_answers_take_clearly_longer_fewer_are_let_through_and_never_fewer_than_sixteen():
    async def slower():
        throttle, service = Throttle(), Service(latency=0.01)
        await asyncio.gather(*(throttle.ask(service) for _ in range(64)))
        service.latency = 1.5
        await asyncio.gather(*(throttle.ask(service) for _ in range(400)))
        return throttle.limit

    assert 16 <= asyncio.run(slower()) < 250


def test_a_wait_is_told_with_its_reason_and_ends():
    async def told():
        throttle = Throttle(max_wait=0.4)
        service = Service(lambda number: failing(ModelRateLimitError, retry_after=9.0) if number == 0 else None)
        asking = asyncio.create_task(throttle.ask(service))
        await asyncio.sleep(0.1)
        wait = throttle.waiting()
        await asking
        return wait, throttle.waiting()

    wait, after = asyncio.run(told())

    assert 0 < wait.seconds <= 0.4
    assert wait.why == "the service asks for 9 s, and max_wait is 0.4 s"
    assert after is None


@pytest.mark.parametrize("kind", [ModelRateLimitError, ModelConnectionError])
def test_who_is_cancelled_while_waiting_is_gone_at_once_and_leaves_his_place(kind):
    async def cancelled():
        throttle = Throttle()
        service = Service(lambda number: failing(kind, retry_after=0.3) if number == 0 else None)
        asking = [asyncio.create_task(throttle.ask(service)) for _ in range(3)]
        await asyncio.sleep(0.05)
        started = time.monotonic()
        asking[0].cancel()
        await asyncio.wait([asking[0]])
        taken = time.monotonic() - started
        return taken, await asyncio.gather(*asking[1:]), await throttle.ask(service)

    taken, others, later = asyncio.run(cancelled())

    assert taken < 0.2
    assert others == [0, 0]
    assert later == 0


def test_loops_of_several_threads_share_a_gate():
    throttle, found = Throttle(), []
    service = Service(
        lambda number: failing(ModelRateLimitError, retry_after=0.2) if number < 3 else None, latency=0.01
    )

    threads = [threading.Thread(target=lambda: found.extend(ask_all(throttle, service, 20))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(found) == 80
    assert not [each for each in found if isinstance(each, Exception)]
