"""A proposal as static HTML: the code, what its guard hands back, the evidence for it, and what it gives up."""

from __future__ import annotations

from pointmass.html import escape, parts, tree
from pointmass.html.curve import curve_html
from pointmass.html.escape import Html
from pointmass.html.tree import Column, Part
from pointmass.html.views import GivesUpRow, ProposalView
from pointmass.rounded import at_least


def proposal_html(view: ProposalView) -> str:
    """Write a proposal as HTML."""
    return parts.card(
        parts.head(view.name, [view.decision, "proposal, nothing bound yet" if view.bound is None else "decided"]),
        parts.sentence(view.sentence),
        parts.kpis(view.kpis),
        parts.code_block(view.source),
        _guard(view),
        _fields(view),
        _evidence(view),
        _curve(view),
        _gives_up(view),
        _questions(view),
        _others(view),
        Html(f'<div class="pm-notes">{parts.bullets(view.notes)}</div>') if view.notes else Html(""),
        _end(view),
        label=f"proposal for {view.name}",
    )


def _guard(view: ProposalView) -> Html:
    if not view.guard:
        return Html("")
    return parts.join((parts.heading(Html("What goes back to the model")), parts.bullets(view.guard)))


def _evidence(view: ProposalView) -> Html:
    if not view.evidence:
        return Html("")
    rows = (
        parts.row(
            parts.cell(escape.text(row.what)),
            parts.number(row.count),
            parts.number(row.share),
            parts.cell(escape.text(row.note), css="pm-sub"),
        )
        for row in view.evidence[: parts.SHOWN]
    )
    return parts.join(
        (
            parts.heading(Html("Evidence")),
            parts.table(rows, widths=(34, 12, 16, 38)),
            parts.more(parts.SHOWN, len(view.evidence), what="lines"),
        )
    )


def _fields(view: ProposalView) -> Html:
    if not view.fields:
        return Html("")
    rows = (
        parts.row(
            parts.cell(parts.label(row.name, limit=80)),
            parts.cell(escape.text(row.decision)),
            parts.number(f"{row.count} [{row.bound}]"),
            parts.cell(escape.text(row.program or row.why), css="pm-sub"),
        )
        for row in view.fields[: parts.SHOWN]
    )
    return parts.join(
        (
            parts.heading(Html("Field by field")),
            parts.table(rows, widths=(20, 20, 20, 40)),
            parts.more(parts.SHOWN, len(view.fields), what="fields", code="p.fields"),
        )
    )


def _curve(view: ProposalView) -> Html:
    if not view.curve:
        return Html("")
    return parts.join((parts.heading(Html("How strict the guard is")), curve_html(view.curve, asked=view.asked)))


def _questions(view: ProposalView) -> Html:
    if not view.questions:
        return Html("")
    rows = (
        parts.row(parts.number(str(number)), parts.cell(escape.text(asked)), parts.cell(escape.text(how), css="pm-sub"))
        for number, (asked, how) in enumerate(view.questions[: parts.SHOWN], start=1)
    )
    return parts.join(
        (
            parts.heading(Html("What would tell programs apart")),
            parts.table(rows, widths=(4, 36, 60)),
            parts.foot("p.answer(1, ...)", said="an answer makes a new proposal"),
        )
    )


def _others(view: ProposalView) -> Html:
    if not view.others:
        return Html("")
    return parts.details(Html("Other programs that were found"), parts.bullets(view.others[: parts.SHOWN]))


def _gives_up(view: ProposalView) -> Html:
    if not view.gives_up:
        return Html("")
    shown = view.gives_up[: parts.SHOWN]
    rows = (
        parts.row(
            parts.cell(parts.label(row.input, limit=160)),
            parts.cell(outcomes_in_text(row)),
            parts.cell(escape.text(row.why), css="pm-sub"),
        )
        for row in shown
    )
    return parts.join(
        (
            parts.heading(Html("What it gives up")),
            parts.table(rows, widths=(34, 40, 26)),
            parts.more(len(shown), len(view.gives_up), what="inputs"),
        )
    )


def outcomes_in_text(row: GivesUpRow, *, shown: int = 4) -> Html:
    """Write the outcomes of an input with their counts, the first few of them."""
    made = [
        Html(f'{parts.label(said, limit=80)} <span class="pm-sub">×{count:,}</span>')
        for said, count in row.outcomes[:shown]
    ]
    rest = len(row.outcomes) - shown
    made += [Html(f'<span class="pm-sub">and {rest:,} more</span>')] if rest > 0 else []
    return parts.join(made, by=" · ")


def _end(view: ProposalView) -> Html:
    if view.bound is None:
        return parts.foot(view.code, said="bind it in code")
    return Html(f'<div class="pm-done">✓ {escape.text(view.bound)}</div>')


def evidence_part(view: ProposalView) -> Part:
    """Return what speaks for a proposal as a tree: the evidence, its fields, how strict the guard is, and notes."""
    evidence: list[list[tree.Cell]] = [[row.what, row.count, row.share, row.note] for row in view.evidence]
    fields: list[list[tree.Cell]] = [
        [tree.label(row.name, limit=80), row.decision, f"{row.count} [{row.bound}]", row.program or row.why]
        for row in view.fields
    ]
    levels: list[list[tree.Cell]] = [
        [
            f"{point.strictness}{' ◂ proposed' if point.chosen else ''}",
            parts.percent(point.coverage),
            point.count,
            f"{parts.percent(point.agreement)} [≥ {at_least(point.bound)}]",
        ]
        for point in view.curve
    ]
    widths = (
        Column("", width=34),
        Column("", numeric=True, width=12),
        Column("", numeric=True, width=16),
        Column("", width=38),
    )
    return tree.stack(
        tree.table(widths, evidence, key="evidence") if evidence else None,
        tree.heading("field by field") if fields else None,
        tree.table(
            [Column("", width=20), Column("", width=20), Column("", numeric=True, width=20), Column("", width=40)],
            fields,
            key="fields",
        )
        if fields
        else None,
        tree.heading("how strict the guard is") if levels else None,
        tree.table(
            [
                Column("level", width=34),
                Column("answers", numeric=True, width=18),
                Column("agree", numeric=True, width=22),
                Column("agreement", numeric=True, width=26),
            ],
            levels,
            key="levels",
        )
        if levels
        else None,
        tree.items(view.notes) if view.notes else None,
        tree.fold("other programs that were found", tree.items(view.others), key="others") if view.others else None,
    )
