"""What the other packages need of a store, so that another one can take its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from pointmass.draw import Draw
from pointmass.facts import Notice
from pointmass.store.acknowledged import Acknowledgement
from pointmass.store.calls import StoredCall
from pointmass.store.entries import BindingEvent, Holding, Purpose, Series


@runtime_checkable
class StorePort(Protocol):
    """Keeps specs, inputs, draws, calls, budgets and the history of names; only ever appends.

    `Store` does it in one SQLite file. Another one (a database of a team) does these, and goes to ``Workbench(store)``. What is
    acknowledged must be there after a crash; what was appended by another process may be seen at any time. Threads of the
    workbench call it at the same time; ``Acknowledgement.of(value)`` acknowledges what is through when the method returns.
    """

    path: Path | None
    """Where it keeps things, for messages; ``None`` for nowhere that has a path."""

    readonly: bool
    """Whether it can only be looked at; then nothing is appended."""

    @property
    def notices(self) -> list[Notice]:
        """What a person should know of what it holds."""

    def tell(self, notice: Notice) -> None:
        """Remember a notice."""

    def put_spec(self, digest: str, name: str, content: Mapping[str, Any]) -> Acknowledgement[None]:
        """Keep what a spec says, by its digest. Keeping it again changes nothing."""

    def spec(self, digest: str) -> dict[str, Any] | None:
        """Return what ``put_spec`` kept, or ``None``."""

    def put_inputs(self, inputs: Mapping[str, Mapping[str, Any]]) -> Acknowledgement[None]:
        """Keep inputs by their keys; draws refer to them, so they come first."""

    def input(self, key: str) -> dict[str, Any] | None:
        """Return the input that ``put_inputs`` kept, or ``None``."""

    def series(self, spec: str, model: str, *, purpose: Purpose = "sample", fresh: bool = False) -> Series:
        """Name the newest series that holds a draw, or begin a new one."""

    def append_draw(self, series: Series, input_key: str, draw: Draw) -> Acknowledgement[None]:
        """Append a draw of an input; where its number is there already, it is a further attempt."""

    def next_index(self, series: Series, input_key: str) -> Acknowledgement[int]:
        """Give out the next number of an input in a series: never the same twice, in whatever thread or process."""

    def draws(
        self, series: Series, *, input_keys: Iterable[str] | None = None, every: bool = False
    ) -> dict[str, tuple[Draw, ...]]:
        """Return the draws of a series by input: the first that answered of each number (`counted`), or every attempt."""

    def contents(self) -> list[Holding]:
        """Count the draws of each series that has any, the newest first."""

    def append_call(self, call: StoredCall) -> Acknowledgement[None]:
        """Append a call."""

    def calls(self, name: str | None = None) -> list[StoredCall]:
        """Return the calls of a name, or of all, in the order in which they ended."""

    def use(
        self, budget: str, used: Sequence[float], *, when: Callable[[Sequence[float]], bool] | None = None
    ) -> Acknowledgement[Sequence[float]]:
        """Add to what was used under the name of a budget: six numbers, as ``run.Used`` has them.

        It is acknowledged with what was used before, by whatever process. Where *when* says no to that, nothing is added: both
        in one step, so that of two who would use the last of a budget one is refused.
        """

    def used(self, budget: str) -> tuple[float, ...]:
        """Return what was used under the name of a budget; zeros where nothing was."""

    def append_binding(self, event: Mapping[str, Any], *, after: int | None = None) -> int:
        """Append an event of a name and return its number, from 1; 0, and nothing, where the name's last is not *after*."""

    def newest_binding(self, name: str) -> int:
        """Return the number of the last event of a name, 0 for none."""

    def bindings(self, name: str | None = None) -> list[BindingEvent]:
        """Return the events of a name, or of all, in the order in which they were appended."""

    def checkpoint(self) -> None:
        """Write everything into the file itself, so that a copy of it is complete."""

    def close(self) -> None:
        """Write what was handed in, and give back what is held. Closing again does nothing."""
