"""A comparison as static HTML: for each variant one dumbbell per input, the share of one answer before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pointmass.html import escape, parts, style
from pointmass.html.escape import Html

_SHOWN = 40
"""Dumbbells of one kind that are shown; the rest is counted."""

_A, _B = style.PALETTE[1], style.PALETTE[0]
"""Orange ring and blue square: told apart by shape as well."""


@dataclass(frozen=True, slots=True)
class DumbbellRow:
    """One input under two variants.

    Attributes:
        label: The input as text.
        answer: The most frequent answer under A, whose share is drawn.
        now: The most frequent answer under B where it is another; empty otherwise.
        share_a: The share of ``answer`` under A, a fraction in [0, 1].
        share_b: Its share under B.
        title: Every outcome with its shares, before and after, as text.
        p: The corrected p-value as text.
    """

    label: str
    answer: str
    now: str
    share_a: float
    share_b: float
    title: str = ""
    p: str = ""


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One measure of two variants, all as text: ``agreement``, ``94% → 99%``, ``+5 points [+1, +9]``, p, verdict."""

    what: str
    figures: str
    change: str
    p: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ContrastView:
    """One variant compared with another.

    Attributes:
        a: What it is compared with.
        b: The variant.
        sentence: What was found.
        moved: The inputs that behave differently, the surest first.
        others: Inputs whose draws differ, but not beyond chance.
        alike: How many inputs gave the same shares under both.
        effects: What was measured of both.
        unmeasured: Which questions have no figure, and why.
        diag: When not to trust it, in words.
    """

    a: str
    b: str
    sentence: str
    moved: tuple[DumbbellRow, ...] = ()
    others: tuple[DumbbellRow, ...] = ()
    alike: int = 0
    effects: tuple[EffectRow, ...] = ()
    unmeasured: str = ""
    diag: str = ""


@dataclass(frozen=True, slots=True)
class CompareView:
    """Variants compared with one of them.

    Attributes:
        name: The name that was sampled.
        chips: The facts that stand beside the name.
        sentence: What was found, in one sentence.
        contrasts: One for each variant.
        prompts: Each variant with its prompt.
        notes: Further remarks, one sentence each.
        code: The code that gives the same data.
    """

    name: str
    chips: tuple[str, ...]
    sentence: str
    contrasts: tuple[ContrastView, ...] = ()
    prompts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    code: str = ""


def compare_html(view: CompareView) -> str:
    """Write a comparison as HTML."""
    alone = len(view.contrasts) == 1
    return parts.card(
        parts.head(view.name, view.chips),
        parts.sentence(view.sentence),
        parts.notices(view.notes),
        parts.join(_contrast(view, contrast, alone=alone) for contrast in view.contrasts),
        _prompts(view.prompts),
        parts.foot(view.code),
        label=f"comparison of {view.name}",
    )


def _contrast(view: CompareView, contrast: ContrastView, *, alone: bool) -> Html:
    title = Html(f"{_ring()} {escape.text(contrast.a)} → {_square()} {escape.text(contrast.b)}")
    said = Html("") if alone else parts.sentence("", under=contrast.sentence)
    diag = parts.notices([contrast.diag] if contrast.diag else [])
    moved = _dumbbells(contrast.moved, code=view.code)
    return parts.join((parts.heading(title), said, moved, _others(contrast, view.code), _effects(contrast), diag))


def _others(contrast: ContrastView, code: str) -> Html:
    alike = f"{contrast.alike:,} input{'' if contrast.alike == 1 else 's'} answered alike under both"
    if not contrast.others:
        return parts.sentence("", under=alike)
    what = "more differ" if contrast.moved else "differ"
    summary = f"{len(contrast.others):,} {what}, not beyond chance; {alike}"
    return parts.details(escape.text(summary), _dumbbells(contrast.others, code=code))


def _dumbbells(rows: Sequence[DumbbellRow], *, code: str) -> Html:
    if not rows:
        return Html("")
    shown = rows[:_SHOWN]
    header = (("input", False), ("share of the answer", False), ("answer", False), ("share", True), ("p", True))
    body = parts.table((_row(row) for row in shown), widths=(30, 26, 24, 13, 7), header=header)
    return parts.join((parts.gap(), body, parts.more(len(shown), len(rows), what="inputs", code=code)))


def _row(row: DumbbellRow) -> Html:
    answer = parts.label(row.answer, limit=80)
    if row.now:
        answer = Html(f"{answer} → {parts.label(row.now, limit=80)}")
    return parts.row(
        parts.cell(parts.label(row.label, limit=160)),
        parts.cell(_dumbbell(row)),
        parts.cell(answer),
        parts.number(f"{parts.percent(row.share_a)} → {parts.percent(row.share_b)}"),
        parts.number(row.p),
    )


def _dumbbell(row: DumbbellRow) -> Html:
    low, high = sorted((row.share_a, row.share_b))
    line = (
        f"position:absolute;top:6px;height:2px;left:{_at(low)};width:{94 * (high - low):.1f}%;background:{style.REST}"
    )
    said = f"{parts.percent(row.share_a)}, then {parts.percent(row.share_b)}"
    return Html(
        f'<div class="pm-track" style="position:relative;height:14px" role="img" aria-label="{escape.attr(said)}" '
        f'title="{escape.attr(row.title, limit=200)}"><div style="{line}"></div>'
        f"{_ring(row.share_a)}{_square(row.share_b)}</div>"
    )


def _ring(share: float | None = None) -> Html:
    """Draw the mark of A, at a share or in the line of text."""
    return _mark(share, f"width:9px;height:9px;border-radius:50%;border:2px solid {_A};box-sizing:border-box")


def _square(share: float | None = None) -> Html:
    """Draw the mark of B, at a share or in the line of text."""
    return _mark(share, f"width:9px;height:9px;background:{_B}")


def _mark(share: float | None, css: str) -> Html:
    where = "display:inline-block" if share is None else f"position:absolute;top:3px;left:{_at(share)};margin-left:-4px"
    return Html(f'<span style="{where};{css}"></span>')


def _at(share: float) -> str:
    """Return where a share stands on the track: 3 % of room at either end, so that no mark is cut."""
    return f"{3 + 94 * share:.1f}%"


def _effects(contrast: ContrastView) -> Html:
    absent = parts.sentence("", under=f"no figure of {contrast.unmeasured}") if contrast.unmeasured else Html("")
    if not contrast.effects:
        return absent
    header = (("measured per input", False), ("mean", True), ("change, paired", True), ("p", True), ("", False))
    made = (
        parts.row(
            parts.cell(escape.text(row.what)),
            parts.number(row.figures),
            parts.number(row.change),
            parts.number(row.p),
            parts.cell(escape.text(row.verdict)),
        )
        for row in contrast.effects
    )
    return parts.join((parts.gap(), parts.table(made, widths=(18, 20, 30, 8, 24), header=header), absent))


def _prompts(prompts: Sequence[tuple[str, str]]) -> Html:
    if len({prompt for _, prompt in prompts}) < 2:  # noqa: PLR2004 - one prompt tells no variant apart
        return Html("")
    made = (parts.row(parts.cell(escape.text(name)), parts.cell(escape.text(said))) for name, said in prompts)
    return parts.details(Html("Prompts"), parts.table(made, widths=(18, 82)))
