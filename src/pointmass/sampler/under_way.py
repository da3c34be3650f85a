"""What is being drawn in this process: who asks for the same draw meanwhile waits for it, and pays nothing."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator
from concurrent.futures import Future
from typing import TypeAlias

from pointmass.draw import Draw
from pointmass.store import Series

Which: TypeAlias = tuple[str, int, str]
"""A draw of a series: the key of its input, its number, the digest of its request."""


class UnderWay:
    """The draws that are asked for now, by series: one for all samples that one store is drawn into by one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._claims: dict[Series, Claims] = {}

    @contextlib.contextmanager
    def drawing(self, series: Series) -> Generator[Claims, None, None]:
        """Take part in drawing a series; to be begun before what is stored of it is read."""
        with self._lock:
            claims = self._claims.setdefault(series, Claims(self._lock))
            claims.drawings += 1
        try:
            yield claims
        finally:
            with self._lock:
                claims.drawings -= 1
                if not claims.drawings:
                    del self._claims[series]


class Claims:
    """Who asks for which draw of a series, and what came; used from any thread.

    Attributes:
        drawings: How many samples draw the series now.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self.drawings = 0
        self._lock = lock
        self._taken: dict[Which, Future[Draw | None] | Draw | None] = {}

    def take(self, which: Which) -> Future[Draw | None] | None:
        """Claim a draw, and return nothing; or return what becomes of another's claim: the stored draw, ``None`` without."""
        with self._lock:
            if which not in self._taken:
                self._taken[which] = None
                return None
            found = self._taken[which]
            if isinstance(found, Future):
                return found
            future: Future[Draw | None] = Future()
            if found is None:
                self._taken[which] = future
            else:
                future.set_result(found)
            return future

    def settle(self, which: Which, draw: Draw | None) -> None:
        """Give a claim back, with the draw that was stored, or without.

        It is remembered as long as another may have read the store before it was there.
        """
        with self._lock:
            waiting = self._taken.pop(which)
            if draw is not None and self.drawings > 1:
                self._taken[which] = draw
        if isinstance(waiting, Future):
            waiting.set_result(draw)
