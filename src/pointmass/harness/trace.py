"""What happened at each call: who answered, and why a call fell through to the model."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pointmass.draw import Draw
from pointmass.models.base import Usage

By: TypeAlias = Literal["code", "code+model", "model", "function"]
"""Who answered a call: an artifact, an artifact some fields and a model the rest, a model, or a function of a person."""

Spent: TypeAlias = tuple[Usage | None, float | None, str | None]
"""What a draw used and cost, and who answered it: tokens, US dollars, the model; ``None`` where nobody said."""

Line: TypeAlias = tuple[str, By, str, str, int, int, int] | tuple[str, By, str, str, int, int, int, Spent]
"""A trace record while it is cheap: name, by, note, error, depth, start and end in nanoseconds, and what a draw used."""

KEPT = 10_000
"""How many calls are remembered; the oldest go first."""


@dataclass(frozen=True, slots=True)
class TraceRecord:
    """One call.

    Attributes:
        name: The name that was called.
        by: Who answered: ``code`` (an artifact), ``code+model`` (an artifact some fields of a record, a model the rest),
            ``model``, or ``function`` (bound by a person).
        note: Why the call fell through to the model, or which fields came from whom; empty when code answered alone.
        error: The error that it ended with; empty when it gave a value.
        depth: How many calls it stood in: 0 for a call from outside.
        seconds: How long it took.
        usage: The tokens of the draw; ``None`` where no model answered, or nobody counted.
        dollars: What the draw cost in US dollars; ``None`` where no model answered, or no price is set.
        model: The model that answered, as the service names it; ``None`` where none did, or it did not say.
    """

    name: str
    by: By
    note: str
    error: str
    depth: int
    seconds: float
    usage: Usage | None = None
    dollars: float | None = None
    model: str | None = None


def records(lines: deque[Line]) -> list[TraceRecord]:
    """Write the remembered calls out, oldest first."""
    made = []
    for name, by, note, error, depth, start, end, *used in list(lines):
        usage, dollars, model = used[0] if used else (None, None, None)
        made.append(TraceRecord(name, by, note, error, depth, (end - start) / 1e9, usage, dollars, model))
    return made


def spent(draw: Draw | None) -> Spent:
    """Return what a draw used and cost; nothing where there was none."""
    if draw is None:
        return None, None, None
    if draw.input_tokens is None or draw.output_tokens is None:
        return None, draw.dollars, draw.model
    tokens = (draw.input_tokens, draw.output_tokens, draw.cache_read_tokens or 0, draw.cache_write_tokens or 0)
    return Usage(*tokens, service_tier=draw.service_tier), draw.dollars, draw.model
