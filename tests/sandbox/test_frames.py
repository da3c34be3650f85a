from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from pointmass.sandbox.frames import Channel, Excess, Gone, Silence, frame, read_frame


@pytest.fixture
def pipes():
    """A channel, and the other side's two descriptors."""
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    channel = Channel(ours_in, ours_out, largest=1 << 20)
    held = [theirs_in, theirs_out]
    yield channel, held
    channel.close()
    for descriptor in held:
        os.close(descriptor)


def soon(seconds=5.0):
    return time.monotonic() + seconds


@pytest.mark.parametrize("length", [0, 1, 3, 4, 65_535, 65_536, 1 << 20])
def test_a_text_of_any_length_goes_there_and_back(pipes, length):
    channel, (reading, writing) = pipes
    text = os.urandom(length)

    def answer():
        left = frame(read_frame(reading))
        while left:
            left = left[os.write(writing, left) :]

    other = threading.Thread(target=answer)
    other.start()
    channel.send(text, until=soon())
    heard = channel.receive(until=soon())
    other.join()

    assert heard == text


def test_two_frames_in_one_piece_are_two(pipes):
    channel, (_, writing) = pipes
    os.write(writing, frame(b"one") + frame(b"two"))

    assert [channel.receive(until=soon()), channel.receive(until=soon())] == [b"one", b"two"]


def test_nothing_is_silence(pipes):
    channel, _ = pipes
    with pytest.raises(Silence):
        channel.receive(until=soon(0.05))


def test_a_reader_that_does_not_read_is_silence_too(pipes):
    channel, _ = pipes
    with pytest.raises(Silence):
        channel.send(b"x" * (1 << 20), until=soon(0.05))


def test_half_a_frame_and_an_end_is_an_end(pipes):
    channel, held = pipes
    os.write(held[1], frame(b"four")[:6])
    os.close(held.pop())
    with pytest.raises(Gone):
        channel.receive(until=soon())


def test_sending_to_nobody_is_an_end(pipes):
    channel, held = pipes
    os.close(held.pop(0))
    with pytest.raises(Gone):
        channel.send(b"x", until=soon())


def test_sending_to_nobody_ends_no_program_that_would_end_of_the_signal():
    program = """
import os, signal
signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # usual in programs of the command line
from pointmass.sandbox.frames import Channel, Gone
reading, nowhere = os.pipe()
there, writing = os.pipe()
os.close(there)
channel = Channel(reading, writing, largest=10)
for _ in range(2):
    try:
        channel.send(b"x" * 100_000, until=float("inf"))
    except Gone:
        print("gone", signal.sigpending(), signal.pthread_sigmask(signal.SIG_BLOCK, []))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - ours

    assert (done.returncode, done.stdout.split()) == (0, ["gone", "set()", "set()"] * 2)


def test_a_length_that_is_too_great_is_not_waited_for(pipes):
    channel, (_, writing) = pipes
    os.write(writing, b"\x7f\xff\xff\xff")
    with pytest.raises(Excess):
        channel.receive(until=soon())


def test_closing_twice_closes_nobody_elses_descriptor(pipes):
    channel, _ = pipes
    channel.close()
    other = os.open(os.devnull, os.O_RDONLY)
    channel.close()

    assert os.fstat(other)
    os.close(other)
