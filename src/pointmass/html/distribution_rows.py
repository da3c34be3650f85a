"""The inputs of a sample as a list draws them: a stacked bar each, one colour an answer where answers are few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pointmass.html import style, tree
from pointmass.html.parts import angled, interval, percent
from pointmass.html.sample import MARKS
from pointmass.html.tree import Part
from pointmass.html.views import OK, InputRow, OutcomeRow, SampleView

FEW = len(style.PALETTE)
"""Different answers at most that have a colour of their own in the whole sample."""

_SEGMENTS = 12
"""Segments of a bar that are drawn; the rest is one grey segment."""

_SAID = 8
"""Outcomes of an input that are said in words beside its bar."""

Colours = Mapping[str, int]
"""The place in the palette of each answer of a sample, as text; empty where there are more than ``FEW``."""


def colours(view: SampleView) -> Colours:
    """Give every answer a colour, the commonest first; none where answers are many."""
    counts: Counter[str] = Counter()
    for row in view.inputs:
        for out in row.outcomes:
            if out.status == OK:
                counts[out.label] += out.count
        if len(counts) > FEW:
            return {}
    return {label: rank for rank, (label, _) in enumerate(sorted(counts.items(), key=lambda each: (-each[1], each[0])))}


def legend(view: SampleView, chosen: Colours) -> Part | None:
    """Say which colour and letter is which answer; nothing where each input has colours of its own."""
    if not chosen:
        return None
    lost = any(status != OK and count for status, count in view.statuses)
    grey = [tree.marked("·", "no value", rank=FEW, answer=False)] if lost else []
    return tree.row(
        *(tree.marked(style.letter(rank), label, rank=rank, mono=True) for label, rank in chosen.items()), *grey
    )


def rank_of(out: OutcomeRow, place: int, chosen: Colours) -> int:
    """Return the place in the palette of an outcome: of its answer where answers are few, else its place at its input."""
    return chosen.get(out.label, FEW) if chosen and out.status == OK else place


def letter_of(out: OutcomeRow, rank: int) -> str:
    """Return the letter of an outcome; what is no answer has none."""
    return style.letter(rank) if out.status == OK else "·"


def rows(view: SampleView, cells: Sequence[Sequence[str]] | None) -> list[dict[str, Any]]:
    """Return every input as a picker draws it.

    Args:
        view: The sample.
        cells: The parameters of each input as text, where there are several.
    """
    chosen = colours(view)
    return [_row(row, at, chosen, cells[at] if cells else None) for at, row in enumerate(view.inputs)]


def _row(row: InputRow, at: int, chosen: Colours, cells: Sequence[str] | None) -> dict[str, Any]:
    shown = row.outcomes[:_SEGMENTS]
    strip: list[list[Any]] = [
        [round(out.share, 3), out.status == OK, rank_of(out, place, chosen)] for place, out in enumerate(shown)
    ]
    if len(row.outcomes) > _SEGMENTS:
        strip.append([round(sum(out.share for out in row.outcomes[_SEGMENTS:]), 3), False, FEW])
    made: dict[str, Any] = {
        "at": at,
        "label": tree.theirs(row.label, limit=160),
        "word": row.word,
        "mark": MARKS[row.word],
        "weight": row.weight,
        "said": said(row, chosen),
        "strip": strip,
        "lettered": bool(chosen),
    }
    first = row.outcomes[0] if row.outcomes else None
    if first is not None and first.low is not None and first.high is not None:
        made["between"] = [round(first.low, 3), round(first.high, 3)]
    if cells:
        made["cells"] = [tree.theirs(each, limit=120) for each in cells]
    return made


def widths(cells: Sequence[Sequence[str]] | None) -> list[float]:
    """Return how wide the columns of parameters are, against each other: as their texts are long, within bounds."""
    if not cells:
        return []
    means = [sum(map(len, column)) / len(cells) for column in zip(*cells, strict=True)]
    return [round(min(max(mean, 8.0), 40.0), 1) for mean in means]


def said(row: InputRow, chosen: Colours) -> str:
    """Say the shares of an input in words, the first with its 95 % interval."""
    words = [
        f"{letter_of(out, rank_of(out, place, chosen)) if out.status == OK else angled(out.status)} {percent(out.share)}"
        f"{f' {interval(out.low, out.high)}' if not place else ''}"
        for place, out in enumerate(row.outcomes[:_SAID])
    ]
    more = len(row.outcomes) - _SAID
    return "; ".join([*words, *([f"{more} more"] if more > 0 else [])])
