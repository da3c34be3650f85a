"""Have all readings been seen: how many more there may be, by two ways of merging, since every count depends on the merging."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pointmass import stats
from pointmass.rounded import at_most
from pointmass.stats import HoldOut, Unseen

_FROZEN = 3
"""Of how many draws, one is used to freeze the readings."""


@dataclass(frozen=True, slots=True)
class Apart:
    """The draws of an input, told apart more strictly than by their readings.

    Attributes:
        how: By what: ``exact forms``, or ``cut 0.85`` of prose.
        labels: A number for each draw, in the order given; equal numbers are one.
    """

    how: str
    labels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much has been seen at one way of merging.

    Attributes:
        merged: By what draws were merged.
        unseen: About how many readings there are, seen or not (Chao1, an estimate), and how much of their probability was seen.
        hold_out: How probable a reading is that the first third of the draws had not shown, at most.
    """

    merged: str
    unseen: Unseen
    hold_out: HoldOut

    def __str__(self) -> str:
        """Say it in a line."""
        return (
            f"{self.merged}: {self.unseen.seen} seen, about {max(self.unseen.chao1, self.unseen.seen):.1f} in all (Chao1, an "
            f"estimate); {self.hold_out.new} of {self.hold_out.then} later draws were new: P(unseen) is at most "
            f"{at_most(self.hold_out.bound)} ({self.hold_out.level:.0%})"
        )


def coverage(labels: Sequence[int], merged: str, *, level: float = 0.95) -> Coverage:
    """Say how much of all possible answers has been seen.

    Args:
        labels: The reading of each draw, in the order in which they were asked for.
        merged: By what they were merged, in words.
        level: One-sided confidence of the hold-out bound, a fraction in (0, 1).
    """
    counts = [labels.count(each) for each in dict.fromkeys(labels)]
    frozen = stats.hold_out(labels, first=len(labels) // _FROZEN, level=level)
    return Coverage(merged, stats.unseen(counts), frozen)


def pooled_hold_out(labels: Iterable[Sequence[int]], *, level: float = 0.95) -> HoldOut:
    """Bound how probable a reading new to its input is, on average over the inputs.

    The later draws of all inputs are one sum of independent trials; where their probabilities differ the binomial bound holds
    all the more (Hoeffding 1956, Ann. Math. Stat. 27:713).

    Args:
        labels: The reading of each draw, input by input.
        level: One-sided confidence, a fraction in (0, 1).
    """
    each = [stats.hold_out(one, first=len(one) // _FROZEN, level=level) for one in labels]
    first, then, new = (sum(getattr(one, name) for one in each) for name in ("first", "then", "new"))
    return HoldOut(first, then, new, stats.upper_bound(new, then, level), level)
