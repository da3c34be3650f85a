"""Acknowledgements of writes: coroutines await them, threads wait for them; writes of a group share one future."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Generator
from typing import Any, Generic, TypeVar

from pointmass.errors import StoreError

T = TypeVar("T")


class Commit:
    """A group of writes that are committed together.

    All coroutines of an event loop that wait for it share one future, so that waiting costs almost nothing.

    Attributes:
        writes: The writes: functions, or rows to insert.
        results: The results of the functions, by their position.
        errors: The errors of writes that failed, by their position.
        failure: The error of the whole group; ``None`` without one.
        finished: Whether the group was written or refused.
        synced: Whether one of its writes must be on the disk when it is acknowledged.
        waiting: How many coroutines have waited for it.
        done: Set when the group is finished, for threads that wait.
    """

    __slots__ = ("_lock", "_waiters", "done", "errors", "failure", "finished", "results", "synced", "waiting", "writes")

    def __init__(self) -> None:
        self.writes: list[Any] = []
        self.results: dict[int, Any] = {}
        self.errors: dict[int, StoreError] = {}
        self.failure: StoreError | None = None
        self.finished = False
        self.synced = False
        self.waiting = 0
        self.done = threading.Event()
        self._lock = threading.Lock()
        self._waiters: dict[asyncio.AbstractEventLoop, asyncio.Future[None]] = {}

    def waiter(self) -> asyncio.Future[None]:
        """Return the future of the running event loop; it is resolved when the group is written or refused."""
        loop = asyncio.get_running_loop()
        with self._lock:
            self.waiting += 1
            future = self._waiters.get(loop)
            if future is None:
                future = self._waiters[loop] = _Shared(loop=loop)
                if self.finished:
                    future.set_result(None)
        return future

    def finish(self, failure: StoreError | None = None) -> None:
        """Finish the group, with an error if it was refused, and wake all who wait."""
        self.failure = failure
        with self._lock:
            self.finished = True
            waiters = list(self._waiters.items())
        self.done.set()
        for loop, future in waiters:
            with contextlib.suppress(RuntimeError):  # the loop is closed, so nobody waits there
                loop.call_soon_threadsafe(future.set_result, None)


class _Shared(asyncio.Future[None]):
    """A future that cannot be cancelled, as other tasks wait for it as well.

    A cancelled task is cancelled only after the commit, a few milliseconds later; so it is certain that its answer was
    written.
    """

    def cancel(self, msg: Any | None = None) -> bool:  # noqa: ARG002 - the base class's signature
        return False


class Acknowledgement(Generic[T]):
    """The acknowledgement of one write: await it, or call ``result``, to wait until the write is on the disk."""

    __slots__ = ("_commit", "_hurry", "_position")

    def __init__(self, commit: Commit, position: int, hurry: Callable[[], None]) -> None:
        self._commit = commit
        self._position = position
        self._hurry = hurry

    @classmethod
    def of(cls, value: T) -> Acknowledgement[T]:
        """Return an acknowledgement that is resolved already, for something that needs no write."""
        return _Settled(value)

    @classmethod
    def failed(cls, failure: StoreError) -> Acknowledgement[Any]:
        """Return the acknowledgement of a write that was refused."""
        return _Settled(None, failure)

    @property
    def written(self) -> bool:
        """Whether the write is on the disk."""
        commit = self._commit
        return commit.finished and commit.failure is None and self._position not in commit.errors

    def result(self, timeout: float | None = None) -> T:
        """Block until the write is on the disk, and return its result.

        Args:
            timeout: The greatest number of seconds to wait; ``None`` for no limit.

        Raises:
            StoreError: The write was refused.
            TimeoutError: It was not finished in time.
        """
        if not self._commit.finished:
            self._hurry()  # a thread that blocks adds no further writes, so the group need not wait for more
        if not self._commit.done.wait(timeout):
            raise TimeoutError(f"store: not written within {timeout:g} s")
        return self._outcome()

    def __await__(self) -> Generator[Any, None, T]:
        """Wait in a coroutine until the write is on the disk, and return its result."""
        if not self._commit.finished:
            yield from self._commit.waiter()
        return self._outcome()

    def _outcome(self) -> T:
        failure = self._commit.failure or self._commit.errors.get(self._position)
        if failure is not None:
            raise StoreError(str(failure)) from failure
        value: T = self._commit.results.get(self._position)  # type: ignore[assignment] # absent: a write that gives None
        return value


class _Settled(Acknowledgement[T]):
    """The acknowledgement of a finished write. To await it lets other tasks run once, like any wait for a write."""

    __slots__ = ("_failure", "_value")

    def __init__(self, value: T, failure: StoreError | None = None) -> None:
        self._value = value
        self._failure = failure

    @property
    def written(self) -> bool:
        """Whether it was written."""
        return self._failure is None

    def result(self, timeout: float | None = None) -> T:  # noqa: ARG002 - the signature of the base class
        """Return the result of the write.

        Raises:
            StoreError: The write was refused.
        """
        if self._failure is not None:
            raise StoreError(str(self._failure)) from self._failure
        return self._value

    def __await__(self) -> Generator[Any, None, T]:
        """Return the result of the write, after other tasks could run once."""
        yield
        return self.result()
