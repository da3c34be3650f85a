"""Simulate how many more inputs would prove an agreement, at the rates at which code answered and agreed so far."""

from __future__ import annotations

import functools
import random

from pointmass.stabilize.confidence import FIRST, Sure

_RUNS = 200
_LIKELY = 0.8
_MOST = 20_000


def further_inputs(certified: int, answered: int, agreed: int, *, agreement: float, sure: Sure = FIRST) -> int:
    """Simulate further inputs, and return how many prove the agreement in four of five runs.

    Each further input is tested, as in cross-fitting. Code answers it, and fails on it, at the rates of the trials so
    far.

    Args:
        certified: How many inputs were tested.
        answered: How many of them code answered.
        agreed: How many of those as the model does.
        agreement: The agreement to prove, a fraction in (0, 1).
        sure: The confidence of the bound.

    Returns:
        The number of inputs, at least 1; 0 if 20,000 further inputs are not enough, or the rate of failures is too
        high.
    """
    if not answered:
        return 0
    answers, fails, failures = answered / certified, 1 - agreed / answered, answered - agreed

    @functools.cache
    def needed(failed: int) -> int:
        return sure.needed(agreement, failures=failed)

    @functools.cache
    def suffices(more: int) -> bool:
        rng, proved = random.Random(more), 0  # noqa: S311 - a simulation with the same result every time
        for _ in range(_RUNS):
            tried = _binomial(rng, more, answers)
            failed = failures + _binomial(rng, tried, fails)
            proved += answered + tried >= needed(failed)
        return proved >= _LIKELY * _RUNS

    if fails >= 1 - agreement:
        return 0
    low, high = 0, 1
    while not suffices(high):
        low, high = high, 2 * high
        if high > _MOST:
            return 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return high


def _binomial(rng: random.Random, count: int, chance: float) -> int:
    if chance in (0.0, 1.0):
        return int(count * chance)
    if count > 500:  # noqa: PLR2004 - the normal approximation is good enough from here on
        spread = (count * chance * (1 - chance)) ** 0.5
        return min(count, max(0, round(rng.gauss(count * chance, spread))))
    return sum(rng.random() < chance for _ in range(count))
