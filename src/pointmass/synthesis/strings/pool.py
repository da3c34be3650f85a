"""The pieces that may make up the outputs: each with its value on every example, kept only where it fits them all."""

from __future__ import annotations

import itertools
import os.path
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pointmass.synthesis.operators import pieces, text
from pointmass.synthesis.program import Apply, Node, Operator
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Match: TypeAlias = "tuple[str, bool]"
Column: TypeAlias = tuple[str | None, ...]

_ALTERNATIVES = 3
_FIRST, _LAST = 8, 4
# What a piece may be changed by, with its price in bits: its case, or its initial alone.
CASES: tuple[tuple[Operator, float], ...] = (
    (text.LOWER, 1.5),
    (text.UPPER, 1.5),
    # Of a single word both say the same; the plainer one changes less of what may follow it.
    (text.CAPITALIZE, 1.9),
    (text.TITLE, 2.0),
)
_INITIALS: tuple[tuple[Operator, float], ...] = ((pieces.FIRST, 1.2), (text.INITIAL_UPPER, 2.7))
# Words are what is put in title case: where a sign comes first, something more is meant.
_NO_WORD = 1.5
# An initial is a letter: the first digit of a number says little.
_NO_LETTER = 3.0
_COPIED = 4.0


@dataclass(slots=True)
class Pool:
    """Atoms by value; of several programs for one value the cheapest stay."""

    outputs: tuple[str, ...]
    inputs: tuple[str, ...] = ()
    atoms: dict[tuple[str, ...], list[Term]] = field(default_factory=dict)
    folded: tuple[str, ...] = ()
    plain: bool = True
    read: dict[tuple[str, str], tuple[Match, ...]] = field(default_factory=dict)
    late: Callable[..., bool] = lambda *_: False
    dropped: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Fold the outputs once: most candidates fail on them in any case."""
        self.folded = tuple(o.lower() for o in self.outputs)

    def take(self, piece: Term) -> None:
        """Offer a piece, as it is and in other cases; it is kept where every output contains it."""
        if not any(piece.values):
            return
        for value, folded in zip(piece.values, self.folded, strict=True):
            if value is None or (value.lower() not in folded and value[:1].lower() not in folded):
                return
        for changed, extra, change in self._variants(piece.values):
            self.put(changed, piece.cost + extra, piece.node if change is None else Apply(change, (piece.node,)))

    def put(self, values: tuple[str, ...], cost: float, node: Node) -> None:
        """Keep an atom whose values are known to fit."""
        known = self.atoms.setdefault(values, [])
        if len(known) >= _ALTERNATIVES and known[-1].cost <= cost:
            return
        known[:] = [atom for atom in known if atom.node != node or atom.cost <= cost]
        if any(atom.node == node for atom in known):
            return
        known.append(Term(node, cost, values))
        known.sort(key=lambda a: a.cost)
        del known[_ALTERNATIVES:]

    def copied(self, values: Sequence[str]) -> float:
        """Return what it costs more to compute *values* where the inputs hold them word for word: a copy is plainer."""
        inputs = self.inputs
        return _COPIED if self.plain and inputs and all(v in i for v, i in zip(values, inputs, strict=True)) else 0.0

    def matches(self, pattern: str, content: str) -> tuple[Match, ...]:
        """Return the first and last matches (or what the group captures) of *pattern*, each with whether it is torn out of a run.

        The same pieces are read again and again on different ways to them, so what was read is kept.
        """
        known = self.read.get((pattern, content))
        if known is None:
            found = re.finditer(pattern, content)
            first = [(m[m.lastindex or 0], _is_cut(m)) for m in itertools.islice(found, _FIRST)]
            # Of a text of any length, what is counted from its ends is all that is taken.
            last = deque(((m[m.lastindex or 0], _is_cut(m)) for m in found), maxlen=_LAST)
            known = (*first, *last)
            self.read[pattern, content] = known
        return known

    def holds(self, word: str) -> bool:
        """Whether every input holds *word*, case apart."""
        return bool(self.inputs) and all(word.lower() in i.lower() for i in self.inputs)

    def offer(self, values: Column, cost: float, node: Node) -> None:
        """Offer a finished piece as it is."""
        if any(values) and all(v is not None and v in o for v, o in zip(values, self.outputs, strict=True)):
            self.put(tuple(v for v in values if v is not None), cost, node)

    def _variants(self, texts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float, Operator | None]]:
        """Yield the piece as it is and changed, with what that costs more, where every output contains it."""
        seen = {texts}
        if self._fits(texts):
            yield texts, 0.0, None
        held = all(t.lower() in f for t, f in zip(texts, self.folded, strict=True))
        ways = list(CASES) if held and any(t.upper() != t.lower() for t in texts) else []
        ways += _INITIALS if all(texts) and any(len(t) > 1 for t in texts) else ()
        words = all(t[:1].isalpha() for t in texts)
        for operator, price in ways:
            changed = tuple(map(operator.function, texts))
            if changed not in seen and self._fits(changed):
                extra = _NO_WORD * (operator is text.TITLE) + _NO_LETTER * (operator is pieces.FIRST)
                yield changed, price + extra * (not words), operator
            if operator is pieces.FIRST:
                seen.add(changed)

    def _fits(self, texts: Sequence[str]) -> bool:
        return all(t in o for t, o in zip(texts, self.outputs, strict=True))


def shared_start(texts: Sequence[str]) -> str:
    """Return the longest text that all *texts* start with."""
    return os.path.commonprefix(texts)  # noqa: RUF071 - character by character is what is meant


def _is_cut(match: re.Match[str]) -> bool:
    """Whether a token is cut out of a longer run of letters."""
    text, (start, end) = match.string, match.span()
    if start == end:
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return (text[start].isalpha() and before.isalpha()) or (text[end - 1].isalpha() and after.isalpha())
