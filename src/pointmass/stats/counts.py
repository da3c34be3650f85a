"""Counts of outcomes, as every question here takes them: a mapping or just the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pointmass.errors import InputError

Counts = Mapping[Any, int] | Sequence[int]
"""How often each outcome of one input was drawn: a mapping (a ``Counter``) or just the numbers."""


def whole(count: Any) -> int:
    """Return a count as a whole number.

    Raises:
        InputError: It is none: nan, infinite, or a part of one.
    """
    try:
        if int(count) == count:
            return int(count)
    except (TypeError, ValueError, OverflowError):
        pass
    raise InputError(f"stats: a count is a whole number, got {count!r}")


def numbers_of(counts: Counts) -> tuple[int, ...]:
    """Return the positive counts, largest first.

    Raises:
        InputError: A count is negative, or no whole number.
    """
    numbers = sorted(map(whole, counts.values() if isinstance(counts, Mapping) else counts), reverse=True)
    if numbers and numbers[-1] < 0:
        raise InputError(f"stats: counts are 0 or more, got {numbers[-1]}")
    return tuple(c for c in numbers if c)
