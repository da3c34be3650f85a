"""Pieces rewritten as a whole: signs dropped or replaced, all but digits or letters dropped."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import text
from pointmass.synthesis.program import Apply, Literal, Node

if TYPE_CHECKING:
    from pointmass.synthesis.strings.explore import Base
    from pointmass.synthesis.strings.pool import Pool

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


def changes(pool: Pool, base: Base) -> None:
    """Offer *base* with signs dropped, replaced or collapsed, in the case of the outputs."""
    values = [v or "" for v in base.values]
    if not all(values):
        return
    signs = {c for v in values for c in v if not c.isalnum()}
    wanted = {c for o in pool.outputs for c in o if not c.isalnum()}
    gone = sorted(signs)[:_MOST_SIGNS]
    for sign in gone:
        for new in ("", *sorted(wanted - {sign})[:_MOST_SIGNS]):
            _offer(pool, base, [v.replace(sign, new) for v in values], 3.0 + bool(new), _replaced(base.node, sign, new))
    for first, second in itertools.permutations(gone[:5], 2):
        for one, two in itertools.product(("", *sorted(wanted)[:3]), repeat=2):
            changed = [v.replace(first, one).replace(second, two) for v in values]
            node = _replaced(_replaced(base.node, first, one), second, two)
            _offer(pool, base, changed, 6.0 + bool(one) + bool(two), node)
    for pattern, new, cost in (*_ONLY, *_COLLAPSED):
        node = Apply(text.SUBSTITUTE, (Literal(pattern, regex=True), Literal(new), base.node))
        _offer(pool, base, [re.sub(pattern, new, v) for v in values], cost, node)
    single = [text.squeezed(v) for v in values]
    if single != values:
        _offer(pool, base, single, 4.0, Apply(text.SQUEEZED, (base.node,)))
    folded = [text.fold_accents(v) for v in values]
    if folded != values:
        _offer(pool, base, folded, 3.0, Apply(text.FOLD, (base.node,)))


def _replaced(node: Node, old: str, new: str) -> Node:
    return Apply(text.REPLACE, (node, Literal(old), Literal(new)))


def _offer(pool: Pool, base: Base, changed: list[str], cost: float, node: Node) -> None:
    if changed == list(base.values) or not all(changed):
        return
    pool.add(tuple(changed), base.cost + cost, text.STR, node)
