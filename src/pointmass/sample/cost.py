"""What a sample cost: the tokens that the service counted, and dollars where a price is set. Never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pointmass.draw import Draw
from pointmass.facts import NOTHING, missing
from pointmass.sample.data import SampleData
from pointmass.shown import repr_of


@dataclass(frozen=True, slots=True, repr=False)
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
        timed: How many draws and failed attempts carry a latency.
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
    timed: int
    seconds: float | None
    median_latency: float | None

    def __str__(self) -> str:
        """Say it in one line: what was counted, priced and measured, and what was not, and why."""
        if not self.draws:
            return f"{NOTHING}: no draws"
        absent = missing(
            not_recorded=[
                *([] if self.counted else ["tokens"]),
                *([] if self.counted or self.dollars is not None else ["dollars"]),
                *(["seconds"] if self.median_latency is None else []),
            ],
            no_price=self.counted > 0 and self.dollars is None,
        )
        return "; ".join(part for part in (self._tokens(), self._dollars(), self._seconds(), absent) if part)

    def __repr__(self) -> str:
        """Say it in one line."""
        return repr_of(f"<Cost: {self}>")

    def _tokens(self) -> str:
        if not self.counted:
            return f"{self.draws:,} draw{'s' * (self.draws != 1)}"
        cached = self.cache_read_tokens + self.cache_write_tokens
        said = f"{self.input_tokens:,} tokens in, {self.output_tokens:,} out" + (
            f", {cached:,} cached" if cached else ""
        )
        return said + (f" ({self.counted:,} of {self.draws:,} draws counted)" if self.counted < self.draws else "")

    def _dollars(self) -> str:
        if self.dollars is None:
            return ""
        return f"${self.dollars:,.4f}" + (f" ({self.unpriced:,} draws unpriced)" if self.unpriced else "")

    def _seconds(self) -> str:
        if self.median_latency is None:
            return ""
        some = f" ({self.timed:,} of {self.draws:,} draws measured)" if self.timed < self.draws else ""
        return f"median {self.median_latency:.2f} s{some}"


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
        timed=len(latencies),
        seconds=sum(latencies) if latencies else None,
        median_latency=median,
    )
