"""Views as the JSON data that a panel draws: invisible characters are shown and long text is cut here, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pointmass.html import curve, escape, parts, sample
from pointmass.html.views import (
    OK,
    EvidenceRow,
    GivesUpRow,
    InputRow,
    OutcomeRow,
    ProposalView,
    SampleView,
    Word,
)
from pointmass.rounded import at_least

OUTCOMES = 40
"""Outcomes of one input that a panel gets; the rest is counted."""

ROOM = 1_000_000
"""Characters, about, of the inputs that a panel of a sample gets at once; what has no room comes when it is looked for."""

ROWS = 200
"""Rows of evidence, and of what is given up, that a panel gets; the rest is counted."""

RANKS: dict[Word, int] = {"contested": 0, "settled": 1, "unanimous": 2, "drawn once": 2, "unanswered": 2}
"""What comes first; the rest keeps its order."""


def line(value: str, *, limit: int = escape.LABEL) -> str:
    """Prepare one line of text for ``textContent``."""
    return escape.visible(escape.cut(value, limit))


def sample_data(view: SampleView) -> dict[str, Any]:
    """Return what a sample's panel draws: all of its inputs, or with ``whole`` false the first that there is room for."""
    every = range(len(view.inputs))
    inputs = listed(view, every)
    return {
        "name": line(view.name),
        "chips": [line(chip) for chip in sample.chips(view) if chip],
        "sentence": line(view.sentence),
        "subline": line(view.subline),
        "notices": [line(notice) for notice in view.notices],
        "code": line(view.code),
        "inputs": inputs,
        "chosen": None,
        "found": len(every),
        "total": len(every),
        "whole": len(inputs) == len(every),
    }


def listed(view: SampleView, places: Iterable[int]) -> list[dict[str, Any]]:
    """Return the inputs at some places of a view as a panel lists them: as many of the first as there is room for."""
    found, room = [], ROOM
    for at in places:
        if room <= 0:
            break
        found.append(input_data(view.inputs[at], at))
        room -= _size(found[-1])
    return found


def _size(data: dict[str, Any]) -> int:
    """Say about how many characters an input takes."""
    per_outcome = 170  # what stands beside its label
    outcomes = sum(per_outcome + len(each["label"]) for each in data["outcomes"])
    return 150 + len(data["label"]) + len(data["said"]) + outcomes


def input_data(row: InputRow, at: int) -> dict[str, Any]:
    """Return one input, and its place in the view."""
    return {
        "at": at,
        "label": line(row.label),
        "word": row.word,
        "mark": sample.MARKS[row.word],
        "rank": RANKS[row.word],
        "agreement": row.agreement,
        "weight": row.weight,
        "draws": f"{row.n:,} draw{'' if row.n == 1 else 's'}",
        "said": parts.shares_in_text(row.outcomes),
        "strip": [[round(out.share, 4), out.status == OK] for out in row.outcomes[:OUTCOMES]],
        "outcomes": [_outcome(out) for out in row.outcomes[:OUTCOMES]],
        "more": max(len(row.outcomes) - OUTCOMES, 0),
    }


def _outcome(out: OutcomeRow) -> dict[str, Any]:
    answer = out.status == OK
    return {
        "label": line(out.label) if answer or not parts.only_status(out) else "",
        "answer": answer,
        "status": parts.angled(out.status),
        "count": out.count,
        "share": out.share,
        "low": None if out.high is None else out.low,
        "high": out.high,
        "percent": parts.percent(out.share),
        "interval": parts.interval(out.low, out.high),
    }


def proposal_data(view: ProposalView, *, accept: Callable[[], str] | None) -> dict[str, Any]:
    """Return what a proposal's panel draws."""
    name = line(view.name)
    if not is_whole(view):
        accept, hint = (
            None,
            f"this code ({len(view.source):,} characters) is too long to be shown, and so to be approved, here",
        )
        hint += f"; read it whole, and bind it in code: {view.code}" if view.code else ""
    else:
        hint = "nothing is bound yet" if accept else f"bind it in code: {view.code}" if view.code else ""
    return {
        "name": name,
        "chips": [line(view.decision)],
        "sentence": line(view.sentence),
        "kpis": [[line(value), line(said)] for value, said in view.kpis],
        "source": escape.visible(escape.cut(view.source, escape.CODE), keep="\n\t"),
        "guard": [line(said) for said in view.guard],
        "evidence": [_evidence(row) for row in view.evidence[:ROWS]],
        "fields": [
            [line(p) for p in (r.name, r.decision, f"{r.count} [{r.bound}]", r.program or r.why)]
            for r in view.fields[:ROWS]
        ],
        "curve": _curve(view),
        "questions": [[line(asked), line(how)] for asked, how in view.questions[:ROWS]],
        "others": [line(other) for other in view.others[:ROWS]],
        "gives_up": [_gives_up(row) for row in view.gives_up[:ROWS]],
        "more": [
            f"… and {len(rows) - ROWS:,} more {what}"
            for rows, what in (
                (view.evidence, "lines of evidence"),
                (view.gives_up, "inputs given up"),
                (view.fields, "fields"),
            )
            if len(rows) > ROWS
        ],
        "notes": [line(note) for note in view.notes],
        "can_accept": accept is not None,
        "hint": line(hint),
        "question": f"Bind this code as {name}? It has not been executed yet; before it is bound it must repeat what was certified.",
    }


def is_whole(view: ProposalView) -> bool:
    """Whether a view shows all of the code: what is not shown cannot be approved there."""
    return len(view.source) <= escape.CODE


def _curve(view: ProposalView) -> dict[str, Any] | None:
    """Return the marks of the guard's curve as the static HTML draws them, and its figures."""
    if not view.curve:
        return None
    return {
        "width": curve.WIDTH,
        "height": curve.HEIGHT,
        "said": line(curve.said(view.curve), limit=2000),
        "shapes": [[s.tag, dict(s.attributes), s.text] for s in curve.shapes(view.curve, asked=view.asked)],
        "rows": [
            [
                f"{line(point.strictness)}{' ◂ proposed' if point.chosen else ''}",
                parts.percent(point.coverage),
                line(point.count),
                f"{parts.percent(point.agreement)} [≥ {at_least(point.bound)}]",
            ]
            for point in view.curve
        ],
    }


def _evidence(row: EvidenceRow) -> list[str]:
    return [line(part) for part in (row.what, row.count, row.share, row.note)]


def _gives_up(row: GivesUpRow, *, shown: int = 4) -> list[Any]:
    outcomes = [[line(said, limit=80), f"×{count:,}"] for said, count in row.outcomes[:shown]]
    rest = len(row.outcomes) - shown
    return [line(row.input, limit=160), outcomes + ([[f"and {rest:,} more", ""]] if rest > 0 else []), line(row.why)]
