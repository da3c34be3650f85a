"""The interface of a store, so that another implementation can be used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from pointmass.draw import Draw
from pointmass.facts import Notice
from pointmass.store.acknowledged import Acknowledgement
from pointmass.store.calls import StoredCall
from pointmass.store.entries import BindingEvent, Holding, Purpose, Series, StoredLabel


@runtime_checkable
class StorePort(Protocol):
    """Keeps specs, inputs, draws, calls, labels, budgets and the history of names; entries are only ever appended.

    `Store` keeps them in one SQLite file. Another store, such as a database of a team, has these methods and is given
    to ``Workbench(store)``. Acknowledged writes must survive a crash; entries of other processes may appear at any
    time. The methods are called from several threads at the same time. ``Acknowledgement.of(value)`` is the
    acknowledgement of a write that is finished when the method returns.
    """

    path: Path | None
    """The path of the store, for messages; ``None`` if it has none."""

    readonly: bool
    """Whether it is read-only; then nothing is appended."""

    @property
    def notices(self) -> list[Notice]:
        """Facts about the store that a person should know."""

    def tell(self, notice: Notice) -> None:
        """Record a notice."""

    def put_spec(self, digest: str, name: str, content: Mapping[str, Any]) -> Acknowledgement[None]:
        """Store the content of a spec by its digest. To store it again changes nothing."""

    def spec(self, digest: str) -> dict[str, Any] | None:
        """Return the content that ``put_spec`` stored, or ``None``."""

    def put_inputs(self, inputs: Mapping[str, Mapping[str, Any]]) -> Acknowledgement[None]:
        """Store inputs by their keys, before draws that refer to them."""

    def input(self, key: str) -> dict[str, Any] | None:
        """Return the input that ``put_inputs`` stored, or ``None``."""

    def series(self, spec: str, model: str, *, purpose: Purpose = "sample", fresh: bool = False) -> Series:
        """Return the newest series that has a draw; with *fresh*, begin a new one."""

    def append_draw(self, series: Series, input_key: str, draw: Draw) -> Acknowledgement[None]:
        """Append a draw of an input; if its number exists already, it is a further attempt."""

    def next_index(self, series: Series, input_key: str) -> Acknowledgement[int]:
        """Reserve the next number of an input in a series; no thread or process gets the same number again."""

    def draws(
        self, series: Series, *, input_keys: Iterable[str] | None = None, every: bool = False
    ) -> dict[str, tuple[Draw, ...]]:
        """Return a series' draws by input: the first answered one of each number (`counted`), or every attempt."""

    def contents(self) -> list[Holding]:
        """Return the counts of draws of each series that has any, the newest first."""

    def append_call(self, call: StoredCall) -> Acknowledgement[None]:
        """Append a call."""

    def calls(self, name: str | None = None) -> list[StoredCall]:
        """Return the calls of a name, or of all names, in the order in which they ended."""

    def append_label(self, label: StoredLabel) -> Acknowledgement[None]:
        """Append what a person said of an input; nothing is written over."""

    def labels(self, name: str | None = None) -> list[StoredLabel]:
        """Return what people said of the inputs of a name, or of all, in the order in which they said it."""

    def use(
        self, budget: str, used: Sequence[float], *, when: Callable[[Sequence[float]], bool] | None = None
    ) -> Acknowledgement[Sequence[float]]:
        """Add to what was used under the name of a budget: six numbers, in the order of ``run.Used``.

        The acknowledgement gives what was used before, by all processes. If *when* returns False for that, nothing is
        added. The check and the addition are one step, so that two processes cannot both use the rest of a budget.
        """

    def used(self, budget: str) -> tuple[float, ...]:
        """Return what was used under the name of a budget; zeros if nothing was."""

    def append_binding(self, event: Mapping[str, Any], *, after: int | None = None) -> int:
        """Append an event of a name and return its number, from 1; if the last is not *after*, return 0 instead."""

    def newest_binding(self, name: str) -> int:
        """Return the number of the last event of a name, 0 for none."""

    def bindings(self, name: str | None = None) -> list[BindingEvent]:
        """Return the events of a name, or of all names, in the order in which they were appended."""

    def checkpoint(self) -> None:
        """Write everything into the file itself, so that a copy of it is complete."""

    def close(self) -> None:
        """Finish all pending writes and close the store. Closing again does nothing."""
