"""A sample as static HTML: what is contested first and open, what is settled folded away."""

from __future__ import annotations

from collections.abc import Sequence

from pointmass.html import escape, parts, style
from pointmass.html.escape import Html
from pointmass.html.views import CONTESTED, OK, UNANIMOUS, InputRow, SampleView, Word

MARKS: dict[Word, str] = {"unanimous": "●", "settled": "◐", "contested": "○", "drawn once": "·", "unanswered": "–"}
"""A shape for each word, so that nothing depends on colour alone."""

_OPEN = 3
"""Inputs whose outcomes are shown unfolded."""

_FIRST = 10
"""Inputs in a list before the rest is folded away."""

_STRIPS = 100
"""Inputs that a list holds at all; the rest is counted, so that a notebook stays small."""

_FOLDED = 10
"""Inputs whose outcomes are shown at all; a page of thousands would not open."""

_OUTCOMES = 12
"""Outcomes of one input that are shown; the rest is counted."""


def sample_html(view: SampleView) -> str:
    """Write a sample as HTML."""
    unsettled = sorted((row for row in view.inputs if row.word != UNANIMOUS), key=_certainty)
    settled = [row for row in view.inputs if row.word == UNANIMOUS]
    return parts.card(
        parts.head(view.name, chips(view)),
        parts.sentence(view.sentence, under=view.subline),
        parts.notices(view.notices),
        _unsettled(view, unsettled),
        _settled(view, settled, room=_STRIPS - min(len(unsettled), _STRIPS), alone=not unsettled),
        parts.foot(view.code),
        label=f"sample of {view.name}",
    )


def chips(view: SampleView) -> list[str]:
    """Return the facts that stand beside the name: kind, model, size, what was not an answer, cost."""
    rest = [f"{count:,} {status}" for status, count in view.statuses if status != OK and count]
    size = f"{view.n_inputs:,} input{'' if view.n_inputs == 1 else 's'} × {view.n_draws:,} draws"
    return [view.kind, view.model, size, *rest, view.cost]


def word(row: InputRow) -> str:
    """Return the word for an input with its mark."""
    return f"{MARKS[row.word]} {row.word}"


def _certainty(row: InputRow) -> tuple[bool, float]:
    return row.word != CONTESTED, 1.0 if row.agreement is None else row.agreement


def _unsettled(view: SampleView, rows: Sequence[InputRow]) -> Html:
    if not rows:
        return Html("")
    shown = rows[:_STRIPS]
    head = parts.heading(Html("Where the draws differ"))
    strips = parts.table((_strip_row(row) for row in shown[:_FIRST]), widths=(34, 40, 14, 12))
    if shown[_FIRST:]:
        rest = parts.table((_strip_row(row) for row in shown[_FIRST:]), widths=(34, 40, 14, 12))
        strips = parts.join(
            (
                strips,
                parts.details(Html(f"show {'all' if len(shown) == len(rows) else 'the first'} {len(shown):,}"), rest),
            )
        )
    opened = parts.join(_opened(row) for row in shown[:_OPEN])
    folded = parts.join(
        parts.details(Html(f"Outcomes of {parts.label(row.label, limit=80)}"), _outcomes(row))
        for row in shown[_OPEN:_FOLDED]
    )
    return parts.join((head, strips, parts.more(len(shown), len(rows), what="inputs", code=view.code), opened, folded))


def _strip_row(row: InputRow) -> Html:
    agreement = "" if row.agreement is None else f"agree {row.agreement:.2f}"
    return parts.row(
        parts.cell(_input(row)),
        parts.cell(parts.strip(row.outcomes)),
        parts.cell(escape.text(word(row)), css=f"pm-word pm-{escape.attr(row.word)}"),
        parts.number(agreement),
    )


def _input(row: InputRow) -> Html:
    times = f' <span class="pm-sub">×{row.weight:,}</span>' if row.weight > 1 else ""
    return Html(f"{parts.label(row.label, limit=160)}{times}")


def _opened(row: InputRow) -> Html:
    return parts.join((parts.heading(Html(f"Outcomes of {parts.label(row.label, limit=80)}")), _outcomes(row)))


def _outcomes(row: InputRow) -> Html:
    shown = row.outcomes[:_OUTCOMES]
    rows = (
        parts.row(
            parts.cell(Html(f"{parts.swatch(i, answer=out.status == OK)}{parts.outcome(out)}"), css="pm-hang"),
            parts.cell(parts.bar(out.share, out.low, out.high, colour=style.colour(i, answer=out.status == OK))),
            parts.number(f"{out.count:,} of {row.n:,}"),
            parts.number(f"{parts.percent(out.share)} {parts.interval(out.low, out.high)}"),
        )
        for i, out in enumerate(shown)
    )
    body = parts.table(rows, widths=(34, 40, 10, 16))
    return parts.join((body, parts.more(len(shown), len(row.outcomes), what="outcomes")))


def _settled(view: SampleView, rows: Sequence[InputRow], *, room: int, alone: bool) -> Html:
    """Fold the unanimous inputs away; when there is nothing else, show them."""
    if not rows:
        return parts.heading(Html("No inputs")) if alone else Html("")
    shown = rows[: max(room, 0)]
    made = (
        parts.row(
            parts.cell(_input(row)),
            parts.cell(parts.outcome(row.outcomes[0], limit=160) if row.outcomes else Html("no draws")),
            parts.number(f"{row.outcomes[0].count:,} of {row.n:,}" if row.outcomes else ""),
        )
        for row in shown
    )
    body = parts.join(
        (
            parts.table(made, widths=(40, 48, 12), header=(("input", False), ("every draw", False), ("draws", True))),
            parts.more(len(shown), len(rows), what="inputs", code=view.code),
        )
    )
    title = Html(f"{len(rows):,} unanimous input{'' if len(rows) == 1 else 's'}")
    return parts.join((parts.heading(title), body)) if alone and len(rows) <= _OUTCOMES else parts.details(title, body)
