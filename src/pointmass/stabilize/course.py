"""A course: looks at a growing sample whose advice was to sample more; they share one probability of error."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pointmass.digest import digest
from pointmass.models.base import input_key
from pointmass.sample import SampleData
from pointmass.spec import Spec
from pointmass.stabilize.confidence import FIRST, Sure
from pointmass.stabilize.gate import GateResult
from pointmass.store import StorePort

_SIGNS = 16  # characters of an input's key that are kept: enough to tell the inputs of one spec apart
_MOST = 10**7  # the most trials that a look from a file may state; files are not trusted


@dataclass(frozen=True, slots=True)
class Look:
    """One look whose advice was to sample more.

    Attributes:
        sample: The digest of the sample.
        inputs: The first characters of the keys of its inputs.
        counted: The number of trials of each claim: one for the whole, and one for each field of a record.
    """

    sample: str
    inputs: frozenset[str]
    counted: tuple[int, ...]

    def content(self) -> dict[str, Any]:
        """Return the look as JSON data."""
        return {"sample": self.sample, "inputs": sorted(self.inputs), "counted": list(self.counted)}

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Look | None:
        """Return the look that ``content`` returned as JSON data; ``None`` if the data is not a valid look."""
        sample, inputs, counted = (content.get(name) for name in ("sample", "inputs", "counted"))
        if not (isinstance(sample, str) and isinstance(inputs, list) and isinstance(counted, list) and counted):
            return None
        trials = [each for each in counted if type(each) is int and 0 <= each <= _MOST]
        keys = frozenset(each for each in inputs if isinstance(each, str))
        return cls(sample, keys, tuple(trials)) if len(trials) == len(counted) else None


class Course:
    """The looks at one spec, as long as the advice is to sample more, in the order in which the store received them.

    The store keeps each look under an address of its own, so that a new session continues the course of earlier ones.

    Args:
        spec: The spec that is looked at.
        store: The store that keeps the looks.
    """

    __slots__ = ("_number", "_spec", "_store", "looks")

    def __init__(self, spec: Spec, store: StorePort) -> None:
        self.looks: list[Look] = []
        self._spec = spec
        self._store = store
        self._number = 0

    def sure(self, sample: SampleData, *, agreement: float) -> Sure:
        """Return the confidence that the bounds of a sample have.

        Args:
            sample: The sample of this look.
            agreement: The agreement to prove, a fraction in (0, 1).
        """
        self._catch_up()
        own = _inputs(sample)
        first = next((look for look in self.looks if look.sample != sample.digest and look.inputs & own), None)
        if first is None:
            return FIRST
        return min((FIRST.after(each, agreement) for each in first.counted), key=lambda each: -each.level)

    def took(self, sample: SampleData, result: GateResult, parts: Iterable[GateResult]) -> None:
        """Record a look whose advice is to sample more; any other advice ends the course."""
        self._catch_up()
        if result.advice.verdict != "sample more":
            if self.looks:
                self._keep({"ended": True})
        elif all(look.sample != sample.digest for look in self.looks):
            counted = tuple(each.evidence.counted for each in (result, *parts))
            self._keep(Look(sample.digest, _inputs(sample), counted).content())

    def _keep(self, content: dict[str, Any]) -> None:
        self._store.put_spec(self._address(), self._spec.name, {"look at": self._spec.digest, **content})
        self._take(content)

    def _catch_up(self) -> None:
        """Read the looks that this session or another stored since the last time."""
        for _ in itertools.count():
            content = self._store.spec(self._address())
            if content is None:
                return
            self._take(content)

    def _take(self, content: Mapping[str, Any]) -> None:
        self._number += 1
        look = Look.read(content)
        if look is not None:
            self.looks.append(look)
        elif content.get("ended") is True:
            self.looks.clear()

    def _address(self) -> str:
        return digest({"look at": self._spec.digest, "number": self._number})


def _inputs(sample: SampleData) -> frozenset[str]:
    return frozenset(input_key(row)[:_SIGNS] for row in sample.rows)
