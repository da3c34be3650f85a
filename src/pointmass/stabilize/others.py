"""The other programs that explain a sample, each with an input on which it differs from the proposed one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.digest import canonical
from pointmass.errors import clip
from pointmass.sample import SampleData
from pointmass.stabilize.signature import as_input
from pointmass.synthesis import Candidate
from pointmass.synthesis.nearby import nearby
from pointmass.synthesis.questions import Disagreement

_MOST = 4
"""How many other programs are named."""

_CHANGED = 10
"""How many sampled inputs are changed a little to find a difference."""

_NOTHING = "(nothing)"


@dataclass(frozen=True, slots=True)
class Other:
    """A program that is not proposed, and why it is another one.

    Attributes:
        words: Its steps in one line.
        kind: What it is: ``program``, ``rules``, ``model``, ``constant`` or ``table``.
        differs: Whether an input was found on which it differs.
        input: Such an input.
        says: What it says there, as text.
        instead: What the proposed program says there, as text.
    """

    words: str
    kind: str
    differs: bool = False
    input: Any = None
    says: str = ""
    instead: str = ""

    def __str__(self) -> str:
        """Say it in a line."""
        if self.kind == "table":
            return f"“{self.words}” answers no other input."
        if not self.differs:
            return f"“{self.words}” gave the same answer on every input that was compared."
        given = self.input if isinstance(self.input, str) else canonical(self.input)
        return f"“{self.words}” says {self.says} for {clip(repr(given))}, and not {self.instead}."


def others(sample: SampleData, found: Sequence[Candidate], asked: Sequence[Disagreement]) -> tuple[Other, ...]:
    """Describe the other programs that were found, and where they differ from the first.

    Args:
        sample: Its inputs, and small changes of them, are looked at for differences.
        found: The programs, best first.
        asked: Inputs on which some are known to differ.
    """
    if not found or found[0].kind == "table":
        return ()
    inputs = list(_inputs(sample, asked))
    return tuple(_other(found[0], each, inputs) for each in found[1 : _MOST + 1])


def _inputs(sample: SampleData, asked: Iterable[Disagreement]) -> Iterator[Any]:
    yield from (each.input for each in asked)
    given = [as_input(sample.spec, row) for row in sample.rows]
    yield from given
    several = len(sample.spec.parameters) > 1
    for each in given[:_CHANGED]:
        yield from (changed for changed in nearby(each) if not several or len(changed) == len(each))


def _other(best: Candidate, other: Candidate, inputs: Iterable[Any]) -> Other:
    if other.kind == "table":
        return Other(other.words, other.kind)
    for given in inputs:
        says, instead = _says(other, given), _says(best, given)
        if says != instead and _NOTHING not in {says, instead}:
            return Other(other.words, other.kind, True, given, says, instead)  # noqa: FBT003 - in the order of the fields
    return Other(other.words, other.kind)


def _says(candidate: Candidate, given: Any) -> str:
    try:
        return clip(canonical(candidate(given)))
    except Exception:  # noqa: BLE001 - whatever a step raises on an input it was not made for, it says nothing
        return _NOTHING
