"""A view as a tree of parts: plain data that one renderer writes as HTML or text, and another draws live.

All text is made safe to show here, once: what cannot be seen is written out, and what others wrote is clipped aloud. The
sentences of pointmass itself are never cut. ``data`` gives a tree as JSON, which holds no markup: whoever draws it makes
text nodes of its texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pointmass.html import escape
from pointmass.html.parts import interval, percent

VERSION = 1
"""The version of the data that ``data`` gives; a renderer draws no other."""

Kind: TypeAlias = Literal[
    "bar",
    "box",
    "button",
    "cards",
    "choice",
    "code",
    "compared",
    "copied",
    "counted",
    "diff",
    "dumbbell",
    "field",
    "fold",
    "grid",
    "head",
    "heading",
    "histogram",
    "heat",
    "kpis",
    "label",
    "list",
    "marked",
    "marks",
    "meter",
    "note",
    "picker",
    "picture",
    "row",
    "say",
    "slider",
    "stack",
    "strip",
    "sub",
    "table",
    "tabs",
    "text",
    "title",
    "told",
    "two",
    "word",
]
"""What a part is; each has a renderer in Python and one in JavaScript."""

Cell: TypeAlias = "str | Part"


@dataclass(frozen=True, slots=True)
class Shape:
    """One mark of a drawing: an SVG element, its attributes, and its text. It contains no untrusted text."""

    tag: Literal["line", "circle", "text"]
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a view.

    Attributes:
        kind: What it is.
        facts: What it shows, as JSON data.
        parts: What stands in it.
    """

    kind: Kind
    facts: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    def data(self) -> dict[str, Any]:
        """Return the tree as JSON data."""
        return {"kind": self.kind, **self.facts, "parts": [part.data() for part in self.parts]}


def own(text: str) -> str:
    """Prepare a sentence of pointmass: whole, with what cannot be seen written out."""
    return escape.visible(text)


def theirs(text: str, *, limit: int = escape.LABEL) -> str:
    """Prepare what others wrote, for one line."""
    return escape.visible(escape.cut(text, limit))


def stack(*parts: Part | None) -> Part:
    """Put parts under one another; ``None`` is left out."""
    return Part("stack", {}, _there(parts))


def row(*parts: Part | None) -> Part:
    """Put parts beside one another."""
    return Part("row", {}, _there(parts))


def two(left: Part, right: Part) -> Part:
    """Put two parts side by side, each with half of the room; under one another where there is little."""
    return Part("two", {}, (left, right))


def box(*parts: Part | None) -> Part:
    """Frame what a person is asked to decide on."""
    return Part("box", {}, _there(parts))


def head(name: str, chips: Iterable[str] = ()) -> Part:
    """Name what is shown, and the facts that stand beside it."""
    return Part("head", {"name": theirs(name), "chips": [own(chip) for chip in chips if chip]})


def say(text: str) -> Part:
    """Say what was found, in a sentence."""
    return Part("say", {"text": own(text)})


def text(said: str) -> Part:
    """Say something in the running text."""
    return Part("text", {"text": own(said)})


def sub(text: str) -> Part:
    """Say something beside it, in grey."""
    return Part("sub", {"text": own(text)})


def note(text: str) -> Part:
    """Say what the reader has to know before trusting the rest."""
    return Part("note", {"text": own(text)})


def told(text: str, *, good: bool) -> Part:
    """Say what became of what somebody did."""
    return Part("told", {"text": escape.visible(text, keep="\n"), "good": good})


def heading(text: str) -> Part:
    """Head a section."""
    return Part("heading", {"text": own(text)})


def label(text: str, *, limit: int = escape.LABEL) -> Part:
    """Show an input or an answer, in the type of code."""
    return Part("label", {"text": theirs(text, limit=limit) or "(empty text)"})


def counted(pairs: Iterable[tuple[str, str]], *, rest: str = "", limit: int = escape.LABEL) -> Part:
    """Show inputs or answers in one line, each with how often it came.

    Args:
        pairs: Each text, and its count as text; empty for none.
        rest: What is said of those that are left out.
        limit: Characters of each that are shown.
    """
    shown = [[theirs(text, limit=limit) or "(empty text)", own(count)] for text, count in pairs]
    return Part("counted", {"pairs": shown, "rest": own(rest)})


def word(said: str, mark: str) -> Part:
    """Show the word for an input behind its mark, which says the same by its shape."""
    return Part("word", {"text": own(said), "mark": own(mark)})


def kpis(pairs: Iterable[tuple[str, str]]) -> Part:
    """Show the figures to see first, each with what it is."""
    return Part("kpis", {"pairs": [[own(value), own(said)] for value, said in pairs]})


def code(source: str) -> Part:
    """Show Python source, whole."""
    return Part("code", {"text": escape.visible(source, keep="\n\t")})


def diff(text: str) -> Part:
    """Show what changed, as a unified diff, whole: the sign before a line says what became of it, and a colour the same."""
    return Part("diff", {"text": escape.visible(text, keep="\n\t")})


def copied(source: str, *, said: str = "in code") -> Part:
    """Show the code that does the same as what is shown, to be copied.

    Args:
        source: The code.
        said: What it is.
    """
    return Part("copied", {"text": escape.visible(source, keep="\n\t"), "said": own(said)})


def items(lines: Iterable[str]) -> Part:
    """List sentences."""
    return Part("list", {"items": [own(line) for line in lines]})


def fold(summary: str, *parts: Part | None, key: str, unfolded: bool = False) -> Part:
    """Fold parts away under a summary.

    Args:
        summary: What is folded away.
        *parts: The parts.
        key: The name under which a panel remembers whether it was opened.
        unfolded: Whether it is open at first.
    """
    return Part("fold", {"summary": own(summary), "key": key, "open": unfolded}, _there(parts))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, whether it holds figures, and its share of the width in percent."""

    title: str
    numeric: bool = False
    width: int = 0


def table(  # noqa: PLR0913 - each by name
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    key: str,
    do: str = "",
    ids: Sequence[str] = (),
    current: str = "",
    shown: int = 10,
    total: int | None = None,
    what: str = "rows",
) -> Part:
    """Show rows.

    Args:
        columns: The columns.
        rows: Their cells: texts of pointmass, or parts.
        key: The name under which a panel remembers whether all rows are shown.
        do: What a click on a row does, in a panel; a row is then chosen by its id.
        ids: An id for each row.
        current: The id of the row that is chosen.
        shown: How many rows are shown before the rest is asked for.
        total: How many rows there are, where not all were given.
        what: What a row is, in the plural; and, where not all were given, what has them all.
    """
    cells = [[cell if isinstance(cell, Part) else Part("text", {"text": own(cell)}) for cell in each] for each in rows]
    facts = {
        "columns": [[own(column.title), column.numeric, column.width] for column in columns],
        "key": key,
        "do": do,
        "ids": list(ids),
        "current": current,
        "shown": shown,
        "total": len(cells) if total is None else total,
        "what": own(what),
    }
    return Part("table", facts, tuple(Part("row", {}, tuple(each)) for each in cells))


def strip(shares: Iterable[tuple[float, bool]], *, said: str) -> Part:
    """Draw shares as segments of one line.

    Args:
        shares: Each share, a fraction in [0, 1], and whether it is of an answer; the most frequent first.
        said: The same in words.
    """
    return Part("strip", {"shares": [[round(share, 4), answer] for share, answer in shares], "said": own(said)})


def bar(share: float, low: float | None, high: float | None, *, rank: int = 0, answer: bool = True) -> Part:
    """Draw a share with its 95 % interval as a whisker; the figures stand beside it.

    Args:
        share: A fraction in [0, 1].
        low: The lower bound; ``None`` where there is none.
        high: The upper bound.
        rank: Its place among its like, which gives the colour.
        answer: Whether it is of an answer; what is none is grey.
    """
    said = percent(share) + ("" if low is None else f", 95% interval {interval(low, high)[1:-1]}")
    bounds = None if low is None or high is None else [round(low, 4), round(high, 4)]
    return Part("bar", {"share": round(share, 4), "bounds": bounds, "rank": rank, "answer": answer, "said": said})


def marked(letter: str, text: str, *, rank: int, answer: bool = True, mono: bool = False) -> Part:
    """Show a text behind its letter in its colour.

    Args:
        letter: The letter.
        text: What others wrote, or what it is called.
        rank: Its place among its like, which gives the colour.
        answer: Whether it is an answer; what is none is grey.
        mono: Whether to set it in the type of code.
    """
    facts = {"letter": theirs(letter, limit=8), "text": theirs(text) or "(empty text)", "rank": rank, "answer": answer}
    return Part("marked", {**facts, "mono": mono})


def title(text: str, under: str = "") -> Part:
    """Head a section with what others wrote, as it is written, and a remark in grey."""
    return Part("title", {"text": theirs(text, limit=160) or "(empty text)", "under": own(under)})


def meter(share: float, *, said: str) -> Part:
    """Draw how much of something is done: a fraction in [0, 1], and the same in words."""
    return Part("meter", {"share": min(max(share, 0.0), 1.0), "said": own(said)})


# --- what only a panel has: static HTML shows what they would change, or nothing


def button(text: str, *, do: str, value: str = "", main: bool = False, off: bool = False) -> Part:
    """Let a person do something: a click sends ``do`` and ``value``."""
    return Part("button", {"text": own(text), "do": do, "value": value, "main": main, "off": off})


def entry(
    name: str,
    value: str,
    *,
    said: str,
    kind: Literal["text", "number", "area"] = "text",
    hint: str = "",
    do: str = "",
    soon: bool = False,
    rows: int = 4,
) -> Part:
    """Let a person type something.

    Args:
        name: What is set by it.
        value: What stands in it.
        said: Its label.
        kind: One line, a number, or many lines.
        hint: What it looks like while it is empty.
        do: What Enter does, after the value was set.
        soon: Whether to tell what is typed while it is typed, not only when it is left.
        rows: Lines that are seen at once, where there are many.
    """
    facts = {
        "name": name,
        "value": value,
        "said": own(said),
        "type": kind,
        "hint": own(hint),
        "do": do,
        "soon": soon,
        "rows": rows,
    }
    return Part("field", facts)


def choice(name: str, value: str, options: Iterable[tuple[str, str]], *, said: str, many: bool = False) -> Part:
    """Let a person choose one of a few.

    Args:
        name: What is set by it.
        value: What is chosen.
        options: Each value and its text.
        said: Its label.
        many: Whether there are so many that they fold into a list.
    """
    given = [[each, own(text)] for each, text in options]
    return Part("choice", {"name": name, "value": value, "options": given, "said": own(said), "many": many})


def slider(
    name: str,
    value: float,
    *,
    low: float,
    high: float,
    step: float = 1,
    said: str,
    shown: str,
    places: Iterable[str] = (),
) -> Part:
    """Let a person choose a number by dragging; it is told when the hand is still.

    Args:
        name: What is set by it.
        value: What is chosen.
        low: The least.
        high: The most.
        step: The distance of two numbers that can be chosen.
        said: Its label.
        shown: The number in words.
        places: What each number means, in words, where the numbers are 0, 1, 2, ...; wide then.
    """
    facts = {"name": name, "value": value, "low": low, "high": high, "step": step, "said": own(said)}
    return Part("slider", {**facts, "shown": own(shown), "places": [own(each) for each in places]})


def tabs(name: str, value: str, options: Iterable[tuple[str, str]], *, said: str) -> Part:
    """Let a person choose which view of several is shown."""
    given = [[each, own(text)] for each, text in options]
    return Part("tabs", {"name": name, "value": value, "options": given, "said": own(said)})


def picker(
    name: str,
    value: int,
    *,
    of: str,
    found: str,
    said: str,
    places: Sequence[int] | None = None,
    marks: Mapping[int, tuple[str, str]] | None = None,
    widths: Sequence[float] = (),
) -> Part:
    """Let a person choose one of thousands.

    Args:
        name: What is set by it.
        value: The number of the row that is chosen; -1 for none.
        of: The name of the list of rows, which a panel holds beside the tree: each a mapping with its number ``at``, a
            ``label``, a ``word`` with its ``mark``, a ``strip`` of shares (each with whether it is of an answer, and its
            rank where that is not its place) and what it ``said``; and where it has them, an interval ``between`` of the first
            share.
        found: How many of how many are listed, in words.
        said: What is listed.
        places: The places in that list of the rows that are shown, in their order; ``None`` for all, as they are.
        marks: A mark at some rows, by their number, and what it says.
        widths: How wide the ``cells`` of a row are, against each other; equal without.
    """
    marked_rows = {str(at): [mark, own(meant)] for at, (mark, meant) in (marks or {}).items()}
    facts = {"name": name, "value": value, "of": of, "found": own(found), "said": own(said), "marks": marked_rows}
    facts["widths"] = list(widths)
    return Part("picker", facts | ({} if places is None else {"places": list(places)}))


def _there(parts: Iterable[Part | None]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part is not None)
