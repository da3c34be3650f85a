"""The history of a name as a view: every binding, who approved it, on what evidence."""

from __future__ import annotations

from pointmass.html import parts, render, tree
from pointmass.html.tree import Cell, Column, Part
from pointmass.html.views import HistoryView

_COLUMNS = (
    Column("", width=4),
    Column("version", width=9),
    Column("kind", width=11),
    Column("what was done", width=22),
    Column("when", width=17),
    Column("by whom", width=12),
    Column("evidence", width=25),
)


def history_html(view: HistoryView) -> str:
    """Write the history of a name as HTML, the newest binding first."""
    return render.to_html(history_part(view), label=f"history of {view.name}")


def history_part(view: HistoryView) -> Part:
    """Return the history of a name as a tree, the newest binding first."""
    rows = tuple(reversed(view.rows))[: parts.SHOWN]
    count = f"{len(view.rows):,} binding{'' if len(view.rows) == 1 else 's'}"
    # Content that came back has the version that it had: only its last binding is what the name means now.
    now = next((at for at, row in enumerate(rows) if row.version == view.active), -1)
    listed: list[list[Cell]] = [
        [
            tree.text("▶" if at == now else ""),
            row.version,
            row.kind,
            row.action,
            row.when,
            row.who,
            row.evidence,
        ]
        for at, row in enumerate(rows)
    ]
    return tree.stack(
        tree.head(view.name, ["history", count]),
        tree.table(_COLUMNS, listed, key="history", total=len(view.rows), what="bindings")
        if rows
        else tree.say("Nothing was ever bound to this name."),
    )
