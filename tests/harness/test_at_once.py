"""A model that waits for nothing answers on the thread that asks: no loop, and every promise of a call kept."""

from __future__ import annotations

import asyncio
import contextvars
import random
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

import pointmass as pm
from pointmass.errors import CallError, LimitError
from pointmass.models.base import input_key


def lower(title):
    return title.lower()


def named(model, path=None, **how):
    wb = pm.Workbench(path, model=model, **how)
    return wb, wb.define(pm.Spec("clean", "Clean it.", (pm.Parameter("title", str),)))


def on_thread(title):
    return str(threading.get_ident())


@pytest.mark.parametrize("kept", [False, True], ids=["memory", "file"])
def test_a_call_of_a_model_that_answers_at_once_starts_no_loop(tmp_path, kept):
    wb, clean = named(pm.SimulatedModel({on_thread: 1.0}), tmp_path / "x.pointmass" if kept else None)

    assert clean("A") == str(threading.get_ident())
    assert not wb._loop.started  # noqa: SLF001 - nothing else shows it
    assert [each.name for each in wb.store.calls()] == ["clean"]
    assert [row.draws for row in wb.store.contents()] == [1]
    wb.close()


def test_a_model_that_takes_its_time_is_asked_in_the_background():
    wb, clean = named(pm.SimulatedModel({on_thread: 1.0}, latency=0.01))

    assert clean("A") != str(threading.get_ident())
    wb.close()


def test_what_stands_around_calls_budgets_and_tools_go_by_the_loop():
    async def around(call, following):
        await asyncio.sleep(0.001)
        return await following(call)

    _, clean = named(pm.SimulatedModel({lower: 1.0}), around=[around])
    _, counted = named(pm.SimulatedModel({lower: 1.0}))

    assert clean("A") == "a"
    with pm.Budget(calls=1):
        assert counted("A") == "a"
        with pytest.raises(LimitError):
            counted("B")


def test_an_answer_at_once_may_be_had_where_a_loop_runs():
    _, clean = named(pm.SimulatedModel({lower: 1.0}))

    async def cell():
        return clean("A")

    assert asyncio.run(cell()) == "a"


def test_a_program_sees_the_context_of_its_caller_and_changes_a_copy():
    who = contextvars.ContextVar("who", default="nobody")

    def asks(title):
        said = who.get()
        who.set("the program")
        return said

    _, clean = named(pm.SimulatedModel({asks: 1.0}))
    who.set("me")

    assert clean("A") == clean("B") == "me"


def test_threads_get_answers_at_once_at_the_same_time_and_each_draw_its_number():
    wb, clean = named(pm.SimulatedModel({lower: 1.0}))
    titles = [f"T{number % 5}" for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(clean, titles))

    assert said == [title.lower() for title in titles]
    (held,) = wb.store.contents()
    draws = wb.store.draws(held.series, every=True)
    assert sorted(sorted(draw.index for draw in row) for row in draws.values()) == [list(range(80))] * 5


def test_a_program_that_does_not_end_can_be_interrupted(interruptible):
    def endless(title):
        threading.Timer(0.1, signal.raise_signal, [signal.SIGINT]).start()
        while title:
            time.sleep(0.01)

    wb, clean = named(pm.SimulatedModel({endless: 1.0}))
    with pytest.raises(KeyboardInterrupt):
        clean("A")

    assert "KeyboardInterrupt" in wb.trace()[-1].error


# Stopped between making a coroutine and awaiting it.
@pytest.mark.filterwarnings("ignore:.*never awaited:RuntimeWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer of this kind here")
def test_interrupts_at_any_moment_lose_no_draw_and_keep_none_twice():
    wb, clean = named(pm.SimulatedModel({lower: 1.0}))
    clean("warm")
    chance, answered, stopped = random.Random(1), Counter(), 0  # noqa: S311 - moments, no secret

    def stop(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, stop)
    try:
        for number in range(800):
            title = f"T{number % 7}"
            try:
                signal.setitimer(signal.ITIMER_REAL, chance.uniform(1e-6, 1e-3))
                clean(title)
                answered[title] += 1
                signal.setitimer(signal.ITIMER_REAL, 0)
            except KeyboardInterrupt:
                stopped += 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    assert stopped
    assert answered
    (held,) = wb.store.contents()
    draws = wb.store.draws(held.series, every=True)
    for title, times in answered.items():
        numbers = [draw.index for draw in draws[input_key({"title": title})]]
        assert len(numbers) == len(set(numbers)) >= times
    assert clean("After") == "after"


class Exits(pm.Model):
    """Says that it answers at once, and ends the program or waits."""

    at_once = True
    identity = "exits"

    async def complete(self, request, index):  # noqa: ARG002 - the seam's
        if request.inputs["title"] == "exit":
            raise SystemExit(3)
        await Waiting()
        return pm.Completion("said")


class Waiting:
    def __await__(self):
        yield "something of a loop"


def test_a_model_that_would_end_the_program_ends_the_call():
    _, clean = named(Exits())
    with pytest.raises(CallError, match=r"raised SystemExit\(3\).*ordinary exception"):
        clean("exit")


def test_a_model_that_says_at_once_and_waits_is_told():
    _, clean = named(Exits())
    with pytest.raises(CallError, match="clean: the model says that it answers at once, and it waits"):
        clean("A")


def test_a_recording_answers_at_once():
    model = pm.shipped("clean_filename")
    wb, clean = named(model)
    clean(model.inputs[0])

    assert not wb._loop.started  # noqa: SLF001 - nothing else shows it
