"""Have all inputs together moved a little: odd answers before and after a change, counted per input and weighed over all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

ODDS = (1 / 30, 1 / 8, 1 / 3, 3.0, 8.0, 30.0, 200.0)
"""How many times the odds of an odd answer may have become, each tried."""

_CELLS = 2_000_000


def pooled(
    baseline: Sequence[Mapping[Hashable, int]], looks: Sequence[Sequence[Mapping[Hashable, int]]]
) -> NDArray[np.float64]:
    """Return the log of the evidence after each look that odd answers became more frequent, or rarer, on all inputs alike.

    At look k, what is odd on an input is what is not its most frequent answer in the baseline and all looks so far; where two
    are as frequent, nothing is. Given
    how many odd ones there are on each input, chance alone puts them before or after a change by the hypergeometric
    distribution, whatever the rates of the inputs are; where their odds were multiplied, by Fisher's noncentral one. The
    ratio of both, multiplied over inputs and averaged over `ODDS` and over the looks at which the change may have come (1, 2,
    4, … looks ago, or at the first), has the expectation 1 at each look. Weighed by 1 / (k (k + 1)) and added up over the
    looks so far it is therefore at most 1 in expectation, at whatever look one stops.

    Args:
        baseline: Counts of the draws of each input, ``(n_inputs,)``.
        looks: For each look the counts of its draws per input, ``(n_looks, n_inputs)``.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    n = len(looks)
    if not n or not baseline:
        return np.zeros(n)
    k, j = _changes(n)
    cells, x = [], []
    for i, own in enumerate(baseline):
        labels = list(dict.fromkeys([*own, *(label for look in looks for label in look[i]), None]))
        counts = np.array([[each.get(label, 0) for label in labels] for each in (own, *(look[i] for look in looks))])
        upto = np.cumsum(counts, axis=0)
        drawn, usual = upto.sum(axis=1), upto[1:].argmax(axis=1)
        tied = (upto[1:] == upto[1:].max(axis=1, keepdims=True)).sum(axis=1) > 1
        before = np.where(tied[k], 0, drawn[j] - upto[j, usual[k]])
        odd = np.where(tied[k], 0, drawn[k + 1] - upto[k + 1, usual[k]])
        cells.append(np.stack([drawn[j], drawn[k + 1] - drawn[j], odd], axis=1))
        x.append(odd - before)
    every = np.concatenate(cells)
    kinds, which = np.unique(every, axis=0, return_inverse=True)
    norms = _log_norms(kinds)[which.ravel()]  # (n_inputs * pairs, odds)
    gained = np.concatenate(x)[:, None] * np.log(ODDS)[None, :] - norms
    by_pair = gained.reshape(len(baseline), len(k), len(ODDS)).sum(axis=0)
    mixed = np.logaddexp.reduce(by_pair, axis=1) - math.log(len(ODDS))
    starts = np.flatnonzero(np.concatenate(([True], k[1:] != k[:-1])))
    sizes = np.diff(np.append(starts, len(k)))
    at_look = np.logaddexp.reduceat(mixed, starts) - np.log(sizes)
    at = np.arange(1, n + 1)
    return np.asarray(np.logaddexp.accumulate(at_look - np.log(at * (at + 1.0))))


def visible(
    *, before: int, odd: int, each: int, taken: int, level: float, looks: int = 10, power: float = 0.8
) -> float:
    """Return how much more frequent odd answers must become on all inputs to be found within some looks, about.

    By the numbers of draws over all inputs, as if they were one.

    Args:
        before: Draws of the baseline and of all looks so far.
        odd: How many of them are odd.
        each: Draws of a look.
        taken: Looks so far.
        level: Confidence over all looks.
        looks: How many more looks there are to find it in.
        power: In how many of such cases it is to be found.

    Returns:
        A fraction in (0, 1]; 1 where nothing smaller is likely to be found.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    if not before or not each:
        return 1.0
    needed = math.log(2 / (1 - level))  # half of the evidence weighs this
    at = taken + np.arange(1, looks + 1)
    new = each * np.arange(1, looks + 1)
    price = np.log(at * (at + 1.0)) + np.log([len(_ago(int(k))) for k in at]) + math.log(len(ODDS))
    for step in range(1, 200):
        share = min(1.0, odd / before + step / 200)
        seen = np.array([_low_quantile(int(n), share, 1 - power) for n in new])
        norms = _log_norms(np.stack([np.full(looks, before), new, seen + odd], axis=1))
        gained = np.max(seen[:, None] * np.log(ODDS)[None, :] - norms, axis=1)
        if np.any(gained - price >= needed):
            return step / 200
    return 1.0


def _changes(looks: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for every look k, from 0, the looks j just before which the change may have come, in rows of k."""
    import numpy as np  # noqa: PLC0415  # heavy

    pairs = [(k, k + 1 - ago) for k in range(looks) for ago in _ago(k + 1)]
    k, j = zip(*pairs, strict=True)
    return np.array(k), np.array(j)


def _ago(look: int) -> list[int]:
    """Return how many looks ago the change may have come, this one counted: 1, 2, 4, …, and all of them."""
    return sorted({1 << power for power in range(look.bit_length()) if 1 << power <= look} | {look})


def _log_norms(kinds: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the log of the mean of odds^x over the hypergeometric distribution, shape ``(kinds, odds)``.

    Args:
        kinds: Draws before, draws after, odd ones of both, ``(kinds, 3)``.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    before, after, odd = kinds.T
    logs = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, int((before + after).max()) + 1)))))
    found = np.empty((len(kinds), len(ODDS)))
    width = int(odd.max()) + 1
    rows = max(1, _CELLS // width)
    for start in range(0, len(kinds), rows):
        b, a, m = (each[start : start + rows, None] for each in (before, after, odd))
        x = np.arange(width)[None, :]
        fits = (x <= m) & (x <= a) & (m - x <= b)
        t = np.where(fits, x, np.maximum(0, m - b))
        weight = _choose(logs, a, t) + _choose(logs, b, m - t) - _choose(logs, a + b, m)
        weight = np.where(fits, weight, -np.inf)
        for at, odds in enumerate(ODDS):
            found[start : start + rows, at] = np.logaddexp.reduce(weight + x * math.log(odds), axis=1)
    return found


def _choose(logs: NDArray[np.float64], n: NDArray[np.int64], k: NDArray[np.int64]) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415  # heavy

    return np.asarray(logs[n] - logs[k] - logs[n - k])


def _low_quantile(n: int, share: float, tail: float) -> int:
    """Return how many of n draws are odd at least, but for a tail (by the normal approximation, rounded down)."""
    from statistics import NormalDist  # noqa: PLC0415  # cheap, but rarely needed

    middle, spread = n * share, math.sqrt(n * share * (1 - share))
    return max(0, math.floor(middle + NormalDist().inv_cdf(tail) * spread))
