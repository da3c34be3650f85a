"""Work under way: its progress, its end, and what is left of it when somebody stops it."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import threading
import time
from contextlib import redirect_stdout

import pytest

import pointmass as pm
from pointmass.errors import CallError, EvidenceError
from pointmass.jobs import Interrupted
from pointmass.models.base import Completion

TITLES = [f"Title {i}" for i in range(6)]
PATIENCE = 60  # seconds; a loaded machine is slow


class Gated(pm.Model):
    """Answers so many draws, then waits to be let go."""

    identity = "gated"

    def __init__(self, free=10**6):
        self.free = free
        self.asked = 0
        self.opened = threading.Event()

    async def complete(self, request, index):  # noqa: ARG002 - the seam has it
        self.asked += 1
        number = self.asked
        while number > self.free and not self.opened.is_set():  # noqa: ASYNC110 - the event is a thread's
            await asyncio.sleep(0.01)
        return Completion(request.inputs["title"].lower())


class Interrupting(pm.Model):
    """Answers four draws; then somebody presses Ctrl-C."""

    identity = "interrupting"

    def __init__(self):
        self.asked = 0

    async def complete(self, request, index):  # noqa: ARG002 - the seam has it
        self.asked += 1
        if self.asked == 5:
            os.kill(os.getpid(), signal.SIGINT)
        if self.asked >= 5:
            await asyncio.sleep(PATIENCE)
        return Completion(request.inputs["title"].lower())


@pytest.fixture
def clean():
    """A name on a model that waits after so many draws; opened in the end, whatever the test did."""
    made = []

    def make(model):
        made.append((pm.Workbench(model=model), model))
        return made[-1][0].define(pm.Spec("clean", "Clean it.", (pm.Parameter("title", str),)))

    yield make
    for wb, model in made:
        getattr(model, "opened", threading.Event()).set()
        wb.close()


def until(true):
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_each_verb_can_be_started_and_waited_for_later(clean):
    name = clean(Gated())
    sample = name.sample(TITLES, 2, progress=False)
    varied = name.vary(TITLES, 2, prompt=["Clean it!"], wait=False, progress=False)
    watched = name.watch(sample, wait=False, progress=False)
    proposed = name.stabilize(sample, budget=0.1, wait=False)
    compared = pm.compare({"a": sample, "b": sample}, wait=False)
    grouped = sample.interpretations(wait=False)

    assert list(varied.result().samples) == ["as it is", "prompt Clean it!"]
    assert watched.result().name == "clean"
    assert proposed.result().decision == name.stabilize(sample, budget=0.1).decision
    assert compared.result().sentence == pm.compare({"a": sample, "b": sample}).sentence
    assert repr(grouped.result()) == repr(sample.interpretations())
    assert all(isinstance(job, pm.Job) and job.done for job in (varied, watched, proposed, compared, grouped))
    assert repr(varied) == "<Job of clean.vary: ended>"


def test_each_verb_can_be_awaited(clean):
    name = clean(Gated())
    sample = name.sample(TITLES, 2, progress=False)

    async def all_of_them():
        return (
            await name.avary(TITLES, 2, prompt=["Clean it!"], progress=False),
            await name.awatch(sample, progress=False),
            await name.astabilize(sample, budget=0.1),
            await pm.acompare({"a": sample, "b": sample}),
            await sample.ainterpretations(),
        )

    varied, watched, proposed, compared, grouped = asyncio.run(all_of_them())
    assert (len(varied.samples), watched.name, proposed.name) == (2, "clean", "clean")
    assert (compared.name, grouped.name) == ("clean", "clean")


def test_a_sample_under_way_says_how_far_it_is_and_shows_what_came(clean):
    model = Gated(free=4)
    name = clean(model)
    job = name.sample(TITLES, 2, wait=False, concurrency=1, progress=False)
    until(lambda: name.partial().n_draws == 4)

    assert (job.progress.what, job.progress.total, job.done) == ("clean.sample", 12, False)
    assert job.partial().n_draws == 4
    model.opened.set()
    assert job.result().n_draws == 12
    assert (job.progress.done, job.progress.eta) == (12, 0)


def test_variants_under_way_are_counted_together(clean):
    model = Gated(free=12)
    job = clean(model).vary(TITLES, 2, prompt=["Clean it!", "Clean!"], wait=False, concurrency=1, progress=False)
    until(lambda: job.progress.done == 12)

    assert (job.progress.what, job.progress.total) == ("clean.vary", 36)
    model.opened.set()
    assert len(job.result().samples) == 3
    assert (job.progress.done, job.progress.eta) == (36, 0)


def test_variants_that_are_drawn_one_after_the_other_say_which_one_it_is(clean):
    job = clean(Gated()).vary(TITLES, pm.until(mode=0.5), prompt=["Clean it!"], wait=False, progress=False)

    assert len(job.result().samples) == 2
    assert job.progress.what == "clean.vary, sample 2 of 2"


def test_whoever_is_told_of_the_progress_is_told_of_that_of_a_job_too(clean):
    told = []
    clean(Gated()).vary(TITLES, 2, prompt=["Clean it!"], wait=False, progress=told.append).result()

    assert (told[-1].status, told[-1].done) == ("done", 24)


def test_what_is_cancelled_stops_and_what_was_drawn_is_kept(clean):
    model = Gated(free=15)
    name = clean(model)
    job = name.vary(TITLES, 2, prompt=["Clean it!"], wait=False, concurrency=2, progress=False)
    until(lambda: model.asked == 17)
    job.cancel()
    until(lambda: job.done)

    assert model.asked == 17
    assert name.partial().n_draws == 9  # of the variant whose turn it was: one of each input, and 3 of the second round
    with pytest.raises(CallError, match=r"^clean\.vary: it has no result before its end; handle\.partial\(\) shows"):
        job.result()


def test_a_search_for_code_can_be_cancelled(clean):
    name = clean(Gated())
    sample = name.sample([f"{i * 7919 % 1000:03} {chr(97 + i % 26)}x{i}" for i in range(200)], 2, progress=False)
    job = name.stabilize(sample, budget=600, wait=False)
    job.cancel()
    until(lambda: job.done)

    with pytest.raises(CallError, match=r"^clean\.stabilize: it has no result before its end"):
        job.result()


def test_grouping_can_be_cancelled_and_says_how_long_it_has_taken(clean):
    began = threading.Event()

    def slow(outcome):
        began.set()
        time.sleep(0.01)
        return outcome

    sample = clean(Gated()).sample([f"Title {i}" for i in range(500)], 2, progress=False)
    job = sample.interpretations(key=slow, wait=False)
    began.wait(PATIENCE)
    step = job.progress
    job.cancel()
    until(lambda: job.done)

    assert (step.what, step.total, step.eta) == ("clean.interpretations", None, None)
    assert step.elapsed > 0
    with pytest.raises(CallError, match=r"^clean\.interpretations: it has no result before its end$"):
        job.result()


def test_whoever_stops_awaiting_stops_the_work(clean):
    model = Gated(free=3)
    name = clean(model)

    async def give_up():
        await asyncio.wait_for(name.avary(TITLES, 2, prompt=["x"], concurrency=1, progress=False), timeout=0.5)

    with pytest.raises(TimeoutError):
        asyncio.run(give_up())
    until(lambda: not any(t.name == "pointmass job" for t in threading.enumerate()))
    assert model.asked <= 4


def test_a_cancelled_job_that_has_ended_keeps_its_result(clean):
    job = clean(Gated()).vary(TITLES, 1, prompt=["x"], wait=False, progress=False)
    found = job.result()
    job.cancel()

    assert job.result() is found


def test_an_interrupt_keeps_what_came_and_lets_one_look_at_it(clean, interruptible):
    name = clean(Interrupting())

    with pytest.raises(
        Interrupted,
        match=r"^clean\.sample: stopped; 4 draws are stored: the same call goes on from there, clean\.partial\(\) shows",
    ):
        name.sample(TITLES, 2, concurrency=1, progress=False)
    assert name.partial().n_draws == 4
    assert isinstance(Interrupted(), KeyboardInterrupt)


def test_a_notebook_shows_of_an_interrupt_its_message_alone(clean, interruptible):
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell()
    shell.user_ns |= {"clean": clean(Interrupting()), "titles": TITLES}
    shown = io.StringIO()

    with redirect_stdout(shown):
        shell.run_cell("clean.sample(titles, 2, concurrency=1, progress=False)")

    assert shown.getvalue().strip() == (
        "Interrupted: clean.sample: stopped; 4 draws are stored: the same call goes on from there, "
        "clean.partial() shows them"
    )


def test_before_anything_was_sampled_there_is_nothing_to_look_at(clean):
    with pytest.raises(EvidenceError, match=r"^clean: nothing was sampled in this session"):
        clean(Gated()).partial()


def test_stabilizing_tells_which_of_its_steps_it_is_at(clean):
    name = clean(Gated())
    sample = name.sample([f"Title {i} {'x' * (i % 5)}" for i in range(40)], 4, progress=False)
    job = name.stabilize(sample, wait=False)
    seen = []
    while not job.done:
        seen.append(job.progress)
        time.sleep(0.005)
    job.result()

    tried = [step for step in seen if step.what == "clean.stabilize: trying code on inputs that it has not seen"]
    assert tried
    assert all(step.total == 5 for step in tried)
    assert any(step.eta is not None and step.eta >= 0 for step in tried)
