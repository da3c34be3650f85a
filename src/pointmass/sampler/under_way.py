"""The draws that are being requested in this process: another call for the same draw waits for it and pays nothing."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator
from concurrent.futures import Future
from typing import TypeAlias

from pointmass.draw import Draw
from pointmass.store import Series

Which: TypeAlias = tuple[str, int, str]
"""A draw of a series: the key of its input, the number of the draw, the digest of the request."""


class UnderWay:
    """The draws that are being requested, by series; one object for all samples that a process draws into one store."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._claims: dict[Series, Claims] = {}

    @contextlib.contextmanager
    def drawing(self, series: Series) -> Generator[Claims, None, None]:
        """Take part in drawing a series; enter before the stored draws of the series are read."""
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
    """The claims on the draws of one series: which are being requested, and their results. Safe for threads.

    Attributes:
        drawings: How many samples are drawing the series now.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self.drawings = 0
        self._lock = lock
        self._taken: dict[Which, Future[Draw | None] | Draw | None] = {}

    def take(self, which: Which) -> Future[Draw | None] | None:
        """Claim a draw and return ``None``; if another has claimed it, return a future of the stored draw.

        The future gives ``None`` if the other got no answer.
        """
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
        """End a claim, with the draw that was stored, or with ``None``.

        The draw is remembered while other samples draw the series, as they may have read the store before.
        """
        with self._lock:
            waiting = self._taken.pop(which)
            if draw is not None and self.drawings > 1:
                self._taken[which] = draw
        if isinstance(waiting, Future):
            waiting.set_result(draw)
