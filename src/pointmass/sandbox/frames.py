"""Frames on a pipe, a length and a text, with a deadline on the side that must not be held up."""

from __future__ import annotations

import os
import select
import signal
import struct
import time

_LENGTH = struct.Struct(">I")
_CHUNK = 1 << 16

MARK = 16
"""Bytes of the mark before the text of a request, which its answer repeats."""


class Silence(Exception):  # noqa: N818 - what happened, and only inside this package
    """Nothing came in time."""


class Gone(Exception):  # noqa: N818 - as above
    """The other side has closed its pipe."""


class Excess(Exception):  # noqa: N818 - as above
    """A frame is longer than it may be."""


def frame(text: bytes) -> bytes:
    """Put the length before the text, four bytes, the highest first."""
    return _LENGTH.pack(len(text)) + text


def read_frame(descriptor: int) -> bytes | None:
    """Read one frame however long it takes; ``None`` at the end."""
    head = _read_exactly(descriptor, _LENGTH.size)
    return None if head is None else _read_exactly(descriptor, _LENGTH.unpack(head)[0])


def _read_exactly(descriptor: int, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        part = os.read(descriptor, min(_CHUNK, length - len(parts)))
        if not part:
            return None
        parts += part
    return bytes(parts)


class Channel:
    """The trusted side's pair of pipes to a process that may say anything, or nothing.

    Args:
        reading: The descriptor that answers come from.
        writing: The descriptor that requests go to. Both are closed with the channel.
        largest: Bytes of an answer at most.
    """

    def __init__(self, reading: int, writing: int, *, largest: int) -> None:
        self._reading = reading
        self._writing = writing
        self._largest = largest
        self._held = bytearray()
        self._open: tuple[int, ...] = (reading, writing)
        for descriptor in self._open:
            os.set_blocking(descriptor, False)

    def send(self, text: bytes, *, until: float) -> None:
        """Send one frame; *until* is a time of `time.monotonic`.

        Raises:
            Silence: The other side does not read.
            Gone: The other side has ended.
        """
        left = memoryview(frame(text))
        while left:
            try:
                left = left[_written(self._writing, left[:_CHUNK]) :]
            except BlockingIOError:
                _wait(self._writing, select.POLLOUT, until)
            except BrokenPipeError as error:
                raise Gone from error

    def receive(self, *, until: float) -> bytes:
        """Receive one frame; *until* is a time of `time.monotonic`.

        Raises:
            Silence: No whole frame came in time.
            Gone: The other side has ended.
            Excess: The frame is longer than it may be.
        """
        head = self._take(_LENGTH.size, until)
        length = int(_LENGTH.unpack(head)[0])
        if length > self._largest:
            raise Excess(length)
        return self._take(length, until)

    def close(self) -> None:
        """Close both pipes; once, for their numbers may be another's by the next time."""
        pipes, self._open = self._open, ()
        for descriptor in pipes:
            os.close(descriptor)

    def _take(self, length: int, until: float) -> bytes:
        while len(self._held) < length:
            # Looked at in every turn: an answer that comes byte by byte is late, too.
            _wait(self._reading, select.POLLIN, until)
            try:
                part = os.read(self._reading, _CHUNK)
            except BlockingIOError:
                continue
            if not part:
                raise Gone
            self._held += part
        taken = bytes(self._held[:length])
        del self._held[:length]
        return taken


def _written(descriptor: int, text: memoryview) -> int:
    """Write to a pipe; that nobody reads it is an error, also in a program that would end of the signal (``SIGPIPE``)."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPIPE})
    try:
        return os.write(descriptor, text)
    except BrokenPipeError:
        signal.sigtimedwait({signal.SIGPIPE}, 0)
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _wait(descriptor: int, event: int, until: float) -> None:
    left = until - time.monotonic()
    poll = select.poll()
    poll.register(descriptor, event)
    if left <= 0 or not poll.poll(max(1, left * 1000)):
        raise Silence
