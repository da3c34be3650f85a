"""Cut texts into consecutive pieces: at fixed places, at delimiters that are kept, or by one pattern with groups."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import char_class, regex_escaped
from pointmass.synthesis.operators import lists as ops
from pointmass.synthesis.operators import pieces as piece_ops
from pointmass.synthesis.program import Apply, Array, Literal, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_PIECES = 60
_MOST_PATTERNS = 200
# With more pieces of open length, matching a pattern would take far too long.
_MOST_OPEN = 2
_OPEN = (".+?", r"\S+", r"[\w.-]+")
_KEPT = (r"(\s+)", r"(,\s*)", r"(;\s*)", r"(\W+)", r"(\W)", r"([^A-Za-z0-9]+)", r"(\d+)", r"(\s*[,;]\s*)")
_CLASSES = (r"\d+", "[A-Z]+", "[a-z]+", "[A-Z][a-z]*", "[A-Za-z]+", r"\w+", r"[\w.-]+", r"\S+")


@dataclass(frozen=True, slots=True)
class TextColumn:
    """The part at one place of the text, one value an example.

    Attributes:
        values: The part in each example.
        wanted: Whether it is one of the wanted pieces, or a separator between them.
    """

    values: tuple[str, ...]
    wanted: bool

    @property
    def is_sign(self) -> bool:
        """Whether it is a separator: signs and blanks only, or the same unwanted text in every example."""
        return all(v and not any(map(str.isalnum, v)) for v in self.values) or (
            not self.wanted and len(set(self.values)) == 1
        )


def cut(texts: Sequence[str], wanted: Sequence[list[str]], node: Node) -> Iterator[tuple[Node, float]]:
    """Yield programs, each with its cost, that cut the texts into just the *wanted* pieces.

    Args:
        texts: The values of *node*, one an example.
        wanted: The pieces of each text.
        node: The program that gives the text.
    """
    if not all(1 < len(w) <= _MOST_PIECES for w in wanted):
        return
    whole = all("".join(w) == t for t, w in zip(texts, wanted, strict=True))
    # If one kind of separator repeats, the number of pieces is unlikely to be fixed.
    listed = max(map(len, wanted)) > 3 and len({re.sub(r"\s+", "", p) for w in wanted for p in w[1::2]}) == 1  # noqa: PLR2004 - two separators
    if whole and (listed or len(set(map(len, wanted))) > 1):
        for place, pattern in enumerate(_KEPT):
            if all(re.split(pattern, t) == w for t, w in zip(texts, wanted, strict=True)):
                yield Apply(ops.RE_SPLIT, (Literal(pattern, regex=True), node)), 5.0 + 0.2 * place
                return
    if len(texts) < 2:  # noqa: PLR2004 - one text shows no rule
        return
    if len(set(map(len, wanted))) > 1:
        return
    if whole and (places := _places(wanted)):
        yield _sliced(places, node), (4.0 if _is_ragged(wanted) else 12.0) + 1.0 * len(places)
    columns = _columns(texts, wanted, whole=whole)
    found = _pattern(columns, texts, wanted) if columns else None
    if found is not None:
        yield Apply(ops.MATCHED, (Literal(found, regex=True), node)), 6.0 + 1.0 * len(wanted[0])


def _places(wanted: Sequence[list[str]]) -> list[int]:
    """Return the positions, in characters, at which every text is cut; an empty list if they differ between texts."""
    cuts = {tuple(itertools.accumulate(map(len, w[:-1]))) for w in wanted}
    return list(cuts.pop()) if len(cuts) == 1 else []


def _is_ragged(wanted: Sequence[list[str]]) -> bool:
    """Whether some piece starts or ends with blanks, as columns of a fixed width do."""
    return any(p.strip() and p != p.strip() for w in wanted for p in w)


def _sliced(places: list[int], node: Node) -> Node:
    slices: list[Node] = [Apply(piece_ops.UNTIL, (node, Literal(places[0])))]
    for start, end in itertools.pairwise(places):
        slices.append(Apply(piece_ops.BETWEEN, (node, Literal(start), Literal(end))))
    return Array((*slices, Apply(piece_ops.FROM, (node, Literal(places[-1])))))


def _columns(texts: Sequence[str], wanted: Sequence[list[str]], *, whole: bool) -> list[TextColumn]:
    """Return the pieces, and the separators between them, place by place; an empty list if they do not line up."""
    if whole:
        return [TextColumn(values, wanted=True) for values in zip(*wanted, strict=True)]
    rows = [_aligned(t, w) for t, w in zip(texts, wanted, strict=True)]
    if not all(rows):
        return []
    columns = [TextColumn(values, wanted=place % 2 == 1) for place, values in enumerate(zip(*rows, strict=True))]
    columns = [c for c in columns if c.wanted or any(c.values)]
    return columns if all(c.wanted or c.is_sign for c in columns) else []


def _aligned(text: str, pieces: list[str]) -> list[str]:
    """Return *pieces* with the text before, between and after them; an empty list if they are not in this order."""
    found, place = [], 0
    for piece in pieces:
        at = text.find(piece, place)
        if at < 0 or not piece:
            return []
        found += [text[place:at], piece]
        place = at + len(piece)
    return [*found, text[place:]]


def _pattern(columns: list[TextColumn], texts: Sequence[str], wanted: Sequence[list[str]]) -> str | None:
    """Return the first pattern whose groups are the wanted pieces of every text, or None."""
    choices = []
    for place, column in enumerate(columns):
        after = columns[place + 1] if place + 1 < len(columns) else None
        bodies = [_sign(column)] if column.is_sign else list(_bodies(column, after))
        choices.append([f"({b})" if column.wanted else b for b in bodies])
    beside = [not a.is_sign and not b.is_sign for a, b in itertools.pairwise(columns)] + [False]
    for parts in itertools.islice(itertools.product(*choices), _MOST_PATTERNS):
        pattern = "".join(parts)
        if sum(b or any(o in p for o in _OPEN) for p, b in zip(parts, beside, strict=True)) > _MOST_OPEN:
            continue
        matches = [re.fullmatch(pattern, t) for t in texts]
        if all(m is not None and list(m.groups()) == w for m, w in zip(matches, wanted, strict=True)):
            return pattern
    return None


def _sign(column: TextColumn) -> str:
    """Return a pattern for a separator: the text itself, the text with any blanks, or any of its characters."""
    if len(set(column.values)) == 1 and column.values[0].strip():
        return regex_escaped(column.values[0])
    shown = {r"\s+".join(map(regex_escaped, re.split(r"\s+", v))) for v in column.values}
    if len(shown) == 1:
        return shown.pop()
    if len({re.sub(r"\s", "", v) for v in column.values}) == 1:
        core = re.sub(r"\s", "", column.values[0])
        return r"\s*" + r"\s*".join(map(regex_escaped, core)) + r"\s*"
    return f"[{char_class(''.join(sorted(set(''.join(column.values)))))}]+"


def _bodies(column: TextColumn, after: TextColumn | None) -> Iterator[str]:
    """Yield patterns for a piece: all up to the next separator, a class of characters, or any text."""
    if after is None:
        yield ".*"
    elif after.is_sign:
        inside = set("".join(column.values))
        for sign in dict.fromkeys(after.values[0]):
            if sign not in inside and all(sign in v for v in after.values):
                lazy = "?" if len(set(after.values)) > 1 or sign != after.values[0][0] else ""
                yield f"[^{_any(sign)}]*{lazy}"
                break
    for body in _CLASSES:
        if all(re.fullmatch(body, v) for v in column.values):
            yield body
            break
    if after is not None:
        yield ".+?"


def _any(sign: str) -> str:
    return r"\s" if sign.isspace() else char_class(sign)
