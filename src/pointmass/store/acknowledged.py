"""The acknowledgement of a write: awaited by coroutines or waited for by threads, one future for all of a group."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Generator
from typing import Any, Generic, TypeVar

from pointmass.errors import StoreError

T = TypeVar("T")


class Commit:
    """A group of writes that reach the disk together.

    A thousand coroutines that wait for it share one future of their loop, so that waiting costs next to nothing.

    Attributes:
        synced: Whether one of its writes must be on the disk when it is acknowledged.
        waiting: How many coroutines have waited for it.
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
        """Return the future of the loop that is asking, resolved when the group is written or refused."""
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
        """Let everybody who waits go on."""
        self.failure = failure
        with self._lock:
            self.finished = True
            waiters = list(self._waiters.items())
        self.done.set()
        for loop, future in waiters:
            with contextlib.suppress(RuntimeError):  # that loop was closed: nobody waits there any more
                loop.call_soon_threadsafe(future.set_result, None)


class _Shared(asyncio.Future[None]):
    """A future that one of its waiters cannot cancel for the others.

    A cancelled task gets its cancellation as soon as the commit is through, some milliseconds later: an answer that was
    handed in is never in doubt.
    """

    def cancel(self, msg: Any | None = None) -> bool:  # noqa: ARG002 - the base class's signature
        return False


class Acknowledgement(Generic[T]):
    """The acknowledgement of one write: await it, or wait for it, until it is on the disk."""

    __slots__ = ("_commit", "_hurry", "_position")

    def __init__(self, commit: Commit, position: int, hurry: Callable[[], None]) -> None:
        self._commit = commit
        self._position = position
        self._hurry = hurry

    @classmethod
    def of(cls, value: T) -> Acknowledgement[T]:
        """Make the acknowledgement of something that needs no write."""
        return _Settled(value)

    @classmethod
    def failed(cls, failure: StoreError) -> Acknowledgement[Any]:
        """Make the acknowledgement of a write that was refused."""
        return _Settled(None, failure)

    @property
    def written(self) -> bool:
        """Whether it is on the disk by now."""
        commit = self._commit
        return commit.finished and commit.failure is None and self._position not in commit.errors

    def result(self, timeout: float | None = None) -> T:
        """Block until the write is on the disk, and return what it gave.

        Args:
            timeout: Seconds to wait at most; ``None`` waits as long as it takes.

        Raises:
            StoreError: The write was refused.
            TimeoutError: It is still under way.
        """
        if not self._commit.finished:
            self._hurry()  # who blocks hands in nothing more, so there is nothing to gather for
        if not self._commit.done.wait(timeout):
            raise TimeoutError(f"store: not written within {timeout:g} s")
        return self._outcome()

    def __await__(self) -> Generator[Any, None, T]:
        """Wait in a coroutine until the write is on the disk, and return what it gave."""
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
    """The acknowledgement of what is through already. Awaiting it lets others have a turn, as every wait for a write does."""

    __slots__ = ("_failure", "_value")

    def __init__(self, value: T, failure: StoreError | None = None) -> None:
        self._value = value
        self._failure = failure

    @property
    def written(self) -> bool:
        """Whether it was written."""
        return self._failure is None

    def result(self, timeout: float | None = None) -> T:  # noqa: ARG002 - as of one that is under way
        """Return what the write gave.

        Raises:
            StoreError: The write was refused.
        """
        if self._failure is not None:
            raise StoreError(str(self._failure)) from self._failure
        return self._value

    def __await__(self) -> Generator[Any, None, T]:
        """Return what the write gave, after others had a turn."""
        yield
        return self.result()
