from __future__ import annotations

import io
import subprocess
import sys

import pytest

from pointmass.sampler import Progress, terminal_progress
from pointmass.sampler.terminal import figures

HALF = Progress(256, 512, 100, 3, 1000, 500, 0.125, 41.0, 60.0, "drawing", "clean")
END = Progress(512, 512, 100, 3, 2000, 1000, 0.25, 82.0, 0.0, "done", "clean")


class Terminal(io.StringIO):
    """A terminal that remembers what was written."""

    def isatty(self) -> bool:
        return True


def test_the_figures_say_what_is_known():
    assert figures(HALF) == "256/512 · 100 were there · 3 failed · 1,500 tokens · $0.12 · 41 s · about 1 min 00 s left"


def test_what_nobody_counted_is_left_out():
    assert figures(Progress(0, 8, 0, 0, 0, 0, None, 0.0, None, "drawing")) == "0/8 · 0.0 s"


def test_a_wait_says_how_long_and_why():
    waits = Progress(5, 8, 0, 0, 0, 0, None, 1.0, 0.6, "waiting", waits=12.3, why="the service asks to")

    assert figures(waits) == "5/8 · 1.0 s · waiting 12 s: the service asks to"


@pytest.mark.parametrize("status", ["interrupted", "stopped"])
def test_an_early_end_says_that_what_came_is_kept(status):
    early = Progress(5, 8, 0, 0, 0, 0, None, 1.0, 0.6, status)

    assert figures(early) == f"5/8 · 1.0 s · {status}; what came is kept, and the same call goes on"


def test_a_terminal_gets_one_line_that_is_renewed():
    terminal = Terminal()
    show = terminal_progress(terminal)
    show(HALF)
    show(END)

    shown = terminal.getvalue()
    assert "256/512" in shown
    assert "512/512" in shown
    assert shown.count("\n") == 1


def test_a_name_is_text_and_never_markup():
    terminal = Terminal()
    terminal_progress(terminal)(Progress(1, 1, 0, 0, 0, 0, None, 0.0, None, "done", "[red]x[/red]"))

    assert "[red]x[/red]" in terminal.getvalue()


def test_the_bar_can_be_used_for_a_second_sample():
    terminal = Terminal()
    show = terminal_progress(terminal)
    for each in (HALF, END, HALF, END):
        show(each)

    assert terminal.getvalue().count("\n") == 2


def test_nothing_is_written_where_there_is_no_terminal():
    child = (
        "import sys\n"
        "from pointmass.sampler import Progress, terminal_progress\n"
        "terminal_progress()(Progress(1, 1, 0, 0, 0, 0, None, 0.0, None, 'done'))\n"
        "assert 'rich' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=True)  # noqa: S603 - our own text

    assert (done.stdout, done.stderr) == ("", "")
