"""The training data: the settled inputs of a sample, and labelled examples, which are used for learning only."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.sample import InputMode, SampleData
from pointmass.sample.data import value_of
from pointmass.sample.labelling import Label

By = Literal["the model", "a person", "the spec"]
"""Who labelled an input."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled example besides the sample; it is used for learning only.

    Attributes:
        row: The input, a mapping of parameters to JSON data.
        outcome: Its outcome, JSON data; ``None`` if the model is divided on it.
        by: Who labelled it.
        parent: The row of the sampled input that it was made from; it is not used while that input is held out.
            ``None`` if it was not made from one.
        contested: Whether the model is divided on it, so that it stays with the model.
        odd: Whether learning it would only make the program longer, so that it stays with the model, too.
        draws: The draws of it.
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
        """Whether it stays with the model and is not learned from."""
        return self.contested or self.odd

    def content(self) -> dict[str, Any]:
        """Return the example as JSON data."""
        said: dict[str, Any] = {"inputs": dict(self.row), "by": self.by, "draws": len(self.draws)}
        said |= {"handed_back": True} if self.odd else {}
        return {**said, "divided": True} if self.contested else {**said, "outcome": self.outcome}


@dataclass(frozen=True)  # without slots, as cached properties need a dict
class TrainingSet:
    """The training data from one sample.

    Attributes:
        settled: The inputs whose draws, two or more, agree on a value except for slips; code is learned from them.
        contested: The inputs whose draws are divided, or whose mode is not a value; they stay with the model.
        taught: Labelled examples, used for learning only.
        shown: The rows of settled inputs that are used for learning only, because the model was shown their answer (an
            example of the spec), or a person gave it.
        against: The rows of inputs whose settled answer differs from an example of the spec or an answer of a person.
        decided: The rows of inputs on which the model is divided and a person decided.
        slip: The rate of draws of settled inputs that are not the usual answer, estimated over the sample, a fraction.
        labels: What people said of inputs of the sample, by row, examples and answers apart. A labelled input certifies as any
            other does, and no answer that a label contradicts counts as agreed. One whose settled answer is wrong is among
            ``against``, one that the model is divided on and whose right answer is known among ``decided``.
    """

    settled: tuple[InputMode, ...]
    contested: tuple[InputMode, ...]
    taught: tuple[Labelled, ...] = ()
    shown: frozenset[int] = frozenset()
    against: frozenset[int] = frozenset()
    decided: frozenset[int] = frozenset()
    slip: float = 0.0
    labels: Mapping[int, Label] = field(default_factory=dict)

    @functools.cached_property
    def rows(self) -> frozenset[int]:
        """The rows of the settled inputs."""
        return frozenset(mode.row for mode in self.settled)

    @functools.cached_property
    def said(self) -> dict[int, Labelled]:
        """The decisions of a person on inputs on which the model is divided, by row."""
        return {each.parent: each for each in self.taught if each.parent is not None and each.parent in self.decided}


def training_set_of(
    sample: SampleData, *, said: Sequence[Labelled] = (), labels: Mapping[int, Label] | None = None
) -> TrainingSet:
    """Divide the inputs of a sample into settled and contested ones, and add the examples of the spec and further ones.

    Args:
        sample: The draws.
        said: Further labelled examples, such as answers of a person. If one is a sampled input, that input is then used
            for learning only.
        labels: What people said of inputs of the sample, by row; what ``said`` says of one counts in its place.
    """
    modes = sample.modes()
    rows = {canonical(dict(row)): at for at, row in enumerate(sample.rows)}
    known = [Labelled(example.inputs, example.result, "the spec") for example in sample.spec.examples]
    every = {canonical(dict(each.row)): each for each in (*known, *said)}
    wanted = {rows[key]: each for key, each in every.items() if key in rows}
    kept = {at: label for at, label in (labels or {}).items() if at not in wanted}
    agreed = frozenset(mode.row for mode in modes if mode.settled and mode.is_value)
    against = {at for at in wanted.keys() & agreed if canonical(wanted[at].outcome) != modes[at].key}
    against |= {at for at in kept.keys() & agreed if kept[at].says(modes[at].key) is False}
    # A person may decide inputs on which the model is divided. Examples of the spec do not count as decisions.
    decided = {at: each for at, each in wanted.items() if at not in agreed and each.by == "a person"}
    by_label = {at: _decided(each) for at, each in kept.items() if at not in agreed and each.right is not None}
    decided |= by_label
    beside = [each for key, each in every.items() if key not in rows]
    return TrainingSet(
        tuple(m for m in modes if m.row in agreed - against),
        tuple(m for m in modes if m.row not in agreed - against and m.row not in decided),
        taught=(*beside, *(replace(decided[at], parent=at) for at in sorted(decided))),
        shown=frozenset(wanted.keys() & agreed - against),
        against=frozenset(against),
        decided=frozenset(decided),
        slip=sample.slip,
        labels=kept,
    )


def _decided(label: Label) -> Labelled:
    return Labelled(label.inputs, None if label.right is None else value_of(label.right), "a person")
