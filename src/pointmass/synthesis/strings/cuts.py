"""Ways to cut a text into pieces, each with its cost in about bits: at marks, into tokens, by position."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import pieces
from pointmass.synthesis.program import Apply, Literal, Operator
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Kinds of token as ``(pattern, cost)``: the most natural ones first.
TOKENS: tuple[tuple[str, float], ...] = (
    (r"\d+", 1.0),
    (r"[A-Za-z]+", 1.2),
    (r"\w+", 1.6),
    (r"\S+", 1.8),
    (r"\d+(?:[.,]\d+)*", 2.0),
    (r"[A-Z][a-z]+", 2.0),
    (r"[A-Z]+", 2.2),
    (r"[a-z]+", 2.4),
    (r"[A-Z][a-z]+(?: [A-Z][a-z]+)*", 3.0),
    (r"[A-Z]", 2.6),
    (r"[^\W\d_]+", 2.6),
    (r"[A-Za-z0-9.]+", 3.4),
    (r"[A-Z]{2,}", 2.6),
    (r"[\w-]+", 3.0),
    (r"[\w.]+", 3.4),
    (r"[\w.-]+", 3.6),
    (r"[A-Z]\w*", 3.2),
    (r"-?\d+(?:\.\d+)?", 3.0),
    (r"\$?\d+(?:[.,]\d+)*%?", 4.0),
    # A year is cheap, so that it is taken as a year and not read from a date.
    (r"\b[12]\d{3}\b", -0.1),
)
# Text within brackets or quotes, as ``(pattern, cost)``.
ENCLOSED: tuple[tuple[str, float], ...] = (
    (r"\(([^()]*)\)", 1.6),
    (r"\[([^\[\]]*)\]", 1.6),
    (r"\"([^\"]*)\"", 1.6),
    (r"<([^<>]*)>", 1.8),
    (r"'([^']*)'", 2.6),
)
# Where a class of characters first occurs, or its first run, as ``(pattern, cost)``.
TURNS: tuple[tuple[str, float], ...] = (
    (r"(?=\d)", 0.0),
    (r"(?=[A-Z])", 0.3),
    (r"(?=[a-z])", 0.3),
    (r"\d+", 0.4),
    (r"[A-Z]+", 0.8),
    (r"[a-z]+", 0.8),
)
# Separators of lists: they count as marks even where they are rare, as a list of one item shows none.
_LISTING = frozenset({", ", "; ", ";", ",", "|", "/"})
_SIGNS, _NAMES = 14, 8
_TORN = 2.5
_MAYBE = 2.5


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to cut texts into numbered pieces.

    Attributes:
        nth: The operator that takes one piece by its number.
        cost: The cost of this way in about bits; `place` gives what the number costs in addition.
        pattern: The argument of `nth` before the text: the pattern of a piece. Empty if it takes none.
        mark: The argument of `nth` after the text: the mark at which texts are cut. Empty if it takes none.
        maybe: The operator that takes one piece, or gives the empty text where there is none.
        first: How many places are tried from the start.
        last: How many places are tried from the end.
    """

    nth: Operator
    cost: float
    pattern: str = ""
    mark: str = ""
    maybe: Operator | None = None
    first: int = 8
    last: int = 4

    def taken(
        self,
        base: Term,
        cut: Sequence[Sequence[str]],
        torn: Sequence[Sequence[bool]] = (),
        folded: Sequence[str] = (),
    ) -> Iterator[Term]:
        """Yield the piece at each place, with the program that takes it.

        Args:
            base: The texts.
            cut: The pieces of each text.
            torn: For each piece, whether it is a part of a longer word.
            folded: The outputs in lower case, if pieces that they cannot hold are to be left out; see `hold`.
        """
        longest = max(map(len, cut))
        for index in (*range(min(longest, self.first)), *range(-1, -min(longest, self.last) - 1, -1)):
            column = (p[index] if -len(p) <= index < len(p) else None for p in cut)
            values: tuple[str | None, ...] | None = hold(folded, column) if folded else tuple(column)
            if values is None:
                continue
            cost = base.cost + self.cost + place(index)
            cost += _TORN * any(t[index] for t, v in zip(torn, values, strict=False) if v is not None)
            operator = self.nth
            if None in values:
                if self.maybe is None or not any(values):
                    continue
                operator, cost = self.maybe, cost + _MAYBE
                values = tuple(v or "" for v in values)
            before = (Literal(self.pattern, regex=True),) if self.pattern else ()
            after = (Literal(self.mark),) if self.mark else ()
            yield Term(Apply(operator, (*before, base.node, *after, Literal(index))), cost, values)


def hold(folded: Sequence[str], column: Iterable[str | None]) -> tuple[str | None, ...] | None:
    """Return the pieces of a column; ``None`` at the first that its output cannot hold, neither as it is nor by a change of case.

    Args:
        folded: The outputs in lower case, one an example.
        column: A piece for each example, computed one after the other; ``None`` where there is none.
    """
    held = []
    for piece, output in zip(column, folded, strict=True):
        if piece is not None and piece.lower() not in output and piece[:1].lower() not in output:
            return None
        held.append(piece)
    return tuple(held)


def by_mark(mark: str) -> Cut:
    """Return the way to cut texts at *mark*."""
    return Cut(pieces.PART, 2.0 + mark_cost(mark), mark=mark)


def into_tokens(pattern: str, cost: float) -> Cut:
    """Return the way to cut texts into tokens of one kind."""
    return Cut(pieces.NTH_MATCH, 2.0 + cost, pattern, maybe=pieces.NTH_OR_NOTHING)


def applied(base: Term, operator: Operator, *after: object, cost: float, before: Iterable[Literal] = ()) -> Term:
    """Apply *operator* to the texts of *base*, with the constants *before* and *after* them as arguments."""
    constants = tuple(Literal(a) for a in after)
    first = [b.content for b in before]
    values = tuple(operator.function(*first, v, *after) for v in base.values)
    return Term(Apply(operator, (*before, base.node, *constants)), base.cost + cost, values)


def place(index: int) -> float:
    """Return the cost of an index in about bits: 0, 0.6, 1.2 … from the start and 0.7, 1.4 … from the end."""
    return 0.6 * index if index >= 0 else 0.7 + 0.7 * (-index - 1)


def marks_of(texts: Sequence[str]) -> list[str]:
    """Return likely delimiters, the best first: signs and runs of signs in most texts, then words in all texts."""
    counts: Counter[str] = Counter()
    for one in texts:
        runs = {*re.findall(r"[^\w\s]", one), *re.findall(r"[^A-Za-z0-9]+", one), *(" " if " " in one else "")}
        named = re.findall(r"(?<!\w)[^\w\n]{0,2}\b[A-Za-z]{2,}\b[: ]{0,2}", one)
        counts.update({*runs, *(r.strip() for r in runs if r.strip()), *named, *re.findall(r"[A-Za-z]{2,}:?", one)})
    everywhere = {m for m, n in counts.items() if n == len(texts)}
    often = {m for m, n in counts.items() if n > 1 and n * 2 >= len(texts)} | everywhere | _LISTING
    signs = [m for m in counts if m in often and not any(map(str.isalnum, m))]
    signs.sort(key=lambda m: (m not in everywhere | _LISTING, len(m) > 2, len(m), m))  # noqa: PLR2004 - short ones first
    names = [m for m in everywhere if any(map(str.isalnum, m))]
    names.sort(key=lambda m: (not (m[0] == " " or m[-1] in " :"), len(m), m))
    return [*signs[:_SIGNS], *names[:_NAMES]]


def mark_cost(mark: str) -> float:
    """Return the cost of *mark* as a delimiter, in about bits."""
    if any(c.isalnum() for c in mark):
        # A capital letter costs more, as names hardly delimit. A word without a blank beside it may be part of a word.
        bare = mark[0].isalnum() + mark[-1].isalnum()
        return 2.5 + 0.1 * len(mark) + 0.3 * bare + 3.5 * any(map(str.isupper, mark))
    return 0.5 * len(mark.rstrip(" ") or mark) + 0.5
