"""The last calls of a workbench: a sequence of records, and how it is shown in a notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from pointmass.errors import clip
from pointmass.facts import NOT_RECORDED
from pointmass.harness import TraceRecord
from pointmass.html.trace import CallRow, TraceView, trace_html
from pointmass.shown import printable, repr_of

_LINES = 5
"""Calls that a repr lists."""

_LONG = 150
"""Characters of a call in a repr."""


@dataclass(frozen=True, slots=True, repr=False)
class LastCalls(Sequence[TraceRecord]):
    """The last calls, oldest first. You can index, slice and iterate over it, and a notebook shows it as a table.

    Attributes:
        records: The records of the calls.
        name: The name that they are of; empty for calls of any name.
    """

    records: tuple[TraceRecord, ...]
    name: str = ""

    def __len__(self) -> int:
        """Return the number of calls."""
        return len(self.records)

    def __iter__(self) -> Iterator[TraceRecord]:
        """Iterate over the records, oldest first."""
        return iter(self.records)

    @overload
    def __getitem__(self, place: int) -> TraceRecord: ...
    @overload
    def __getitem__(self, place: slice) -> LastCalls: ...
    def __getitem__(self, place: int | slice) -> TraceRecord | LastCalls:
        """Return one record by its position, from 0 for the oldest; or some calls by a slice."""
        return LastCalls(self.records[place], self.name) if isinstance(place, slice) else self.records[place]

    def view(self) -> TraceView:
        """Return what is shown, as plain data."""
        return TraceView(f"{self._counted()}.", tuple(_row(each) for each in self.records), self.name)

    def __repr__(self) -> str:
        """Say how many calls there are and who answered them, and list the last ones."""
        last = [clip(printable(repr(each).strip("<>"), keep=""), _LONG) for each in self.records[-_LINES:]]
        more = f"; the last {_LINES}" if len(self.records) > _LINES else ""
        return repr_of("\n".join([f"<{self._counted()}{more}>", *(f"  {line}" for line in last)]))

    def _repr_html_(self) -> str:
        return trace_html(self.view())

    def _counted(self) -> str:
        count = f"{len(self.records):,} call{'' if len(self.records) == 1 else 's'}"
        of = f" of {self.name}" if self.name else ""
        if not self.records:
            return f"{count}{of}"
        by = Counter(each.by for each in self.records)
        failed = sum(bool(each.error) for each in self.records)
        ended = f"; {failed:,} ended with an error" if failed else ""
        return f"{count}{of}: {', '.join(f'{n:,} by {who}' for who, n in by.most_common())}{ended}"


def _row(each: TraceRecord) -> CallRow:
    asked = each.by in ("model", "code+model")
    counted = (
        NOT_RECORDED if each.usage is None else f"{each.usage.input_tokens:,} in, {each.usage.output_tokens:,} out"
    )
    return CallRow(
        name=each.name,
        by=each.by,
        took=f"{each.seconds:.3g} s",
        tokens=counted if asked else "",
        model=each.model or "",
        why="; ".join(part for part in (str(each.note), each.error) if part),
    )
