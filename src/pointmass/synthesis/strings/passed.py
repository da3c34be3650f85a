"""Time that passes between two dates or two times of day in the inputs, as a number."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import moments as ops
from pointmass.synthesis.program import Apply, Node, attempt
from pointmass.synthesis.strings.clocks import times
from pointmass.synthesis.strings.dates import EVERYTHING, Moment, dates
from pointmass.synthesis.strings.written import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.program import Env, Operator

_MOST = 4


def passed(envs: Sequence[Env], texts: Sequence[Node]) -> Iterator[Quantity]:
    """Yield the days and years between dates, and the minutes between times, of one text or of several."""
    found: list[Moment] = []
    clocks: list[Moment] = []
    for node in texts:
        sources = [attempt(node, env) for env in envs]
        if all(isinstance(s, str) and any(c.isdigit() for c in s) for s in sources):
            found += [d for d in _different(dates(sources, envs, node)) if d.fields == EVERYTHING][:_MOST]
            clocks += _different(times(envs, node))[:_MOST]
    for start, end in itertools.permutations(found, 2):
        yield from _between(ops.DAYS_BETWEEN, start, end)
        yield from _between(ops.FULL_YEARS, start, end)
    for start, end in itertools.permutations(clocks, 2):
        yield from _between(ops.MINUTES_BETWEEN, start, end)


def _different(moments: Iterator[Moment]) -> list[Moment]:
    """Return each reading once, by its plainest program."""
    ordered = sorted(moments, key=lambda m: m.cost)
    return list({m.values: m for m in reversed(ordered)}.values())[::-1]


def _between(operator: Operator, start: Moment, end: Moment) -> Iterator[Quantity]:
    values = tuple(operator.function(a, b) for a, b in zip(start.values, end.values, strict=True))
    if all(v >= 0 for v in values) and any(v != Decimal(0) for v in values):
        yield Quantity(Apply(operator, (start.node, end.node)), start.cost + end.cost + 3.0, values)
