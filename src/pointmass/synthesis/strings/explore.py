"""Enumerate pieces of the inputs: tokens, parts, what stands before, after and between marks, slices."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, TypeVar

from pointmass.synthesis.literals import char_class
from pointmass.synthesis.operators import pieces, text
from pointmass.synthesis.program import Apply, Literal, Node
from pointmass.synthesis.strings.changes import changes
from pointmass.synthesis.strings.pool import Pool
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.strings.pool import Column

# Kinds of token with their cost in about bits: what a text is naturally read in comes first.
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
    # A year needs less to be read than the date that it may be part of.
    (r"\b[12]\d{3}\b", -0.1),
)
# What stands within brackets or quotes.
ENCLOSED: tuple[tuple[str, float], ...] = (
    (r"\(([^()]*)\)", 1.6),
    (r"\[([^\[\]]*)\]", 1.6),
    (r"\"([^\"]*)\"", 1.6),
    (r"<([^<>]*)>", 1.8),
    (r"'([^']*)'", 2.6),
)
# Where a kind of character comes first, or a run of it ends, with its cost in about bits: to begin with it is plainer.
TURNS: tuple[tuple[str, float], ...] = (
    (r"(?=\d)", 0.0),
    (r"(?=[A-Z])", 0.3),
    (r"(?=[a-z])", 0.3),
    (r"\d+", 0.4),
    (r"[A-Z]+", 0.8),
    (r"[a-z]+", 0.8),
)
_T = TypeVar("_T")
_MATCHES = 8
_PARTS = 8
_MARKS = 14
_MOST_SIGNS = 6
# What separates the items of a list; a list of one item shows none.
_LISTING = frozenset({", ", "; ", ";", ",", "|", "/"})
_LONGEST_SLICED = 60
_TORN = 2.5
_WORD = 2.0
_BRACKETS = frozenset({("(", ")"), ("[", "]"), ("{", "}"), ("<", ">")})


def explore(pool: Pool, base: Term, marks: list[str], late: Callable[..., bool], depth: int = 2) -> None:
    """Offer the pieces of *base*; parts and what lies between marks are taken apart once more."""
    below = list(_parts(pool, base, marks))
    _tokens(pool, base, TOKENS)
    enclosed = _tokens(pool, base, ENCLOSED)
    changes(pool, base)
    _slices(pool, base, absolute=depth > 1)
    if depth < 2:  # noqa: PLR2004 - a piece of a piece is as deep as programs that people write go
        return
    _turns(pool, base)
    below.extend(enclosed)
    below.extend(_between(pool, base, marks))
    below.extend(_split_at_any(pool, base, marks))
    seen: set[Column] = {base.values}
    for inner in sorted(below, key=lambda b: b.cost):
        if late(5):
            return
        if inner.values not in seen and len(seen) < 60:  # noqa: PLR2004 - a bound on time
            seen.add(inner.values)
            explore(pool, inner, marks, late, depth - 1)


def bases_of(base: Term, marks: list[str], *, limit: int) -> list[Term]:
    """Return *base* and the parts of it that may hold a list or a date, cheapest first."""
    nothing = Pool(("",) * len(base.values))
    # A word is rarely a list.
    words = {b.values for b in _parts(nothing, base, [" "])}
    below = [
        *_parts(nothing, base, marks),
        *_between(nothing, base, marks),
        *_tokens(nothing, base, ENCLOSED),
        *_split_at_any(nothing, base, marks),
    ]
    chosen: dict[Column, Term] = {base.values: base}
    for inner in sorted(below, key=lambda b: b.cost + _WORD * (b.values in words)):
        if None not in inner.values and len(chosen) < limit:
            chosen.setdefault(inner.values, inner)
    return list(chosen.values())


def marks_of(texts: list[str]) -> list[str]:
    """Return the texts that may delimit: signs, runs of signs and words that all (or most) inputs share, best first."""
    counts: dict[str, int] = {}
    for one in texts:
        runs = set(re.findall(r"[^\w\s]", one)) | set(re.findall(r"[^A-Za-z0-9]+", one))
        runs |= {" "} if " " in one else set()
        runs |= {r.strip() for r in runs if r.strip()}
        words = set(re.findall(r"(?<!\w)[^\w\n]{0,2}\b[A-Za-z]{2,}\b[: ]{0,2}", one)) | set(
            re.findall(r"[A-Za-z]{2,}:?", one)
        )
        for mark in runs | words:
            counts[mark] = counts.get(mark, 0) + 1
    often = {m for m, n in counts.items() if n > 1 and not any(map(str.isalnum, m)) and n * 2 >= len(texts)}
    shared = [m for m, n in counts.items() if n == len(texts) or m in often or m in _LISTING]
    shared.sort(key=lambda m: (counts[m] < len(texts) and m not in _LISTING, len(m) > 2, len(m), m))  # noqa: PLR2004 - short ones first
    signs = [m for m in shared if not any(map(str.isalnum, m))]
    named = [m for m in shared if any(map(str.isalnum, m))]
    named.sort(key=lambda m: (not (m[0] == " " or m[-1] in " :"), len(m), m))
    return [*signs[:_MARKS], *named[:8]]


def mark_cost(mark: str) -> float:
    """Return what naming *mark* costs, in about bits."""
    if any(c.isalnum() for c in mark):
        # A name is less of a delimiter than a word that joins; and a word without a blank beside it stands in words, too.
        bare = mark[0].isalnum() + mark[-1].isalnum()
        return 2.5 + 0.1 * len(mark) + 0.3 * bare + 3.5 * any(map(str.isupper, mark))
    return 0.5 * len(mark.rstrip(" ") or mark) + 0.5


def place(index: int) -> float:
    """Return what a place costs: near the start is cheaper than near the end, and both than the middle."""
    return 0.6 * index if index >= 0 else 0.7 + 0.7 * (-index - 1)


def _tokens(pool: Pool, base: Term, kinds: tuple[tuple[str, float], ...]) -> list[Term]:
    """Offer the tokens of some kinds, counted from the start and from the end; return those that every text has."""
    whole: list[Term] = []
    for pattern, cost in kinds:
        if pool.late():
            break
        matches = [pool.matches(pattern, v) if v is not None else () for v in base.values]
        most = max(map(len, matches))
        pattern_node = Literal(pattern, regex=True)
        for index in (*range(min(most, _MATCHES)), *range(-1, -min(most, 4) - 1, -1)):
            chosen = [_item(m, index) for m in matches]
            column = tuple(c and c[0] for c in chosen)
            price = base.cost + 2.0 + cost + place(index)
            if any(c and c[1] for c in chosen):
                price += _TORN
            if None not in column:
                pool.add(column, price, pieces.NTH_MATCH, pattern_node, base.node, index)
                if kinds is ENCLOSED:
                    node = Apply(pieces.NTH_MATCH, (pattern_node, base.node, Literal(index)))
                    whole.append(Term(node, price, column))
            elif any(column):
                filled = tuple(c or "" for c in column)
                pool.add(filled, price + 2.5, pieces.NTH_OR_NOTHING, pattern_node, base.node, index)
    return whole


def _turns(pool: Pool, base: Term) -> None:
    """Offer what stands before and after the place where a kind of character comes first."""
    for pattern, cost in TURNS:
        split = [re.split(pattern, v, maxsplit=1) if v is not None else [] for v in base.values]
        if any(len(s) < 2 for s in split):  # noqa: PLR2004 - not everywhere
            continue
        for index in (0, 1):
            column = tuple(s[index] for s in split)
            price = base.cost + 3.6 + cost + place(index)
            pool.add(column, price, pieces.PART_AT_FIRST, Literal(pattern, regex=True), base.node, index)


def _item(items: Sequence[_T], index: int) -> _T | None:
    return items[index] if -len(items) <= index < len(items) else None


def _parts(pool: Pool, base: Term, marks: list[str]) -> Iterator[Term]:
    """Offer what stands between delimiters, and before and after the first and last one."""
    pool.add(base.values, base.cost + 1.0, text.STR, base.node)
    pool.add(tuple(v and v.strip() for v in base.values), base.cost + 1.5, text.STRIP, base.node)
    for mark in marks:
        if pool.late(6) or not any(v and mark in v for v in base.values):
            continue
        price = base.cost + 2.0 + mark_cost(mark)
        split = [v.split(mark) if v is not None else [] for v in base.values]
        most = max(len(s) for s in split)
        for index in (*range(min(most, _PARTS)), *range(-1, -min(most, 4) - 1, -1)):
            column = tuple(_item(s, index) for s in split)
            cost = price + place(index)
            if None in column:
                if any(column):
                    stripped = tuple((c or "").strip() for c in column)
                    pool.add(stripped, cost + 2.5, pieces.PART_OR_NOTHING, base.node, mark, index)
                    yield Term(_apply(pieces.PART_OR_NOTHING, base.node, mark, index), cost + 3.0, stripped)
                continue
            yield from _both(pool, Term(_apply(pieces.PART, base.node, mark, index), cost, column))
        for operator, function, extra in _SIDES:
            if most > 2 or operator in (pieces.AFTER, pieces.BEFORE_LAST):  # noqa: PLR2004 - else it is a part
                column = tuple(function(v, mark) if v is not None else None for v in base.values)
                yield from _both(pool, Term(_apply(operator, base.node, mark), price + extra, column))
        for number, (operator, extra) in itertools.product((2, 3), _COUNTED):
            least = number if operator in (pieces.FIRST_PARTS, pieces.LAST_PARTS) else number + 1
            if most > number and all(len(s) >= least for s in split):
                column = tuple(operator.function(v, mark, number) for v in base.values)
                cost = price + extra + 0.6 * number
                yield from _both(pool, Term(_apply(operator, base.node, mark, number), cost, column))


_SIDES = (
    (pieces.BEFORE_LAST, pieces.BEFORE_LAST.function, 1.0),
    (pieces.AFTER, pieces.AFTER.function, 0.0),
)


_COUNTED = (
    (pieces.AFTER_NTH, 0.2),
    (pieces.FIRST_PARTS, 0.3),
    (pieces.LAST_PARTS, 0.5),
    (pieces.BEFORE_NTH, 0.9),
)


def _split_at_any(pool: Pool, base: Term, marks: list[str]) -> Iterator[Term]:
    """Offer what stands before the first, between, and after the last of two signs that stand for each other."""
    signs = [m for m in marks if len(m) == 1 and not m.isalnum() and m != " "]
    texts = [v or "" for v in base.values]
    for pair in itertools.combinations(signs[:_MOST_SIGNS], 2):
        counts = [(t.count(pair[0]), t.count(pair[1])) for t in texts]
        # Where every text has as many of each, one sign alone says as much.
        if len(set(counts)) == 1:
            continue
        pattern = f"[{char_class(''.join(pair))}]"
        split = [re.split(pattern, t) for t in texts]
        for index in (0, 1, 2, -1):
            column = tuple(_item(s, index) for s in split)
            if None in column:
                continue
            node = Apply(pieces.PART_OF_ANY, (Literal(pattern, regex=True), base.node, Literal(index)))
            yield from _both(pool, Term(node, base.cost + 3.4 + place(index), column))


def _both(pool: Pool, base: Term) -> Iterator[Term]:
    """Offer and yield a piece, and without blanks around it where that differs."""
    pool.add(base.values, base.cost, text.STR, base.node)
    yield base
    stripped = tuple(v and v.strip() for v in base.values)
    if stripped != base.values:
        inner = Term(Apply(text.STRIP, (base.node,)), base.cost + 0.6, stripped)
        pool.add(inner.values, inner.cost, text.STR, inner.node)
        yield inner


def _between(pool: Pool, base: Term, marks: list[str]) -> Iterator[Term]:
    """Offer what stands after a mark and before the next one of another kind, or the end."""
    for left in marks:
        rests = [v.partition(left) if v is not None else None for v in base.values]
        if not any(r and r[1] for r in rests):
            continue
        after = _apply(pieces.AFTER, base.node, left)
        price = base.cost + 2.5 + mark_cost(left)
        for right in marks:
            if right != left and any(r and right in r[2] for r in rests):
                column = tuple(r[2].partition(right)[0] if r else None for r in rests)
                node = _apply(pieces.BEFORE, after, right)
                cost = base.cost + 3.2 if (left, right) in _BRACKETS else price + mark_cost(right)
                yield from _both(pool, Term(node, cost, column))


def _slices(pool: Pool, base: Term, *, absolute: bool) -> None:
    lengths = [len(v) for v in base.values if v is not None]
    if not lengths or min(lengths) == 0:
        return
    limit = min(*lengths, _LONGEST_SLICED)
    texts = [v or "" for v in base.values]
    # Places counted in characters are natural in texts of one length, and near the ends.
    uneven = 0.5 if len(set(lengths)) > 1 else 0.0
    for n in range(1, min(limit, 12) + 1):
        pool.add(tuple(t[:n] for t in texts), base.cost + 4.0 + (0.5 + uneven) * n, pieces.UNTIL, base.node, n)
        pool.add(tuple(t[-n:] for t in texts), base.cost + 4.5 + (0.5 + uneven) * n, pieces.FROM, base.node, -n)
        pool.add(tuple(t[n:] for t in texts), base.cost + 4.5 + 0.6 * n, pieces.FROM, base.node, n)
        pool.add(tuple(t[:-n] for t in texts), base.cost + 4.8 + 0.6 * n, pieces.UNTIL, base.node, -n)
    if not absolute:
        return
    for step, start in ((2, 0), (2, 1), (3, 0), (3, 1), (3, 2)):
        column = tuple(t[start::step] for t in texts)
        pool.add(column, base.cost + 3.5 + step + 0.5 * start, pieces.EVERY, base.node, start, step)
    for start in range(1, limit):
        pool.add(tuple(t[start] for t in texts), base.cost + 6.0 + 0.3 * start, pieces.AT, base.node, start)
        for end in range(start + 2, min(limit, start + 24) + 1):
            column = tuple(t[start:end] for t in texts)
            pool.add(column, base.cost + 8.0 + (0.3 + uneven) * start, pieces.BETWEEN, base.node, start, end)


def _apply(operator: object, node: Node, *arguments: object) -> Node:
    return Apply(operator, (node, *(Literal(a) for a in arguments)))  # type: ignore[arg-type]
