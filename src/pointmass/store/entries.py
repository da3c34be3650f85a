"""The records that a store returns: which draws belong together, what it contains, what happened to a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Purpose: TypeAlias = Literal["sample", "call", "linked", "probe", "watch", "judge", "shadow", "write", "imported"]
"""What is asked for. A ``sample`` is looked at as a distribution; a ``call`` takes one draw as its answer; in ``linked`` draws
one conversation answers all inputs, so that they must not be mixed with either. A ``probe`` is an input outside a sample
that stabilizing asks about, a ``watch`` a look at whether a model is still the same, a ``judge`` says whether two answers
mean the same, a ``shadow`` answers along with whoever really answers, ``write`` asks for code, and ``imported`` draws were
made elsewhere."""


@dataclass(frozen=True, slots=True)
class Series:
    """Which draws belong together: of one spec, by one model, for one purpose; a new number draws anew.

    Attributes:
        spec: The digest of the spec.
        model: The identity of the model.
        purpose: What they are for (``Purpose``).
        number: From 0; ``fresh=True`` makes a new one.
    """

    spec: str
    model: str
    purpose: Purpose = "sample"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """What a store holds of one series, counted.

    Attributes:
        series: Which draws.
        name: The name of their spec; empty where the spec was never stored.
        inputs: How many inputs have a draw.
        draws: How many draws answered, each number of each input once.
        failed: How many failed, and were not made up for.
        newest: When the newest came, seconds since 1970 (UTC).
    """

    series: Series
    name: str
    inputs: int
    draws: int
    failed: int
    newest: float


@dataclass(frozen=True, slots=True)
class BindingEvent:
    """One event in the history of a name, as it was appended.

    Attributes:
        number: Its place in the order of all events of the file, from 1.
        time: When it was appended, seconds since 1970 (UTC).
        name: The name that it is about.
        event: What was appended, JSON data.
    """

    number: int
    time: float
    name: str
    event: Mapping[str, Any]
