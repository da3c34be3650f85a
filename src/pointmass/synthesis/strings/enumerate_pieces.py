"""Enumerate pieces of the inputs: parts between marks, tokens, slices, and rewritten pieces."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import pieces, text
from pointmass.synthesis.program import Apply, Literal, Operator
from pointmass.synthesis.strings.changes import changes
from pointmass.synthesis.strings.cuts import (
    ENCLOSED,
    TOKENS,
    TURNS,
    Cut,
    applied,
    by_mark,
    hold,
    into_tokens,
    mark_cost,
)
from pointmass.synthesis.strings.pool import Pool
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# Several parts in a row: the operator, its number of parts, the slice of the parts that it takes, the least number of
# parts that every text must have, and the cost in about bits.
_RUNS: tuple[tuple[Operator, tuple[int, ...], slice, int, float], ...] = (
    (pieces.BEFORE_LAST, (), slice(None, -1), 1, 1.0),
    (pieces.AFTER, (), slice(1, None), 1, 0.0),
    (pieces.AFTER_NTH, (2,), slice(2, None), 3, 1.4),
    (pieces.FIRST_PARTS, (2,), slice(None, 2), 2, 1.5),
    (pieces.LAST_PARTS, (2,), slice(-2, None), 2, 1.7),
)
_BRACKETS = frozenset({("(", ")"), ("[", "]"), ("{", "}"), ("<", ">")})
_WHOLE, _TURN, _BETWEEN, _IN_BRACKETS, _STRIPPED = 1.0, 3.6, 2.5, 3.2, 0.6
_MOST_BELOW = 60
_LONGEST_SLICED = 60


def explore(pool: Pool, base: Term, marks: Sequence[str], late: Callable[..., bool], depth: int = 2) -> None:
    """Offer the pieces of *base* to the pool; with *depth* 2, parts between marks or in brackets are cut once more."""
    outer = depth > 1
    below: list[Term] = []
    for piece in parts(pool, base, marks, outer=outer):
        pool.take(piece)
        below.append(piece)
        if pool.late():
            return
    whole = (replace(base, cost=base.cost + _WHOLE), applied(base, text.STRIP, cost=_WHOLE + 0.5))
    flat = itertools.chain(
        whole,
        _tokens(pool, base, TOKENS, pool.folded),
        _slices(base, pool.folded, outer=outer),
        _turns(base, pool.folded) if outer else (),
    )
    for piece in flat:
        pool.take(piece)
    for piece in changes(pool.folded, base):
        pool.take(piece)
    seen = {base.values}
    for inner in sorted(below, key=lambda b: b.cost) if outer else ():
        if late(5):
            return
        if inner.values not in seen and len(seen) < _MOST_BELOW:
            seen.add(inner.values)
            explore(pool, inner, marks, late, depth - 1)


def bases_of(base: Term, marks: Sequence[str], *, limit: int) -> list[Term]:
    """Return *base* and those of its parts that may hold a list, the cheapest first, at most *limit* in all.

    Texts are not cut at blanks, as a single word holds no list.
    """
    found = parts(Pool(("",) * len(base.values)), base, [m for m in marks if m != " "])
    chosen = {base.values: base}
    for inner in sorted(found, key=lambda b: b.cost):
        if len(chosen) < limit:
            chosen.setdefault(inner.values, inner)
    return list(chosen.values())


def parts(pool: Pool, base: Term, marks: Sequence[str], *, outer: bool = True) -> Iterator[Term]:
    """Yield the pieces that may be cut again, each also without the blanks around it."""
    found = [_by_marks(base, marks), _tokens(pool, base, ENCLOSED)]
    if outer:
        found.append(_between(base, marks))
    for piece in itertools.chain.from_iterable(found):
        yield piece
        stripped = tuple(v.strip() for v in piece.values)
        if stripped != piece.values:
            yield Term(Apply(text.STRIP, (piece.node,)), piece.cost + _STRIPPED, stripped)


def _by_marks(base: Term, marks: Sequence[str]) -> Iterator[Term]:
    """Yield the parts between marks, and runs of several such parts."""
    for mark in marks:
        split = [v.split(mark) for v in base.values]
        lengths = [len(s) for s in split]
        if max(lengths) == 1:
            continue
        way = by_mark(mark)
        yield from way.taken(base, split)
        for operator, number, kept, least, extra in _RUNS:
            if min(lengths) >= least and (not number or max(lengths) > number[0]):
                values = tuple(mark.join(s[kept]) for s in split)
                node = Apply(operator, (base.node, Literal(mark), *(Literal(n) for n in number)))
                yield Term(node, base.cost + way.cost + extra, values)


def _tokens(pool: Pool, base: Term, kinds: Iterable[tuple[str, float]], folded: Sequence[str] = ()) -> Iterator[Term]:
    for pattern, cost in kinds:
        found = [pool.matches(pattern, v) for v in base.values]
        shown, torn = [[m[0] for m in one] for one in found], [[m[1] for m in one] for one in found]
        yield from into_tokens(pattern, cost).taken(base, shown, torn, folded)


def _turns(base: Term, folded: Sequence[str]) -> Iterator[Term]:
    """Yield the text before and the text after the first place of a class of characters."""
    for pattern, cost in TURNS:
        split = [re.split(pattern, v, maxsplit=1) for v in base.values]
        if all(len(s) > 1 for s in split):
            yield from Cut(pieces.PART_AT_FIRST, _TURN + cost, pattern, last=0).taken(base, split, folded=folded)


def _between(base: Term, marks: Sequence[str]) -> Iterator[Term]:
    """Yield the text after one mark and before the first following mark of another kind."""
    for left in marks:
        rest = applied(base, pieces.AFTER, left, cost=_BETWEEN + mark_cost(left))
        for right in marks if any(rest.values) else ():
            if right != left and any(right in v for v in rest.values):
                brackets = (left, right) in _BRACKETS
                inner = Term(rest.node, base.cost + _IN_BRACKETS, rest.values) if brackets else rest
                yield applied(inner, pieces.BEFORE, right, cost=0.0 if brackets else mark_cost(right))


def _slices(base: Term, folded: Sequence[str], *, outer: bool) -> Iterator[Term]:
    """Yield slices by character positions; they cost less in texts of one length, and near the ends of a text."""
    for operator, arguments, cost in _ways_to_slice(base, outer=outer):
        values = hold(folded, (operator.function(v, *arguments) for v in base.values))
        if values is not None:
            yield Term(Apply(operator, (base.node, *map(Literal, arguments))), base.cost + cost, values)


def _ways_to_slice(base: Term, *, outer: bool) -> Iterator[tuple[Operator, tuple[int, ...], float]]:
    lengths = {len(v) for v in base.values}
    limit = min(*lengths, _LONGEST_SLICED)
    uneven = 0.5 if len(lengths) > 1 else 0.0
    for n in range(1, min(limit, 12) + 1):
        yield pieces.UNTIL, (n,), 4.0 + (0.5 + uneven) * n
        yield pieces.FROM, (-n,), 4.5 + (0.5 + uneven) * n
        yield pieces.FROM, (n,), 4.5 + 0.6 * n
        yield pieces.UNTIL, (-n,), 4.8 + 0.6 * n
    if not outer or not limit:
        return
    for step, start in ((2, 0), (2, 1), (3, 0), (3, 1), (3, 2)):
        yield (
            pieces.EVERY,
            (
                start,
                step,
            ),
            3.5 + step + 0.5 * start,
        )
    for start in range(1, limit):
        yield pieces.AT, (start,), 6.0 + 0.3 * start
        for end in range(start + 2, min(limit, start + 24) + 1):
            yield (
                pieces.BETWEEN,
                (
                    start,
                    end,
                ),
                8.0 + (0.3 + uneven) * start,
            )
