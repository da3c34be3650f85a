"""The interpretations of a sample as static HTML: how the spec is read, how often, and an example of each."""

from __future__ import annotations

from pointmass.html import escape, parts, style
from pointmass.html.escape import Html
from pointmass.html.views import InterpretationsView, ReadingRow


def interpretations_html(view: InterpretationsView) -> str:
    """Write interpretations as HTML."""
    shown = view.rows[: parts.SHOWN]
    count = f"{len(view.rows):,} reading{'' if len(view.rows) == 1 else 's'}"
    return parts.card(
        parts.head(view.name, ["interpretations", count]),
        parts.sentence(view.sentence, under=view.note),
        _table(view, shown) if shown else parts.heading(Html("No interpretation was found")),
        parts.more(len(shown), len(view.rows), what="readings", code=view.code),
        parts.foot(view.code),
        label=f"interpretations of {view.name}",
    )


def _table(view: InterpretationsView, rows: tuple[ReadingRow, ...]) -> Html:
    header = (("interpretation", False), ("share, 95% interval", False), (view.unit, True), ("example", False))
    made = (_row(rank, row) for rank, row in enumerate(rows))
    return parts.join((parts.gap(), parts.table(made, widths=(32, 22, 20, 26), header=header)))


def _row(rank: int, row: ReadingRow) -> Html:
    back = style.colour(rank)
    mark = f'<span class="pm-sw" style="background:{back};color:{style.ink(back)}">{escape.text(row.letter, limit=8)}</span>'
    figures = f"{row.count:,} · {parts.percent(row.share)} {parts.interval(row.low, row.high)}"
    return parts.row(
        parts.cell(Html(f"{mark} {escape.text(row.reading)}"), css="pm-hang"),
        parts.cell(parts.bar(row.share, row.low, row.high, colour=back)),
        parts.number(figures),
        parts.cell(parts.label(row.exemplar, limit=160)),
    )
