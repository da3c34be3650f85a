"""How a lower bound is written: rounded down, so that no claim is stronger than its proof."""

from __future__ import annotations

import math


def at_least(bound: float) -> str:
    """Write a lower bound, a fraction in [0, 1], in percent, rounded down."""
    return f"{math.floor(100 * bound + 1e-9)}%"
