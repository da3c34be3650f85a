"""What a sample cost: the tokens that the service counted, and dollars where a price is set. Never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pointmass.draw import Draw
from pointmass.facts import NOT_APPLICABLE, NOT_RECORDED, NOTHING
from pointmass.sample.data import SampleData


@dataclass(frozen=True, slots=True)
class Cost:
    """What draws cost.

    Attributes:
        draws: How many draws there are.
        counted: How many requests of them carry token counts, attempts that failed among them; the others (a recording, a
            failure before any answer) are left out of the sums.
        input_tokens: Tokens read, cached ones apart.
        output_tokens: Tokens written.
        cache_read_tokens: Tokens read from the service's cache.
        cache_write_tokens: Tokens written to the service's cache.
        dollars: US dollars over the draws that carry a price; ``None`` when none does.
        unpriced: How many counted draws carry no price, so are not in ``dollars``.
        seconds: Sum of the measured latencies; ``None`` when none was measured.
        median_latency: Median of the measured latencies in seconds; ``None`` when none was measured.
    """

    draws: int
    counted: int
    input_tokens: int
    output_tokens: int
    cache_read_tokens: int
    cache_write_tokens: int
    dollars: float | None
    unpriced: int
    seconds: float | None
    median_latency: float | None

    def __str__(self) -> str:
        """Say it in one line: tokens, dollars where priced, latency where measured."""
        if not self.draws:
            return f"{NOTHING}: no draws"
        if not self.counted:
            return f"{self.draws:,} draws; tokens {NOT_RECORDED}" + self._latency()
        tokens = f"{self.input_tokens:,} tokens in, {self.output_tokens:,} out"
        cached = self.cache_read_tokens + self.cache_write_tokens
        tokens += f", {cached:,} cached" if cached else ""
        tokens += f" ({self.counted:,} of {self.draws:,} draws counted)" if self.counted < self.draws else ""
        money = f"; dollars {NOT_APPLICABLE}: no price set" if self.dollars is None else f"; ${self.dollars:,.4f}"
        money += f" ({self.unpriced:,} draws unpriced)" if self.dollars is not None and self.unpriced else ""
        return tokens + money + self._latency()

    def _latency(self) -> str:
        return "" if self.median_latency is None else f"; median {self.median_latency:.2f} s"


def cost(sample: SampleData) -> Cost:
    """Add up what the draws of a sample cost, attempts that failed and were repeated included."""
    every = (draw for draws in sample.draws for draw in draws)
    return sample.once("cost", lambda: add_up(every, earlier=sample.earlier))


def add_up(draws: Iterable[Draw], *, earlier: Iterable[Draw] = ()) -> Cost:
    """Add up what draws cost.

    Args:
        draws: The draws.
        earlier: Attempts that failed and were repeated: their tokens and dollars count, and they are not draws.
    """
    there = list(draws)
    every = [*there, *earlier]
    counted = [d for d in every if d.input_tokens is not None or d.output_tokens is not None]
    priced = [d.dollars for d in every if d.dollars is not None]
    latencies = sorted(d.latency for d in every if d.latency is not None)
    middle = len(latencies) // 2
    median = None
    if latencies:
        median = latencies[middle] if len(latencies) % 2 else (latencies[middle - 1] + latencies[middle]) / 2
    return Cost(
        draws=len(there),
        counted=len(counted),
        input_tokens=sum(d.input_tokens or 0 for d in counted),
        output_tokens=sum(d.output_tokens or 0 for d in counted),
        cache_read_tokens=sum(d.cache_read_tokens or 0 for d in counted),
        cache_write_tokens=sum(d.cache_write_tokens or 0 for d in counted),
        dollars=sum(priced) if priced else None,
        unpriced=sum(d.dollars is None for d in counted),
        seconds=sum(latencies) if latencies else None,
        median_latency=median,
    )
