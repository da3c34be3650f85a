"""Write values that are not texts (numbers, dates, times) in the formats of the outputs, as pieces of the outputs."""

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
# Discount, in about bits, for each further use of a step.
SHARED = 2.0


@dataclass(frozen=True, slots=True)
class WayOfWriting:
    """A format in which every output holds a value.

    Attributes:
        row: The row of the table that has the operator.
        arguments: The constants of the operator.
        texts: The value as text, one an example.
        node: The program that gives the text.
        cost: Its cost in about bits.
    """

    row: Row
    arguments: Sequence[Any]
    texts: tuple[str, ...]
    node: Node
    cost: float


@dataclass(slots=True)
class Style:
    """How the outputs write numbers, dates and times, so that no other formats are tried.

    Attributes:
        pool: Has the outputs, and takes the pieces.
        decimals: The numbers of digits after a dot or comma, 0 included.
        digits: The numbers of digits in a run of digits and dots, without zeros at its start.
        signs: The characters that are neither letters nor digits.
        pairs: Whether every output holds two numbers or more.
        wanted: The number in each output; empty if some output has several numbers, or none.
        halves: Half a unit of the last digit of each of these numbers: how far rounding may have moved it.
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
        """Compute the attributes from the outputs of the pool."""
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
        """Whether at least one output holds one of *parts*."""
        return any(part in o for o in self.pool.outputs for part in parts)

    def shows(self, place: int, text: str) -> bool:
        """Whether the output at *place* holds *text*, ignoring case."""
        return text.lower() in self.pool.folded[place]

    def dates(self) -> list[tuple[datetime, ...]]:
        """Return the ways to read a full date in every output, each as one date an output."""
        return [d.values for d in self.readings(self._envs, Var(0))[0] if d.fields == EVERYTHING]

    def times(self) -> list[tuple[datetime, ...]]:
        """Return the ways to read a time of day in every output, each as one time an output."""
        return [t.values for t in self.readings(self._envs, Var(0))[1]]

    def readings(self, envs: Sequence[Env], node: Node) -> tuple[list[Value], list[Value]]:
        """Return the ways to read a date, and those to read a time of day, in the values of *node*; they are cached."""
        key = node, envs is self._envs
        if key not in self._read:
            sources = [attempt(node, env) for env in envs]
            told = all(isinstance(s, str) and any(c.isalnum() for c in s) for s in sources)
            self._read[key] = (list(dates(sources, envs, node)), list(times(envs, node))) if told else ([], [])
        return self._read[key]

    def fits(self, place: int, value: Decimal) -> bool:
        """Whether the output at *place* holds the integer part of *value*, or that plus 1: a quick first test."""
        if not value.is_finite() or abs(value) > _GREATEST:
            return False
        whole, held = int(abs(value)), self._held[place]
        return str(whole) in held or str(whole + 1) in held


def write(style: Style, value: Value, rows: Iterable[Row]) -> list[WayOfWriting]:
    """Offer *value* in the formats of *rows* that every output holds, and return these formats."""
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
                    # Times are written with `am` as often as with `AM`.
                    pool.offer(tuple(t.lower() for t in texts), cost + _LOWER, Apply(text_ops.LOWER, (node,)))
            elif any(texts):
                pool.put(texts, cost, node)
    return found


def write_ranges(style: Style, low_end: Value, lows: Sequence[WayOfWriting], high: Value) -> None:
    """Offer both ends of a range, in the same format, as one piece, if every output has the same text between them.

    Args:
        style: How the outputs write values, and the pool that takes the pieces.
        low_end: The start of the range.
        lows: The formats in which the outputs hold the start.
        high: The end of the range.
    """
    output = style.pool.folded[0]
    # The end costs only its own step. The search later gives a discount for repeated steps, so it is added here first.
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
    """Return each distinct value once, with its cheapest program, the cheapest first."""
    first: dict[tuple[Any, ...], Value] = {}
    for value in sorted(found, key=lambda v: v.cost):
        first.setdefault(value.values, value)
    return list(first.values())


def _shown(style: Style, row: Row, value: Value, arguments: Sequence[Any]) -> tuple[str, ...] | None:
    return outcomes(row.operator.function, ((one, *arguments) for one in value.values), style.shows)


def steps_of(node: Node) -> Iterator[Node]:
    """Yield the steps of a program with more than two nodes, each as often as it occurs."""
    if size(node) > 2:  # noqa: PLR2004 - an operator on a variable is none
        yield node
    for child in children(node):
        yield from steps_of(child)
