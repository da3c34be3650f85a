"""The interpretations of a sample as static HTML: how the spec is read, how often, and an example of each."""

from __future__ import annotations

from pointmass.html import escape, parts, style
from pointmass.html.escape import Html
from pointmass.html.views import ContestedInput, InterpretationsView, ReadingRow

_OPEN = 5
"""Contested inputs whose readings are shown unfolded."""

_FOLDED = 40
"""Contested inputs whose readings are shown at all; the rest is counted."""


def interpretations_html(view: InterpretationsView) -> str:
    """Write interpretations as HTML."""
    shown = view.rows[: parts.SHOWN]
    count = f"{len(view.rows):,} reading{'' if len(view.rows) == 1 else 's'}" if view.rows else ""
    return parts.card(
        parts.head(view.name, ["interpretations", count]),
        parts.sentence(view.sentence, under=view.note),
        readings_table(shown, view.unit) if shown else Html(""),
        parts.more(len(shown), len(view.rows), what="readings", code=view.code),
        _inputs(view),
        Html("") if shown or view.inputs else parts.heading(Html("No interpretation was found")),
        parts.foot(view.code),
        label=f"interpretations of {view.name}",
    )


def _inputs(view: InterpretationsView) -> Html:
    """Show the readings of each contested input: the first open where nothing stands above, others folded or counted."""
    unfolded = 0 if view.rows else _OPEN
    made = parts.join(_input(each, unfolded=i < unfolded) for i, each in enumerate(view.inputs[:_FOLDED]))
    shown = min(len(view.inputs), _FOLDED)
    return parts.join((made, parts.more(shown, len(view.inputs), what="inputs", code=view.code)))


def _input(each: ContestedInput, *, unfolded: bool) -> Html:
    body = readings_table(each.rows[: parts.SHOWN], "draws")
    return parts.join((parts.heading(_title(each)), body)) if unfolded else parts.details(_title(each), body)


def _title(each: ContestedInput) -> Html:
    count = f"{len(each.rows):,} reading{'' if len(each.rows) == 1 else 's'} in {each.n:,} draws"
    return Html(f'{parts.label(each.label, limit=160)} <span class="pm-sub">{escape.text(count)}</span>')


def readings_table(rows: tuple[ReadingRow, ...], unit: str) -> Html:
    """Write readings as a table: letter, words, share with interval, count, example.

    Args:
        rows: The readings.
        unit: What their counts count.
    """
    header = (("interpretation", False), ("share, 95% interval", False), (unit, True), ("example", False))
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
        parts.cell(_example(row)),
    )


def _example(row: ReadingRow) -> Html:
    if row.source:
        return parts.details(Html("one of them"), parts.code_block(row.source))
    return parts.label(row.exemplar, limit=160)
