"""The interpretations of a sample as a tree: how the spec is read, how often, and an example of each."""

from __future__ import annotations

from collections.abc import Sequence

from pointmass.html import charts, render, tree
from pointmass.html.parts import interval, percent
from pointmass.html.tree import Column, Part
from pointmass.html.views import ContestedInput, HeatView, InterpretationsView, ReadingRow

_OPEN = 3
"""Contested inputs whose readings are shown unfolded."""

_FOLDED = 10
"""Contested inputs that stand in the list before the rest is asked for."""

_MOST = 24
"""Contested inputs whose readings are shown at all; the rest is counted, so that a notebook stays small."""

_CARDS = 6
"""Readings that are shown on cards; more are a table."""

_TOLD = 2
"""Inputs on a card that tell its reading from the others."""

_OPENED = 4
"""Things that are open, which a sentence names."""

_HOT = 8
"""Inputs of the heat map that static HTML holds, so that a notebook stays small."""

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
        _open(view.open),
        *_by_hand(view.edits),
        heat_part(view.heat) if view.heat is not None else None,
        _readings(view) if view.rows else None,
        *(_inputs(view) if view.heat is None else _all_folded(view)),
        None if view.rows or view.inputs else tree.heading("No interpretation was found"),
    )


def _open(open_: Sequence[tuple[str, int]]) -> Part | None:
    """Say what is open on how many inputs."""
    said = [f"{clause} ({count:,} input{'' if count == 1 else 's'})" for clause, count in open_[:_OPENED]]
    more = [f"and {len(open_) - _OPENED:,} more"] if len(open_) > _OPENED else []
    return tree.sub(f"Open is {', '.join([*said, *more])}.") if said else None


def _by_hand(edits: Sequence[str]) -> list[Part]:
    """List what a person did by hand."""
    count = f"{len(edits):,} edit{'' if len(edits) == 1 else 's'} by hand"
    return [tree.fold(count, tree.items(edits), key="edits")] if edits else []


def _readings(view: InterpretationsView) -> Part:
    """Show the readings on cards where they are few, else in a table."""
    if len(view.rows) > _CARDS:
        return readings_part(view.rows, view.unit, key="readings", all_in=view.code)
    return charts.cards(*(card_part(row, view.unit, rank, key=f"card {rank}") for rank, row in enumerate(view.rows)))


def card_part(row: ReadingRow, unit: str, rank: int, *, key: str) -> Part:
    """Show a reading as a card: what it says, its weight, an example, what sets it apart, the inputs that tell it.

    Args:
        row: The reading.
        unit: What its count counts.
        rank: Its place, from 0.
        key: The name of the card.
    """
    bounds = interval(row.low, row.high)
    weight = f"{percent(row.share)} {bounds}".rstrip() + f" · {row.count:,} {unit}"
    example = tree.fold("one of them", tree.code(row.source), key=f"{key} example") if row.source else None
    told = [f"{tree.theirs(given, limit=60)} → {tree.theirs(said, limit=80)}" for given, said in row.told_by[:_TOLD]]
    return tree.stack(
        tree.marked(row.letter, row.reading, rank=rank),
        tree.bar(row.share, row.low, row.high, rank=rank),
        tree.text(weight),
        tree.sub(f"weight not known: {row.doubt}") if row.doubt else None,
        example or (None if told or row.exemplar == row.reading else tree.label(row.exemplar, limit=200)),
        tree.sub(row.apart) if row.apart else None,
        tree.sub("inputs that tell it from the others:") if told else None,
        tree.items(told) if told else None,
    )


def heat_part(view: HeatView, *, of: str = "", name: str = "", current: int = -1) -> Part:
    """Draw the heat map.

    Args:
        view: What to draw.
        of: The name of the list that holds all rows in a panel.
        name: What a click on a row sets, in a panel.
        current: The number of the input that is chosen.
    """
    rows = [(row.at, row.label, row.letters, row.counts) for row in view.rows[:_HOT]]
    said, total = view.said, len(view.rows)
    return charts.heat(view.heads, rows, said=said, key="heat", of=of, total=total, name=name, current=current)


def _inputs(view: InterpretationsView) -> list[Part]:
    """Show the readings of each contested input: the first open where nothing stands above, others folded, the last counted."""
    unfolded = 0 if view.rows or view.heat is not None else _OPEN
    listed = view.inputs[:_MOST]
    made = [_input(each, at, unfolded=at < unfolded) for at, each in enumerate(listed)]
    first, rest = made[:_FOLDED], made[_FOLDED:]
    if rest:
        first.append(tree.fold(f"{len(rest):,} more inputs", *rest, key="more inputs"))
    if len(view.inputs) > _MOST:
        first.append(tree.sub(f"… and {len(view.inputs) - _MOST:,} more inputs: {view.code} has them all"))
    return first


def _all_folded(view: InterpretationsView) -> list[Part]:
    """Fold the readings input by input away in one line, under the heat map that shows them."""
    made = _inputs(view)
    return [tree.fold(f"the readings of {len(view.inputs):,} inputs, one by one", *made, key="inputs")] if made else []


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
