"""The progress of a sample: draws are counted as they are stored, and reported at most ten times a second."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pointmass.draw import Draw
from pointmass.errors import clip
from pointmass.facts import Notice, notice
from pointmass.models.throttle import Throttle, Wait

INTERVAL = 0.1
"""The least number of seconds between two reports."""

TICK = 0.2
"""How often, in seconds, it is checked whether requests wait for the service."""

State: TypeAlias = Literal["drawing", "waiting", "done", "interrupted", "stopped"]
"""``waiting``: no request is sent until the service may be asked again. ``interrupted``: by a person. ``stopped``: by
an error or a limit. In every case the answers that came are kept."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sample is, at one moment.

    Attributes:
        done: The number of draws that are stored: those from before, and those of this call, failed ones included.
        total: The number of draws wanted.
        already: The number of draws that were stored before this call.
        failed: The number of draws of this call without an answer.
        input_tokens: The tokens that models read in this call.
        output_tokens: The tokens that models wrote in this call.
        dollars: The cost of this call in US dollars; ``None`` as long as no draw had a price.
        elapsed: Seconds since the call began.
        eta: The estimated seconds until the end, at the pace of this call; ``None`` before its first draw.
        status: ``drawing``, ``waiting``, ``done``, ``interrupted`` or ``stopped``.
        name: The name of the spec.
        waits: Seconds until the service is asked again if the status is ``waiting``, else ``None``.
        why: Why it waits, in words; empty if it does not.
        lost: The draws of this call that gave no value, by class: ``("refusal", 3)``, the most frequent first.
    """

    done: int
    total: int
    already: int
    failed: int
    input_tokens: int
    output_tokens: int
    dollars: float | None
    elapsed: float
    eta: float | None
    status: State
    name: str = ""
    waits: float | None = None
    why: str = ""
    lost: tuple[tuple[str, int], ...] = ()


Watch: TypeAlias = Callable[[Progress], None]


class Meter:
    """Counts draws and reports the progress. A watcher that raises an error is not called again, and no draw is lost.

    Args:
        watch: Called with each ``Progress``; or ``None``.
        name: The name of the spec.
        total: The number of draws wanted.
        already: The number of draws that are stored.
    """

    def __init__(self, watch: Watch | None, *, name: str, total: int, already: int) -> None:
        self._watch = watch
        self._name = name
        self.total = total
        self._already = already
        self._came = self._failed = self._read = self._written = 0
        self._lost: Counter[str] = Counter()
        self._dollars: float | None = None
        self._began = time.monotonic()
        self._due = self._began
        self.notices: tuple[Notice, ...] = ()
        """The notice that the watcher raised an error, if it did."""

    @property
    def done(self) -> int:
        """The number of draws that are stored, failed ones included."""
        return self._already + self._came

    @property
    def kept(self) -> int:
        """The number of stored draws with an answer, which need not be requested again."""
        return self.done - self._failed

    def count(self, draw: Draw | None = None) -> None:
        """Count a draw that was stored; without an argument, an answer that another call requested and paid for."""
        self._came += 1
        if draw is not None:
            self._failed += draw.status == "failed"
            if draw.status != "ok":
                self._lost[draw.status] += 1
            self._read += draw.input_tokens or 0
            self._written += draw.output_tokens or 0
            if draw.dollars is not None:
                self._dollars = (self._dollars or 0.0) + draw.dollars
        if self._watch is not None and time.monotonic() >= self._due:
            self.tell("drawing")

    async def tell_waits(self, throttle: Throttle) -> None:
        """Report, until cancelled, when requests wait for the service and when they go on."""
        waited = False
        while self._watch is not None:
            await asyncio.sleep(TICK)
            wait = throttle.waiting()
            if wait or waited:
                self.tell("waiting" if wait else "drawing", wait)
            waited = wait is not None

    def tell(self, status: State, wait: Wait | None = None) -> None:
        """Report the progress now, even if the last report was less than a tenth of a second ago."""
        if self._watch is None:
            return
        self._due = time.monotonic() + INTERVAL
        try:
            self._watch(self._snapshot(status, wait))
        except Exception as error:  # noqa: BLE001 - whatever a watcher raises: the draws are worth more than their display
            self._watch = None
            self.notices = (notice("progress not shown", error=type(error).__name__, why=clip(str(error))),)

    def _snapshot(self, status: State, wait: Wait | None) -> Progress:
        elapsed = time.monotonic() - self._began
        left = self.total - self.done
        return Progress(
            done=self.done,
            total=self.total,
            already=self._already,
            failed=self._failed,
            input_tokens=self._read,
            output_tokens=self._written,
            dollars=self._dollars,
            elapsed=elapsed,
            eta=elapsed / self._came * left if self._came else None,
            status=status,
            name=self._name,
            waits=wait.seconds if wait else None,
            why=wait.why if wait else "",
            lost=tuple(self._lost.most_common()),
        )
