"""The ledger of a budget that is kept in a store file, for all processes that have the file open."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Sequence

from pointmass.errors import StoreError
from pointmass.store import StorePort


class BudgetLedger:
    """What was used under the name of a budget.

    Args:
        store: The store.
        name: The name of the budget.
    """

    def __init__(self, store: StorePort, name: str) -> None:
        self._store, self._name = store, name
        self._seen = store.used(name)

    def add(
        self, used: Sequence[float], *, when: Callable[[Sequence[float]], bool] | None = None
    ) -> Awaitable[Sequence[float]]:
        """Add *used* in the file, if *when* holds for what is there; the check and the addition are one transaction."""
        return self._store.use(self._name, used, when=when)

    def used(self) -> Sequence[float]:
        """Return what the file says was used; if the store was closed meanwhile, what it said last."""
        with contextlib.suppress(StoreError):
            self._seen = self._store.used(self._name)
        return self._seen
