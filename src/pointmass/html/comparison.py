"""A comparison as a tree: for each variant one dumbbell per input, the share of one answer before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pointmass.html import charts, render, style, tree
from pointmass.html.parts import percent
from pointmass.html.tree import Column, Part

_MOST = 200
"""Dumbbells of one kind that are shown at all; the rest is counted."""


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
class SideRow:
    """One input under all variants.

    Attributes:
        label: The input as text.
        cells: For each variant the most frequent answer, its share, its place among the answers to this input (equal answers
            have equal places), and whether the input is shown to behave otherwise than under the first.
    """

    label: str
    cells: tuple[tuple[str, float, int, bool], ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """Variants compared with one of them.

    Attributes:
        name: The name that was sampled.
        chips: The facts that stand beside the name.
        sentence: What was found, in one sentence.
        contrasts: One for each variant.
        surfaces: What each variant changes in the spec, as a unified diff; those that change nothing are left out.
        notes: Further remarks, one sentence each.
        code: The code that gives the same data.
        sides: Inputs under all variants side by side, those that moved first.
    """

    name: str
    chips: tuple[str, ...]
    sentence: str
    contrasts: tuple[ContrastView, ...] = ()
    surfaces: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    code: str = ""
    sides: tuple[SideRow, ...] = ()


def compare_html(view: CompareView) -> str:
    """Write a comparison as HTML."""
    part = tree.stack(compare_part(view), tree.copied(view.code) if view.code else None)
    return render.to_html(part, label=f"comparison of {view.name}")


def compare_part(view: CompareView) -> Part:
    """Return a comparison as a tree."""
    alone = len(view.contrasts) == 1
    return tree.stack(
        tree.head(view.name, view.chips),
        tree.say(view.sentence),
        *(tree.note(note) for note in view.notes),
        *(_contrast(contrast, at, alone=alone) for at, contrast in enumerate(view.contrasts)),
        sides_part(view),
        surfaces_part(view.surfaces),
    )


def _contrast(contrast: ContrastView, at: int, *, alone: bool) -> Part:
    return tree.stack(
        charts.marks(contrast.a, contrast.b),
        None if alone else tree.sub(contrast.sentence),
        _dumbbells(contrast.moved, key=f"moved {at}") if contrast.moved else None,
        _others(contrast, at),
        effects_part(contrast, key=f"effects {at}"),
        tree.note(contrast.diag) if contrast.diag else None,
    )


def _others(contrast: ContrastView, at: int) -> Part:
    alike = f"{contrast.alike:,} input{'' if contrast.alike == 1 else 's'} answered alike under both"
    if not contrast.others:
        return tree.sub(alike)
    what = "more differ" if contrast.moved else "differ"
    summary = f"{len(contrast.others):,} {what}, not beyond chance; {alike}"
    return tree.fold(summary, _dumbbells(contrast.others, key=f"others {at}"), key=f"alike {at}")


def _dumbbells(rows: Sequence[DumbbellRow], *, key: str) -> Part:
    columns = (
        Column("input", width=30),
        Column("share of the answer", width=26),
        Column("answer", width=24),
        Column("share", numeric=True, width=13),
        Column("p", numeric=True, width=7),
    )
    made: list[list[tree.Cell]] = [
        [
            tree.label(row.label, limit=160),
            charts.dumbbell(row.share_a, row.share_b, said=row.title),
            tree.label(_answer(row), limit=170),
            f"{percent(row.share_a)} → {percent(row.share_b)}",
            row.p,
        ]
        for row in rows[:_MOST]
    ]
    return tree.table(columns, made, key=key, total=len(rows), what="inputs")


def _answer(row: DumbbellRow) -> str:
    return f"{tree.theirs(row.answer, limit=80)} → {tree.theirs(row.now, limit=80)}" if row.now else row.answer


def effects_part(contrast: ContrastView, *, key: str) -> Part | None:
    """Return what was measured of a contrast as a table, and why the rest has no figure; ``None`` where there is neither."""
    absent = tree.sub(f"no figure of {contrast.unmeasured}") if contrast.unmeasured else None
    if not contrast.effects:
        return absent
    columns = (
        Column("measured per input", width=18),
        Column("mean", numeric=True, width=20),
        Column("change, paired", numeric=True, width=30),
        Column("p", numeric=True, width=8),
        Column("", width=24),
    )
    made = [[row.what, row.figures, row.change, row.p, row.verdict] for row in contrast.effects]
    return tree.stack(tree.table(columns, made, key=key), absent)


def sides_part(view: CompareView) -> Part | None:
    """Show what each variant answers, input by input: equal letters in a row are equal answers."""
    if not view.sides:
        return None
    names = [view.contrasts[0].a, *(contrast.b for contrast in view.contrasts)]
    width = 70 // len(names)
    columns = (Column("input", width=100 - width * len(names)), *(Column(name, width=width) for name in names))
    rows: list[list[tree.Cell]] = [
        [tree.label(row.label, limit=160), *(_side(*cell) for cell in row.cells)] for row in view.sides[:_MOST]
    ]
    made = tree.table(columns, rows, key="sides", total=len(view.sides), what="inputs")
    said = tree.sub(
        "A letter is an answer of its row, ▲ an input that is shown to behave otherwise than in the first column."
    )
    return tree.fold("side by side, input by input", said, made, key="sides folded")


def _side(answer: str, share: float, place: int, moved: bool) -> Part:  # noqa: FBT001 - in the order of the row
    said = f"{'▲ ' if moved else ''}{percent(share)} {tree.theirs(answer, limit=80)}"
    return tree.marked(style.letter(place), said, rank=place)


def surfaces_part(surfaces: Sequence[tuple[str, str]]) -> Part | None:
    """Show what each variant changes in the spec of the first, as a diff; ``None`` where none changes anything.

    Args:
        surfaces: Each variant, and the diff.
    """
    diffs = [tree.diff(f"{tree.theirs(name)}\n{text}") for name, text in surfaces if text]
    return tree.fold("what they change in the spec", *diffs, key="surfaces") if diffs else None
