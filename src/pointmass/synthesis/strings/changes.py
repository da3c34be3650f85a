"""Pieces rewritten as a whole: signs dropped or replaced, all but digits or letters dropped."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, TypeAlias

from pointmass.synthesis.literals import char_class
from pointmass.synthesis.operators import text
from pointmass.synthesis.program import Apply, Literal, Node, Operator
from pointmass.synthesis.strings.pool import shared_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.strings.pool import Pool
    from pointmass.synthesis.term import Term

# Replacements in order, or a pattern (or an operator) with what it takes, or an operator alone.
_Change: TypeAlias = "tuple[tuple[str, str], ...] | tuple[str | Operator, str] | Operator"

_ONLY = ((r"\D", "", 2.0), (r"[^A-Za-z]", "", 3.5), (r"[\W_]", "", 3.5), (r"[^\w\s]", "", 3.5), (r"\d", "", 3.0))
_COLLAPSED = (
    (r"\s+", " ", 2.5),
    (r"\s+", "", 2.5),
    (r"\s+", "-", 3.0),
    (r"\s+", "_", 3.0),
    (r"[^A-Za-z0-9]+", "-", 3.5),
    (r"[^A-Za-z0-9]+", "_", 3.5),
    (r"[^A-Za-z0-9]+", " ", 3.5),
)
_MOST_SIGNS = 8
_MOST_KEPT = 4
_IN_ONE = 1.8


def changes(pool: Pool, base: Term) -> None:
    """Offer *base* with signs dropped, replaced or collapsed, in the case of the outputs."""
    values = [v or "" for v in base.values]
    if not all(values):
        return
    signs = {c for v in values for c in v if not c.isalnum()}
    wanted = {c for o in pool.outputs for c in o if not c.isalnum()}
    gone = sorted(signs)[:_MOST_SIGNS]
    for sign in gone:
        for new in ("", *sorted(wanted - {sign})[:_MOST_SIGNS]):
            _offer(pool, base, [v.replace(sign, new) for v in values], 3.0 + bool(new), ((sign, new),))
    for first, second in itertools.permutations(gone[:5], 2):
        for one, two in itertools.product(("", *sorted(wanted)[:3]), repeat=2):
            if _may_fit(pool, values[0].replace(first, one).replace(second, two)):
                changed = [v.replace(first, one).replace(second, two) for v in values]
                _offer(pool, base, changed, 6.0 + bool(one) + bool(two), ((first, one), (second, two)))
    _ends(pool, base, values)
    for pattern, new, cost in (*_ONLY, *_kept(signs & wanted), *_COLLAPSED):
        changed = [re.sub(pattern, new, v) for v in values]
        # What is left in one piece is more plainly taken than all the rest dropped.
        whole = all(c in v for c, v in zip(changed, values, strict=True))
        _offer(pool, base, changed, cost + _IN_ONE * whole, (pattern, new))
    single = [text.squeezed(v) for v in values]
    if single != values:
        _offer(pool, base, single, 4.0, text.SQUEEZED)
    folded = [text.fold_accents(v) for v in values]
    if folded != values:
        _offer(pool, base, folded, 3.0, text.FOLD)


def _kept(signs: set[str]) -> Iterator[tuple[str, str, float]]:
    """Yield patterns of all but digits (or letters) and one sign."""
    for sign in sorted(signs - {" "})[:_MOST_KEPT]:
        yield rf"[^\d{char_class(sign)}]", "", 2.4
        yield f"[^A-Za-z{char_class(sign)}]", "", 3.8
        yield f"[^A-Za-z0-9{char_class(sign)}]", "", 3.8


def _ends(pool: Pool, base: Term, values: list[str]) -> None:
    """Offer *base* without the text that all its values start or end with, and without a filling character."""
    start, end = _in_whole_words(values), _in_whole_words([v[::-1] for v in values])[::-1]
    for shared, operator in ((start, text.REMOVE_PREFIX), (end, text.REMOVE_SUFFIX)):
        if shared:
            changed = [operator.function(v, shared) for v in values]
            price = 2.9 + 0.5 * sum(not c.isalnum() for c in shared) + 1.0 * sum(map(str.isalnum, shared))
            _offer(pool, base, changed, price, (operator, shared))
    for sign in sorted({v[0] for v in values if not v[0].isalpha()}):
        _offer(pool, base, [v.lstrip(sign) for v in values], 3.4, (text.LSTRIP, sign))


def _in_whole_words(values: list[str]) -> str:
    """Return what all values start with, without a part of a word or number that goes on in them."""
    shared = shared_start(values)
    while shared and shared[-1].isalnum() and any(v[len(shared) : len(shared) + 1].isalnum() for v in values):
        shared = shared[:-1]
    return shared


def _may_fit(pool: Pool, changed: str) -> bool:
    """Whether the first output holds the first of the changed texts: cheap to ask before the others are changed."""
    return bool(changed) and changed.lower() in pool.folded[0]


def _offer(pool: Pool, base: Term, changed: list[str], cost: float, change: _Change) -> None:
    if not all(changed) or any(c.lower() not in f for c, f in zip(changed, pool.folded, strict=True)):
        return
    if changed != list(base.values):
        pool.add(tuple(changed), base.cost + cost, text.STR, _changed(base.node, change))


def _changed(node: Node, change: _Change) -> Node:
    """Return the program of a change: replacements one after the other, a pattern, or an operator."""
    if isinstance(change, Operator):
        return Apply(change, (node,))
    if isinstance(change[0], tuple):
        for old, new in change:
            node = Apply(text.REPLACE, (node, Literal(old), Literal(new)))
        return node
    first, argument = change
    if isinstance(first, Operator):
        return Apply(first, (node, Literal(argument)))
    return Apply(text.SUBSTITUTE, (Literal(first, regex=True), Literal(argument), node))
