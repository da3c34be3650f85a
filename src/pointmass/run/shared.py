"""The ledger of a budget that a file keeps, for everybody who has the file open."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Sequence

from pointmass.errors import StoreError
from pointmass.store import StorePort


class BudgetLedger:
    """What was used under the name of a budget.

    Args:
        store: The file.
        name: The name.
    """

    def __init__(self, store: StorePort, name: str) -> None:
        self._store, self._name = store, name
        self._seen = store.used(name)

    def add(
        self, used: Sequence[float], *, when: Callable[[Sequence[float]], bool] | None = None
    ) -> Awaitable[Sequence[float]]:
        """Add in the file, in one step with looking at what stands there."""
        return self._store.use(self._name, used, when=when)

    def used(self) -> Sequence[float]:
        """Return what stands in the file; where it was closed meanwhile, what stood there last."""
        with contextlib.suppress(StoreError):
            self._seen = self._store.used(self._name)
        return self._seen
