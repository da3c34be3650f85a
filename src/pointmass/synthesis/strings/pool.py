"""The pool of pieces that outputs may be made of: a piece is kept only if every output contains its value."""

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
# Changes that are tried on every piece, each with its cost in about bits: of case, or to the initial alone.
CASES: tuple[tuple[Operator, float], ...] = (
    (text.LOWER, 1.5),
    (text.UPPER, 1.5),
    # On a single word CAPITALIZE and TITLE give the same; CAPITALIZE is cheaper, as it changes less of longer texts.
    (text.CAPITALIZE, 1.9),
    (text.TITLE, 2.0),
)
_INITIALS: tuple[tuple[Operator, float], ...] = ((pieces.FIRST, 1.2), (text.INITIAL_UPPER, 2.7))
# Extra cost of title case for a text that does not start with a letter.
_NO_WORD = 1.5
# Extra cost of the first character if it is not a letter: the first digit of a number is rarely wanted.
_NO_LETTER = 3.0
_COPIED = 4.0


@dataclass(slots=True)
class Pool:
    """Pieces by their values; for the same values the three cheapest programs are kept.

    Attributes:
        outputs: The wanted texts, one an example.
        inputs: The texts of each example joined into one; empty if not given.
        atoms: The programs for each tuple of values, the cheapest first.
        folded: The outputs in lower case.
        plain: Whether computing a value that the inputs hold word for word costs extra, see `copied`.
        read: The matches already found, by pattern and text.
        late: Called with a number of steps: whether the search has to end.
        dropped: Programs dropped by an error, counted.
    """

    outputs: tuple[str, ...]
    inputs: tuple[str, ...] = ()
    atoms: dict[tuple[str, ...], list[Term]] = field(default_factory=dict)
    folded: tuple[str, ...] = ()
    plain: bool = True
    read: dict[tuple[str, str], tuple[Match, ...]] = field(default_factory=dict)
    late: Callable[..., bool] = lambda *_: False
    dropped: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Convert the outputs to lower case once, for the quick test that rejects most pieces."""
        self.folded = tuple(o.lower() for o in self.outputs)

    def take(self, piece: Term) -> None:
        """Offer a piece, as it is and in other cases; each form is kept if every output contains it."""
        if not any(piece.values):
            return
        for value, folded in zip(piece.values, self.folded, strict=True):
            if value is None or (value.lower() not in folded and value[:1].lower() not in folded):
                return
        for changed, extra, change in self._variants(piece.values):
            self.put(changed, piece.cost + extra, piece.node if change is None else Apply(change, (piece.node,)))

    def put(self, values: tuple[str, ...], cost: float, node: Node) -> None:
        """Keep a piece whose values every output is known to contain."""
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
        """Return the extra cost, in about bits, of computing *values* that the inputs hold word for word.

        To copy them is simpler. It is 0 if `plain` is false.
        """
        inputs = self.inputs
        return _COPIED if self.plain and inputs and all(v in i for v, i in zip(values, inputs, strict=True)) else 0.0

    def matches(self, pattern: str, content: str) -> tuple[Match, ...]:
        """Return the first 8 and the last 4 matches of *pattern* in *content*, or what its group captures.

        Each comes with whether it is cut out of a longer run of letters. Results are cached, as many programs lead to
        the same pieces.
        """
        known = self.read.get((pattern, content))
        if known is None:
            found = re.finditer(pattern, content)
            first = [(m[m.lastindex or 0], _is_cut(m)) for m in itertools.islice(found, _FIRST)]
            # Pieces are counted from either end only, so a long text needs no more matches.
            last = deque(((m[m.lastindex or 0], _is_cut(m)) for m in found), maxlen=_LAST)
            known = (*first, *last)
            self.read[pattern, content] = known
        return known

    def holds(self, word: str) -> bool:
        """Whether every input holds *word*, ignoring case."""
        return bool(self.inputs) and all(word.lower() in i.lower() for i in self.inputs)

    def offer(self, values: Column, cost: float, node: Node) -> None:
        """Offer a piece without changes of case; it is kept if every output contains it."""
        if any(values) and all(v is not None and v in o for v, o in zip(values, self.outputs, strict=True)):
            self.put(tuple(v for v in values if v is not None), cost, node)

    def _variants(self, texts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float, Operator | None]]:
        """Yield the piece as it is and in other cases, if every output contains it: values, extra cost, operator."""
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
