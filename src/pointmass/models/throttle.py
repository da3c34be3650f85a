"""The throttle of a model: all its requests pass it, so that they wait, slow down and give up together."""

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
"""The longest time, in seconds, that the throttle stays closed by default, even if a service asks for more."""

PATIENCE = 15.0
"""After this many seconds of failures without an answer, a service is given up."""

IN_A_ROW = 5
"""After this many failures without an answer in between, the service is at fault, and not single requests."""

ROUNDS = 3
"""Waiting requests are refused only after more closings without an answer than this, even if retries are fewer."""

REFUSALS = 50
"""After this many refusals for the rate (429), a request is given up, even if others are answered."""

_FIRST, _LONGEST = 0.5, 3.0  # seconds: the first wait, and the longest after doubling, if a service asks for none
_MOST = 1000  # requests in flight: as many as a sample may have
_SLOW_LEAST = 16  # requests in flight: slow answers alone do not lower the limit below this
_SLOWER, _SLOWER_BY = 3.0, 1.0  # a median latency above the best by this factor, and by this many seconds, is slow
_WINDOW = 64  # the number of answers for one median
_FULL = (503, 529)
_PASSING = (ModelOverloadedError, ModelTimeoutError, ModelConnectionError)


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait: the throttle is closed, or all requests wait after a failure.

    Attributes:
        seconds: How long the wait takes from now.
        why: The reason in words.
    """

    seconds: float
    why: str


class _Waiter:
    """A request that waits to be let through."""

    __slots__ = ("future", "let_in", "loop")

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[ModelError | None] = self.loop.create_future()
        self.let_in = False

    def tell(self, refused: ModelError | None) -> bool:
        """Let the request through, or refuse it with an error, from any thread; return whether its loop still runs."""
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
    """Lets the requests of one model through, from any event loop.

    - A status of 429, 503 or 529 closes the throttle for all requests: as long as the service asks (``retry-after``),
      at most ``max_wait``; else half a second, doubled each time up to three seconds. The limit of requests in flight
      becomes half of those in flight. It then grows with the answers: by one for each answer up to half of the number
      that was too many, from there by about one for each round of answers. If answers take three times as long as
      before, the limit is halved as well, but not below 16.
    - A request that failed for another reason that may pass (5xx, lost connections, timeouts) is sent again after a
      wait of its own; the fifth failure in a row closes the throttle as well. Refusals for the rate do not count as
      tries.
    - After more than ``retries`` closings without an answer (and more than three), or after ``PATIENCE`` seconds of
      failures other than 429, the service is given up: all waiting requests get the error. Later requests are let
      through, and get the error at their first failure.

    Args:
        retries: How often a request that failed is sent again.
        max_wait: The longest time, in seconds, that the throttle stays closed.
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
        self._steady = math.inf  # below this the limit grows by one for each answer
        self._opens, self._why = 0.0, ""
        self._closed_at = -math.inf
        self._row = self._rounds = 0  # the numbers of failures, and of closings, since the last answer
        self._since = 0.0
        self._seconds: list[float] = []
        self._best = math.inf

    @property
    def limit(self) -> float:
        """How many requests may be in flight now; infinite as long as there was no reason for a limit."""
        return self._limit

    def waiting(self) -> Wait | None:
        """Return how long and why requests wait, if some do and none is in flight; else ``None``."""
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
        """Wait for a turn and send a request; send it again after failures that may pass.

        Args:
            send: Sends it; called with the number of earlier attempts.

        Raises:
            ModelError: The last attempt failed, or the service is given up.
        """
        sent = tries = refusals = 0
        failed: ModelError | None = None
        while True:
            if not self._enter():
                await self._wait(failed)
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

    def _enter(self) -> bool:
        """Go through, if nobody waits and it is open."""
        with self._lock:
            if self._waiters or not self._is_open():
                return False
            self._in_flight += 1
            return True

    async def _wait(self, before: ModelError | None) -> None:
        """Wait for a turn; if the service is given up, raise *before*, the request's last error, or a new error."""
        waiter = _Waiter()
        with self._lock:
            if not self._waiters and self._is_open():  # meanwhile
                self._in_flight += 1
                return
            self._waiters.append(waiter)
            self._arm(waiter.loop)
        try:
            refused = await waiter.future
        except asyncio.CancelledError:
            with self._lock:
                if waiter.let_in:
                    self._left()
                else:
                    with contextlib.suppress(ValueError):  # it was refused in the meantime
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
            if self._waiters:
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
        """Record a failure; return how many seconds the request waits before it is sent again, ``None`` for never."""
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
        """Count a closing; if the last one was long ago, the count starts anew."""
        if now - max(self._closed_at, self._opens) > PATIENCE:
            self._rounds, self._since = 0, now
        self._rounds += 1
        self._closed_at = now

    def _refuse(self, error: ModelError) -> None:
        """Refuse all waiting requests, as the service is given up."""
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
        """Let an event loop check again when the throttle opens."""
        if loop in self._alarms or self._opens <= time.monotonic():
            return
        self._alarms[loop] = self._opens
        try:
            loop.call_soon_threadsafe(self._set_alarm, loop)
        except RuntimeError:  # the loop is closed, so no request waits there
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
        """Halve the limit if answers clearly take longer than before."""
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
    """Return how often a request with this error may be sent again; ``None`` if that cannot help."""
    if error.ends_the_work or error.again is False:
        return None
    if isinstance(error, ModelResponseError):
        return min(retries, 1)
    return retries if error.again or isinstance(error, (ModelRateLimitError, *_PASSING)) else None


def _asked(error: ModelError) -> float | None:
    """Return how many seconds the service asks to wait; ``None`` if it does not ask, or not for a time above 0."""
    asked = error.retry_after
    return None if asked is None or math.isnan(asked) or asked <= 0 else asked


def _backoff(times: int) -> float:
    """Return the seconds to wait after a number of failures: 0.5, doubled up to 3, minus at most a random quarter."""
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
    """Return a new error for a request that was not sent."""
    made = type(error)(*error.args)
    made.attempts, made.status = 0, error.status
    return made
