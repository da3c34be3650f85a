"""Frames on a pipe: a length and that many bytes. The trusted side has a deadline, so that it cannot be blocked."""

from __future__ import annotations

import os
import select
import signal
import struct
import time

_LENGTH = struct.Struct(">I")
_CHUNK = 1 << 16

MARK = 16
"""The length, in bytes, of the mark before a request; the answer must repeat the mark."""


class Silence(Exception):  # noqa: N818 - what happened, and only inside this package
    """No frame came, or could be sent, in time."""


class Gone(Exception):  # noqa: N818 - as above
    """The other side has closed its pipe."""


class Excess(Exception):  # noqa: N818 - as above
    """A frame is longer than allowed."""


def frame(text: bytes) -> bytes:
    """Return the text with its length before it, as four bytes in big-endian order."""
    return _LENGTH.pack(len(text)) + text


def read_frame(descriptor: int) -> bytes | None:
    """Read one frame, without a deadline; ``None`` if the pipe was closed."""
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
    """The trusted side's two pipes to a process that may answer anything, or nothing.

    Args:
        reading: The descriptor that answers come from.
        writing: The descriptor that requests go to. Both are closed with the channel.
        largest: The greatest length of an answer, in bytes.
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
            Excess: The frame is longer than allowed.
        """
        head = self._take(_LENGTH.size, until)
        length = int(_LENGTH.unpack(head)[0])
        if length > self._largest:
            raise Excess(length)
        return self._take(length, until)

    def close(self) -> None:
        """Close both pipes. Only the first call does so, as their descriptors may be reused afterwards."""
        pipes, self._open = self._open, ()
        for descriptor in pipes:
            os.close(descriptor)

    def _take(self, length: int, until: float) -> bytes:
        while len(self._held) < length:
            # The deadline is checked in every turn, so that an answer which comes byte by byte is late, too.
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
    """Write to a pipe; if nobody reads it, raise BrokenPipeError, even in a program that ``SIGPIPE`` would end."""
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
