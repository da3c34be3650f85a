"""How outputs write values that are not texts, and the values written that way, as pieces of the outputs."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operator_rows import outcomes
from pointmass.synthesis.operators import text as text_ops
from pointmass.synthesis.operators.numbers import numbers_in
from pointmass.synthesis.program import Apply, Concat, Literal, Var, attempt, children, size
from pointmass.synthesis.strings.dates import EVERYTHING, dates, times
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pointmass.synthesis.operator_rows import Row, Value
    from pointmass.synthesis.program import Env, Node
    from pointmass.synthesis.strings.pool import Pool

_GREATEST = 10**18
_MOST_DECIMALS = 8
_LOWER = 0.3
_LONGEST_GLUE = 8
# How much cheaper a step is each further time that it is used.
SHARED = 2.0


@dataclass(frozen=True, slots=True)
class WayOfWriting:
    """One way to write a value that every output holds: the row with its constants, the texts, the program, its price."""

    row: Row
    arguments: Sequence[Any]
    texts: tuple[str, ...]
    node: Node
    cost: float


@dataclass(slots=True)
class Style:
    """How the outputs write numbers, dates and times, so that other ways need no trying.

    Attributes:
        decimals: How many digits stand after a dot or comma, 0 included.
        digits: How many digits stand in a row, dots among them.
        signs: The characters that are neither letters nor digits.
        pairs: Whether every output holds two numbers or more.
        wanted: The one number of each output; none where some have more, or none.
        halves: Half the last place of each of those.
    """

    pool: Pool
    decimals: tuple[int, ...] = ()
    digits: tuple[int, ...] = ()
    signs: frozenset[str] = frozenset()
    pairs: bool = False
    wanted: tuple[Decimal, ...] = ()
    halves: tuple[Fraction, ...] = ()
    _held: tuple[str, ...] = ()
    _envs: tuple[Env, ...] = ()
    _read: dict[tuple[Node, bool], tuple[list[Value], list[Value]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look at the outputs once."""
        outputs = self.pool.outputs
        self._envs = tuple((o,) for o in outputs)
        decimals = {0} | {len(d) for o in outputs for d in re.findall(r"[.,](\d+)", o)}
        self.decimals = tuple(sorted(d for d in decimals if d <= _MOST_DECIMALS))
        runs = {sum(map(str.isdigit, d.lstrip("0."))) for o in outputs for d in re.findall(r"[\d.]+", o)}
        self.digits = tuple(sorted(runs))
        self.signs = frozenset(c for o in outputs for c in o if not c.isalnum())
        self._held = tuple(re.sub(r"(?<=\d)[., '](?=\d)", "", o) + o for o in outputs)
        self.pairs = all(len(re.findall(r"\d+", o)) > 1 for o in outputs)
        numbers = [numbers_in(o) for o in outputs]
        self.wanted = tuple(n for n, *_ in numbers) if all(len(n) == 1 for n in numbers) else ()
        self.halves = tuple(Fraction(Decimal(1).scaleb(int(n.as_tuple().exponent))) / 2 for n in self.wanted)

    def holds(self, part: str) -> bool:
        """Whether every output holds *part*."""
        return all(part in o for o in self.pool.outputs)

    def any_holds(self, *parts: str) -> bool:
        """Whether some output holds one of *parts*."""
        return any(part in o for o in self.pool.outputs for part in parts)

    def shows(self, place: int, text: str) -> bool:
        """Whether an output holds a text, case apart."""
        return text.lower() in self.pool.folded[place]

    def dates(self) -> list[tuple[datetime, ...]]:
        """Return the readings of the dates that the outputs hold."""
        return [d.values for d in self.readings(self._envs, Var(0))[0] if d.fields == EVERYTHING]

    def times(self) -> list[tuple[datetime, ...]]:
        """Return the readings of the times of day that the outputs hold, counted from either end."""
        return [t.values for t in self.readings(self._envs, Var(0))[1]]

    def readings(self, envs: Sequence[Env], node: Node) -> tuple[list[Value], list[Value]]:
        """Return the readings of the dates, and of the times of day, in the values of *node*."""
        key = node, envs is self._envs
        if key not in self._read:
            sources = [attempt(node, env) for env in envs]
            told = all(isinstance(s, str) and any(c.isalnum() for c in s) for s in sources)
            self._read[key] = (list(dates(sources, envs, node)), list(times(envs, node))) if told else ([], [])
        return self._read[key]

    def fits(self, place: int, value: Decimal) -> bool:
        """Whether an output holds the whole part of a number, rounded one way or the other: cheap to ask first."""
        if not value.is_finite() or abs(value) > _GREATEST:
            return False
        whole, held = int(abs(value)), self._held[place]
        return str(whole) in held or str(whole + 1) in held


def write(style: Style, value: Value, rows: Iterable[Row]) -> list[WayOfWriting]:
    """Offer *value* in the ways that the rows write it, as far as every output holds it; return those."""
    pool, found = style.pool, []
    for row in rows:
        for extra, *arguments in row.told(value, style):
            texts = _shown(style, row, value, arguments)
            if texts is None:
                continue
            node = Apply(row.operator, (value.node, *map(Literal, arguments)))
            found.append(WayOfWriting(row, arguments, texts, node, value.cost + row.price + extra))
            cost = found[-1].cost
            if row.copies and not (value.whole and value.fields):
                cost += pool.copied(texts)
            if any(c.isalpha() for t in texts for c in t):
                pool.take(Term(node, cost, texts))
                if value.kind == "time" and any(t != t.lower() for t in texts):
                    # A clock in lower case is as usual as one in capitals.
                    pool.offer(tuple(t.lower() for t in texts), cost + _LOWER, Apply(text_ops.LOWER, (node,)))
            elif any(texts):
                pool.put(texts, cost, node)
    return found


def write_ranges(style: Style, low_end: Value, lows: Sequence[WayOfWriting], high: Value) -> None:
    """Offer both ends of a range as one piece, written alike, where the same text stands between them in every output."""
    output = style.pool.folded[0]
    # The end costs its own step; what the search takes off for steps that are taken twice is added to begin with.
    more = high.cost - low_end.cost + SHARED * len(list(steps_of(low_end.node)))
    for low in lows:
        highs = _shown(style, low.row, high, low.arguments) or ()
        for match in re.finditer(re.escape(low.texts[0].lower()), output) if highs else ():
            start = match.end()
            glue = output[start : output.find(highs[0].lower(), start + 1)]
            both = tuple(f"{first}{glue}{last}" for first, last in zip(low.texts, highs, strict=True))
            if 0 < len(glue) <= _LONGEST_GLUE and all(map(style.shows, itertools.count(), both)):
                price = low.cost + more + 0.5 + sum(1.5 if c.isalnum() else 0.5 for c in glue.strip())
                last = Apply(low.row.operator, (high.node, *map(Literal, low.arguments)))
                style.pool.take(Term(Concat((low.node, Literal(glue), last)), price, both))
                break


def each_once(found: Iterable[Value]) -> list[Value]:
    """Return each value once, by its plainest program, the plainest first."""
    first: dict[tuple[Any, ...], Value] = {}
    for value in sorted(found, key=lambda v: v.cost):
        first.setdefault(value.values, value)
    return list(first.values())


def _shown(style: Style, row: Row, value: Value, arguments: Sequence[Any]) -> tuple[str, ...] | None:
    return outcomes(row.operator.function, ((one, *arguments) for one in value.values), style.shows)


def steps_of(node: Node) -> Iterator[Node]:
    """Yield the steps of a program that are worth a name, each as often as it is taken."""
    if size(node) > 2:  # noqa: PLR2004 - an operator on a variable is none
        yield node
    for child in children(node):
        yield from steps_of(child)
