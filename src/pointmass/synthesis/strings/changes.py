"""Rewrite whole pieces: drop or replace signs, or drop everything but digits or letters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import char_class
from pointmass.synthesis.operators import text
from pointmass.synthesis.program import Literal, Operator
from pointmass.synthesis.strings.cuts import applied
from pointmass.synthesis.strings.pool import shared_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.term import Term

# Each with the pattern that is replaced, the replacement, and the cost in about bits.
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
# Classes of characters that are kept together with one sign, each with its cost; all other characters are dropped.
_KEPT = ((r"\d", 2.4), ("A-Za-z", 3.8), ("A-Za-z0-9", 3.8))
_WHOLE: tuple[tuple[Operator, float], ...] = ((text.SQUEEZED, 4.0), (text.FOLD, 3.0))
_ENDS: tuple[tuple[Operator, int], ...] = ((text.REMOVE_PREFIX, 1), (text.REMOVE_SUFFIX, -1))
_REPLACED, _NEW, _LEADING, _END, _END_LETTER = 3.0, 1.0, 3.4, 2.9, 1.0
_MOST_SIGNS, _MOST_KEPT = 8, 4
# Extra cost if what remains is one contiguous part of every text: to take that part is simpler than to drop the rest.
_IN_ONE = 1.8


def changes(outputs: Sequence[str], base: Term) -> Iterator[Term]:
    """Yield *base* with something dropped or replaced, if every output holds the result.

    Args:
        outputs: The wanted texts in lower case, one an example.
        base: The texts to change.
    """
    for changed in _changes(outputs, base) if all(base.values) else ():
        fits = all(v and v.lower() in o for v, o in zip(changed.values, outputs, strict=True))
        if fits and changed.values != base.values:
            yield changed


def _changes(outputs: Sequence[str], base: Term) -> Iterator[Term]:
    signs = {c for v in base.values for c in v if not c.isalnum()}
    wanted = {c for o in outputs for c in o if not c.isalnum()}
    for sign in sorted(signs)[:_MOST_SIGNS]:
        for new in ("", *sorted(wanted - {sign})[:_MOST_SIGNS]):
            yield applied(base, text.REPLACE, sign, new, cost=_REPLACED + _NEW * bool(new))
    both = sorted(signs & wanted - {" "})[:_MOST_KEPT]
    kept = [(f"[^{kind}{char_class(sign)}]", "", cost) for sign in both for kind, cost in _KEPT]
    for pattern, new, cost in (*_PATTERNS, *kept):
        changed = applied(base, text.SUBSTITUTE, cost=cost, before=(Literal(pattern, regex=True), Literal(new)))
        whole = all(c in v for c, v in zip(changed.values, base.values, strict=True))
        yield replace(changed, cost=changed.cost + _IN_ONE * whole)
    for operator, cost in _WHOLE:
        yield applied(base, operator, cost=cost)
    for operator, way in _ENDS:
        shared = _in_whole_words([v[::way] for v in base.values])[::way]
        letters = sum(map(str.isalnum, shared))
        yield applied(base, operator, shared, cost=_END + 0.5 * (len(shared) - letters) + _END_LETTER * letters)
    for sign in sorted({v[0] for v in base.values if not v[0].isalpha()}):
        yield applied(base, text.LSTRIP, sign, cost=_LEADING)


def _in_whole_words(values: list[str]) -> str:
    """Return the shared start of all values, shortened so that it does not end within a word or number of any."""
    shared = shared_start(values)
    while shared and shared[-1].isalnum() and any(v[len(shared) : len(shared) + 1].isalnum() for v in values):
        shared = shared[:-1]
    return shared
