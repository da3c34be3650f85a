"""How outputs write values that are no texts, and the values written that way, as pieces of the outputs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import text as text_ops
from pointmass.synthesis.operators.numbers import numbers_in
from pointmass.synthesis.program import Apply, Literal
from pointmass.synthesis.rows import outcomes
from pointmass.synthesis.strings.dates import shown_dates, shown_times

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pointmass.synthesis.rows import Row, Value
    from pointmass.synthesis.strings.pool import Pool

_GREATEST = 10**18
_MOST_DECIMALS = 8
_LOWER = 0.3


@dataclass(slots=True)
class Style:
    """How the outputs write numbers, dates and times, so that other ways need no trying.

    Attributes:
        decimals: How many digits stand after a dot or comma, 0 included.
        digits: How many digits stand in a row, dots among them.
        signs: The characters that are neither letters nor digits.
        pairs: Whether every output holds two numbers or more.
        wanted: The one number of each output; none where some have more, or none.
    """

    pool: Pool
    decimals: tuple[int, ...] = ()
    digits: tuple[int, ...] = ()
    signs: frozenset[str] = frozenset()
    pairs: bool = False
    wanted: tuple[Decimal, ...] = ()
    _held: tuple[str, ...] = ()
    _moments: dict[str, list[tuple[datetime, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look at the outputs once."""
        outputs = self.pool.outputs
        decimals = {0} | {len(d) for o in outputs for d in re.findall(r"[.,](\d+)", o)}
        self.decimals = tuple(sorted(d for d in decimals if d <= _MOST_DECIMALS))
        runs = {sum(map(str.isdigit, d.lstrip("0."))) for o in outputs for d in re.findall(r"[\d.]+", o)}
        self.digits = tuple(sorted(runs))
        self.signs = frozenset(c for o in outputs for c in o if not c.isalnum())
        self._held = tuple(re.sub(r"(?<=\d)[., '](?=\d)", "", o) + o for o in outputs)
        self.pairs = all(len(re.findall(r"\d+", o)) > 1 for o in outputs)
        numbers = [numbers_in(o) for o in outputs]
        self.wanted = tuple(n for n, *_ in numbers) if all(len(n) == 1 for n in numbers) else ()

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
        if "dates" not in self._moments:
            self._moments["dates"] = list(shown_dates(self.pool.outputs))
        return self._moments["dates"]

    def times(self) -> list[tuple[datetime, ...]]:
        """Return the readings of the times of day that the outputs hold."""
        if "times" not in self._moments:
            self._moments["times"] = list(shown_times(self.pool.outputs))
        return self._moments["times"]

    def fits(self, place: int, value: Decimal) -> bool:
        """Whether an output holds the whole part of a number, rounded one way or the other: cheap to ask first."""
        if not value.is_finite() or abs(value) > _GREATEST:
            return False
        whole, held = int(abs(value)), self._held[place]
        return str(whole) in held or str(whole + 1) in held


def write(pool: Pool, value: Value, rows: Iterable[Row], style: Style) -> None:
    """Offer *value* in the ways that the rows write it, as far as every output holds it."""
    for row in rows:
        for extra, *arguments in row.told(value, style):
            texts = outcomes(row.operator.function, ((one, *arguments) for one in value.values), style.shows)
            if texts is None:
                continue
            node = Apply(row.operator, (value.node, *map(Literal, arguments)))
            cost = value.cost + row.price + extra
            if row.copies and not (value.whole and value.fields):
                cost += pool.copied(texts)
            if any(c.isalpha() for t in texts for c in t):
                pool.add(texts, cost, text_ops.STR, node)
                if value.kind == "time" and any(t != t.lower() for t in texts):
                    # A clock in lower case is as usual as one in capitals.
                    pool.offer(tuple(t.lower() for t in texts), cost + _LOWER, Apply(text_ops.LOWER, (node,)))
            elif any(texts):
                pool.put(texts, cost, node)
