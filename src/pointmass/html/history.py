"""The history of a name as static HTML: every binding, who approved it, on what evidence."""

from __future__ import annotations

from pointmass.html import escape, parts
from pointmass.html.escape import Html
from pointmass.html.views import HistoryRow, HistoryView

_HEADER = ("", "version", "kind", "what was done", "when", "by whom", "evidence")


def history_html(view: HistoryView) -> str:
    """Write the history of a name as HTML, the newest binding first."""
    rows = tuple(reversed(view.rows))[: parts.SHOWN]
    count = f"{len(view.rows):,} binding{'' if len(view.rows) == 1 else 's'}"
    # Content that came back has the version that it had: only its last binding is what the name means now.
    now = next((at for at, row in enumerate(rows) if row.version == view.active), -1)
    body = parts.table(
        (_row(row, active=at == now) for at, row in enumerate(rows)),
        widths=(4, 9, 11, 22, 17, 12, 25),
        header=tuple((said, False) for said in _HEADER),
    )
    return parts.card(
        parts.head(view.name, ["history", count]),
        parts.join((parts.gap(), body)) if rows else parts.sentence("Nothing was ever bound to this name."),
        parts.more(len(rows), len(view.rows), what="bindings"),
        label=f"history of {view.name}",
    )


def _row(row: HistoryRow, *, active: bool) -> Html:
    mark = '<span title="what the name means now">▶</span>' if active else ""
    version = f"<b>{escape.text(row.version)}</b>" if active else escape.text(row.version)
    return parts.row(
        parts.cell(Html(mark)),
        parts.cell(Html(version)),
        *(parts.cell(escape.text(said)) for said in (row.kind, row.action)),
        *(parts.cell(escape.text(said), css="pm-sub") for said in (row.when, row.who, row.evidence)),
    )
