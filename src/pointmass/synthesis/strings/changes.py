"""Pieces rewritten as a whole: signs dropped or replaced, all but digits or letters dropped."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import char_class
from pointmass.synthesis.operators import text
from pointmass.synthesis.program import Apply, Literal, Operator
from pointmass.synthesis.strings.pool import shared_start
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What is replaced, what by, and what saying so costs in bits.
_PATTERNS: tuple[tuple[str, str, float], ...] = (
    (r"\D", "", 2.0),
    (r"[^A-Za-z]", "", 3.5),
    (r"[\W_]", "", 3.5),
    (r"[^\w\s]", "", 3.5),
    (r"\d", "", 3.0),
    (r"\s+", " ", 2.5),
    (r"\s+", "", 2.5),
    (r"\s+", "-", 3.0),
    (r"\s+", "_", 3.0),
    (r"[^A-Za-z0-9]+", "-", 3.5),
    (r"[^A-Za-z0-9]+", "_", 3.5),
    (r"[^A-Za-z0-9]+", " ", 3.5),
)
# All but these kinds of character and one sign are dropped.
_KEPT = ((r"\d", 2.4), ("A-Za-z", 3.8), ("A-Za-z0-9", 3.8))
_WHOLE: tuple[tuple[Operator, float], ...] = ((text.SQUEEZED, 4.0), (text.FOLD, 3.0))
_ENDS: tuple[tuple[Operator, int], ...] = ((text.REMOVE_PREFIX, 1), (text.REMOVE_SUFFIX, -1))
_REPLACED, _NEW, _LEADING, _END, _END_LETTER = 3.0, 1.0, 3.4, 2.9, 1.0
# How many signs are dropped or replaced, by how many others: one alone, and two one after the other.
_REPLACEMENTS = ((1, 8, 8), (2, 5, 3))
_MOST_KEPT = 4
# What is left in one piece is more plainly taken than all the rest dropped.
_IN_ONE = 1.8


def changes(outputs: Sequence[str], base: Term) -> Iterator[Term]:
    """Yield what the texts of *base* become where something is dropped or replaced, and *outputs*, in lower case, hold it."""
    for changed in _changes(outputs, base) if all(base.values) else ():
        fits = all(v and v.lower() in o for v, o in zip(changed.values, outputs, strict=True))
        if fits and changed.values != base.values:
            yield changed


def _changes(outputs: Sequence[str], base: Term) -> Iterator[Term]:
    signs = {c for v in base.values for c in v if not c.isalnum()}
    wanted = {c for o in outputs for c in o if not c.isalnum()}
    yield from _replaced(base, sorted(signs), sorted(wanted), outputs[0])
    kept = [
        (f"[^{k}{char_class(s)}]", "", cost) for s in sorted(signs & wanted - {" "})[:_MOST_KEPT] for k, cost in _KEPT
    ]
    for pattern, new, cost in (*_PATTERNS, *kept):
        values = tuple(re.sub(pattern, new, v) for v in base.values)
        whole = all(c in v for c, v in zip(values, base.values, strict=True))
        node = Apply(text.SUBSTITUTE, (Literal(pattern, regex=True), Literal(new), base.node))
        yield Term(node, base.cost + cost + _IN_ONE * whole, values)
    for operator, cost in _WHOLE:
        yield Term(Apply(operator, (base.node,)), base.cost + cost, tuple(map(operator.function, base.values)))
    for operator, way in _ENDS:
        shared = _in_whole_words([v[::way] for v in base.values])[::way]
        letters = sum(map(str.isalnum, shared))
        yield _given(base, operator, shared, _END + 0.5 * (len(shared) - letters) + _END_LETTER * letters)
    for sign in sorted({v[0] for v in base.values if not v[0].isalpha()}):
        yield _given(base, text.LSTRIP, sign, _LEADING)


def _given(base: Term, operator: Operator, what: str, cost: float) -> Term:
    values = tuple(operator.function(v, what) for v in base.values)
    return Term(Apply(operator, (base.node, Literal(what))), base.cost + cost, values)


def _replaced(base: Term, signs: list[str], wanted: list[str], output: str) -> Iterator[Term]:
    """Yield the texts with one or two signs dropped or replaced, where the first *output* holds the first of them."""
    for count, most_old, most_new in _REPLACEMENTS:
        for olds in itertools.permutations(signs[:most_old], count):
            for news in itertools.product(("", *wanted[:most_new]), repeat=count):
                pairs = list(zip(olds, news, strict=True))
                if _without(pairs, base.values[0]).lower() not in output:
                    continue
                node = base.node
                for old, new in pairs:
                    node = Apply(text.REPLACE, (node, Literal(old), Literal(new)))
                cost = base.cost + _REPLACED * count + _NEW * sum(map(bool, news))
                yield Term(node, cost, tuple(_without(pairs, v) for v in base.values))


def _without(pairs: list[tuple[str, str]], text: str) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def _in_whole_words(values: list[str]) -> str:
    """Return what all values start with, without a part of a word or number that goes on in them."""
    shared = shared_start(values)
    while shared and shared[-1].isalnum() and any(v[len(shared) : len(shared) + 1].isalnum() for v in values):
        shared = shared[:-1]
    return shared
