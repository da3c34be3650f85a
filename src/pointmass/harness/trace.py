"""What happened at each call: who answered, and why a call fell through to the model."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal, TypeAlias

By: TypeAlias = Literal["code", "model", "function"]
"""Who answered a call: an artifact, a model, or a function that a person bound."""

Line: TypeAlias = tuple[str, By, str, str, int, int, int]
"""A trace record while it is cheap: name, by, note, error, depth, start and end in nanoseconds."""

KEPT = 10_000
"""How many calls are remembered; the oldest go first."""


@dataclass(frozen=True, slots=True)
class TraceRecord:
    """One call.

    Attributes:
        name: The name that was called.
        by: Who answered: ``code`` (an artifact), ``model``, or ``function`` (bound by a person).
        note: Why the call fell through to the model; empty when it did not.
        error: The error that it ended with; empty when it gave a value.
        depth: How many calls it stood in: 0 for a call from outside.
        seconds: How long it took.
    """

    name: str
    by: By
    note: str
    error: str
    depth: int
    seconds: float


def records(lines: deque[Line]) -> list[TraceRecord]:
    """Write the remembered calls out, oldest first."""
    return [
        TraceRecord(name, by, note, error, depth, (end - start) / 1e9)
        for name, by, note, error, depth, start, end in list(lines)
    ]
