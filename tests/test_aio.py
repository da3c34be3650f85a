from __future__ import annotations

import asyncio
import contextlib
import contextvars
import signal
import threading
import time

import pytest

from pointmass.aio import BackgroundLoop, in_thread
from pointmass.errors import CallError, SyncCallError


@pytest.fixture
def loop():
    background = BackgroundLoop()
    yield background
    background.close()


async def doubled(number):
    await asyncio.sleep(0)
    return 2 * number


async def failing():
    raise TimeoutError("of its own")


def test_no_thread_is_started_before_one_is_needed(loop):
    assert not loop.started


def test_a_coroutine_is_worked_off_and_its_value_returned(loop):
    assert loop.wait(doubled(21), what="test") == 42
    assert loop.started


def test_an_error_comes_out_where_it_is_waited_for(loop):
    # A TimeoutError of the work itself is not taken for the waiting's.
    with pytest.raises(TimeoutError, match="of its own"):
        loop.wait(failing(), what="test")


def test_work_that_takes_longer_than_a_beat_is_waited_for(loop):
    async def slow():
        await asyncio.sleep(0.25)
        return "done"

    assert loop.wait(slow(), what="test") == "done"


def test_many_threads_may_wait_at_once(loop):
    found = {}

    def ask(number):
        found[number] = loop.wait(doubled(number), what="test")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {number: 2 * number for number in range(20)}


def test_a_blocking_call_inside_another_running_loop_works_as_in_a_notebook(loop):
    async def cell():
        return loop.wait(doubled(4), what="test")

    assert asyncio.run(cell()) == 8


def test_a_blocking_call_from_the_background_itself_is_refused_with_what_to_write(loop):
    async def inside():
        return loop.wait(doubled(1), what="clean")

    with pytest.raises(
        SyncCallError, match=r"^clean: a blocking call from inside the event loop would wait for itself"
    ):
        loop.wait(inside(), what="outer")


def test_a_coroutine_of_another_loop_awaits_the_background(loop):
    async def elsewhere():
        return await loop.cross(where()), threading.current_thread()

    async def where():
        return threading.current_thread()

    there, here = asyncio.run(elsewhere())

    assert there.name == "pointmass"
    assert here is threading.current_thread()


def test_crossing_from_the_background_itself_goes_straight_on(loop):
    async def inside():
        return await loop.cross(doubled(3))

    assert loop.wait(inside(), what="test") == 6


def test_an_error_crosses_loops(loop):
    with pytest.raises(TimeoutError, match="of its own"):
        asyncio.run(loop.cross(failing()))


def test_cancelling_what_crossed_cancels_the_work(loop):
    stopped = threading.Event()

    async def endless():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            stopped.set()
            raise

    async def elsewhere():
        task = asyncio.create_task(loop.cross(endless()))
        await asyncio.sleep(0.05)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(elsewhere())
    assert stopped.wait(5)


class Counting(asyncio.SelectorEventLoop):
    """Counts the times that somebody asked to be woken."""

    alarms = 0

    def call_at(self, *when, **how):
        self.alarms += 1
        return super().call_at(*when, **how)


def test_many_that_wait_for_the_background_wake_their_loop_no_more_often_than_one(loop):
    async def many():
        await asyncio.gather(*(loop.cross(asyncio.sleep(0.5)) for _ in range(200)))

    started = time.monotonic()
    with asyncio.Runner(loop_factory=Counting) as runner:
        runner.run(many())
        alarms = runner.get_loop().alarms

    assert 1 < alarms < 20 * (1 + time.monotonic() - started)  # each polling for itself: 1,000


def test_a_loop_that_waits_for_nothing_any_more_is_left_alone(loop):
    async def nothing_more():
        await loop.cross(doubled(1))
        with pytest.raises(TimeoutError):
            await loop.cross(failing())
        before = asyncio.get_running_loop().alarms
        await asyncio.sleep(0.4)
        return asyncio.get_running_loop().alarms - before

    with asyncio.Runner(loop_factory=Counting) as runner:
        assert runner.run(nothing_more()) == 1  # the sleep's own


def test_an_interrupt_reaches_a_loop_that_waits_for_the_background(loop, interruptible):
    def interrupt():
        with contextlib.suppress(ProcessLookupError):
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # not the main thread, which sleeps on

    async def elsewhere():
        await loop.cross(asyncio.sleep(20))

    started = time.monotonic()
    alarm = threading.Timer(0.3, interrupt)
    alarm.start()
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(elsewhere())
    assert time.monotonic() - started < 10


def test_an_interrupt_cancels_the_work_and_waits_until_it_has_put_its_answers_away(loop, interruptible):
    kept = []

    async def endless():
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            kept.append("answer")

    alarm = threading.Timer(0.2, signal.raise_signal, [signal.SIGINT])
    alarm.start()
    with pytest.raises(KeyboardInterrupt):
        loop.wait(endless(), what="test")
    assert kept == ["answer"]


def test_closing_cancels_what_is_under_way_and_the_loop_starts_again_when_needed(loop):
    future = loop.submit(asyncio.sleep(60))
    loop.wait(doubled(1), what="test")
    start = time.monotonic()
    loop.close()

    assert future.cancelled()
    assert time.monotonic() - start < 5
    assert not loop.started
    assert loop.wait(doubled(2), what="test") == 4


def test_closing_what_never_started_and_closing_again_do_nothing():
    background = BackgroundLoop()
    background.close()
    background.close()

    assert not background.started


@pytest.mark.parametrize("ending", [SystemExit(3), KeyboardInterrupt("x")], ids=["exit", "interrupt"])
def test_what_would_end_the_thread_ends_the_call_that_raised_it_and_no_other(loop, ending):
    under_way = loop.submit(doubled_later(21))

    async def ends():
        raise ending

    async def with_a_task():
        await asyncio.gather(asyncio.create_task(ends()), asyncio.create_task(doubled(1)))

    for work in (ends, with_a_task):
        with pytest.raises(CallError, match=f"{type(ending).__name__}.*raise an ordinary exception"):
            loop.wait(work(), what="test")

    assert under_way.result(timeout=10) == 42
    assert loop.wait(doubled(2), what="test") == 4


async def doubled_later(number):
    await asyncio.sleep(0.3)
    return await doubled(number)


@pytest.mark.parametrize("raised", [ValueError("x"), SystemExit(2), StopIteration(1)], ids=["error", "exit", "stop"])
def test_what_a_function_in_a_thread_raises_is_raised_where_it_is_awaited(raised):
    def call():
        raise raised

    async def awaits():
        with pytest.raises((ValueError, SystemExit, RuntimeError)) as error:
            await in_thread(call)
        return error.value

    said = asyncio.run(awaits())

    assert said is raised or "StopIteration" in str(said)


def test_a_function_in_a_thread_sees_the_context_of_who_awaits_it():
    name = contextvars.ContextVar("name")

    async def awaits():
        name.set("of the caller")
        return await in_thread(name.get)

    assert asyncio.run(awaits()) == "of the caller"


def test_a_function_that_goes_on_after_its_loop_ended_disturbs_nobody():
    go_on, done = threading.Event(), threading.Event()

    def call():
        go_on.wait(10)
        done.set()

    async def gives_up():
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(in_thread(call), 0.05)

    asyncio.run(gives_up())
    go_on.set()

    assert done.wait(10)
