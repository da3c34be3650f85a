"""A proposal as a view: the code, what its guard hands back, the evidence for it, and what it gives up."""

from __future__ import annotations

from pointmass.html import charts, curve, escape, parts, render, tree
from pointmass.html.tree import Cell, Column, Part
from pointmass.html.views import GivesUpRow, ProposalView
from pointmass.rounded import at_least

OUTCOMES = 4
"""Outcomes of an input that is given up, before the rest is counted."""


def proposal_html(view: ProposalView) -> str:
    """Write a proposal as HTML."""
    return render.to_html(proposal_part(view), label=f"proposal for {view.name}")


def proposal_part(view: ProposalView) -> Part:
    """Return a proposal as a tree, with everything that it shows under one another."""
    state = "proposal, nothing bound yet" if view.bound is None else "decided"
    return tree.stack(
        tree.head(view.name, [view.decision, state]),
        tree.say(view.sentence),
        tree.kpis(view.kpis) if view.kpis else None,
        tree.code(escape.cut(view.source, escape.CODE)) if view.source else None,
        guard_part(view),
        fields_part(view),
        evidence_part(view),
        curve_part(view),
        given_up_part(view),
        questions_part(view),
        others_part(view),
        tree.items(view.notes) if view.notes else None,
        tree.told(f"✓ {tree.theirs(view.bound)}", good=True) if view.bound is not None else None,
        tree.copied(view.code, said="bind it in code") if view.code and view.bound is None else None,
    )


def guard_part(view: ProposalView) -> Part | None:
    """Return what the guard hands back to the model, in words."""
    return _section("What goes back to the model", tree.items(view.guard)) if view.guard else None


def fields_part(view: ProposalView) -> Part | None:
    """Return the fields of a record, each with what to do with it."""
    if not view.fields:
        return None
    rows: list[list[Cell]] = [
        [
            tree.label(row.name, limit=80),
            row.decision,
            f"{row.count} [{row.bound}]",
            tree.theirs(row.program or row.why),
        ]
        for row in view.fields[: parts.SHOWN]
    ]
    columns = [Column("", width=20), Column("", width=20), Column("", numeric=True, width=20), Column("", width=40)]
    table = tree.table(columns, rows, key="fields", total=len(view.fields), what="fields: p.fields has them all")
    return _section("Field by field", table)


def evidence_part(view: ProposalView) -> Part | None:
    """Return what was measured."""
    if not view.evidence:
        return None
    rows: list[list[Cell]] = [
        [row.what, row.count, row.share, tree.theirs(row.note)] for row in view.evidence[: parts.SHOWN]
    ]
    columns = [
        Column("", width=34),
        Column("", numeric=True, width=12),
        Column("", numeric=True, width=16),
        Column("", width=38),
    ]
    return _section("Evidence", tree.table(columns, rows, key="evidence", total=len(view.evidence), what="lines"))


def curve_part(view: ProposalView) -> Part | None:
    """Return the guard at each strictness: drawn, and in figures."""
    if not view.curve:
        return None
    rows: list[list[Cell]] = [
        [
            f"{point.strictness}{' ◂ proposed' if point.chosen else ''}",
            parts.percent(point.coverage),
            point.count,
            f"{parts.percent(point.agreement)} [≥ {at_least(point.bound)}]",
        ]
        for point in view.curve
    ]
    columns = [
        Column("guard, from loose to strict", width=34),
        Column("answers", numeric=True, width=18),
        Column("agree", numeric=True, width=22),
        Column("agreement", numeric=True, width=26),
    ]
    return _section(
        "How strict the guard is",
        charts.picture(
            curve.shapes(view.curve, asked=view.asked),
            width=curve.WIDTH,
            height=curve.HEIGHT,
            said=curve.said(view.curve),
        ),
        tree.sub(curve.axes(view.curve, asked=view.asked)),
        tree.table(columns, rows, key="curve", shown=20),
    )


def given_up_part(view: ProposalView) -> Part | None:
    """Return the inputs that the code does not answer, or answers otherwise than the model."""
    if not view.gives_up:
        return None
    rows: list[list[Cell]] = [
        [tree.label(row.input, limit=160), outcomes_part(row), tree.theirs(row.why)]
        for row in view.gives_up[: parts.SHOWN]
    ]
    columns = [Column("", width=34), Column("", width=40), Column("", width=26)]
    table = tree.table(columns, rows, key="gives up", total=len(view.gives_up), what="inputs")
    return _section("What it gives up", table)


def outcomes_part(row: GivesUpRow) -> Part:
    """Return the outcomes of an input with their counts, the first few of them."""
    rest = len(row.outcomes) - OUTCOMES
    return tree.counted(
        [(said, f"×{count:,}") for said, count in row.outcomes[:OUTCOMES]],
        rest=f"and {rest:,} more" if rest > 0 else "",
        limit=80,
    )


def questions_part(view: ProposalView) -> Part | None:
    """Return what a person may be asked, as it is answered in code."""
    if not view.questions:
        return None
    rows: list[list[Cell]] = [
        [str(number), tree.theirs(asked), tree.theirs(how)]
        for number, (asked, how) in enumerate(view.questions[: parts.SHOWN], start=1)
    ]
    columns = [Column("", numeric=True, width=4), Column("", width=36), Column("", width=60)]
    return _section(
        "What would tell programs apart",
        tree.table(columns, rows, key="questions", total=len(view.questions), what="questions"),
        tree.copied("p.answer(1, ...)", said="an answer makes a new proposal"),
    )


def others_part(view: ProposalView) -> Part | None:
    """Return the other programs that were found, folded away."""
    if not view.others:
        return None
    return tree.fold("Other programs that were found", tree.items(view.others[: parts.SHOWN]), key="other programs")


def _section(title: str, *found: Part) -> Part:
    return tree.stack(tree.heading(title), *found)
