"""The records that a store returns: series of draws, their counts, and events in the history of names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Purpose: TypeAlias = Literal[
    "sample", "call", "linked", "probe", "watch", "judge", "shadow", "write", "imported", "hand"
]
"""What draws are for. A ``sample`` is read as a distribution; a ``call`` uses one draw as its answer; in ``linked``
draws one conversation answers all inputs, so they must not be mixed with others. A ``probe`` is an input outside a
sample that stabilizing asks about; a ``watch`` tests whether a model still answers the same; a ``judge`` says whether
two answers mean the same; a ``shadow`` answers in parallel, without its answer being used; ``write`` asks for code;
``imported`` draws were made elsewhere. A ``hand`` is what a person did to the readings of a spec: kept like an answer, and
counted as none."""


@dataclass(frozen=True, slots=True)
class Series:
    """A series: the draws of one spec, by one model, for one purpose.

    Attributes:
        spec: The digest of the spec.
        model: The identity of the model.
        purpose: What the draws are for (``Purpose``).
        number: The number of the series, from 0; ``fresh=True`` begins a new one.
    """

    spec: str
    model: str
    purpose: Purpose = "sample"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """The counts of one series in a store.

    Attributes:
        series: The series.
        name: The name of its spec; empty if the spec was not stored.
        inputs: How many inputs have a draw.
        draws: How many draws are answered, each number of each input once.
        failed: How many draws failed and were not repeated with success.
        newest: When the newest draw came, in seconds since 1970 (UTC).
    """

    series: Series
    name: str
    inputs: int
    draws: int
    failed: int
    newest: float


@dataclass(frozen=True, slots=True)
class BindingEvent:
    """One event in the history of a name.

    Attributes:
        number: Its number among all events of the file, from 1.
        time: When it was appended, in seconds since 1970 (UTC).
        name: The name that it is about.
        event: The event, JSON data.
    """

    number: int
    time: float
    name: str
    event: Mapping[str, Any]


Said: TypeAlias = Literal["right", "wrong", "taken back"]
"""What a label says: which answer is right, which answers are wrong, or nothing any more."""


@dataclass(frozen=True, slots=True)
class StoredLabel:
    """What a person said of one input, as it was appended; of several about one input the last one holds.

    Attributes:
        time: When, seconds since 1970 (UTC).
        name: The name that was looked at.
        spec: The digest of the spec whose answers were looked at.
        inputs: The input, a mapping of parameters to JSON data.
        said: What ``value`` is.
        value: The right answer, JSON data; the list of the answers that are wrong; ``None`` where it was taken back.
        by: Who said it.
    """

    time: float
    name: str
    spec: str
    inputs: Mapping[str, Any]
    said: Said
    value: Any
    by: str
