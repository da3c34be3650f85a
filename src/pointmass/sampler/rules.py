"""What knows when one input was drawn often enough: it takes draws one by one, and says how many more it needs."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any, Protocol

from pointmass import stats
from pointmass.comparison.judge import Predicate, holding


class Rule(Protocol):
    """Takes draws one by one, and knows when it is enough."""

    known: bool

    def take(self, key: str) -> None:
        """Look at one more draw."""

    def fewest_more(self, most: int) -> int:
        """Return how many more draws are needed if all of them speak for stopping; *most* where that is not enough."""


class ModeKnown:
    """The most frequent answer is known to be the most probable one."""

    def __init__(self, level: float) -> None:
        self._level = level
        self._counts: Counter[str] = Counter()
        self.known = False

    def take(self, key: str) -> None:
        """Look at one more draw."""
        self._counts[key] += 1
        self.known = _mode_known(tuple(sorted(self._counts.values(), reverse=True)), self._level)

    def fewest_more(self, most: int) -> int:
        """Return how many more draws are needed at best, at most *most*."""
        leader, *others = sorted(self._counts.values(), reverse=True) or [0]
        more = range(1, most)
        return next((n for n in more if _mode_known((leader + n, *others), self._level)), most)


class RateKnown:
    """The rate of a predicate is known to a width."""

    def __init__(self, holds: Predicate, given: Any, *, width: float, level: float) -> None:
        self._judge = holding(holds)
        self._given = given
        self._width = width
        self._level = level
        self._held = self._n = 0
        self.known = False

    def take(self, key: str) -> None:
        """Look at one more draw."""
        self._n += 1
        self._held += bool(self._judge(self._given, key))
        self.known = self._enough(self._held, self._n)

    def fewest_more(self, most: int) -> int:
        """Return how many more draws are needed at best, at most *most*."""
        # At a given number of draws the interval is narrowest at one end of what is possible.
        held, n = self._held, self._n
        ends = ((more, (held, held + more)) for more in range(1, most))
        return next((more for more, ks in ends if any(self._enough(k, n + more) for k in ks)), most)

    def _enough(self, held: int, n: int) -> bool:
        return _sequence_width(held, n, self._level) <= self._width


class AllSeen:
    """The answers seen are known to make up all but a small mass."""

    def __init__(self, *, mass: float, error: float) -> None:
        self._mass = mass
        self._error = error
        self._seen: set[str] = set()
        self._quiet = 0
        self.known = False

    def take(self, key: str) -> None:
        """Look at one more draw."""
        self._quiet = self._quiet + 1 if key in self._seen else 0
        self._seen.add(key)
        self.known = self._quiet >= self._needed

    def fewest_more(self, most: int) -> int:
        """Return how many more draws are needed at best, at most *most*."""
        first = 0 if self._seen else 1  # the first draw is new in any case
        return min(most, first + self._needed - self._quiet)

    @property
    def _needed(self) -> int:
        return stats.quiet_draws(max(1, len(self._seen)), mass=self._mass, error=self._error)


@lru_cache(maxsize=65536)
def _mode_known(counts: tuple[int, ...], level: float) -> bool:
    return stats.mode(counts, level).known


@lru_cache(maxsize=65536)
def _sequence_width(held: int, n: int, level: float) -> float:
    return stats.confidence_sequence(held, n, level).width
