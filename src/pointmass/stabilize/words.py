"""How bounds are written: a lower bound is rounded down, an upper bound up, so that no claim is stronger than its proof."""

from __future__ import annotations

import math


def at_least(bound: float) -> str:
    """Write a lower bound, a fraction in [0, 1], in percent, rounded down."""
    return f"{math.floor(100 * bound + 1e-9)}%"


def at_most(bound: float) -> str:
    """Write an upper bound, a fraction in [0, 1], in percent, rounded up."""
    return f"{math.ceil(100 * bound - 1e-9)}%"
