"""What the calls of a name used, by who answered them, and what code saved: from counted tokens, never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pointmass.draw import Draw
from pointmass.harness import TraceRecord
from pointmass.harness.trace import By
from pointmass.models.base import Usage
from pointmass.spec import Spec
from pointmass.store import Store

_ORDER: tuple[By, ...] = ("code", "code+model", "model", "function")


@dataclass(frozen=True, slots=True)
class Part:
    """The calls that were answered by the same.

    Attributes:
        by: Who answered: ``code``, ``code+model`` (some fields by code, the rest by a model), ``model`` or ``function``.
        calls: How many calls.
        counted: How many of them used tokens that somebody counted.
        tokens: What those used, read, written and cached together.
        dollars: What the calls cost in US dollars; ``None`` where no price is set.
    """

    by: By
    calls: int
    counted: int
    tokens: int
    dollars: float | None

    @property
    def mean(self) -> float | None:
        """Tokens of a call; 0 where no model is asked, ``None`` where nobody counted."""
        if self.by in ("code", "function"):
            return 0.0
        return self.tokens / self.counted if self.counted else None


@dataclass(frozen=True, slots=True, repr=False)
class Spending:
    """What the remembered calls of a name used.

    Attributes:
        name: The name.
        parts: The calls by who answered them; only those that there were.
        whole: Tokens of a draw of the whole spec by the same model, the mean over every stored draw of samples and calls;
            ``None`` where there is none, or nobody counted.
    """

    name: str
    parts: tuple[Part, ...]
    whole: float | None

    @property
    def saved(self) -> float | None:
        """Tokens that whole draws would have used beyond what the calls of code, and of code and a model, used.

        Below zero where asking for the rest takes more than asking for the whole; ``None`` where that is not known.
        """
        if self.whole is None:
            return None
        by_code = sum(part.calls * self.whole for part in self.parts if part.by == "code")
        return by_code + sum(p.counted * self.whole - p.tokens for p in self.parts if p.by == "code+model")

    def __repr__(self) -> str:
        """Say it in one line."""
        told = ", ".join(_told(part) for part in self.parts) or "no call is remembered"
        saved = self.saved
        against = "" if saved is None else f"; a whole draw takes {self.whole:,.0f} tokens, so {saved:,.0f} were saved"
        return f"<Spending of {self.name}: {told}{against}>"


def spending(name: str, lines: Iterable[TraceRecord], *, spec: Spec | None, model: str, store: Store) -> Spending:
    """Add up what the remembered calls of a name used.

    Args:
        name: The name.
        lines: The trace; other names are passed over.
        spec: The spec behind the name, if there is one.
        model: The identity of the model that answers.
        store: Where the draws of the whole spec are kept.
    """
    own = [line for line in lines if line.name == name]
    parts = tuple(_part(by, [line for line in own if line.by == by]) for by in _ORDER)
    return Spending(
        name, tuple(part for part in parts if part.calls), None if spec is None else _whole(spec, model, store)
    )


def _part(by: By, lines: list[TraceRecord]) -> Part:
    counted = [_tokens(line.usage) for line in lines if line.usage is not None]
    priced = [line.dollars for line in lines if line.dollars is not None]
    return Part(by, len(lines), len(counted), sum(counted), sum(priced) if priced else None)


def _whole(spec: Spec, model: str, store: Store) -> float | None:
    kept = [store.draws(store.series(spec.digest, model, purpose=purpose)) for purpose in ("sample", "call")]
    counted = [used for series in kept for draws in series.values() for draw in draws if (used := _used(draw))]
    return sum(counted) / len(counted) if counted else None


def _used(draw: Draw) -> int:
    return sum(
        part or 0 for part in (draw.input_tokens, draw.output_tokens, draw.cache_read_tokens, draw.cache_write_tokens)
    )


def _tokens(usage: Usage) -> int:
    return usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens


def _told(part: Part) -> str:
    each = "tokens not counted" if part.mean is None else f"{part.mean:,.0f} tokens each"
    return f"{part.calls:,} by {part.by} ({each})"
