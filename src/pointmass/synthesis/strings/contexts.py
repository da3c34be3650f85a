"""Find one piece by the text around it: from an anchor on the left up to the first of several stops."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import char_class, regex_escaped
from pointmass.synthesis.operators import pieces
from pointmass.synthesis.program import Apply, Literal
from pointmass.synthesis.strings.anchors import anchor_cost, endings
from pointmass.synthesis.strings.pool import shared_start
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pointmass.synthesis.strings.pool import Pool

_OCCURRENCES = 3
_MOST_SPOTS = 12
_MOST_PATTERNS = 400
_MOST_STOPS = 3
_CAPTURED, _ANYWHERE = 4.0, 3.0


def contexts(pool: Pool, base: Term, late: Callable[..., bool]) -> None:
    """Offer patterns that capture each whole output in the texts of *base*, and match nothing where it is empty."""
    filled = [(text, w) for text, w in zip(base.values, pool.outputs, strict=True) if w]
    spots = [[m.start() for m in re.finditer(re.escape(w), text)][:_OCCURRENCES] for text, w in filled]
    tried = 0
    for chosen in itertools.islice(itertools.product(*spots), _MOST_SPOTS if filled else 0):
        cut = [(text[:at], w, text[at + len(w) :]) for (text, w), at in zip(filled, chosen, strict=True)]
        lefts, wanted, rights = (list(column) for column in zip(*cut, strict=True))
        for (left, left_cost), (body, right, cost) in itertools.product(_lefts(lefts), list(_bodies(wanted, rights))):
            tried += 1
            if tried > _MOST_PATTERNS or late(2):
                return
            pattern = f"{left}({body}){right}"
            if all(pieces.captured(pattern, t) == w for t, w in zip(base.values, pool.outputs, strict=True)):
                node = Apply(pieces.CAPTURED, (Literal(pattern, regex=True), base.node))
                pool.offer(pool.outputs, base.cost + _CAPTURED + left_cost + cost, node)


def _lefts(lefts: list[str]) -> Iterator[tuple[str, float]]:
    """Yield patterns, each with its cost, for the text before the piece.

    These are the start of the text, an ending that all *lefts* share, one of a few signs, or any text.
    """
    if not any(lefts):
        yield "^", 0.5
        return
    yield from ((regex_escaped(a), anchor_cost(a)) for a, count in endings(lefts).items() if count == len(lefts))
    last = {left[-1:] for left in lefts}
    if len(last) > 1 and all(not c.isalnum() for c in last):
        signs = char_class("".join(sorted(last - {""})))
        yield (f"(?:^|[{signs}])" if "" in last else f"[{signs}]"), 2.0 + len(last)
    yield "", _ANYWHERE


def _bodies(wanted: list[str], rights: list[str]) -> Iterator[tuple[str, str, float]]:
    """Yield ``(body, what follows, cost)``: the piece reaches to the end of the text, to a sign, or to a known stop."""
    firsts = [p for p in (r"\d", "[A-Z]", "[a-z]", r"\$") if all(re.match(p, w) for w in wanted)]
    if not firsts and len({w[0] for w in wanted}) == 1 and not wanted[0][0].isalnum():
        firsts = [regex_escaped(wanted[0][0])]
    if not any(rights):
        yield ".*", "$", 0.5
        yield from ((f"{first}.*", "$", 1.5) for first in firsts)
    signs = sorted({r[0] for r in rights if r})
    said = any(c.isalnum() for c in signs) and len(signs) > 1
    if 0 < len(signs) <= _MOST_STOPS and not said and not any(s in w for s in signs for w in wanted):
        yield f"[^{char_class(''.join(signs))}]+", "", 1.0 * len(signs) + 0.2 * all(rights)
    for stops, cost in _stops(wanted, rights):
        yield ".+?", stops, cost
        yield from ((f"{first}.*?", stops, cost + 1.0) for first in firsts)


def _stops(wanted: list[str], rights: list[str]) -> Iterator[tuple[str, float]]:
    """Yield patterns, each with its cost, for the text after the piece.

    Such a pattern is a start that all rests share, in several lengths, or a choice of a few signs or words.
    """
    groups: dict[str, list[str]] = {}
    for right in filter(None, rights):
        groups.setdefault(right[:2], []).append(right)
    for length in (2, 3, 6, 12):
        starts = sorted({r[:length] for r in rights if r})
        said = len(starts) > 1 and any(c.isalnum() for s in starts for c in s)
        if 0 < len(starts) <= 2 and all(len(s) == length for s in starts) and not said:  # noqa: PLR2004 - more are not a rule
            yield _any_of(starts, rights), 1.0 + sum(map(anchor_cost, starts))
    stops = [_stop(group) for group in groups.values()]
    if 1 < len(stops) <= _MOST_STOPS and all(s.strip() and not any(s in w for w in wanted) for s in stops):
        yield _any_of(stops, rights), 1.0 + sum(map(anchor_cost, stops))


def _stop(group: list[str]) -> str:
    """Return the signs that the rests of a group start with, and the word after them if several rests share it."""
    shared = shared_start(group) if len(group) > 1 else group[0]
    word = re.match(r"\W*[^\W\d_]+\W+", shared) if len(group) > 1 else None
    return word.group() if word else "".join(itertools.takewhile(lambda c: not c.isalnum(), shared))


def _any_of(stops: list[str], rights: list[str]) -> str:
    options = [*map(regex_escaped, stops), *([] if all(rights) else ["$"])]
    return f"(?:{'|'.join(options)})" if len(options) > 1 else options[0]
