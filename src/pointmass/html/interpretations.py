"""The interpretations of a sample as a tree: how the spec is read, how often, and an example of each."""

from __future__ import annotations

from collections.abc import Sequence

from pointmass.html import render, tree
from pointmass.html.parts import interval, percent
from pointmass.html.tree import Column, Part
from pointmass.html.views import ContestedInput, InterpretationsView, ReadingRow

_OPEN = 3
"""Contested inputs whose readings are shown unfolded."""

_FOLDED = 10
"""Contested inputs that stand in the list before the rest is asked for."""

_MOST = 40
"""Contested inputs whose readings are shown at all; the rest is counted, so that a notebook stays small."""

_ROWS = 200
"""Readings of one table that are shown at all."""


def interpretations_html(view: InterpretationsView) -> str:
    """Write interpretations as HTML."""
    part = tree.stack(interpretations_part(view), tree.copied(view.code) if view.code else None)
    return render.to_html(part, label=f"interpretations of {view.name}")


def interpretations_part(view: InterpretationsView) -> Part:
    """Return interpretations as a tree."""
    count = f"{len(view.rows):,} reading{'' if len(view.rows) == 1 else 's'}" if view.rows else ""
    return tree.stack(
        tree.head(view.name, ["interpretations", count]),
        tree.say(view.sentence) if view.sentence else None,
        tree.sub(view.note) if view.note else None,
        readings_part(view.rows, view.unit, key="readings", all_in=view.code) if view.rows else None,
        *_inputs(view),
        None if view.rows or view.inputs else tree.heading("No interpretation was found"),
    )


def _inputs(view: InterpretationsView) -> list[Part]:
    """Show the readings of each contested input: the first open where nothing stands above, others folded, the last counted."""
    unfolded = 0 if view.rows else _OPEN
    listed = view.inputs[:_MOST]
    made = [_input(each, at, unfolded=at < unfolded) for at, each in enumerate(listed)]
    first, rest = made[:_FOLDED], made[_FOLDED:]
    if rest:
        first.append(tree.fold(f"{len(rest):,} more inputs", *rest, key="more inputs"))
    if len(view.inputs) > _MOST:
        first.append(tree.sub(f"… and {len(view.inputs) - _MOST:,} more inputs: {view.code} has them all"))
    return first


def _input(each: ContestedInput, at: int, *, unfolded: bool) -> Part:
    readings = len(each.rows) if each.readings is None else each.readings
    count = f"{readings:,} reading{'' if readings == 1 else 's'} in {each.n:,} draws"
    body = readings_part(each.rows, "draws", key=f"readings of {at}")
    if unfolded:
        return tree.stack(tree.title(each.label, count), body)
    return tree.fold(f"{tree.theirs(each.label, limit=160)} {count}", body, key=f"input {at}")


def readings_part(rows: Sequence[ReadingRow], unit: str, *, key: str, all_in: str = "") -> Part:
    """Show readings as a table: letter, words, share with interval, count, example.

    Args:
        rows: The readings.
        unit: What their counts count.
        key: The name of the table.
        all_in: The code that has them all.
    """
    columns = (
        Column("interpretation", width=32),
        Column("share, 95% interval", width=22),
        Column(unit, numeric=True, width=20),
        Column("example", width=26),
    )
    made: list[list[tree.Cell]] = [
        [
            tree.marked(row.letter, row.reading, rank=rank),
            tree.bar(row.share, row.low, row.high, rank=rank),
            f"{row.count:,} · {percent(row.share)} {interval(row.low, row.high)}".rstrip(),
            tree.fold("one of them", tree.code(row.source), key=f"{key} example {rank}")
            if row.source
            else tree.label(row.exemplar, limit=160),
        ]
        for rank, row in enumerate(rows[:_ROWS])
    ]
    what = f"readings: {all_in} has them all" if all_in else "readings"
    return tree.table(columns, made, key=key, total=len(rows), what=what)
