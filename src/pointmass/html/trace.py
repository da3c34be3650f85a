"""The last calls as a view: who answered each, how long it took, what it used, and why code did not answer."""

from __future__ import annotations

from dataclasses import dataclass

from pointmass.html import parts, render, tree
from pointmass.html.tree import Cell, Column, Part


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call: its name, who answered, how long it took, its tokens, the model, and why it went so; all as text."""

    name: str
    by: str
    took: str
    tokens: str = ""
    model: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class TraceView:
    """The last calls, oldest first.

    Attributes:
        sentence: How many there are, and who answered them.
        rows: The calls.
        name: The name that they are of; empty for calls of any name.
    """

    sentence: str
    rows: tuple[CallRow, ...] = ()
    name: str = ""


def trace_html(view: TraceView) -> str:
    """Write the last calls as HTML, the newest first."""
    return render.to_html(trace_part(view), label=f"last calls of {view.name}" if view.name else "last calls")


def trace_part(view: TraceView) -> Part:
    """Return the last calls as a tree, the newest first."""
    return tree.stack(tree.head(view.name or "trace", ["last calls"]), tree.say(view.sentence), calls(view))


def calls(view: TraceView) -> Part | None:
    """Return the last calls as a table, the newest first; the name of each only where they are not all of one."""
    if not view.rows:
        return None
    shown = tuple(reversed(view.rows))[: parts.SHOWN]
    columns = (
        *(() if view.name else (Column("name", width=18),)),
        Column("answered by", width=14 if view.name else 12),
        Column("took", numeric=True, width=10),
        Column("tokens", numeric=True, width=18),
        Column("model", width=20 if view.name else 16),
        Column("why", width=38 if view.name else 26),
    )
    rows = [_row(each, named=not view.name) for each in shown]
    return tree.table(columns, rows, key="trace", total=len(view.rows), what="calls")


def _row(row: CallRow, *, named: bool) -> list[Cell]:
    name: list[Cell] = [tree.label(row.name)] if named else []
    return [*name, row.by, row.took, row.tokens, tree.text(tree.theirs(row.model)), row.why]
