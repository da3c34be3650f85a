"""What a person did to readings by hand, as it is kept: merged, split, renamed, undone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, Protocol, TypeAlias

from pointmass.approval import person
from pointmass.digest import canonical
from pointmass.interpretations.canonical import json_data
from pointmass.interpretations.short_lines import NULL

Did: TypeAlias = Literal["merge", "split", "rename", "undo"]

EVERY_INPUT = "*"
"""The place of an edit that holds on every input; the place of one input is its JSON text, which this is not."""

ACROSS = "across"
"""The place of an edit of programs across inputs: what it groups are conversations."""

CHOSEN = (
    "Chosen after looking at the draws: weights and intervals are of the readings as they now stand, and no interval covers "
    "that choice."
)


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that a person did to readings.

    Attributes:
        do: ``merge``: the groups are one reading. ``split``: each group is a reading of its own. ``rename``: the reading that
            holds the group has a name. ``undo``: an earlier edit is not in force any more.
        groups: Exact outcomes as canonical JSON, or the numbers of conversations.
        where: The input as canonical JSON, ``EVERY_INPUT``, or ``ACROSS``.
        name: What a reading is called from then on; empty for no name.
        undoes: The number of the edit that is undone.
        by: Who did it.
        time: When, seconds since 1970 (UTC).
        number: Its place among the edits of the spec, from 1; 0 before it is kept.
    """

    do: Did
    groups: tuple[tuple[str, ...], ...] = ()
    where: str = EVERY_INPUT
    name: str = ""
    undoes: int = 0
    by: str = ""
    time: float = 0.0
    number: int = 0

    def __str__(self) -> str:
        """Say it in a line: what was done, by whom, when."""
        when = datetime.fromtimestamp(self.time, UTC).strftime("%Y-%m-%d %H:%M UTC") if self.time else ""
        by = ", ".join(part for part in (f"by {self.by}" if self.by else "", when) if part)
        return f"{self.number}. {_what(self)} {_where(self)}{f' ({by})' if by else ''}"


class EditLog(Protocol):
    """Where edits are kept: appended, never changed."""

    def edits(self) -> tuple[Edit, ...]:
        """Return everything that was done, in order."""

    def keep(self, edit: Edit) -> Edit:
        """Keep one more, and return it with its number, and with who did it when."""


@dataclass(slots=True)
class EditsInMemory:
    """Edits that last as long as their sample: of one that no workbench made."""

    kept: tuple[Edit, ...] = ()

    def edits(self) -> tuple[Edit, ...]:
        """Return everything that was done, in order."""
        return self.kept

    def keep(self, edit: Edit) -> Edit:
        """Keep one more."""
        made = signed(edit, len(self.kept) + 1)
        self.kept = (*self.kept, made)
        return made


def signed(edit: Edit, number: int) -> Edit:
    """Return an edit with its number, who did it and when."""
    return replace(edit, number=number, by=edit.by or person(), time=edit.time or time.time())


def in_force(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits that nobody undid, in order."""
    every = tuple(edits)
    undone = {each.undoes for each in every if each.do == "undo"}
    return tuple(each for each in every if each.do != "undo" and each.number not in undone)


def item_of(value: Any) -> str:
    """Return the text by which an edit names an exact outcome, an input, or a conversation."""
    return canonical(None if value is NULL else json_data(value))


def note_of_edits(edits: Sequence[Edit]) -> str:
    """Say how many edits are in force, and what that means for the figures; nothing where there are none."""
    if not edits:
        return ""
    counts: Counter[str] = Counter(each.do for each in edits)
    words = {"merge": "merge", "split": "split", "rename": "name"}
    said = [f"{counts[do]} {word}{'' if counts[do] == 1 else 's'}" for do, word in words.items() if counts[do]]
    return " ".join([f"By hand: {', '.join(said)}.", *([CHOSEN] if counts["merge"] or counts["split"] else [])])


def _what(edit: Edit) -> str:
    count = len(edit.groups)
    if edit.do == "merge":
        said = f"{count} readings are one"
        return f"{said}, called {edit.name!r}" if edit.name else said
    if edit.do == "split":
        return f"{count} reading{'' if count == 1 else 's'} of {'its' if count == 1 else 'their'} own"
    if edit.do == "rename":
        return f"a reading is called {edit.name!r}"
    return f"edit {edit.undoes} undone"


def _where(edit: Edit) -> str:
    if edit.do == "undo":
        return ""
    return {EVERY_INPUT: "on every input", ACROSS: "across inputs"}.get(edit.where, f"on {edit.where}")
