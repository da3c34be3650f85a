"""How one-sided bounds are written: a lower one rounded down, an upper one up, so that no claim is stronger than its proof."""

from __future__ import annotations

import math


def at_least(bound: float) -> str:
    """Write a lower bound, a fraction in [0, 1], in percent, rounded down."""
    return f"{math.floor(100 * bound + 1e-9)}%"


def at_most(bound: float) -> str:
    """Write an upper bound, a fraction in [0, 1], in percent, rounded up."""
    return f"{math.ceil(100 * bound - 1e-9)}%"


def upward(bound: float) -> str:
    """Write an upper bound, a fraction, with two decimals, rounded up."""
    return f"{math.ceil(100 * bound - 1e-9) / 100:.2f}"
