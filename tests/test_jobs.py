"""How far a job is: parts of the work lie in one another, and together say how much is left."""

from __future__ import annotations

import threading
from collections.abc import Callable

from pointmass.jobs import Gauge, in_background, steps


def _held(work: Callable[[threading.Event], None]) -> tuple[threading.Event, object]:
    go = threading.Event()
    return go, in_background("work", lambda: work(go), gauge=Gauge("work", samples=0))


def test_a_job_tells_the_step_it_is_at_and_how_long_the_rest_takes() -> None:
    at = threading.Event()

    def work(go: threading.Event) -> None:
        for number in steps("reading", range(4)):
            if number == 1:
                at.set()
                go.wait(60)

    go, job = _held(work)
    assert at.wait(60)
    step = job.progress
    go.set()
    job.result()

    assert (step.what, step.done, step.total) == ("work: reading", 1, 4)
    assert abs(step.eta - 3 * step.elapsed) < 1e-6  # a quarter is through
    assert job.progress.total is None  # the part has ended


def test_parts_within_a_part_count_as_their_share_of_its_step() -> None:
    at = threading.Event()

    def work(go: threading.Event) -> None:
        for outer in steps("fields", ["a", "b"]):
            for inner in steps("folds", range(5)):
                if (outer, inner) == ("b", 1):
                    at.set()
                    go.wait(60)

    go, job = _held(work)
    assert at.wait(60)
    step = job.progress
    go.set()
    job.result()

    assert (step.what, step.done, step.total) == ("work: folds", 1, 5)
    share = (1 + 1 / 5) / 2
    assert abs(step.eta - step.elapsed * (1 - share) / share) < 1e-6


def test_steps_outside_of_a_job_are_just_gone_through() -> None:
    assert list(steps("reading", "abc")) == ["a", "b", "c"]
