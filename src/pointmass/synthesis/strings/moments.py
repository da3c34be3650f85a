"""Dates and times in the inputs, rounded and written field by field, as pieces of the output."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import moments as ops
from pointmass.synthesis.operators.clocks import CLOCKS
from pointmass.synthesis.operators.date_styles import DATE_STYLES
from pointmass.synthesis.operators.dates import DATE_FIELDS
from pointmass.synthesis.program import Apply, Literal, Named, Node, Var, attempt
from pointmass.synthesis.strings import clocks
from pointmass.synthesis.strings.clocks import moved
from pointmass.synthesis.strings.dates import EVERYTHING, Moment, dates, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.strings.pool import Pool

_DAY_MINUTES = 24 * 60
_MOST_DAYS = 1000
_MOVED_DATES = 3
_DIGITS = Apply(ops.TIME_OF_DIGITS, (Var(0),))
_MIDNIGHT = 3.0
_CLOCKS = 14


def moments(pool: Pool, envs: Sequence[Env], texts: Sequence[Node], late: Callable[..., bool]) -> None:
    """Offer the fields of the dates and times in *texts* (programs for a text each)."""
    for node in texts:
        sources = [attempt(node, env) for env in envs]
        if not all(isinstance(s, str) and any(c.isalnum() for c in s) for s in sources) or late(6):
            continue
        found, times = list(dates(sources, envs, node)), list(clocks.times(envs, node))
        shifted = list(_shifted(pool, found, times[:1]))
        known = set(pool.atoms)
        for date in (*found, *shifted, *_moved(pool, found)):
            _write_date(pool, date)
        if any(v not in known and any(t.isalpha() for t in v[0]) for v in pool.atoms):
            # The output names a month or weekday that the input does not: then its other fields are read as well.
            pool.plain = False
            for date in found:
                _write_date(pool, date)
            pool.plain = True
        for time in (*times, *shifted):
            clocks.write(pool, time)
        for time in times:
            for rounded in clocks.rounded(pool, time):
                if late(6):
                    return
                clocks.write(pool, rounded)


def _write_date(pool: Pool, date: Moment) -> None:
    for field, needs, cost in (*DATE_STYLES, *DATE_FIELDS):
        if needs <= date.fields:
            clocks.offer(pool, date, field, date.cost + cost)
    for clock, cost in CLOCKS[:_CLOCKS]:
        # A date alone is midnight: 00:00:00.
        if all("0:00" in o for o in pool.outputs):
            clocks.offer(pool, date, clock, date.cost + cost + _MIDNIGHT)


def _moved(pool: Pool, found: list[Moment]) -> Iterator[Moment]:
    """Yield the dates moved to the start or end of their week, or as far as the dates in the outputs are."""
    full = [date for date in found if date.fields == EVERYTHING][:_MOVED_DATES]
    said = list(shown(pool.outputs))
    for date in full:
        for values in said:
            yield from _moved_to(date, values)
    if said:
        for date in full[:1]:
            for weekday, extra in ((1, 4.0), (7, 4.5)):
                yield moved(date, ops.WEEK_START, weekday, date.cost + extra, "start")
                yield moved(date, ops.WEEK_END, weekday, date.cost + extra + 0.2, "end")


def _moved_to(date: Moment, values: Sequence[datetime]) -> Iterator[Moment]:
    """Yield *date* moved by a number of days or months, where that leads to *values* on every example."""
    days = {(v - d).days for v, d in zip(values, date.values, strict=True)}
    months = {12 * (v.year - d.year) + v.month - d.month for v, d in zip(values, date.values, strict=True)}
    if len(days) == 1 and 0 < abs(amount := days.pop()) <= _MOST_DAYS:
        yield moved(date, ops.DAYS_LATER, amount, date.cost + 2.0 + 0.5 * len(str(amount)), "moved")
    if len(months) == 1 and (amount := months.pop()):
        later = moved(date, ops.MONTHS_LATER, amount, date.cost + 2.5 + 0.5 * len(str(amount)), "moved")
        if later.values == tuple(values):
            yield later


def _shifted(pool: Pool, found: list[Moment], times: list[Moment]) -> Iterator[Moment]:
    """Yield the moments later or earlier by as much as the clocks in the outputs are, where that is one constant."""
    for time, reader in itertools.product(times, (Apply(ops.TIME_IN, (Var(0), Literal(0))), _DIGITS)):
        said = [attempt(reader, (o,)) for o in pool.outputs]
        if any(s is None for s in said):
            continue
        minutes = {_minutes(s) - _minutes(t) for s, t in zip(said, time.values, strict=True)}
        minutes = {m % _DAY_MINUTES for m in minutes}
        if len(minutes) != 1 or minutes == {0}:
            continue
        ahead = minutes.pop()
        for shift in (ahead, ahead - _DAY_MINUTES):
            for date in found[:3]:
                values = tuple(ops.AT_TIME.function(d, t) for d, t in zip(date.values, time.values, strict=True))
                both = Moment(
                    Named("moment", Apply(ops.AT_TIME, (date.node, time.node))), date.cost + 1.0, values, date.fields
                )
                later = moved(both, ops.LATER, shift, both.cost + 2.0 + abs(shift) / 720, "shifted")
                yield later
            yield moved(time, ops.LATER, shift, time.cost + 2.5 + abs(shift) / 720, "shifted")


def _minutes(time: datetime) -> int:
    return 60 * time.hour + time.minute
