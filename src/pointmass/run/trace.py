"""The trace: what happened at each call, who answered it, and why it was handed back to the model."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from pointmass.draw import Draw, ToolUse, tool_uses
from pointmass.errors import PointmassError, StoreError, clip
from pointmass.facts import missing
from pointmass.models.base import Completion, Usage
from pointmass.run.call import By, Call
from pointmass.run.call_record import stored_call
from pointmass.run.record import HandedBack, Next, Record
from pointmass.shown import repr_of
from pointmass.store import Purpose, StoredCall

Spent: TypeAlias = tuple[Usage | None, float | None, str | None]
"""What a draw used and cost, and who answered it: tokens, US dollars, the model; each ``None`` if not known."""

Line: TypeAlias = (
    tuple[str, By, str, str, int, int, int] | tuple[str, By, str, str, int, int, int, Spent, tuple[ToolUse, ...]]
)
"""A trace record in its compact form.

It has name, by, note, error, depth, start and end in nanoseconds, and, if the door made it, what a draw used and its
tools.
"""

DRAWN: frozenset[Purpose] = frozenset({"sample", "linked", "probe", "watch", "judge", "imported"})
"""The purposes of calls that the store keeps as draws."""

KEPT = 10_000
"""How many calls are remembered; the oldest are dropped first."""

_now = time.perf_counter_ns


@dataclass(frozen=True, slots=True, repr=False)
class TraceRecord:
    """One call.

    Attributes:
        name: The name that was called.
        by: Who answered: ``code``, ``code+model`` (code some fields of a record, a model the rest), ``model``, or
            ``function`` (bound by a person).
        note: A ``Notice``: why the call was handed back to the model, or which fields came from whom. Empty if one
            alone answered.
        error: The error that it ended with; empty if it gave a value.
        depth: The number of calls around it; 0 for a call from outside.
        seconds: How long it took.
        usage: The tokens of the draw; ``None`` if no model answered, or tokens were not counted.
        dollars: The cost of the draw in US dollars; ``None`` if no model answered, or no price is set.
        model: The model that answered, as the service names it; ``None`` if none did, or the service did not say.
        tools: The calls of tools that the model made before it answered.
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
    tools: tuple[ToolUse, ...] = ()

    def __repr__(self) -> str:
        """Show who answered, how long it took, what it used, and which of these figures were not recorded."""
        parts = [f"{self.name} by {self.by}" + (f" ({self.model})" if self.model else ""), f"{self.seconds:.3g} s"]
        if self.by in ("model", "code+model"):  # tokens and dollars are not applicable to code and functions
            parts += (
                [] if self.usage is None else [f"{self.usage.input_tokens} tokens in, {self.usage.output_tokens} out"]
            )
            parts += [] if self.dollars is None else [f"${self.dollars:.4f}"]
            figures = {"model": self.model, "tokens": self.usage, "dollars": self.dollars}
            no_price = self.usage is not None and self.dollars is None
            absent = [key for key, one in figures.items() if one is None and not (no_price and key == "dollars")]
            parts.append(missing(not_recorded=absent, no_price=no_price))
        parts += [self.note, self.error, f"depth {self.depth}" if self.depth else ""]
        return repr_of(f"<{'; '.join(part for part in parts if part)}>")


class Trace:
    """Remembers the last calls, and writes every call that goes through the door to the store.

    Args:
        keep: Writes a call to the store; None to keep none.

    Attributes:
        lines: The calls in compact form, the oldest first. Code that is called directly is added here by its caller.
    """

    __slots__ = ("_keep", "lines")

    def __init__(self, keep: Callable[[StoredCall], object] | None = None) -> None:
        self.lines: deque[Line] = deque(maxlen=KEPT)
        self._keep = keep

    async def around(self, call: Call, following: Next) -> Record:
        """Remember and store a call, however it ends; calls that are stored as draws are left out."""
        if call.purpose in DRAWN:
            return await following(call)
        start = _now()
        try:
            record = await following(call)
        except HandedBack:
            raise  # the call that the model answers in its place is remembered, with the reason
        except BaseException as error:
            # The calls that a function makes have records of their own, with what they used.
            asked = call.to in ("model", "code+model")
            spent = error.spent if asked and isinstance(error, PointmassError) else None
            self._add(call, start, what_raised(error), spent if isinstance(spent, Completion) else None)
            raise
        self._add(record.call, start, "", record.completion)
        return record

    def _add(self, call: Call, start: int, error: str, completion: Completion | None) -> None:
        end = _now()
        if call.purpose == "call":
            self.lines.append(
                (call.name, call.to, call.note, error, call.depth, start, end, used_by(completion), _tools(completion))
            )
        if self._keep is not None:
            with contextlib.suppress(StoreError):  # the call has its answer; storing draws reports a missing file
                self._keep(stored_call(call, seconds=(end - start) / 1e9, error=error, completion=completion))

    def records(self) -> list[TraceRecord]:
        """Return the remembered calls, the oldest first."""
        return [_written(line) for line in list(self.lines)]


def _written(line: Line) -> TraceRecord:
    match line:
        case (name, by, note, error, depth, start, end, (usage, dollars, model), tools):
            return TraceRecord(name, by, note, error, depth, (end - start) / 1e9, usage, dollars, model, tools)
        case (name, by, note, error, depth, start, end):
            return TraceRecord(name, by, note, error, depth, (end - start) / 1e9)


def what_raised(error: BaseException) -> str:
    """Return what was raised as a line of the trace."""
    return clip(f"it raised {type(error).__name__}: {error}", 200)


def _tools(completion: Completion | None) -> tuple[ToolUse, ...]:
    return tool_uses(completion.turns) if completion is not None and completion.turns else ()


def used_by(completion: Completion | None) -> Spent:
    """Return what an answer used and cost; all ``None`` without an answer."""
    return (None, None, None) if completion is None else (completion.usage, completion.dollars, completion.model)


def spent(draw: Draw | None) -> Spent:
    """Return what a draw used and cost; all ``None`` without a draw."""
    if draw is None:
        return None, None, None
    if draw.input_tokens is None or draw.output_tokens is None:
        return None, draw.dollars, draw.model
    tokens = (draw.input_tokens, draw.output_tokens, draw.cache_read_tokens or 0, draw.cache_write_tokens or 0)
    return Usage(*tokens, service_tier=draw.service_tier), draw.dollars, draw.model
