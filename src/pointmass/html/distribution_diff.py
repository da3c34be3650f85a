"""Two draws side by side: what one says and the other does not is marked, word by word, sign by sign, field by field."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.facts import NOT_RECORDED
from pointmass.html import charts, tree
from pointmass.html.tree import Column, Part

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST = 2_000_000
"""Pairs of pieces that are looked at in words; longer texts are held against each other line by line, or not at all."""

_CLOSE = 400
"""Characters of a stretch that is looked at sign by sign, where both sides are much alike."""

_ALIKE = 0.4
_LONG = 20_000

Pieces = list[tuple[str, bool]]
"""A text in pieces, each with whether the other text does not have it there."""


@dataclass(frozen=True, slots=True)
class TextsApart:
    """Two texts in pieces."""

    left: Pieces
    right: Pieces

    @property
    def places(self) -> int:
        """At how many places they differ."""
        return max(sum(apart for _, apart in self.left), sum(apart for _, apart in self.right))


def difference(left: str, right: str) -> TextsApart:
    """Find what two texts do not have in common."""
    one, other = _WORDS.findall(left), _WORDS.findall(right)
    if len(one) * len(other) > _MOST:
        one, other = left.splitlines(keepends=True), right.splitlines(keepends=True)
    if len(one) * len(other) > _MOST:
        return TextsApart([(left, True)], [(right, True)])
    return _joined(_matched(one, other, close=True))


def _matched(one: Sequence[str], other: Sequence[str], *, close: bool) -> TextsApart:
    left: Pieces = []
    right: Pieces = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        gone, come = "".join(one[a:b]), "".join(other[c:d])
        inner = _signs(gone, come) if close and kind == "replace" else None
        if inner is not None:
            left += inner.left
            right += inner.right
            continue
        left.append((gone, kind != "equal"))
        right.append((come, kind != "equal"))
    return TextsApart(left, right)


def _signs(one: str, other: str) -> TextsApart | None:
    """Look sign by sign at a short stretch that is much alike on both sides."""
    if max(len(one), len(other)) > _CLOSE:
        return None
    if difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() < _ALIKE:
        return None
    return _matched(one, other, close=False)


def _joined(found: TextsApart) -> TextsApart:
    def join(pieces: Pieces) -> Pieces:
        kept = ((text, apart) for text, apart in pieces if text)
        return [
            ("".join(text for text, _ in run), apart)
            for apart, run in itertools.groupby(kept, key=lambda each: each[1])
        ]

    return TextsApart(join(found.left), join(found.right))


def beside(left: Draw, right: Draw, *, whose: tuple[str, str]) -> Part:
    """Show two draws side by side.

    Args:
        left: The one.
        right: The other.
        whose: What each of them is, in words.
    """
    one, other = left.outcome, right.outcome
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        texts = tree.fold("both texts, as they came", _texts(left, right, whose)[0], key="texts beside")
        said, body = _fields(one, other, whose)
    else:
        texts = None
        body, said = _texts(left, right, whose)
    return tree.stack(tree.sub(f"two draws side by side: {said}"), body, texts, _facts(left, right, whose))


def _texts(left: Draw, right: Draw, whose: tuple[str, str]) -> tuple[Part, str]:
    found = difference(_said(left), _said(right))
    sides = (
        tree.stack(tree.sub(name), charts.compared(pieces, gone=gone))
        for name, pieces, gone in ((whose[0], found.left, True), (whose[1], found.right, False))
    )
    return tree.two(*sides), _places(found.places)


def _places(count: int) -> str:
    if not count:
        return "alike, sign by sign"
    return f"they differ at {count:,} place{'' if count == 1 else 's'}: what only one of them has is marked"


def _said(draw: Draw) -> str:
    return (draw.text or draw.detail or "(nothing)")[:_LONG]


def _fields(one: Mapping[str, object], other: Mapping[str, object], whose: tuple[str, str]) -> tuple[str, Part]:
    """Hold two records against each other, field by field."""
    names = list(dict.fromkeys([*one, *other]))
    cells: list[list[tree.Cell]] = []
    apart = []
    for name in names:
        values = [_value(record[name]) if name in record else None for record in (one, other)]
        same = values[0] == values[1]
        apart += [] if same else [name]
        found = difference(values[0] or "", values[1] or "")
        shown = [
            tree.sub("(not there)") if value is None else charts.compared(pieces, gone=gone, alone=False)
            for value, pieces, gone in ((values[0], found.left, True), (values[1], found.right, False))
        ]
        cells.append([tree.label(str(name), limit=80), *shown, "=" if same else "≠"])
    columns = [Column("field", width=20), Column(whose[0], width=36), Column(whose[1], width=36), Column("", width=8)]
    said = (
        f"{len(apart)} of {len(names)} fields differ: {', '.join(map(tree.theirs, map(str, apart)))}"
        if apart
        else "all fields are alike"
    )
    return said, tree.table(columns, cells, key="fields beside")


def _value(value: object) -> str:
    return value if isinstance(value, str) else canonical(value)


def _facts(left: Draw, right: Draw, whose: tuple[str, str]) -> Part:
    def figure(value: float | None, form: str) -> str:
        return NOT_RECORDED if value is None else format(value, form)

    rows: list[list[tree.Cell]] = [
        [name, *told, "=" if told[0] == told[1] else "≠"]
        for name, told in (
            ("status", (left.status, right.status)),
            ("tokens written", (figure(left.output_tokens, ","), figure(right.output_tokens, ","))),
            ("seconds", (figure(left.latency, ".2f"), figure(right.latency, ".2f"))),
        )
    ]
    columns = [Column("", width=20), Column(whose[0], width=36), Column(whose[1], width=36), Column("", width=8)]
    return tree.fold("status, tokens, seconds", tree.table(columns, rows, key="facts beside"), key="facts beside")
