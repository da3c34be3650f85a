"""The history of a name as a view: every binding, who approved it, on what evidence."""

from __future__ import annotations

from pointmass.html import parts, render, tree
from pointmass.html.tree import Cell, Column, Part
from pointmass.html.views import HistoryRow, HistoryView

_COLUMNS = (
    Column("", width=4),
    Column("version", width=9),
    Column("kind", width=11),
    Column("what was done", width=14),
    Column("when", width=18),
    Column("by whom", width=12),
    Column("evidence", width=32),
)


def history_html(view: HistoryView) -> str:
    """Write the history of a name as HTML, the newest binding first."""
    return render.to_html(history_part(view), label=f"history of {view.name}")


def history_part(view: HistoryView) -> Part:
    """Return the history of a name as a tree, the newest binding first."""
    count = f"{len(view.rows):,} binding{'' if len(view.rows) == 1 else 's'}"
    return tree.stack(tree.head(view.name, ["history", count]), bindings(view))


def bindings(view: HistoryView, *, back: str = "") -> Part:
    """Return the bindings of a name as a table, the newest first.

    Args:
        view: The history.
        back: What the button beside every version but the one that the name has now does, in a panel, with the number of the
            version; no buttons where it is empty.
    """
    rows = tuple(reversed(view.rows))[: parts.SHOWN]
    if not rows:
        return tree.say("Nothing was ever bound to this name.")
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
            _evidence(row, back="" if row.version == view.active else back),
        ]
        for at, row in enumerate(rows)
    ]
    return tree.table(_COLUMNS, listed, key="history", total=len(view.rows), what="bindings")


def _evidence(row: HistoryRow, *, back: str) -> Cell:
    if not back:
        return row.evidence
    go = tree.button(f"Go back to {row.version}", do=back, value=row.version.removeprefix("v"))
    return tree.stack(tree.text(row.evidence) if row.evidence else None, go)
