"""Parts of a view that draw or set side by side: charts, heat maps, cards, and texts with what differs marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.html import escape
from pointmass.html.parts import percent
from pointmass.html.tree import Part, Shape, own, theirs


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a histogram: what it counts, how many, and whether it was chosen."""

    said: str
    count: int
    chosen: bool = False


def grid(*parts: Part | None) -> Part:
    """Put parts beside one another, each as wide as the others, in as many lines as it takes."""
    return Part("grid", {}, tuple(part for part in parts if part is not None))


def histogram(title: str, bars: Sequence[Bar], *, per: str, do: str, name: str) -> Part:
    """Draw how many there are of each kind, a bar each with its number in text.

    Args:
        title: What was measured.
        bars: The bars, in their order.
        per: What they count, in the plural.
        do: What a click on a bar does, in a panel; with ``name:number`` of the bar, from 0.
        name: The name of the chart.
    """
    facts = {
        "title": own(title),
        "bars": [[theirs(each.said, limit=40), each.count, each.chosen] for each in bars],
        "per": own(per),
        "do": do,
        "name": name,
    }
    return Part("histogram", facts)


def compared(pieces: Iterable[tuple[str, bool]], *, gone: bool, alone: bool = True) -> Part:
    """Show a text whose pieces that another text does not have are marked, by more than colour.

    Args:
        pieces: The text in pieces, each with whether the other text does not have it.
        gone: Whether it is the text before, or the left one, so that its own pieces are marked as taken away.
        alone: Whether it is set as a block; else it goes into a cell.
    """
    shown = [[_piece(text, marked=apart), apart] for text, apart in pieces]
    return Part("compared", {"pieces": shown, "gone": gone, "alone": alone})


def _piece(text: str, *, marked: bool) -> str:
    """Write a piece of a text of several lines; white space alone is written out where it is marked."""
    return escape.visible(text, keep="" if marked and not text.strip() else "\n\t")


def dumbbell(a: float, b: float, *, said: str) -> Part:
    """Draw a share before and after, fractions in [0, 1]: a ring and a square on one line.

    Args:
        a: The share before.
        b: The share after.
        said: All shares, before and after, in words.
    """
    return Part(
        "dumbbell", {"a": a, "b": b, "said": f"{percent(a)}, then {percent(b)}", "title": theirs(said, limit=200)}
    )


def marks(a: str, b: str) -> Part:
    """Say whose mark is the ring and whose the square: told apart by shape as well as by colour."""
    return Part("marks", {"a": theirs(a), "b": theirs(b)})


def picture(shapes: Iterable[Shape], *, width: int, height: int, said: str) -> Part:
    """Draw marks that were placed: lines, circles and short texts of pointmass.

    Args:
        shapes: The marks.
        width: Pixels.
        height: Pixels.
        said: The same in words.
    """
    marks = [[shape.tag, dict(shape.attributes), shape.text] for shape in shapes]
    return Part("picture", {"shapes": marks, "width": width, "height": height, "said": own(said)})


def cards(*parts: Part, current: Iterable[int] = (), do: str = "") -> Part:
    """Put parts on cards beside one another.

    Args:
        *parts: What stands on each card.
        current: The numbers of the cards that are chosen.
        do: What a click on a card does, in a panel; a card is then told by its number.
    """
    return Part("cards", {"current": sorted(current), "do": do}, parts)


def heat(
    heads: str,
    rows: Iterable[tuple[int, str, str, Sequence[int]]],
    *,
    said: str,
    key: str,
    of: str = "",
    total: int = 0,
    name: str = "",
    current: int = -1,
) -> Part:
    """Draw a heat map: a letter or a figure in each cell, and a colour that says no more than they do.

    Args:
        heads: A letter for each column.
        rows: For each row its number, what it is, and either a letter for each column or a count for each.
        said: What columns and cells are, in words.
        key: The name under which a panel remembers how far it was scrolled.
        of: The name of the list that holds all rows in a panel, made by ``heat_row``; without it the rows given are all.
        total: How many rows there are, where not all were given.
        name: What a click on a row sets, in a panel.
        current: The number of the row that is chosen.
    """
    made = [heat_row(*row) for row in rows]
    facts = {"heads": heads, "rows": made, "said": own(said), "key": key, "of": of, "name": name, "current": current}
    return Part("heat", {**facts, "total": max(total, len(made))})


def heat_row(at: int, label: str, letters: str, counts: Sequence[int]) -> dict[str, Any]:
    """Return a row of a heat map as data, safe to show."""
    return {
        "at": at,
        "label": theirs(label, limit=160) or "(empty text)",
        "letters": _letters(letters),
        "counts": list(counts),
    }


def _letters(letters: str) -> str:
    """Return the letters of a heat map: no other character of them is shown."""
    return "".join(each if each in "ABCDEF " else "·" for each in letters)
