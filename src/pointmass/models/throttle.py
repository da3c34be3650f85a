"""The throttle before a service: all requests of one model pass it, and wait, slow down and give up together."""

from __future__ import annotations

import asyncio
import contextlib
import math
import random
import statistics
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

from pointmass.errors import (
    ModelConnectionError,
    ModelError,
    ModelOverloadedError,
    ModelRateLimitError,
    ModelResponseError,
    ModelTimeoutError,
)

T = TypeVar("T")

MAX_WAIT = 60.0
"""Seconds that the throttle stays closed at most, whatever a service asks for, unless a person allows more."""

PATIENCE = 15.0
"""Seconds without any answer after which a service that fails is given up."""

IN_A_ROW = 5
"""After so many failures with no answer between, the service is at fault and no single request."""

ROUNDS = 3
"""So many closings without an answer between are waited for by all, however few retries one request may have."""

REFUSALS = 50
"""After so many refusals for its rate, a request is given up, though others are answered."""

_FIRST, _LONGEST = 0.5, 3.0  # seconds; the first wait, and what doubling it leads to, where a service asks for none
_MOST = 1000  # requests in flight; as many as a sample may have
_SLOW_LEAST = 16  # requests in flight; for slowness alone no fewer are let through
_SLOWER, _SLOWER_BY = 3.0, 1.0  # times, and seconds, over the best median: what a clear rise of latency is
_WINDOW = 64  # answers, for a median
_FULL = (503, 529)
_PASSING = (ModelOverloadedError, ModelTimeoutError, ModelConnectionError)


@dataclass(frozen=True, slots=True)
class Wait:
    """The throttle is closed, or all that is asked for rests after a failure.

    Attributes:
        seconds: How long, from now.
        why: In words.
    """

    seconds: float
    why: str


class _Waiter:
    """One request before the throttle."""

    __slots__ = ("future", "let_in", "loop")

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[ModelError | None] = self.loop.create_future()
        self.let_in = False

    def tell(self, refused: ModelError | None) -> bool:
        """Let it in, or refuse it; from any thread. Say whether its loop is still there."""
        self.let_in = refused is None
        try:
            self.loop.call_soon_threadsafe(self._resolve, refused)
        except RuntimeError:
            return False
        return True

    def _resolve(self, refused: ModelError | None) -> None:
        if not self.future.done():
            self.future.set_result(refused)


class Throttle:
    """Lets the requests of one model through, from any loop.

    - A 429, 503 or 529 closes it for all: as long as the service asks (``retry-after``), at most ``max_wait``; else half a
      second, doubled up to three. The number in flight is halved, and grows again with the answers: as fast as they come up to
      half of what was too much, by one a round from there. Where answers take three times as long as they did, it is halved
      too, down to 16.
    - What fails otherwise and may pass (5xx, lost connections, timeouts) is asked again after a rest of its own; the fifth in
      a row closes the throttle as well. Being refused for the rate uses up no tries.
    - Nobody is asked any more after ``retries`` closings without an answer between, or after ``PATIENCE`` seconds: all
      that wait get the error. Who asks later is let through, and gets his own at the first failure.

    Args:
        retries: How often a request that failed is sent again.
        max_wait: Seconds that it stays closed at most.
    """

    def __init__(self, *, retries: int = 6, max_wait: float = MAX_WAIT) -> None:
        self.retries = retries
        self.max_wait = max_wait
        self._lock = threading.RLock()
        self._waiters: deque[_Waiter] = deque()
        self._alarms: dict[asyncio.AbstractEventLoop, float] = {}
        self._resting: dict[object, tuple[float, str]] = {}
        self._in_flight = 0
        self._limit = math.inf
        self._steady = math.inf  # up to here the limit grows as fast as answers come
        self._opens, self._why = 0.0, ""
        self._closed_at = -math.inf
        self._row = self._rounds = 0  # failures, and closings, since the last answer
        self._since = 0.0
        self._seconds: list[float] = []
        self._best = math.inf

    @property
    def limit(self) -> float:
        """How many requests may be in flight now; infinite as long as nothing spoke against it."""
        return self._limit

    def waiting(self) -> Wait | None:
        """Say until when and why nothing is asked, if something waits and nothing is in flight."""
        now = time.monotonic()
        with self._lock:
            if self._in_flight:
                return None
            if self._waiters and self._opens > now:
                return Wait(self._opens - now, self._why)
            if self._resting and not self._waiters:
                until, why = min(self._resting.values())
                return Wait(max(until - now, 0.0), why)
            return None

    async def ask(self, send: Callable[[int], Awaitable[T]]) -> T:
        """Send a request, again where that may help, when it is its turn.

        Args:
            send: Sends it; called with the number of requests that were sent for it before.

        Raises:
            ModelError: It failed for good, or the service is given up.
        """
        sent = tries = refusals = 0
        failed: ModelError | None = None
        while True:
            await self._enter(failed)
            began = time.monotonic()
            try:
                answer = await send(sent)
            except ModelError as error:
                failed = error
                sent += 1
                rated = isinstance(error, ModelRateLimitError)
                refusals, tries = refusals + rated, tries + (not rated)
                rest = self._failed(error, began, tries=tries, hopeless=refusals > REFUSALS)
            except BaseException:
                self._left()
                raise
            else:
                self._answered(time.monotonic() - began)
                return answer
            if rest is None:
                raise failed
            if rest:
                with self._rests(rest, _words(failed)):
                    await asyncio.sleep(rest)

    async def _enter(self, before: ModelError | None) -> None:
        """Wait for a turn; *before* is what the request met the last time, raised again where the service is given up."""
        with self._lock:
            if not self._waiters and self._is_open():
                self._in_flight += 1
                return
            waiter = _Waiter()
            self._waiters.append(waiter)
            self._arm(waiter.loop)
        try:
            refused = await waiter.future
        except asyncio.CancelledError:
            with self._lock:
                if waiter.let_in:
                    self._left()
                else:
                    with contextlib.suppress(ValueError):  # refused meanwhile
                        self._waiters.remove(waiter)
            raise
        if refused is not None:
            raise before or _again(refused)

    def _is_open(self) -> bool:
        return time.monotonic() >= self._opens and self._in_flight < max(1, int(min(self._limit, _MOST * _MOST)))

    def _let_in(self) -> None:
        while self._waiters and self._is_open():
            self._in_flight += 1
            if not self._waiters.popleft().tell(None):
                self._in_flight -= 1

    def _left(self) -> None:
        with self._lock:
            self._in_flight -= 1
            self._let_in()

    def _answered(self, seconds: float) -> None:
        with self._lock:
            busy = self._in_flight >= self._limit / 2
            self._row = self._rounds = 0
            if busy and self._limit < _MOST:
                self._limit += 1 if self._limit < self._steady else 1 / self._limit
            self._look_at(seconds)
            self._left()

    def _failed(self, error: ModelError, began: float, *, tries: int, hopeless: bool) -> float | None:
        """Take note of a failure, and return after what rest of its own to ask again; ``None`` is never."""
        now = time.monotonic()
        with self._lock:
            most = _tries(error, self.retries)
            self._row += most is not None
            self._since = now if self._row == 1 else self._since
            rated = isinstance(error, ModelRateLimitError)
            full = rated or (isinstance(error, ModelOverloadedError) and error.status in (None, *_FULL))
            asked = _asked(error)
            rest: float | None = 0.0
            if most is None or hopeless or tries > most:
                rest = None
            if most is not None and (full or self._row >= IN_A_ROW):
                new = began >= self._closed_at
                if new:
                    self._begin_round(now)
                    self._limit = max(1.0, min(self._limit, self._in_flight) / 2)
                    self._steady = self._limit if full else self._steady
                late = not rated and self._rounds > 1 and now - self._since > PATIENCE
                if late or self._rounds > most:
                    rest = None
                if late or self._rounds > max(most, ROUNDS):
                    self._refuse(error)
                elif new or asked is not None:
                    self._close(now, asked, _words(error))
            elif rest is not None:
                rest = self._capped(asked) if asked is not None else _backoff(tries)
            self._left()
            return rest

    def _begin_round(self, now: float) -> None:
        """Count a closing; long after the last, it is the first."""
        if now - max(self._closed_at, self._opens) > PATIENCE:
            self._rounds, self._since = 0, now
        self._rounds += 1
        self._closed_at = now

    def _refuse(self, error: ModelError) -> None:
        """Tell all that wait that the service is given up."""
        while self._waiters:
            self._waiters.popleft().tell(error)

    def _close(self, now: float, asked: float | None, why: str) -> None:
        seconds = _backoff(self._rounds) if asked is None else self._capped(asked)
        if asked is not None:
            why = "the service asks to"
            if seconds < asked:
                why = f"the service asks for {asked:,.0f} s, and max_wait is {self.max_wait:g} s"
        if now + seconds > self._opens:
            self._opens, self._why = now + seconds, why
            for loop in {waiter.loop for waiter in self._waiters}:
                self._arm(loop)

    def _capped(self, asked: float) -> float:
        return min(asked, self.max_wait)

    def _arm(self, loop: asyncio.AbstractEventLoop) -> None:
        """Have a loop look again when the throttle opens."""
        if loop in self._alarms or self._opens <= time.monotonic():
            return
        self._alarms[loop] = self._opens
        try:
            loop.call_soon_threadsafe(self._set_alarm, loop)
        except RuntimeError:  # closed: nobody waits there any more
            del self._alarms[loop]

    def _set_alarm(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_later(max(0.0, self._alarms[loop] - time.monotonic()), self._rang, loop)

    def _rang(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            self._alarms.pop(loop, None)
            for other in [each for each in self._alarms if each.is_closed()]:
                del self._alarms[other]
            self._arm(loop)
            self._let_in()

    @contextlib.contextmanager
    def _rests(self, seconds: float, why: str) -> Generator[None, None, None]:
        key = object()
        with self._lock:
            self._resting[key] = time.monotonic() + seconds, why
        try:
            yield
        finally:
            with self._lock:
                del self._resting[key]

    def _look_at(self, seconds: float) -> None:
        """Let fewer through where answers clearly take longer than they did."""
        self._seconds.append(seconds)
        if len(self._seconds) < _WINDOW:
            return
        middle = statistics.median(self._seconds)
        self._seconds.clear()
        self._best = min(self._best, middle)
        slow = middle > max(_SLOWER * self._best, self._best + _SLOWER_BY)
        if slow and self._in_flight > _SLOW_LEAST:
            self._limit = self._steady = max(float(_SLOW_LEAST), self._in_flight / 2)


def _tries(error: ModelError, retries: int) -> int | None:
    """Return how often a request that met an error may be sent again; ``None`` where that cannot help."""
    if error.ends_the_work or error.again is False:
        return None
    if isinstance(error, ModelResponseError):
        return min(retries, 1)
    return retries if error.again or isinstance(error, (ModelRateLimitError, *_PASSING)) else None


def _asked(error: ModelError) -> float | None:
    """Return how many seconds the service asks to wait; ``None`` where it does not, or what it says is no time to wait."""
    asked = error.retry_after
    return None if asked is None or math.isnan(asked) or asked <= 0 else asked


def _backoff(times: int) -> float:
    """Return the seconds to wait after so many failures: half a second, doubled up to three, a quarter less by chance."""
    longest = min(_FIRST * 2.0 ** (min(times, 10) - 1), _LONGEST)
    return longest * (1 - random.random() / 4)  # noqa: S311 - a wait, not a secret


def _words(error: ModelError) -> str:
    if isinstance(error, ModelRateLimitError):
        return "too many requests"
    if isinstance(error, ModelConnectionError):
        return "no connection"
    if isinstance(error, ModelTimeoutError):
        return "no answer in time"
    return "an answer that cannot be read" if isinstance(error, ModelResponseError) else "the service is overloaded"


def _again(error: ModelError) -> ModelError:
    """Make an error of its own for a request that was not sent any more."""
    made = type(error)(*error.args)
    made.attempts, made.status = 0, error.status
    return made
