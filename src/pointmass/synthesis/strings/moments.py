"""Dates and times in the inputs: shift and round them by tables of steps, and write them in the usual formats."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pointmass.synthesis.operator_rows import Row, Value, listed, step, steps
from pointmass.synthesis.operators import moments as ops
from pointmass.synthesis.operators.moment_styles import CLOCKS, DATE_FIELDS, DATE_STYLES, TIME_FIELDS
from pointmass.synthesis.program import Node
from pointmass.synthesis.strings.dates import EVERYTHING
from pointmass.synthesis.strings.written_values import Style, each_once, write, write_ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from pointmass.synthesis.program import Env

_DAY = 24 * 60
_MOST_DAYS = 1000
_MOVED = 3
_MIDNIGHT = 3.0
_CLOCKS = 14
_MINUTES = (60, 30, 15, 120, 10, 5, 20, 90, 180, 240, 360, 480, 720, 1)
_OFFSETS = (15, 30, 60, 90)
_MOST = 4
_PATIENCE = 16


def _is_dated(moment: Value, style: Style) -> bool:
    return moment.fields == EVERYTHING and bool(style.dates())


def _days(moment: Value, style: Style) -> Iterator[tuple[float, int]]:
    """Yield by how many days the dates in the outputs are later, if it is the same number in every example."""
    for said in style.dates():
        days = {(s - v).days for s, v in zip(said, moment.values, strict=True)}
        if len(days) == 1 and 0 < abs(amount := days.pop()) <= _MOST_DAYS:
            yield 0.5 * len(str(amount)), amount


def _months(moment: Value, style: Style) -> Iterator[tuple[float, int]]:
    """Yield by how many months the dates in the outputs are later, if the same number gives every one of them."""
    for said in style.dates():
        months = {12 * (s.year - v.year) + s.month - v.month for s, v in zip(said, moment.values, strict=True)}
        if len(months) == 1 and (amount := months.pop()):
            later = tuple(ops.add_months(v, amount) for v in moment.values)
            if later == said:
                yield 0.5 * len(str(amount)), amount


def _minutes(moment: Value, style: Style) -> Iterator[tuple[float, int]]:
    """Yield by how many minutes the times in the outputs are later or earlier, if it is the same in every example."""
    for said in style.times():
        passed = {_passed(v, s) for s, v in zip(said, moment.values, strict=True)}
        if len(passed) == 1 and (ahead := passed.pop()):
            for shift in (ahead, ahead - _DAY):
                yield abs(shift) / 720, shift


def _passed(start: datetime, end: datetime) -> int:
    return (60 * (end.hour - start.hour) + end.minute - start.minute) % _DAY


def _lengths(moment: Value, style: Style) -> Iterator[tuple[float, int]]:
    """Yield lengths, in minutes, of the range from *moment* on: the step, a minute less, or as in the outputs."""
    minutes = moment.constants[0]
    yield 1.0, minutes
    yield 1.5, minutes - 1
    for said in style.times():
        passed = {_passed(v, s) for s, v in zip(said, moment.values, strict=True)}
        if len(passed) == 1 and not passed & {minutes, minutes - 1, 0}:
            # Ranges that overlap are rarer than ranges with gaps between them, so they cost more.
            yield 2.5 if (length := passed.pop()) < minutes else 5.0, length


_END = (Row(ops.LATER, 0.0, _lengths),)
_SHIFTED = Row(ops.LATER, 2.5, _minutes)
_OF_DATES = (
    Row(ops.DAYS_LATER, 2.0, _days, _is_dated),
    Row(ops.MONTHS_LATER, 2.5, _months, _is_dated),
)
_AT_TIME = Row(ops.AT_TIME, 1.0, then=(Row(ops.LATER, 2.0, _minutes),))
_OF_TIMES = (
    Row(ops.FLOOR_TIME, 2.0, listed(0.2, *_MINUTES)),
    Row(ops.NEAREST_TIME, 2.5, listed(0.2, *_MINUTES)),
    Row(ops.CEIL_TIME, 2.5, listed(0.2, *_MINUTES)),
    Row(
        ops.FLOOR_TIME_FROM,
        4.0,
        tuple((0.2 * place, size, at) for place, size in enumerate(_MINUTES) for at in _OFFSETS if at < size),
    ),
)
_MIDNIGHTS = tuple(
    Row(clock.operator, clock.price + _MIDNIGHT, when=lambda _, style: style.holds("0:00"))
    for clock in CLOCKS[:_CLOCKS]
)
_WRITTEN = {"date": (*DATE_STYLES, *DATE_FIELDS, *_MIDNIGHTS), "time": (*CLOCKS, *TIME_FIELDS)}
_BETWEEN = {
    "date": Row(ops.DAYS_BETWEEN, 3.0, gives="number"),
    "time": Row(ops.MINUTES_BETWEEN, 3.0, gives="number"),
}


def moments(style: Style, envs: Sequence[Env], texts: Sequence[Node], late: Callable[..., bool]) -> None:
    """Offer the dates and times in *texts* as pieces: as they are, shifted or rounded, in the formats of the outputs.

    Args:
        style: How the outputs write values, and the pool that takes the pieces.
        envs: The values of the variables, one tuple an example.
        texts: Programs that give a text each.
        late: Called with a number of steps: whether the search has to end.
    """
    pool = style.pool
    for node in texts:
        found, clocks = style.readings(envs, node)
        if late(16):
            return
        together = [step(_AT_TIME, both) for both in itertools.product(found[:3], clocks[:1])]
        shifted = [s for t in together if t is not None for s in steps(t, _AT_TIME.then, style)]
        shifted += [s for t in clocks[:1] for s in steps(t, (_SHIFTED,), style)]
        dated = [d for d in found if d.fields == EVERYTHING]
        moved = [s for d in dated[:_MOVED] for s in steps(d, _OF_DATES, style)]
        known = set(pool.atoms)
        for date in (*found, *shifted, *moved):
            write(style, date, _WRITTEN["date"])
        if any(v not in known and any(t.isalpha() for t in v[0]) for v in pool.atoms):
            # The output names a month or weekday that the input does not. So the other parts of the date are likely
            # written from the date, too, and not copied: write them once more without the extra cost against copying.
            pool.plain = False
            for date in found:
                write(style, date, _WRITTEN["date"])
            pool.plain = True
        starts = [s for t in clocks for s in steps(t, _OF_TIMES, style)]
        for place, time in enumerate((*clocks, *shifted, *starts)):
            if place % _PATIENCE == 0 and late(16):
                return
            lows = write(style, time, _WRITTEN["time"])
            for end in steps(time, _END, style) if time.constants and time not in shifted else ():
                write(style, end, _WRITTEN["time"])
                write_ranges(style, time, lows, end)


def passed(style: Style, envs: Sequence[Env], texts: Sequence[Node]) -> Iterator[Value]:
    """Yield as numbers the days between two dates and the minutes between two times, in one text or in two."""
    read = [style.readings(envs, node) for node in texts]
    dated = [d for found, _ in read for d in each_once(d for d in found if d.fields == EVERYTHING)[:_MOST]]
    clocks = [t for _, times in read for t in each_once(times)[:_MOST]]
    for start, end in itertools.chain(itertools.permutations(dated, 2), itertools.permutations(clocks, 2)):
        made = step(_BETWEEN[start.kind], (start, end))
        if made and all(v >= 0 for v in made.values) and any(made.values):
            yield made
