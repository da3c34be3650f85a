"""The draw: one answer of a model to one input, with everything that was measured of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pointmass.answers import Status
from pointmass.digest import canonical
from pointmass.errors import clip

LATEST = 253_402_300_799.0
"""The last second of the year 9999: what is later is no time of anything that was kept."""


@dataclass(frozen=True, slots=True)
class ToolUse:
    """One call of a tool that a model made before it answered.

    Attributes:
        name: The tool.
        arguments: What it was given, JSON data by parameter.
        result: What the model read of it, as text; empty where the draw ended before.
        is_error: Whether what it read is an error.
    """

    name: str
    arguments: Mapping[str, Any]
    result: str = ""
    is_error: bool = False

    def __str__(self) -> str:
        """Say it in a line: ``look_up(word='a') → 'b'``."""
        given = ", ".join(f"{name}={clip(repr(value))}" for name, value in self.arguments.items())
        told = f"an error: {clip(self.result)}" if self.is_error else clip(repr(self.result))
        return f"{clip(self.name)}({given}) → {told}"


def tool_uses(turns: Sequence[Mapping[str, Any]]) -> tuple[ToolUse, ...]:
    """Read the calls of tools out of the messages between question and answer, in the order in which they were asked for.

    Args:
        turns: As ``Draw.turns`` has them; what is not a call and no result of one is passed over.
    """
    blocks = [block for turn in turns for block in turn.get("content", ()) if isinstance(block, Mapping)]
    results = {block.get("tool_use_id"): block for block in blocks if block.get("type") == "tool_result"}
    made = []
    for block in blocks:
        if block.get("type") == "tool_use":
            given, told = block.get("input"), results.get(block.get("id"), {})
            arguments = dict(given) if isinstance(given, Mapping) else {}
            result = told.get("content", "")
            text = result if isinstance(result, str) else canonical(result)
            made.append(ToolUse(str(block.get("name")), arguments, text, bool(told.get("is_error", False))))
    return tuple(made)


class _Keyed:
    """Room for the key of a draw: no field of it, so that it is neither compared nor stored."""

    __slots__ = ("_key",)
    _key: str


@dataclass(frozen=True, slots=True)
class Draw(_Keyed):
    """One answer of the model to one input. Numbered, stored, never shared.

    Attributes:
        index: Its number among the draws of its input, from 0.
        status: Its class: ``ok``, ``format violation``, ``refusal``, ``truncated`` or ``failed`` (no answer came).
        outcome: The parsed answer, JSON data; ``None`` unless the status is ``ok``.
        text: What the model said, raw; empty when it failed.
        detail: Why the status is not ``ok``, in words; empty when it is.
        stop_reason: Why the model stopped, as the service names it; ``None`` when it failed.
        model: The model that answered, as the service names it; ``None`` where it is not known.
        input_tokens: Tokens read, cached ones apart; ``None`` where nobody counted.
        output_tokens: Tokens written; ``None`` where nobody counted.
        cache_read_tokens: Tokens read from the service's cache.
        cache_write_tokens: Tokens written to the service's cache.
        service_tier: The service's tier; ``batch`` is half price.
        dollars: What it cost in US dollars; ``None`` where no price is set.
        latency: Seconds until the whole answer was there, retries included; ``None`` where it was not measured.
        time: When the answer came, seconds since 1970 (UTC).
        origin: ``fresh`` (drawn now) or ``replayed`` (read from a recording).
        response_id: The service's name for the answer; the same name twice is the same answer twice.
        request: The digest of the request that it answered, with the schema as it was sent; ``None`` where it was stored by
            a version that did not keep it, or where code answered.
        turns: The messages between question and answer, where tools were called: what the model asked for, and what it got.
    """

    index: int
    status: Status
    outcome: Any = None
    text: str = ""
    detail: str = ""
    stop_reason: str | None = None
    model: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_tokens: int | None = None
    cache_write_tokens: int | None = None
    service_tier: str | None = None
    dollars: float | None = None
    latency: float | None = None
    time: float = 0.0
    origin: Literal["fresh", "replayed"] = "fresh"
    response_id: str | None = None
    request: str | None = None
    turns: tuple[Mapping[str, Any], ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the model said anything; what failed is not part of a distribution."""
        return self.status != "failed"

    @property
    def tool_uses(self) -> tuple[ToolUse, ...]:
        """The calls of tools before the answer, in their order; empty where none was called."""
        return tool_uses(self.turns) if self.turns else ()

    @property
    def key(self) -> str:
        """The outcome as text to count by: canonical JSON when it is ok, ``(class)`` when it is not. Written once."""
        try:
            return self._key
        except AttributeError:
            # Interned: most draws of a sample say what another one says.
            key = sys.intern(canonical(self.outcome) if self.status == "ok" else f"({self.status})")
            object.__setattr__(self, "_key", key)
            return key
