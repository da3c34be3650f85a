"""Rules that say when one input has enough draws: each takes draws one by one, and says how many more it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

from pointmass import stats
from pointmass.comparison.scoring import Predicate, holding
from pointmass.draw import Draw
from pointmass.sample.data import is_value

GIVES_NONE = "gave mostly no value"
"""The reason why a rule gives up an input, if most of its draws give no value."""


class Rule(Protocol):
    """Takes draws one by one and tells when there are enough, or when more draws would not help."""

    known: bool
    given_up: str

    def take(self, key: str) -> None:
        """Add one more draw, by the key of its outcome."""

    def fewest_more(self, most: int) -> int:
        """Return how many more draws are needed if all of them support stopping; *most* if that is not enough."""


class ModeKnown:
    """Stops when the most frequent value is known to be the most probable answer.

    All draws that gave no value count together as one more answer, which is no mode. If that answer is known to be the
    most probable one, the rule gives up.
    """

    def __init__(self, level: float) -> None:
        self._level = level
        self._counts: Counter[str] = Counter()
        self.known = False
        self.given_up = ""

    def take(self, key: str) -> None:
        """Look at one more draw."""
        self._counts[key if is_value(key) else ""] += 1
        found = _mode_known(tuple(sorted(self._counts.values(), reverse=True)), self._level)
        no_value = found and self._counts[""] == max(self._counts.values())
        self.known, self.given_up = found and not no_value, GIVES_NONE if no_value else ""

    def fewest_more(self, most: int) -> int:
        """Return how many more draws are needed at best, at most *most*."""
        leader, *others = sorted(self._counts.values(), reverse=True) or [0]
        more = range(1, most)
        return next((n for n in more if _mode_known((leader + n, *others), self._level)), most)


class RateKnown:
    """Stops when the interval of the rate of a predicate is narrow enough."""

    def __init__(self, holds: Predicate, given: Any, *, width: float, level: float) -> None:
        self._judge = holding(holds)
        self._given = given
        self._width = width
        self._level = level
        self._held = self._n = 0
        self.known = False
        self.given_up = ""

    def take(self, key: str) -> None:
        """Look at one more draw."""
        self._n += 1
        self._held += bool(self._judge(self._given, key))
        self.known = self._enough(self._held, self._n)

    def fewest_more(self, most: int) -> int:
        """Return how many more draws are needed at best, at most *most*."""
        # For a given number of draws the interval is narrowest if either none or all of the further draws hold.
        held, n = self._held, self._n
        ends = ((more, (held, held + more)) for more in range(1, most))
        return next((more for more, ks in ends if any(self._enough(k, n + more) for k in ks)), most)

    def _enough(self, held: int, n: int) -> bool:
        return _sequence_width(held, n, self._level) <= self._width


class RateKnownOverall:
    """Stops when the interval of the mean rate of a predicate over these inputs is narrow enough.

    All inputs have the same number of draws at each look. The beta-binomial confidence sequence is then valid for all
    draws together although their rates differ: each factor of its martingale is linear in the rate of its draw, so over
    one draw of every input the product is at most what it would be at the mean rate, as the geometric mean is at most
    the arithmetic mean.
    """

    def __init__(self, holds: Predicate, *, width: float, level: float) -> None:
        self._judge = holding(holds)
        self._width = width
        self._level = level

    def needed(self, inputs: Sequence[Any], rows: Sequence[Sequence[Draw]], *, most: int) -> tuple[int, str]:
        """Return how many draws of each input are needed, and the rate in words; empty as long as it is not known.

        Args:
            inputs: The inputs.
            rows: The draws of each, by index; draws after a missing one of any input are not used.
            most: The number of draws of each input after which the question is left open.
        """
        there, held, n = min(most, min(map(unbroken, rows), default=0)), 0, 0
        for look in range(there):
            answered = [(given, row[look].key) for given, row in zip(inputs, rows, strict=True) if row[look].answered]
            held += sum(bool(self._judge(given, key)) for given, key in answered)
            n += len(answered)
            if _sequence_width(held, n, self._level) <= self._width:
                low, high = stats.confidence_sequence(held, n, self._level)
                return look + 1, f"the rate lies between {low:.3f} and {high:.3f}"
        more = range(1, most - there)
        ends = ((k, ((held, n + k * len(rows)), (held + k * len(rows), n + k * len(rows)))) for k in more)
        best = (k for k, pairs in ends if any(_sequence_width(*pair, self._level) <= self._width for pair in pairs))
        return there + next(best, most - there), ""


def unbroken(row: Sequence[Draw]) -> int:
    """Count the draws before the first missing one."""
    return next((n for n, draw in enumerate(row) if draw.index != n), len(row))


class AllSeen:
    """Stops when the values seen are known to have together all but a small probability.

    Draws without a value are skipped. If so many come in a row that a value is known to be rarer than that small
    probability, the rule gives up.
    """

    def __init__(self, *, mass: float, error: float) -> None:
        self._mass = mass
        self._error = error
        self._seen: set[str] = set()
        self._quiet = self._empty = 0
        self.known = False
        self.given_up = ""

    def take(self, key: str) -> None:
        """Look at one more draw."""
        if not is_value(key):
            self._empty += 1
            self.given_up = GIVES_NONE if self._empty > self._needed else ""
            return
        self._quiet, self._empty = self._quiet + 1 if key in self._seen else 0, 0
        self._seen.add(key)
        self.known = self._quiet >= self._needed

    def fewest_more(self, most: int) -> int:
        """Return how many more draws are needed at best, at most *most*."""
        first = 0 if self._seen else 1  # the first value is new in any case
        return min(most, first + self._needed - self._quiet, 1 + self._needed - self._empty)

    @property
    def _needed(self) -> int:
        return stats.quiet_draws(max(1, len(self._seen)), mass=self._mass, error=self._error)


@lru_cache(maxsize=65536)
def _mode_known(counts: tuple[int, ...], level: float) -> bool:
    return stats.mode(counts, level).known


@lru_cache(maxsize=65536)
def _sequence_width(held: int, n: int, level: float) -> float:
    return stats.confidence_sequence(held, n, level).width
