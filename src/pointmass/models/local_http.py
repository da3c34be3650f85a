"""HTTP/1.1 for the local stand-in: parse requests from a stream of bytes, write replies, keep connections alive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Literal, cast

_LARGEST_HEAD = 64 * 1024
_REASONS = {status.value: status.phrase for status in HTTPStatus} | {529: "Site Overloaded"}


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request as it was received; names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    keep_alive: bool = True


@dataclass(frozen=True, slots=True)
class HttpReply:
    """A reply.

    Attributes:
        status: The status code.
        body: The whole body.
        headers: Headers besides content-type and content-length.
        delay: Seconds to wait before it is sent.
        how: ``answer`` sends it; ``drop`` closes the connection without an answer; ``cut`` sends the head and half of
            the body, then closes; ``hang`` never answers and waits until the client closes the connection.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    how: Literal["answer", "drop", "cut", "hang"] = "answer"


class HttpError(ValueError):
    """The bytes are not an HTTP request."""


class Connection(asyncio.Protocol):
    """One connection of a client: one request at a time, in order, until one side closes it."""

    def __init__(
        self,
        handle: Callable[[HttpRequest], HttpReply],
        done: Callable[[], None],
        connections: set[Connection],
    ) -> None:
        self._handle = handle
        self._done = done
        self._connections = connections
        self._buffer = b""
        self._busy = False
        self._timer: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport of the new connection."""
        self._transport = cast("asyncio.Transport", transport)
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's own signature
        """Drop the connection, and the reply that it was waiting for."""
        self._transport = None
        self._connections.discard(self)
        if self._timer:
            self._timer.cancel()
        self._finished()

    def data_received(self, data: bytes) -> None:
        """Collect bytes, and answer when they are a whole request."""
        self._buffer += data
        self._next()

    def abort(self) -> None:
        """Close at once."""
        if self._transport:
            self._transport.abort()

    def _next(self) -> None:
        if self._busy or not self._transport or not self._buffer:
            return
        try:
            found = take_request(self._buffer)
        except HttpError as error:
            self._transport.write(_written(HttpReply(400, str(error).encode()), keep_alive=False))
            self._transport.close()
            return
        if found is None:
            return
        request, used = found
        self._buffer = self._buffer[used:]
        self._busy = True
        reply = self._handle(request)
        if reply.how == "hang":
            return
        if reply.delay > 0:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(reply.delay, self._answer, reply, request.keep_alive)
        else:
            self._answer(reply, request.keep_alive)

    def _answer(self, reply: HttpReply, keep_alive: bool) -> None:  # noqa: FBT001 - call_later takes no keywords
        self._timer = None
        transport = self._transport
        if not transport:
            return
        # Counted before the bytes are sent, so that a client which has read the answer does not find it in flight.
        self._finished()
        if reply.how == "drop":
            transport.abort()
            return
        data = _written(reply, keep_alive=keep_alive)
        transport.write(data[: len(data) - len(reply.body) // 2] if reply.how == "cut" else data)
        if reply.how == "cut" or not keep_alive:
            transport.close()
        elif self._buffer:
            asyncio.get_running_loop().call_soon(self._next)  # not called directly, as pipelined requests would nest

    def _finished(self) -> None:
        if self._busy:
            self._busy = False
            self._done()


def take_request(data: bytes) -> tuple[HttpRequest, int] | None:
    """Parse the first request in *data*.

    Returns:
        The request and its length in bytes, or ``None`` if it is not complete yet.

    Raises:
        HttpError: The bytes are not an HTTP/1 request.
    """
    end = data.find(b"\r\n\r\n")
    if end < 0:
        if len(data) > _LARGEST_HEAD:
            raise HttpError(f"the head of the request is longer than {_LARGEST_HEAD} bytes")
        return None
    first, *lines = data[:end].decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):  # noqa: PLR2004 - method, path, version
        raise HttpError(f"not an HTTP/1 request line: {first[:80]!r}")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    start = end + 4
    if headers.get("transfer-encoding", "").lower() == "chunked":
        chunked = _dechunk(data, start)
        if chunked is None:
            return None
        body, used = chunked
    else:
        length = headers.get("content-length", "0")
        if not length.isdecimal():
            raise HttpError(f"content-length is {length[:80]!r}, not a number")
        used = start + int(length)
        if len(data) < used:
            return None
        body = data[start:used]
    closes = headers.get("connection", "").lower() == "close" or words[2] == "HTTP/1.0"
    return HttpRequest(words[0], words[1], headers, body, keep_alive=not closes), used


def _dechunk(data: bytes, start: int) -> tuple[bytes, int] | None:
    """Join a chunked body; ``None`` if it is not complete yet. Trailers are not supported."""
    parts: list[bytes] = []
    while True:
        end = data.find(b"\r\n", start)
        if end < 0:
            return None
        try:
            size = int(data[start:end].split(b";")[0], 16)
        except ValueError:
            raise HttpError(f"a chunk's size is {data[start:end][:80]!r}, not a hexadecimal number") from None
        start = end + 2
        if len(data) < start + size + 2:
            return None
        if size == 0:
            return b"".join(parts), start + 2
        parts.append(data[start : start + size])
        start += size + 2


def _written(reply: HttpReply, *, keep_alive: bool) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} {_REASONS.get(reply.status, 'Unknown')}", "content-type: application/json"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    lines += [] if keep_alive else ["connection: close"]
    lines += [f"content-length: {len(reply.body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + reply.body
