"""A workbench as a tree: its names, what stands behind each, and what waits for a yes."""

from __future__ import annotations

from dataclasses import dataclass

from pointmass.html import tree
from pointmass.html.tree import Column, Part


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name: what stands behind it, how far it agrees, how many calls code answered, and what waits for a yes."""

    name: str
    kind: str
    version: str
    agreement: str = ""
    saved: str = ""
    waits: str = ""


@dataclass(frozen=True, slots=True)
class WorkbenchView:
    """A workbench: what a person sees of it.

    Attributes:
        place: Where it is kept: a file, or ``in memory``.
        model: Who is asked, as text.
        names: Its names, in alphabetical order.
        notices: What the reader has to know, one sentence each.
    """

    place: str
    model: str
    names: tuple[NameRow, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """How many names there are, of which kind, and what waits."""
        if not self.names:
            return "No name is defined yet: write a typed stub under @wb.spec."
        kinds = [each.kind for each in self.names]
        said = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
        waits = sum(bool(each.waits) for each in self.names)
        wait = f"; {waits} {'waits' if waits == 1 else 'wait'} for a yes" if waits else ""
        return f"{len(kinds)} name{'' if len(kinds) == 1 else 's'}: {said}{wait}."


COLUMNS = (
    Column("name", width=24),
    Column("kind", width=12),
    Column("version", width=12),
    Column("agreement", width=19),
    Column("calls saved", numeric=True, width=13),
    Column("waits for a yes", width=20),
)


def workbench_part(view: WorkbenchView, *, chosen: str = "", do: str = "") -> Part:
    """Return a workbench as a tree.

    Args:
        view: What to show.
        chosen: The name that is looked at.
        do: What a click on a name does, in a panel.
    """
    rows: list[list[tree.Cell]] = [
        [tree.label(each.name, limit=80), each.kind, each.version, each.agreement, each.saved, each.waits]
        for each in view.names
    ]
    ids = [each.name for each in view.names]
    return tree.stack(
        tree.head("workbench", [view.place, view.model]),
        tree.say(view.sentence),
        *(tree.note(notice) for notice in view.notices),
        tree.table(COLUMNS, rows, key="names", do=do, ids=ids, current=chosen) if rows else None,
    )
