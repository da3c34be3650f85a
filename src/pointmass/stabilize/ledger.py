"""The ledger: what code would save and what it cost to find it, computed only from recorded usage."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pointmass.draw import Draw
from pointmass.sample import SampleData
from pointmass.sample.cost import Cost, add_up

Unit = Literal["dollars", "tokens", "model calls"]
"""The unit in which the break-even is computed: dollars if there are prices, else tokens if counted, else calls."""

_Measure = Callable[[Draw], float | None]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the code would save per 1,000 calls with inputs like those of the sample; ``None`` if not recorded.

    A call that code answers saves the mean cost of a draw, over the inputs that the code answered unseen, by weight.

    Attributes:
        calls: Model calls saved.
        tokens: Tokens saved, read and written.
        dollars: US dollars saved; ``None`` without a price.
        seconds: Seconds of waiting saved; ``None`` if latency was not measured.
        spent: The cost of finding the code: all draws of the sample, and of inputs that were asked outside of it.
        break_even: The number of calls after which that is saved; ``None`` if nothing is saved.
        unit: The unit in which ``break_even`` is computed.
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
    """Compute what code would save.

    Args:
        sample: The draws.
        answered: The rows that code answered unseen; their draws give the cost of a call.
        coverage: The share of inputs like these that code answers, a fraction in [0, 1].
        beside: Draws outside the sample.
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
    """Return the mean of a measure over the draws of some rows, by weight; ``None`` if no draw has it."""
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
