"""One input on the page of the distribution: the input itself, and its outcomes with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pointmass.html import tree
from pointmass.html.distribution_rows import colours, letter_of, rank_of
from pointmass.html.parts import angled, interval, only_status, percent
from pointmass.html.tree import Column, Part
from pointmass.html.views import OK, OutcomeRow
from pointmass.sample import Sample
from pointmass.sample.labelling import Label
from pointmass.widgets.board.right_answers import mark_of


def ranked_keys(sample: Sample, row: int) -> list[str]:
    """Return the outcomes of an input as ``Draw.key`` writes them, in the order in which a view has them."""
    counts = sample.counts()[row]
    return sorted(counts, key=lambda key: (-counts[key], key))


def input_head(sample: Sample, at: int) -> Part:
    """Show an input whole, and how its draws stand."""
    row, given = sample.view().inputs[at], sample.given(at)
    agree = "" if row.agreement is None else f" · two agree {percent(row.agreement)} of the time"
    return tree.stack(
        tree.label(row.label, limit=1000) if isinstance(given, str) else _fields(given),
        tree.sub(f"{row.word} · {row.n:,} draws{agree}"),
    )


def outcomes_table(sample: Sample, at: int, label: Label | None, keys: Sequence[str], *, current: str) -> Part:
    """List the outcomes of an input with their intervals; a click on one does ``outcome`` with its place.

    Args:
        sample: The sample.
        at: The number of the input.
        label: What was said of it.
        keys: Its outcomes (``ranked_keys``).
        current: The place of the one that was chosen; empty for none.
    """
    palette = colours(sample.view())
    cells = [
        [*_outcome(out, rank_of(out, place, palette)), mark_of(label, keys[place])]
        for place, out in enumerate(sample.view().inputs[at].outcomes)
    ]
    columns = [
        Column("", width=44),
        Column("", width=16),
        Column("draws", numeric=True, width=31),
        Column("", width=9),
    ]
    ids = [str(place) for place in range(len(cells))]
    return tree.table(columns, cells, key=f"outcomes:{at}", do="outcome", ids=ids, current=current, shown=5)


def _outcome(out: OutcomeRow, rank: int) -> list[tree.Cell]:
    answer = out.status == OK
    said = out.label if answer else angled(out.status) if only_status(out) else f"{angled(out.status)} {out.label}"
    return [
        tree.marked(letter_of(out, rank), said, rank=rank, answer=answer, mono=True),
        tree.bar(out.share, out.low, out.high, rank=rank, answer=answer),
        f"{out.count:,} · {percent(out.share)} {interval(out.low, out.high)}",
    ]


def _fields(given: Any) -> Part:
    cells = [[name, tree.label(str(value), limit=400)] for name, value in given.items()]
    return tree.table([Column("", width=30), Column("", width=70)], cells, key="given", shown=12)
