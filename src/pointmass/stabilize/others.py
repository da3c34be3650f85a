"""Other programs that explain a sample, each with an input on which it differs from the proposed one."""

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
"""The greatest number of other programs that are described."""

_CHANGED = 10
"""How many sampled inputs are slightly changed to find a difference."""

_NOTHING = "(nothing)"


@dataclass(frozen=True, slots=True)
class Other:
    """A program that is not proposed, and an input on which it differs.

    Attributes:
        words: Its steps in one line.
        kind: Its kind: ``program``, ``rules``, ``model``, ``constant`` or ``table``.
        differs: Whether an input was found on which it differs from the proposed program.
        input: Such an input.
        says: Its answer there, as text.
        instead: The answer of the proposed program there, as text.
    """

    words: str
    kind: str
    differs: bool = False
    input: Any = None
    says: str = ""
    instead: str = ""

    def __str__(self) -> str:
        """Return the difference in one line."""
        if self.kind == "table":
            return f"“{self.words}” answers no other input."
        if not self.differs:
            return f"“{self.words}” gave the same answer on every input that was compared."
        given = self.input if isinstance(self.input, str) else canonical(self.input)
        return f"“{self.words}” says {self.says} for {clip(repr(given))}, and not {self.instead}."


def others(sample: SampleData, found: Sequence[Candidate], asked: Sequence[Disagreement]) -> tuple[Other, ...]:
    """Return the other programs that were found, each with an input on which it differs from the first.

    Args:
        sample: The sample; differences are searched on its inputs and on small changes of them.
        found: The programs, the best first.
        asked: Inputs on which some programs are known to differ.
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
    except Exception:  # noqa: BLE001 - a program that raises on an input gives no answer
        return _NOTHING
