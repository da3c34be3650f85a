"""A sample as a view: what is contested first and open, what is settled folded away."""

from __future__ import annotations

from collections.abc import Sequence

from pointmass.html import render, style, tree
from pointmass.html.parts import angled, interval, only_status, percent, shares_in_text
from pointmass.html.tree import Cell, Column, Part
from pointmass.html.views import CONTESTED, OK, UNANIMOUS, InputRow, OutcomeRow, SampleView, Word

MARKS: dict[Word, str] = {"unanimous": "●", "settled": "◐", "contested": "○", "drawn once": "·", "unanswered": "–"}
"""A shape for each word, so that nothing depends on colour alone."""

RANKS: dict[Word, int] = {"contested": 0, "settled": 1, "unanimous": 2, "drawn once": 2, "unanswered": 2}
"""What comes first in a list of inputs; what has the same rank keeps its order."""

_OPEN = 3
"""Inputs whose outcomes are shown unfolded."""

_STRIPS = 100
"""Inputs that a list holds at all; the rest is counted, so that a notebook stays small."""

_FOLDED = 10
"""Inputs whose outcomes are shown at all; a page of thousands would not open."""

_OUTCOMES = 12
"""Outcomes of one input that are shown; the rest is counted."""

_WIDTHS = (Column("", width=34), Column("", width=40), Column("", width=14), Column("", numeric=True, width=12))


def sample_html(view: SampleView) -> str:
    """Write a sample as HTML."""
    return render.to_html(sample_part(view), label=f"sample of {view.name}")


def sample_part(view: SampleView) -> Part:
    """Return a sample as a tree: the verdict, the inputs whose draws differ, and the others."""
    unsettled = sorted((row for row in view.inputs if row.word != UNANIMOUS), key=_certainty)
    settled = [row for row in view.inputs if row.word == UNANIMOUS]
    return tree.stack(
        tree.head(view.name, chips(view)),
        tree.say(view.sentence) if view.sentence else None,
        tree.sub(view.subline) if view.subline else None,
        *(tree.note(notice) for notice in view.notices),
        *_unsettled(view, unsettled),
        _settled(view, settled, room=_STRIPS - min(len(unsettled), _STRIPS), alone=not unsettled),
        tree.copied(view.code) if view.code else None,
    )


def chips(view: SampleView) -> list[str]:
    """Return the facts that stand beside the name: kind, model, size, what was not an answer, cost."""
    rest = [f"{count:,} {status}" for status, count in view.statuses if status != OK and count]
    size = f"{view.n_inputs:,} input{'' if view.n_inputs == 1 else 's'} × {view.n_draws:,} draws"
    return [view.kind, view.model, size, *rest, view.cost]


def outcome_text(out: OutcomeRow) -> str:
    """Write an outcome as text: the answer, or what it was instead of one."""
    if out.status == OK:
        return out.label
    return angled(out.status) if only_status(out) else f"{angled(out.status)} {out.label}"


def _certainty(row: InputRow) -> tuple[bool, float]:
    return row.word != CONTESTED, 1.0 if row.agreement is None else row.agreement


def _unsettled(view: SampleView, rows: Sequence[InputRow]) -> list[Part | None]:
    if not rows:
        return []
    listed = [_line(row) for row in rows[:_STRIPS]]
    folded = [
        tree.fold(f"Outcomes of {tree.theirs(row.label, limit=80)}", _outcomes(row), key=f"outcomes {number}")
        for number, row in enumerate(rows[_OPEN:_FOLDED])
    ]
    return [
        tree.heading("Where the draws differ"),
        tree.table(_WIDTHS, listed, key="differ", total=len(rows), what=_further(view)),
        *(part for row in rows[:_OPEN] for part in (tree.title(row.label, "outcomes"), _outcomes(row))),
        *folded,
    ]


def _further(view: SampleView) -> str:
    return f"inputs: {view.code} has them all" if view.code else "inputs"


def _line(row: InputRow) -> list[Cell]:
    strip = tree.strip(((out.share, out.status == OK) for out in row.outcomes), said=shares_in_text(row.outcomes))
    return [
        _input(row),
        strip,
        tree.word(row.word, MARKS[row.word]),
        "" if row.agreement is None else f"agree {row.agreement:.2f}",
    ]


def _input(row: InputRow) -> Part:
    return tree.counted([(row.label, f"×{row.weight:,}" if row.weight > 1 else "")], limit=160)


def _outcomes(row: InputRow) -> Part:
    rows: list[list[Cell]] = [
        [
            tree.marked(style.letter(at), outcome_text(out), rank=at, answer=out.status == OK, mono=True),
            tree.bar(out.share, out.low, out.high, rank=at, answer=out.status == OK),
            f"{out.count:,} of {row.n:,}",
            f"{percent(out.share)} {interval(out.low, out.high)}",
        ]
        for at, out in enumerate(row.outcomes[:_OUTCOMES])
    ]
    columns = [
        Column("", width=34),
        Column("", width=40),
        Column("", numeric=True, width=10),
        Column("", numeric=True, width=16),
    ]
    return tree.table(
        columns, rows, key=f"outcomes of {row.label}", shown=_OUTCOMES, total=len(row.outcomes), what="outcomes"
    )


def _settled(view: SampleView, rows: Sequence[InputRow], *, room: int, alone: bool) -> Part | None:
    """Fold the unanimous inputs away; when there is nothing else, show them."""
    if not rows:
        return tree.heading("No inputs") if alone else None
    made: list[list[Cell]] = [
        [
            _input(row),
            tree.label(outcome_text(row.outcomes[0]), limit=160) if row.outcomes else "no draws",
            f"{row.outcomes[0].count:,} of {row.n:,}" if row.outcomes else "",
        ]
        for row in rows[: max(room, 0)]
    ]
    columns = [Column("input", width=40), Column("every draw", width=48), Column("draws", numeric=True, width=12)]
    body = tree.table(columns, made, key="settled", shown=_STRIPS, total=len(rows), what=_further(view))
    title = f"{len(rows):,} unanimous input{'' if len(rows) == 1 else 's'}"
    if alone and len(rows) <= _OUTCOMES:
        return tree.stack(tree.heading(title), body)
    return tree.fold(title, body, key="settled inputs")
