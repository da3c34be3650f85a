"""A sample under way: waited for, awaited, or cancelled; what came is kept."""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from pointmass.shown import repr_of

if TYPE_CHECKING:
    from pointmass.sample import Sample

_BEAT = 0.1  # seconds; a kernel delivers an interrupt only to a thread or loop that wakes up now and then


class Sampling:
    """A sample that is being drawn in the background.

    ``await`` it, or ask for its ``result()``. ``cancel()`` stops it; its result is then what came until there.
    """

    __slots__ = ("_future", "_name", "_partial")

    def __init__(self, name: str, future: concurrent.futures.Future[Sample], partial: Callable[[], Sample]) -> None:
        self._name = name
        self._future = future
        self._partial = partial

    @property
    def done(self) -> bool:
        """Whether it has ended, one way or another."""
        return self._future.done()

    def cancel(self) -> None:
        """Stop asking; what came is kept."""
        self._future.cancel()

    def partial(self) -> Sample:
        """Return what has come so far, from the store."""
        return self._partial()

    def result(self) -> Sample:
        """Wait for the sample; when it was cancelled, return what came until there."""
        while True:
            try:
                return self._future.result(timeout=_BEAT)
            except concurrent.futures.CancelledError:
                return self._partial()
            except concurrent.futures.TimeoutError:
                if self._future.done():  # it ended just now; or this is an error of the work itself
                    return self.result() if self._future.cancelled() else self._future.result()

    def __await__(self) -> Generator[Any, None, Sample]:
        """Await the sample from any loop."""
        return self._wait().__await__()

    def __repr__(self) -> str:
        """Say what it is, without figures that change while they are printed."""
        return repr_of(f"<Sampling of {self._name}: {'ended' if self.done else 'under way; await it, or .cancel()'}>")

    async def _wait(self) -> Sample:
        waiting = asyncio.wrap_future(self._future)
        while not waiting.done():
            await asyncio.wait({waiting}, timeout=_BEAT)
        return self._partial() if waiting.cancelled() else waiting.result()
