"""The history of a name, and how it is shown in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from pointmass.html import HistoryRow, HistoryView, history_html
from pointmass.registry import Event
from pointmass.shown import printable, repr_of


@dataclass(frozen=True, slots=True, repr=False)
class History:
    """Every version of a name, oldest first. You can iterate over it, and a notebook shows it as a table.

    Attributes:
        name: The name.
        events: The events by which the name was bound: in this session, in earlier ones, and by other processes that
            use the same file.
        active: The version that the name has in this session; ``None`` if none of the events bound what it has here.
        waiting: Whether the last event's code waits for approval on this machine; until then a model answers.
    """

    name: str
    events: tuple[Event, ...]
    active: int | None = None
    waiting: bool = False

    def __iter__(self) -> Iterator[Event]:
        """Iterate over the events, oldest first."""
        return iter(self.events)

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.events)

    def __getitem__(self, number: int) -> Event:
        """Return one event by its position, from 0 for the oldest."""
        return self.events[number]

    def view(self) -> HistoryView:
        """Return the rows that are shown, as plain data."""
        rows = tuple(HistoryRow(f"v{e.version}", e.kind, e.action, _when(e.time), e.by, e.note) for e in self.events)
        return HistoryView(self.name, rows, None if self.active is None else f"v{self.active}")

    def __repr__(self) -> str:
        """Write one line for each event."""
        lines = [_line(event) for event in self.events]
        other = self.events[-1].version if self.events and self.active not in (None, self.events[-1].version) else None
        if other is not None and self.waiting:
            lines.append(f"  v{other} is code that nobody approved on this machine: a model answers; see wb.pending()")
        elif other is not None:
            lines.append(f"  another process bound v{other}; here the name still means v{self.active}: define it again")
        return repr_of("\n".join([f"<History of {self.name}>", *lines]))

    def _repr_html_(self) -> str:
        return history_html(self.view())


def _line(event: Event) -> str:
    by, note = printable(event.by, keep=""), printable(event.note, keep="")
    told = f"  v{event.version}  {event.kind:<9} {event.action:<10} {_when(event.time)}  by {by}"
    return f"{told}  {note}" if note else told


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
