from __future__ import annotations

import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest

from pointmass.widgets import show_progress
from pointmass.widgets.progress import INTERVAL, ProgressBar


class Screen(ProgressBar):
    """A bar that keeps what it would show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[float, str, bool]] = []

    def publish(self, bundle: dict[str, Any], *, update: bool) -> None:
        self.shown.append((time.monotonic(), bundle["text/plain"], update))


def at(done: int, status: str = "drawing") -> SimpleNamespace:
    return SimpleNamespace(done=done, total=2000, status=status)


def test_thousands_of_draws_a_second_are_shown_ten_times_a_second() -> None:
    bar = Screen()
    start = time.monotonic()
    for done in range(2000):
        bar(at(done))
        time.sleep(0.0002)
    bar(at(2000, "done"))
    seconds = time.monotonic() - start

    assert len(bar.shown) <= seconds / INTERVAL + 2  # and the first, and the last
    assert [update for _, _, update in bar.shown] == [False] + [True] * (len(bar.shown) - 1)


def test_the_end_is_shown_at_once_and_last() -> None:
    bar = Screen()
    bar(at(1))
    bar(at(2))
    bar(at(2000, "done"))
    time.sleep(2 * INTERVAL)

    assert bar.shown[-1][1] == "✓ 2,000 of 2,000 draws"
    assert len(bar.shown) == 2


def test_the_last_draw_before_a_pause_is_shown() -> None:
    bar = Screen()
    bar(at(1))
    bar(at(2))
    time.sleep(3 * INTERVAL)

    assert bar.shown[-1][1].startswith("2 of 2,000 draws")


def test_calls_from_many_threads_leave_the_end_on_the_screen() -> None:
    bar = Screen()
    threads = [threading.Thread(target=bar, args=(at(done),)) for done in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bar(at(2000, "interrupted"))
    time.sleep(2 * INTERVAL)

    assert "interrupted" in bar.shown[-1][1]


def test_a_call_between_two_renewals_costs_next_to_nothing() -> None:
    bar = Screen()
    bar(at(0))
    start = time.perf_counter()
    for done in range(1000):
        bar(at(done))
    each = (time.perf_counter() - start) / 1000

    assert each < 100e-6  # seconds; a draw from a local server takes ten times as long


def test_a_front_end_that_is_gone_does_not_end_the_sampling() -> None:
    class Broken(ProgressBar):
        def publish(self, bundle: dict[str, Any], *, update: bool) -> None:
            raise OSError(bundle, update)

    Broken()(at(1))


def test_what_the_progress_does_not_have_is_left_out() -> None:
    bar = Screen()
    bar(SimpleNamespace(done=1, total=2))

    assert bar.shown[0][1] == "1 of 2 draws · ■ stop keeps what came"


def test_outside_of_a_notebook_it_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    show = show_progress()
    show(at(1))

    assert repr(show) == "<ProgressBar>"
