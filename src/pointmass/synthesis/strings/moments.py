"""Dates and times in the inputs, rounded and written field by field, as pieces of the output."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import moments as ops
from pointmass.synthesis.operators import text
from pointmass.synthesis.program import Apply, Literal, Named, Node, Operator, attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.strings.pool import Pool

_NAME = r"(?P<name>(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)"
_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<month>\d{1,2})", r"(?P<year>\d{4}|\d{2})"
_LONG_YEAR = r"(?P<year>\d{4})"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a date: a pattern, the fields that it holds, and what it costs to assume it."""

    pattern: str
    fields: frozenset[str]
    cost: float


def _format(pattern: str, fields: str, cost: float) -> Format:
    return Format(rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])", frozenset(fields.split()), cost)


_ALL = "day month year"
FORMATS = (
    Format(
        rf"(?<!\d){_LONG_YEAR}[-/. ]{{1,2}}{_MONTH}[-/. ]{{1,2}}(?P<day>\d{{1,2}})(?!\d)", frozenset(_ALL.split()), 1.0
    ),
    _format(rf"{_MONTH}[-/. ]{_DAY}[-/. ]{_YEAR}", _ALL, 1.0),
    _format(rf"{_DAY}[-/. ]{_MONTH}[-/. ]{_YEAR}", _ALL, 1.2),
    _format(rf"{_NAME}\W*{_DAY}\W+{_YEAR}", _ALL, 1.0),
    _format(rf"{_DAY}\W*{_NAME}\W*{_YEAR}", _ALL, 1.0),
    _format(rf"{_LONG_YEAR}\W*{_NAME}\W*{_DAY}", _ALL, 1.0),
    _format(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", _ALL, 1.5),
    _format(r"(?P<month>\d{2})(?P<day>\d{2})(?P<year>\d{4})", _ALL, 1.6),
    _format(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})", _ALL, 1.7),
    _format(rf"{_MONTH}\D+{_DAY}\D+{_LONG_YEAR}", _ALL, 2.0),
    _format(rf"{_DAY}\D+{_MONTH}\D+{_LONG_YEAR}", _ALL, 2.2),
    _format(rf"{_LONG_YEAR}\W+(?P<day>\d{{1,2}})\W+{_MONTH}", _ALL, 2.4),
    _format(rf"{_NAME}\W+{_LONG_YEAR}", "month year", 2.0),
    _format(rf"{_NAME}\W+{_DAY}", "month day", 2.0),
    _format(rf"{_DAY}\W+{_NAME}", "month day", 2.0),
    _format(rf"{_LONG_YEAR}[-/]{_MONTH}", "month year", 2.4),
    _format(rf"{_MONTH}[-/]{_LONG_YEAR}", "month year", 2.4),
    _format(rf"{_MONTH}[-/]{_DAY}", "month day", 2.6),
    _format(rf"{_DAY}[-/]{_MONTH}", "month day", 2.7),
    _format(_NAME, "month", 3.0),
    _format(r"(?P<month>[1-9]|1[0-2])", "month", 4.0),
)
_STEPS = (60, 30, 15, 120, 10, 5, 20, 90, 180, 240, 360, 480, 720)
_PLACES = (0, -1, 1)
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time on every example, the fields that it holds, its program and cost."""

    values: tuple[datetime, ...]
    node: Node
    cost: float
    fields: frozenset[str] = frozenset()


def moments(pool: Pool, envs: Sequence[Env], texts: Sequence[Node], late: Callable[[], bool]) -> None:
    """Offer the fields of the dates and times in *texts* (programs for a text each)."""
    for node in texts:
        sources = [attempt(node, env) for env in envs]
        if not all(isinstance(s, str) and any(c.isalnum() for c in s) for s in sources) or late():
            continue
        dates, times = list(_dates(sources, envs, node)), list(_times(envs, node))
        shifted = list(_shifted(pool, dates, times[:1]))
        known = set(pool.atoms)
        for date in (*dates, *shifted):
            _write_date(pool, date)
        if any(v not in known and any(t.isalpha() for t in v[0]) for v in pool.atoms):
            # The output names a month or weekday that the input does not: then its other fields are read as well.
            pool.plain = False
            for date in dates:
                _write_date(pool, date)
            pool.plain = True
        for time in (*times, *shifted):
            _write_time(pool, time)


def _write_date(pool: Pool, date: Moment) -> None:
    for field, needs, cost in ops.DATE_FIELDS:
        if needs <= date.fields:
            _offer(pool, date, field, date.cost + cost)


def _write_time(pool: Pool, time: Moment) -> None:
    for clock in ops.CLOCKS:
        _offer(pool, time, clock, time.cost + 1.5)
    for field, cost in ops.TIME_FIELDS:
        _offer(pool, time, field, time.cost + cost)


def _dates(sources: list[str], envs: Sequence[Env], node: Node) -> Iterator[Moment]:
    """Yield readings of the dates: one pattern for all examples, else the fewest that together read all."""
    reads = {f: _reads(f, sources) for f in FORMATS}
    whole = [f for f in FORMATS if all(reads[f])]
    chosen: list[tuple[tuple[str, ...], frozenset[str], float]] = [((f.pattern,), f.fields, f.cost) for f in whole]
    if not any(f.fields == frozenset(_ALL.split()) for f in whole):
        chosen += list(_covers(reads, len(sources)))
    for (patterns, fields, cost), place in itertools.product(chosen[:12], _PLACES):
        program = Named("date", Apply(ops.DATE_IN, (node, Literal(patterns), Literal(place))))
        values = [attempt(program, env) for env in envs]
        if all(isinstance(v, datetime) for v in values):
            yield Moment(tuple(values), program, cost + abs(place), fields)


def _reads(form: Format, sources: list[str]) -> list[bool]:
    found = []
    for source in sources:
        try:
            ops.date_in(source, (form.pattern,), 0)
            found.append(True)
        except (ValueError, LookupError):
            found.append(False)
    return found


def _covers(reads: dict[Format, list[bool]], count: int) -> Iterator[tuple[tuple[str, ...], frozenset[str], float]]:
    """Yield sets of patterns with all fields that read every example between them, month first and day first."""
    for skipped in (2, 1):
        rest = [f for i, f in enumerate(FORMATS[:12]) if i not in (skipped, {2: 8, 1: 7}[skipped])]
        left, patterns = set(range(count)), []
        for form in sorted(rest, key=lambda f: -sum(reads[f])):
            new = {i for i in left if reads[form][i]}
            if new:
                patterns.append(form.pattern)
                left -= new
        if not left:
            # Where several ways to write a date were seen, more of them will come.
            more = [f.pattern for f in rest if f.pattern not in patterns]
            yield (*patterns, *more), frozenset(_ALL.split()), 2.0 + 1.0 * len(patterns)


def _times(envs: Sequence[Env], node: Node) -> Iterator[Moment]:
    readings: list[tuple[Node, float]] = [(Apply(ops.TIME_IN, (node, Literal(p))), 1.0 + abs(p)) for p in _PLACES]
    readings.append((Apply(ops.TIME_OF_DIGITS, (node,)), 2.5))
    for reading, price in readings:
        program = Named("time", reading)
        values = [attempt(program, env) for env in envs]
        if not all(isinstance(v, datetime) for v in values):
            continue
        time = Moment(tuple(values), program, price)
        yield time
        for number, step in enumerate(_STEPS):
            low = _applied(time, ops.FLOOR_TIME, step, time.cost + 2.0 + 0.2 * number, "start")
            yield low
            yield _applied(low, ops.LATER, step, low.cost + 1.0, "end")
            yield _applied(low, ops.LATER, step - 1, low.cost + 1.5, "end")
            for offset in (o for o in (15, 30, 60, 90) if o < step):
                early = _applied(time, ops.LATER, -offset, time.cost, "early")
                base = _applied(early, ops.FLOOR_TIME, step, time.cost + 4.0 + 0.2 * number, "block")
                from_there = _applied(base, ops.LATER, offset, base.cost, "start")
                yield from_there
                yield _applied(from_there, ops.LATER, step, from_there.cost + 1.0, "end")
            near = _applied(time, ops.NEAREST_TIME, step, time.cost + 2.5 + 0.2 * number, "near")
            yield near
            yield _applied(near, ops.LATER, step, near.cost + 1.0, "end")


def _shifted(pool: Pool, dates: list[Moment], times: list[Moment]) -> Iterator[Moment]:
    """Yield the moments later or earlier by as much as the clocks in the outputs are, where that is one constant."""
    for time in times:
        try:
            shown = [ops.time_in(o, 0) for o in pool.outputs]
        except (ValueError, LookupError):
            return
        minutes = {int((s - t).total_seconds() // 60) % _DAY_MINUTES for s, t in zip(shown, time.values, strict=True)}
        if len(minutes) != 1 or minutes == {0}:
            return
        ahead = minutes.pop()
        for shift in (ahead, ahead - _DAY_MINUTES):
            for date in dates[:3]:
                values = tuple(ops.AT_TIME.function(d, t) for d, t in zip(date.values, time.values, strict=True))
                both = Moment(
                    values, Named("moment", Apply(ops.AT_TIME, (date.node, time.node))), date.cost + 1.0, date.fields
                )
                moved = _applied(both, ops.LATER, shift, both.cost + 2.0 + abs(shift) / 720, "shifted")
                yield Moment(moved.values, moved.node, moved.cost, date.fields)
            yield _applied(time, ops.LATER, shift, time.cost + 2.5 + abs(shift) / 720, "shifted")


def _applied(moment: Moment, operator: Operator, minutes: int, cost: float, name: str) -> Moment:
    values = tuple(operator.function(v, minutes) for v in moment.values)
    return Moment(values, Named(name, Apply(operator, (moment.node, Literal(minutes)))), cost)


def _offer(pool: Pool, moment: Moment, field: Operator, cost: float) -> None:
    values = tuple(field.function(v) for v in moment.values)
    folded = pool.folded
    if all(v.lower() in f for v, f in zip(values, folded, strict=True)):
        pool.add(values, cost + pool.copied(values), text.STR, Apply(field, (moment.node,)))
