"""How long a search may take: counted in steps, so that it stops at the same place on every machine."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = 40_000
"""How many steps count as a second; one takes about 20 millionths of a second."""

_PATIENCE = 2.0
"""How many seconds of computing a search may take for each second that it was allowed, whatever its steps say."""

_BETWEEN = 1_000
"""How many steps are taken between two looks at the clock."""


class Effort:
    """What a search may still spend. Calling it takes steps, and says whether all are used up.

    Args:
        seconds: What is allowed, in seconds that count `STEPS` steps each.
        whole: What it is a part of: its steps are steps of that, too.
        clock: Tells the seconds of computing; not of waiting for the other programs of a machine.

    Attributes:
        taken: The steps so far.
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
        """Take some steps; true where the search should stop."""
        self.taken += steps
        if self._whole is not None:
            return self._whole(steps) or self.used_up
        if self.taken >= self._look and not self.used_up:  # asking for the time takes longer than most steps
            self._look = self.taken + _BETWEEN
            self.by_clock = self.by_clock or self._clock() > self._until
        return self.used_up or self.by_clock

    @property
    def used_up(self) -> bool:
        """Whether all steps were taken."""
        return self.taken > self._most

    def part(self, share: float) -> Effort:
        """Return a part of it: a share of what is left now."""
        return Effort(share * (self._most - self.taken) / STEPS, clock=self._clock, whole=self)
