"""Which series draws belong to: this depends on the spec, the model, and what the draws are for."""

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
        purpose: The purpose; draws for different purposes are never in one series.
        of: What else decides which draws belong together, JSON data by name, such as the sample that is watched, or the
            inputs of a conversation in their order. It is stored with the spec.
    """

    purpose: Purpose = "sample"
    of: Mapping[str, Any] = field(default_factory=dict)

    def linked(self, keys: Iterable[str]) -> Aim:
        """Return the aim of conversations that answer the inputs with these keys in this order."""
        return Aim("linked" if self.purpose == "sample" else self.purpose, {**self.of, "linked": list(keys)})

    def content(self, spec: Spec) -> Mapping[str, Any]:
        """Return the content of the spec, with ``of``, as the store keeps it."""
        return {**spec.content(), **self.of} if self.of else spec.content()

    def series(self, spec: Spec, *, model: Model, store: StorePort, fresh: bool = False) -> Series:
        """Return the newest series of such draws in the store; with *fresh*, or if there is none, a new one."""
        return store.series(self._digest(spec), model.identity, purpose=self.purpose, fresh=fresh)

    def every(self, spec: Spec, *, model: Model, store: StorePort) -> list[Series]:
        """Return all series of such draws in the store, in the order in which they were begun."""
        who = (self._digest(spec), model.identity, self.purpose)
        found = [each.series for each in store.contents()]
        return sorted(
            (each for each in found if (each.spec, each.model, each.purpose) == who), key=lambda each: each.number
        )

    def _digest(self, spec: Spec) -> str:
        return digest(self.content(spec)) if self.of else spec.digest


SAMPLE = Aim()
"""The aim of an ordinary sample."""
