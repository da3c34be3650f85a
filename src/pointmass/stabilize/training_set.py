"""The training data: the settled inputs of a sample, and labelled examples that never certify anything."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.sample import InputMode, SampleData

By = Literal["the model", "a person", "the spec"]
"""Who labelled an input."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled example outside the sampled inputs: it is learned from, and never certifies.

    Attributes:
        row: The input, a mapping of parameters to JSON data.
        outcome: Its outcome, JSON data; ``None`` where it is divided.
        by: Who said so.
        parent: The row of the sampled input that it was made from: it is not taught where that input is held out.
            ``None`` where it has nothing to do with any of them.
        contested: Whether the model is divided on it, so that it stays with the model.
        odd: Whether its outcome would only make the program longer or worse, so that it stays with the model, too.
        draws: The draws that say so.
    """

    row: Mapping[str, Any]
    outcome: Any
    by: By
    parent: int | None = None
    contested: bool = False
    odd: bool = False
    draws: tuple[Draw, ...] = ()

    @property
    def handed_back(self) -> bool:
        """Whether it stays with the model, instead of being learned from."""
        return self.contested or self.odd

    def content(self) -> dict[str, Any]:
        """Return it as JSON data."""
        said: dict[str, Any] = {"inputs": dict(self.row), "by": self.by, "draws": len(self.draws)}
        said |= {"handed_back": True} if self.odd else {}
        return {**said, "divided": True} if self.contested else {**said, "outcome": self.outcome}


@dataclass(frozen=True)  # without slots: what is looked up for every input is made once
class TrainingSet:
    """What there is to learn from one sample.

    Attributes:
        settled: The inputs whose draws, two or more, agree on a value, slips left out: what is learned from.
        contested: The inputs whose draws are divided, or whose mode is not a value: what stays with the model.
        taught: Labelled examples besides them, to learn from; they never certify.
        shown: The rows of settled inputs that teach and never certify, because the model was shown their answer (an
            example of the spec), or a person gave it.
        against: The rows of inputs that the model settles otherwise than the spec's own example, or a person, says.
        decided: The rows of inputs that the model is divided on, and a person decided.
        slip: How often a draw of a settled input is not the usual answer, estimated over the sample, a fraction.
    """

    settled: tuple[InputMode, ...]
    contested: tuple[InputMode, ...]
    taught: tuple[Labelled, ...] = ()
    shown: frozenset[int] = frozenset()
    against: frozenset[int] = frozenset()
    decided: frozenset[int] = frozenset()
    slip: float = 0.0

    @functools.cached_property
    def rows(self) -> frozenset[int]:
        """The rows of the settled inputs."""
        return frozenset(mode.row for mode in self.settled)

    @functools.cached_property
    def said(self) -> dict[int, Labelled]:
        """What a person said of inputs that the model is divided on, by row."""
        return {each.parent: each for each in self.taught if each.parent is not None and each.parent in self.decided}


def training_set_of(sample: SampleData, *, said: Sequence[Labelled] = ()) -> TrainingSet:
    """Split the inputs of a sample into those that agree on a value and those that do not, and add what else is known.

    Args:
        sample: The draws.
        said: Further examples, a person's answers among them. One that is a sampled input lets that input teach only.
    """
    modes = sample.modes()
    rows = {canonical(dict(row)): at for at, row in enumerate(sample.rows)}
    known = [Labelled(example.inputs, example.result, "the spec") for example in sample.spec.examples]
    every = {canonical(dict(each.row)): each for each in (*known, *said)}
    wanted = {rows[key]: each for key, each in every.items() if key in rows}
    agreed = frozenset(mode.row for mode in modes if mode.settled and mode.is_value)
    against = {at for at in wanted.keys() & agreed if canonical(wanted[at].outcome) != modes[at].key}
    # What the model is divided on, a person may decide; an example that did not settle it is no decision.
    decided = {at for at, each in wanted.items() if at not in agreed and each.by == "a person"}
    beside = [each for key, each in every.items() if key not in rows]
    return TrainingSet(
        tuple(m for m in modes if m.row in agreed - against),
        tuple(m for m in modes if m.row not in agreed - against and m.row not in decided),
        taught=(*beside, *(replace(wanted[at], parent=at) for at in sorted(decided))),
        shown=frozenset(wanted.keys() & agreed - against),
        against=frozenset(against),
        decided=frozenset(decided),
        slip=sample.slip,
    )
