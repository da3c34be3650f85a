"""Counts of outcomes, as every question here takes them: a mapping or just the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pointmass.errors import InputError

Counts = Mapping[Any, int] | Sequence[int]
"""How often each outcome of one input was drawn: a mapping (a ``Counter``) or just the numbers."""


def numbers_of(counts: Counts) -> tuple[int, ...]:
    """Return the positive counts, largest first.

    Raises:
        InputError: A count is negative.
    """
    numbers = sorted((int(c) for c in (counts.values() if isinstance(counts, Mapping) else counts)), reverse=True)
    if numbers and numbers[-1] < 0:
        raise InputError(f"stats: counts are 0 or more, got {numbers[-1]}")
    return tuple(c for c in numbers if c)
