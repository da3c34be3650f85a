"""The effort of a search, counted in steps and not in time, so that it stops at the same place on every machine."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = 40_000
"""The number of steps that count as one second; a step takes about 20 microseconds."""

_PATIENCE = 2.0
"""A search stops in any case after this many seconds of CPU time for each second that it was allowed."""

_BETWEEN = 1_000
"""The number of steps between two looks at the clock."""


class Effort:
    """The steps that a search may still take. To call it takes steps, and returns whether the search must stop.

    Args:
        seconds: The allowed effort, in seconds of `STEPS` steps each.
        clock: Returns CPU time in seconds; by default that of the thread, so that waiting does not count.
        whole: The effort that this is a part of; steps count for both, and the clock is that of the whole.

    Attributes:
        taken: The number of steps so far.
        by_clock: Whether the clock has ended the search, so that another run may end elsewhere.
    """

    __slots__ = ("_clock", "_look", "_most", "_until", "_whole", "by_clock", "taken")

    def __init__(
        self, seconds: float, *, clock: Callable[[], float] = time.thread_time, whole: Effort | None = None
    ) -> None:
        self._whole = whole
        self._most = STEPS * seconds
        self._clock = clock
        self._until = clock() + _PATIENCE * seconds
        self._look = 0
        self.taken = 0
        self.by_clock = False

    def __call__(self, steps: int = 1) -> bool:
        """Take some steps; return whether the search must stop."""
        self.taken += steps
        if self._whole is not None:
            return self._whole(steps) or self.used_up
        if self.taken >= self._look and not self.used_up:  # asking for the time takes longer than most steps
            self._look = self.taken + _BETWEEN
            self.by_clock = self.by_clock or self._clock() > self._until
        return self.used_up or self.by_clock

    @property
    def used_up(self) -> bool:
        """Whether all steps are used up."""
        return self.taken > self._most

    def part(self, share: float) -> Effort:
        """Return a part of this effort: *share*, a fraction in [0, 1], of the steps that are left now."""
        return Effort(share * (self._most - self.taken) / STEPS, clock=self._clock, whole=self)
