"""A course: the looks at a growing sample, when the advice to sample more is followed; they share one error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pointmass.digest import canonical
from pointmass.sample import SampleData
from pointmass.stabilize.confidence import FIRST, Sure
from pointmass.stabilize.gate import GateResult


@dataclass(frozen=True, slots=True)
class Look:
    """One look whose advice was to sample more.

    Attributes:
        sample: The digest of the sample.
        inputs: Its inputs as canonical JSON.
        counted: The number of trials of each claim: one for the whole, and one for each field of a record.
    """

    sample: str
    inputs: frozenset[str]
    counted: tuple[int, ...]


class Course:
    """The looks at one spec in one workbench, as long as the advice is to sample more."""

    __slots__ = ("looks",)

    def __init__(self) -> None:
        self.looks: list[Look] = []

    def sure(self, sample: SampleData, *, agreement: float) -> Sure:
        """Return the confidence that the bounds of a sample have.

        Args:
            sample: The sample of this look.
            agreement: The agreement to prove, a fraction in (0, 1).
        """
        own = _inputs(sample)
        first = next((look for look in self.looks if look.sample != sample.digest and look.inputs & own), None)
        if first is None:
            return FIRST
        return min((FIRST.after(each, agreement) for each in first.counted), key=lambda each: -each.level)

    def took(self, sample: SampleData, result: GateResult, parts: Iterable[GateResult]) -> None:
        """Record a look whose advice is to sample more; any other advice ends the course."""
        if result.advice.verdict != "sample more":
            self.looks.clear()
        elif all(look.sample != sample.digest for look in self.looks):
            counted = tuple(each.evidence.counted for each in (result, *parts))
            self.looks.append(Look(sample.digest, _inputs(sample), counted))


def _inputs(sample: SampleData) -> frozenset[str]:
    return frozenset(canonical(dict(row)) for row in sample.rows)
