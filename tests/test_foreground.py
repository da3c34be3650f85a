"""What stands under the cell, or on the terminal, while a verb works that somebody waits for."""

from __future__ import annotations

import io
import re
import signal
import time
from contextlib import contextmanager, redirect_stderr

import pytest

import pointmass as pm
from pointmass.jobs import Interrupted

TITLES = [f"Title {number} x" for number in range(6)]


class Terminal(io.StringIO):
    """A terminal that remembers what was written."""

    tty = True

    def isatty(self):
        return self.tty

    @property
    def lines(self):
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.getvalue())

    @property
    def last(self):
        return self.lines.rstrip().rsplit("\r", 1)[-1]


@contextmanager
def on_terminal():
    """Make standard error a terminal: within the test, where pytest has put its own in place already."""
    out = Terminal()
    with redirect_stderr(out):
        yield out


def low(title):
    return title.lower()


def up(title):
    return title.upper()


def slow(title):
    time.sleep(0.3)
    return title.lower()


def clean(*programs):
    wb = pm.Workbench(model=pm.SimulatedModel(dict.fromkeys(programs or (low, up), 1.0)))
    return wb.define(pm.Spec("clean", "Clean it.", (pm.Parameter("title", str),)))


def slowly(one, other):
    time.sleep(0.3)
    return one == other


def slow_embedding(texts):
    time.sleep(0.4)
    return [[float(len(text)), float(text.count("a"))] for text in texts]


def prose(title):
    return f"The {title} is a long and careful sentence about many things, written for people to read at leisure."


def other_prose(title):
    return f"Nothing could be said of {title} that was not said before by others; here it stands for whoever comes."


def test_readings_that_take_long_are_shown_with_their_steps():
    sample = clean(prose, other_prose).sample(TITLES, 8, progress=False)
    with on_terminal() as terminal:
        sample.interpretations(embed=slow_embedding)

    assert re.search(r"clean\.interpretations .*clustering the answers of each input", terminal.lines)
    assert re.search(r"\d/6", terminal.lines)
    assert terminal.lines.count("\n") == 1
    assert "clustering" not in terminal.last


def test_what_is_through_within_a_second_is_not_shown():
    sample = clean().sample(TITLES, 4, progress=False)
    with on_terminal() as terminal:
        sample.interpretations()

    assert terminal.getvalue() == ""


@pytest.mark.parametrize("how", [{"progress": False}, {}], ids=["unwanted", "no terminal"])
def test_nothing_is_shown_where_nobody_wants_it_or_nothing_can(how):
    sample = clean().sample(TITLES[:4], 8, progress=False)
    with on_terminal() as terminal:
        terminal.tty = how != {}
        sample.interpretations(same=slowly, **how)

    assert terminal.getvalue() == ""


def test_a_comparison_that_takes_long_is_shown():
    name = clean()
    samples = {each: name.sample(TITLES, 4, fresh=True, progress=False) for each in "abcd"}
    with on_terminal() as terminal:
        pm.compare(samples, score=slow_score)

    assert terminal.last.startswith("compare ━")


def slow_score(outcome):
    time.sleep(0.1)
    return len(outcome)


def test_stabilizing_is_shown_while_it_asks_and_tries():
    name = clean(slow)
    sample = name.sample(TITLES, 2, progress=False)
    with on_terminal() as terminal:
        name.stabilize(sample, probes=4)

    assert terminal.last.startswith("clean.stabilize ━")
    assert "trying" in terminal.lines


def test_samples_show_themselves_and_beside_them_only_what_is_counted_is_shown():
    name = clean(slow, up)
    sample = name.sample(TITLES[:4], 2, progress=False)
    with on_terminal() as terminal:
        name.watch(sample, progress=False)
    assert terminal.getvalue() == ""
    with on_terminal() as terminal:
        name.vary(TITLES, 2, prompt=["Other."], score=slow_score)

    assert "24/24" in terminal.lines
    assert "clean.vary" in terminal.lines


def test_an_interrupt_ends_the_line_and_is_one_line(interruptible):
    sample = clean().sample(TITLES, 8, progress=False)

    def presses(one, other):
        time.sleep(0.8)
        if terminal.getvalue():
            signal.raise_signal(signal.SIGINT)
        return one == other

    stopped = pytest.raises(Interrupted, match=r"^clean\.interpretations: stopped, and without a result$")
    with on_terminal() as terminal, stopped:
        sample.interpretations(same=presses)

    assert "interrupted" in terminal.last


def test_an_error_ends_the_line_and_is_raised_as_it_is():
    def fails(one, other):
        time.sleep(1.5)
        raise ZeroDivisionError

    sample = clean().sample(TITLES, 8, progress=False)
    with on_terminal() as terminal, pytest.raises(ZeroDivisionError):
        sample.interpretations(same=fails)

    assert "stopped" in terminal.last


def test_a_part_of_another_job_is_not_shown_by_itself():
    sample = clean().sample(TITLES[:4], 8, progress=False)

    def asks(one, other):
        slowly(one, other)
        return sample.interpretations(same=slowly) is None

    with on_terminal() as terminal:
        sample.interpretations(same=asks)

    assert terminal.lines.count("\n") == 1
