from __future__ import annotations

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("child_drawing.py")
TOTAL = 40 * 16


class Victim:
    """A child that draws, and every line that it said."""

    def __init__(self, path: Path, who: str = "a") -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, str(CHILD), str(path), who], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.lines: list[list[str]] = []
        self.began = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def end(self, sent: signal.Signals | None = None) -> str:
        """Send a signal, wait for the end, and return what it wrote to standard error."""
        if sent is not None:
            self.process.send_signal(sent)
        self.process.wait(60)
        self._reader.join()
        with self.process.stdout, self.process.stderr:
            return self.process.stderr.read()

    def said(self, word: str) -> list[tuple[str, ...]]:
        return [tuple(words) for first, *words in self.lines if first == word]

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n").split(" ", 3))
            if line.startswith("stored"):
                self.began.set()


def in_file(path: Path) -> Counter[tuple[str, str, str]]:
    """Read every attempt past pointmass, and check the file."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = raw.execute("SELECT key, number, outcome FROM draws JOIN inputs ON inputs.id = input_id").fetchall()
    return Counter((key, str(number), outcome.strip('"')) for key, number, outcome in rows)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no SIGKILL")
def test_no_acknowledged_draw_is_lost_to_kill_9_and_nothing_stored_is_asked_again(path):
    moments = random.Random(20261124)  # noqa: S311 - when to kill, repeatably
    acknowledged: set[tuple[str, ...]] = set()
    kills = 0
    while kills < 6:
        stored_before = {(key, index) for key, index, _ in in_file(path)} if path.exists() else set()
        victim = Victim(path)
        assert victim.began.wait(60) or victim.process.poll() is not None
        time.sleep(moments.uniform(0, 0.05))
        victim.end(signal.SIGKILL)
        kills += 1
        acknowledged |= set(victim.said("stored"))

        kept = in_file(path)
        assert acknowledged <= set(kept)
        assert not set(victim.said("asked")) & stored_before
    assert 0 < len(acknowledged) < TOTAL

    stored_before = {(key, index) for key, index, _ in in_file(path)}
    last = Victim(path)
    assert last.end() == ""
    assert len(last.said("asked")) == TOTAL - len(stored_before)
    assert set(in_file(path).values()) == {1}
    assert len(in_file(path)) == TOTAL
    assert acknowledged <= set(in_file(path))


@pytest.mark.skipif(sys.platform == "win32", reason="this system sends no SIGINT to a child")
def test_an_interrupt_from_the_keyboard_keeps_every_answer_that_came(path, interruptible):
    victim = Victim(path)
    assert victim.began.wait(60)
    time.sleep(0.1)
    error = victim.end(signal.SIGINT)

    assert "KeyboardInterrupt" in error
    answered = victim.said("answered")
    assert 16 < len(answered) < TOTAL
    assert {(key, index) for key, index, _ in in_file(path)} == set(answered)


def test_after_an_interrupt_the_same_call_makes_the_sample_that_it_would_have_been(path, tmp_path):
    first = Victim(path)
    first.began.wait(60)
    first.end(signal.SIGTERM)
    again, whole = Victim(path), Victim(tmp_path / "whole.pointmass")
    assert again.end() == whole.end() == ""

    assert again.said("sample") == whole.said("sample")


def test_two_processes_on_one_file_lose_nothing_and_see_the_same_sample(path):
    pair = [Victim(path, who) for who in ("a", "b")]
    assert [victim.end() for victim in pair] == ["", ""]

    kept = in_file(path)
    assert {(key, index) for key, index, _ in kept} == set(pair[0].said("asked")) | set(pair[1].said("asked"))
    assert set(pair[0].said("stored")) | set(pair[1].said("stored")) == set(kept)
    # Both ask for what was missing when they began, so up to twice as much is drawn; the first answer of each counts.
    assert pair[0].said("sample") == pair[1].said("sample") != []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no SIGKILL")
def test_a_process_goes_on_when_another_on_the_same_file_is_killed(path):
    pair = [Victim(path, who) for who in ("a", "b")]
    pair[0].began.wait(60)
    pair[0].end(signal.SIGKILL)

    assert pair[1].end() == ""
    assert set(pair[0].said("stored")) <= set(in_file(path))
    assert len({(key, index) for key, index, _ in in_file(path)}) == TOTAL
