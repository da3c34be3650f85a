"""The ledger: what code would save and what finding it cost, from recorded usage and nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pointmass.draw import Draw
from pointmass.sample import SampleData
from pointmass.sample.cost import Cost, add_up

Unit = Literal["dollars", "tokens", "model calls"]
"""What a break-even count is counted in: dollars where priced, else tokens where counted, else calls."""

_Measure = Callable[[Draw], float | None]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the code would save, measured on the sample; ``None`` where nobody counted. Per 1,000 calls of this mix.

    A call that code answers saves what the draws of such inputs cost on average: of the inputs that it answered unseen,
    each with its weight.

    Attributes:
        calls: Model calls saved.
        tokens: Tokens saved (read and written).
        dollars: US dollars saved, where a price is set.
        seconds: Seconds of waiting saved, where latency was measured.
        spent: What finding the code cost: every draw of the sample, and of the inputs that were asked besides it.
        break_even: The calls of this mix after which that is earned back; ``None`` where nothing is saved.
        unit: What ``break_even`` is counted in.
    """

    calls: float
    tokens: float | None
    dollars: float | None
    seconds: float | None
    spent: Cost
    break_even: int | None
    unit: Unit

    def content(self) -> dict[str, float | str | None]:
        """Return the ledger as JSON data."""
        return {
            "calls": self.calls,
            "tokens": self.tokens,
            "dollars": self.dollars,
            "seconds": self.seconds,
            "break_even_calls": self.break_even,
            "break_even_in": self.unit,
            "draws_asked": self.spent.draws,
        }


def ledger(sample: SampleData, answered: Sequence[int], *, coverage: float, beside: Iterable[Draw] = ()) -> Ledger:
    """Count what code would save.

    Args:
        sample: The draws.
        answered: The rows that code answered unseen: what is saved is what these cost.
        coverage: The share of inputs like these that code answers, a fraction in [0, 1].
        beside: Draws of inputs that were asked outside the sample.
    """
    spent = add_up([*(draw for draws in sample.draws for draw in draws), *beside])
    saved = {
        "dollars": _mean(sample, answered, lambda draw: draw.dollars),
        "tokens": _mean(sample, answered, _tokens),
        "model calls": 1.0,
    }
    cost = {"dollars": spent.dollars, "tokens": float(_all_tokens(spent)), "model calls": float(spent.draws)}
    unit: Unit = "dollars" if saved["dollars"] else "tokens" if saved["tokens"] else "model calls"
    each, seconds = saved[unit], _mean(sample, answered, lambda draw: draw.latency)
    earned, paid = coverage * (each or 0.0), cost[unit] or 0.0
    return Ledger(
        calls=1000 * coverage,
        tokens=_per_thousand(coverage, saved["tokens"]),
        dollars=_per_thousand(coverage, saved["dollars"]),
        seconds=_per_thousand(coverage, seconds),
        spent=spent,
        break_even=math.ceil(paid / earned - 1e-9) if earned else None,
        unit=unit,
    )


def _per_thousand(coverage: float, each: float | None) -> float | None:
    return None if each is None else 1000 * coverage * each


def _mean(sample: SampleData, rows: Iterable[int], measure: _Measure) -> float | None:
    """Return the mean of a measure over draws, each input with its weight; ``None`` where no draw carries it."""
    total = weight = 0.0
    for row in rows:
        measured = [value for draw in sample.draws[row] if (value := measure(draw)) is not None]
        if measured:
            total += sample.weights[row] * sum(measured) / len(measured)
            weight += sample.weights[row]
    return total / weight if weight else None


def _tokens(draw: Draw) -> float | None:
    parts = (draw.input_tokens, draw.output_tokens)
    if parts == (None, None):
        return None
    return float(sum(part or 0 for part in (*parts, draw.cache_read_tokens, draw.cache_write_tokens)))


def _all_tokens(spent: Cost) -> int:
    return spent.input_tokens + spent.output_tokens + spent.cache_read_tokens + spent.cache_write_tokens
