"""Seconds are compared only where variants were drawn in turns: draws of one variant share the minutes in which they were made.

A service that is slow for a while is slow for every input of a sample that was drawn in that while, so inputs are no
independent units of latency. Where two variants were drawn in turns, now the one first and now the other, each round is one
unit: both sides of it met the same minutes, and a drift from round to round favours neither.
"""

from __future__ import annotations

import itertools
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pointmass.comparison.align import Pairing
from pointmass.draw import Draw

FEWEST = 4
"""So many rounds it takes to speak of turns at all; below six no p-value reaches .05."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """The seconds of two variants that were drawn in turns.

    Attributes:
        a: Mean seconds of A in each round, over the draws of inputs that both drew in it, ``(n_rounds,)``.
        b: That of B.
    """

    a: tuple[float, ...]
    b: tuple[float, ...]


def by_turns(pairing: Pairing) -> Rounds | None:
    """Return the seconds of two variants round by round; ``None`` where they were not drawn in turns.

    A round is a stretch of draw numbers within which the same variant came first; the next one begins where the other did.
    So two samples drawn one after the other are one round, however many draws they have.
    """
    a, b = (_by_number(draws) for draws in pairing.draws())
    if any(draw.origin == "replayed" for row in itertools.chain(*pairing.draws()) for draw in row):
        return None  # read from a recording: the times are those of reading it
    both = sorted(a.keys() & b.keys())
    first = [_when(b[number].values()) > _when(a[number].values()) for number in both]
    rounds = [[number for number, _ in group] for _, group in itertools.groupby(zip(both, first, strict=True), _order)]
    if len(rounds) < FEWEST:
        return None
    found = [_means(a, b, numbers) for numbers in rounds]
    known = [each for each in found if each is not None]
    return Rounds(tuple(x for x, _ in known), tuple(y for _, y in known)) if len(known) >= FEWEST else None


def _order(each: tuple[int, bool]) -> bool:
    return each[1]


def _by_number(draws: Sequence[Sequence[Draw]]) -> Mapping[int, Mapping[int, Draw]]:
    """Return the draws whose seconds and time are known, by number and input."""
    found: defaultdict[int, dict[int, Draw]] = defaultdict(dict)
    for at, row in enumerate(draws):
        for draw in row:
            if draw.latency is not None and draw.time > 0:
                found[draw.index][at] = draw
    return found


def _when(draws: Iterable[Draw]) -> float:
    return statistics.median(draw.time for draw in draws)


def _means(
    a: Mapping[int, Mapping[int, Draw]], b: Mapping[int, Mapping[int, Draw]], numbers: Iterable[int]
) -> tuple[float, float] | None:
    """Return the mean seconds of both variants in a round, over what both drew."""
    pairs = [(a[number][at], b[number][at]) for number in numbers for at in a[number].keys() & b[number].keys()]
    if not pairs:
        return None
    one, other = ([draw.latency or 0.0 for draw in side] for side in zip(*pairs, strict=True))
    return statistics.fmean(one), statistics.fmean(other)
