"""Which series draws belong to: of what they are asked, and what they are for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pointmass.digest import digest
from pointmass.models.base import Model
from pointmass.spec import Spec
from pointmass.store import Purpose, Series, StorePort


@dataclass(frozen=True, slots=True)
class Aim:
    """What draws are for.

    Attributes:
        purpose: What for; draws for different purposes are never put together.
        of: What beside spec and input decides which draws belong together, JSON data by name: the sample that a watch looks
            at, the inputs that a conversation answers in their order. What is kept of the spec says it, too.
    """

    purpose: Purpose = "sample"
    of: Mapping[str, Any] = field(default_factory=dict)

    def linked(self, keys: Iterable[str]) -> Aim:
        """Return the aim of conversations that answer inputs in this order, and hang on all of them."""
        return Aim("linked" if self.purpose == "sample" else self.purpose, {**self.of, "linked": list(keys)})

    def content(self, spec: Spec) -> Mapping[str, Any]:
        """Return what a store keeps of the spec of such draws."""
        return {**spec.content(), **self.of} if self.of else spec.content()

    def series(self, spec: Spec, *, model: Model, store: StorePort, fresh: bool = False) -> Series:
        """Name the newest series of such draws that a store holds, or begin a new one."""
        return store.series(self._digest(spec), model.identity, purpose=self.purpose, fresh=fresh)

    def every(self, spec: Spec, *, model: Model, store: StorePort) -> list[Series]:
        """Return every series of such draws that a store holds, in the order in which they were begun."""
        who = (self._digest(spec), model.identity, self.purpose)
        found = [each.series for each in store.contents()]
        return sorted(
            (each for each in found if (each.spec, each.model, each.purpose) == who), key=lambda each: each.number
        )

    def _digest(self, spec: Spec) -> str:
        return digest(self.content(spec)) if self.of else spec.digest


SAMPLE = Aim()
"""To look at them as a distribution."""
