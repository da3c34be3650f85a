"""A programmable local server of the Messages API, over real HTTP on 127.0.0.1: for tests, benchmarks and demos.

    with LocalServer(answer=lambda body, number: body["messages"][-1]["content"].upper()) as server:
        model = AnthropicModel("claude-sonnet-5-5", base_url=server.url)

As a separate process: ``python -m pointmass.models.local_server --port 8701 --latency-ms 50 --core 1``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import json
import os
import random
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time
from typing import Any, Self

from pointmass.models.local_http import Connection, HttpReply, HttpRequest
from pointmass.models.local_replies import (
    CUT,
    DROP,
    HANG,
    MALFORMED,
    Answer,
    Fault,
    Faults,
    Reply,
    chosen,
    complaint_of,
    error_reply,
    message_of,
)
from pointmass.shown import printable

__all__ = ["CUT", "DROP", "HANG", "MALFORMED", "Answer", "Fault", "Faults", "LocalServer", "Received", "Reply", "main"]

_SECRET = ("x-api-key", "authorization", "proxy-authorization", "cookie")
_BACKLOG = 4096  # a thousand clients may connect at the same moment
_TURNS = 8  # turns of the event loop after which no connection is half opened or half closed
# As many headers as the real service sends, as clients need time to parse them.
_LIMITS = {
    f"anthropic-ratelimit-{what}-{which}": value
    for what in ("requests", "input-tokens", "output-tokens")
    for which, value in (("limit", "400000"), ("remaining", "399999"), ("reset", "2026-11-22T00:00:00Z"))
}


@dataclass(frozen=True, slots=True)
class Received:
    """One request for a message as it was received; the values of secret headers are replaced by ``(hidden)``."""

    number: int
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]


class LocalServer:
    """A stand-in of the Messages API with programmed answers; it runs in its own thread.

    Args:
        answer: The answers: see ``Answer``.
        latency: Seconds before each answer, or a function ``latency(number)`` of the number of the request.
        faults: The requests that go wrong: see ``Faults``.
        port: The port on 127.0.0.1; 0 takes a free one.
        keep: Whether to keep the received requests in ``requests``, and not only to count them.

    Attributes:
        requests: The received requests for a message, in order, retries included.
        counts: How often each status was answered (``counts[429]``; ``counts["drop"]``, ``"cut"``, ``"hang"``), and
            ``counts["connections"]``.
        in_flight: The number of requests that are waiting for their answer.
        most_in_flight: The greatest value of ``in_flight`` so far.
    """

    def __init__(
        self,
        answer: Answer = "ok",
        *,
        latency: float | Callable[[int], float] = 0.0,
        faults: Faults | None = None,
        port: int = 0,
        keep: bool = True,
    ) -> None:
        self.requests: list[Received] = []
        self.counts: Counter[int | str] = Counter()
        self.in_flight = 0
        self.most_in_flight = 0
        self._answer = answer
        self._latency = latency
        self._faults = faults or {}
        self._port = port
        self._keep = keep
        self._received = 0
        self._answered = 0
        self._connections: set[Connection] = set()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def __repr__(self) -> str:
        """Show the address."""
        return printable(f"<LocalServer {self.url if self._thread else 'not started'}, {self._received} requests>")

    def __enter__(self) -> Self:
        """Start to listen.

        Raises:
            OSError: The port is taken.
        """
        ready, failures = threading.Event(), list[OSError]()
        thread = threading.Thread(target=self._serve_thread, args=(ready, failures), name="LocalServer", daemon=True)
        thread.start()
        ready.wait()
        if failures:
            thread.join()
            raise failures[0]
        self._thread = thread
        return self

    def __exit__(self, *_exception: object) -> None:
        """Close every connection, answered or not."""
        if self._loop and self._stop:
            self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread:
            self._thread.join()
            self._thread = None

    @property
    def url(self) -> str:
        """The address to give as ``base_url``."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def received(self) -> int:
        """The number of requests for a message, retries included."""
        return self._received

    async def serve(self, ready: Callable[[], None] = lambda: None) -> None:
        """Listen in the running event loop until ``stop`` is called; *ready* is called when it listens.

        Raises:
            OSError: The port is taken.
        """
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        make = functools.partial(self._connected, self._handle, self._done, self._connections)
        listener = await self._loop.create_server(make, "127.0.0.1", self._port, backlog=_BACKLOG)
        self._port = listener.sockets[0].getsockname()[1]
        ready()
        await self._stop.wait()
        # asyncio fails on a connection that it is accepting while the listener closes, so stop accepting first.
        self._loop.remove_reader(listener.sockets[0].fileno())
        await self._hang_up()
        listener.close()
        await listener.wait_closed()

    def stop(self) -> None:
        """Stop listening; call it in the event loop of the server."""
        if self._stop:
            self._stop.set()

    def stats(self) -> dict[str, Any]:
        """Return the counts that ``GET /__stats`` gives: requests, connections, requests in flight, CPU seconds."""
        return {
            "requests": self._received,
            "ok": self.counts[200],
            "connections": self.counts["connections"],
            "open": len(self._connections),
            "inflight": self.in_flight,
            "inflight_hiwater": self.most_in_flight,
            "counts": {str(key): value for key, value in self.counts.items()},
            "cpu_s": process_time(),
            "pid": os.getpid(),
        }

    async def _hang_up(self) -> None:
        # A connection that is accepted in one turn of the loop is made in the next, and so is the end of an aborted
        # one.
        for _ in range(_TURNS):
            for connection in list(self._connections):
                connection.abort()
            await asyncio.sleep(0)

    def _serve_thread(self, ready: threading.Event, failures: list[OSError]) -> None:
        try:
            asyncio.run(self.serve(ready.set))
        except OSError as error:
            failures.append(error)
        finally:
            ready.set()

    def _connected(self, *parts: Any) -> Connection:
        self.counts["connections"] += 1
        return Connection(*parts)

    def _done(self) -> None:
        self.in_flight -= 1

    def _handle(self, request: HttpRequest) -> HttpReply:
        self.in_flight += 1
        path = request.path.partition("?")[0]
        if path == "/__stats":
            return HttpReply(body=json.dumps(self.stats()).encode())
        if path == "/__reset":
            self.requests.clear()
            self.counts.clear()
            self._received = self._answered = self.most_in_flight = 0
            return HttpReply(body=b"{}")
        if request.method != "POST" or not path.endswith("/v1/messages"):
            return error_reply(Fault(404, f"nothing at {request.method} {path}; there is POST /v1/messages"))
        number = self._received
        self._received += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        delay = 0.0
        try:
            reply = self._reply(request, number)
            delay = self._latency(number) if callable(self._latency) else self._latency
        except Exception as error:  # noqa: BLE001 - reported to the client, which would otherwise wait and retry
            reply = error_reply(Fault(400, f"the stand-in failed: {type(error).__name__}: {error}"))
        self.counts[reply.status if reply.how == "answer" else reply.how] += 1
        return replace(reply, delay=delay, headers={"request-id": f"req_{number}", **_LIMITS, **reply.headers})

    def _reply(self, request: HttpRequest, number: int) -> HttpReply:
        try:
            body = json.loads(request.body)
        except ValueError:
            return error_reply(Fault(400, "the body is not JSON"))
        if self._keep:
            headers = {name: "(hidden)" if name in _SECRET else value for name, value in request.headers.items()}
            self.requests.append(Received(number, request.path, headers, body))
        fault = self._faults(number) if callable(self._faults) else self._faults.get(number)
        if isinstance(fault, int):
            fault = Fault(fault)
        if fault and fault.how in ("answer", "drop", "hang"):
            return error_reply(fault)
        complaint = complaint_of(body)
        if complaint:
            return error_reply(Fault(400, complaint))
        given = chosen(self._answer, body, self._answered)
        if isinstance(given, Fault):
            return error_reply(given)
        message = message_of(body, self._answered, given)
        self._answered += 1
        return HttpReply(200, json.dumps(message, separators=(",", ":")).encode(), how=fault.how if fault else "answer")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pointmass.models.local_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8701, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--latency-ms", type=float, default=0.0, help="milliseconds before each answer")
    parser.add_argument("--core", type=int, help="pin the process to this core")
    parser.add_argument("--texts", type=Path, help="file with one answer per line, given out in turn")
    parser.add_argument("--seed", type=int, default=0, help="seed of the faults below")
    for status in (429, 500, 529):
        parser.add_argument(f"--p{status}", type=float, default=0.0, help=f"share of requests answered {status}")
    parser.add_argument("--pdrop", type=float, default=0.0, help="share of requests whose connection is dropped")
    parser.add_argument("--retry-after", default="0.05", help="seconds that a 429 or 529 asks to wait")
    return parser.parse_args()


def _seeded_faults(arguments: argparse.Namespace) -> Callable[[int], Fault | None]:
    source = random.Random(arguments.seed)  # noqa: S311 - faults of a test server, not a secret
    wait = {"retry-after": arguments.retry_after}
    faults: list[Fault | None] = [Fault(429, headers=wait), Fault(500), Fault(529, headers=wait), DROP, None]
    shares = [arguments.p429, arguments.p500, arguments.p529, arguments.pdrop]
    weights = [*shares, max(0.0, 1.0 - sum(shares))]
    return lambda _number: source.choices(faults, weights)[0]


async def _serve_process(server: LocalServer) -> None:
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers on a loop
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, server.stop)

    def ready() -> None:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()

    await server.serve(ready)


def main() -> None:
    """Run the server in this process until it is interrupted; the first line of output is the address."""
    arguments = _arguments()
    if arguments.core is not None:
        os.sched_setaffinity(0, {arguments.core})
    texts = arguments.texts.read_text(encoding="utf-8").splitlines() if arguments.texts else ["ok"]
    server = LocalServer(
        lambda _body, number: texts[number % len(texts)],
        latency=arguments.latency_ms / 1e3,
        faults=_seeded_faults(arguments),
        port=arguments.port,
        keep=False,
    )
    asyncio.run(_serve_process(server))


if __name__ == "__main__":
    main()
