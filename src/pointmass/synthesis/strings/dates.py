"""Read dates and times of day: by one pattern for all examples, or by the fewest that together read all."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import moments as ops
from pointmass.synthesis.program import Apply, Constant, Literal, Named, Node, attempt
from pointmass.synthesis.rows import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.program import Env

_NAME = r"(?P<name>(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)"
_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<month>\d{1,2})", r"(?P<year>\d{4}|\d{2})"
_LONG_YEAR = r"(?P<year>\d{4})"
_OF = r"\W*(?:of )?"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a date.

    Attributes:
        order: Which comes first where that is a matter of custom: ``day`` or ``month``; empty where it is neither.
        numeric: Whether the month is a number beside the day, so that the one may be taken for the other.
        cost: What it costs to assume it, in about bits.
    """

    pattern: str
    fields: frozenset[str]
    cost: float
    order: str = ""
    numeric: bool = False


def _format(pattern: str, fields: str, cost: float, order: str = "", kind: str = "") -> Format:
    # What follows a compact date may be a T and the time.
    whole = rf"(?<![A-Za-z0-9]){pattern}(?![A-SU-Za-z0-9])"
    return Format(whole, frozenset(fields.split()), cost, order, kind == "numeric")


_ALL = "day month year"
EVERYTHING = frozenset(_ALL.split())
FORMATS = (
    Format(rf"(?<!\d){_LONG_YEAR}[-/. ]{{1,2}}{_MONTH}[-/. ]{{1,2}}(?P<day>\d{{1,2}})(?!\d)", EVERYTHING, 1.0),
    _format(rf"{_MONTH}[-/. ]{{1,2}}{_DAY}[-/. ]{{1,2}}{_YEAR}", _ALL, 1.0, "month", "numeric"),
    _format(rf"{_DAY}[-/. ]{{1,2}}{_MONTH}[-/. ]{{1,2}}{_YEAR}", _ALL, 1.2, "day", "numeric"),
    _format(rf"{_NAME}\W*{_DAY}\W+{_YEAR}", _ALL, 1.0, "month"),
    _format(rf"{_DAY}{_OF}{_NAME}\W*{_YEAR}", _ALL, 1.0, "day"),
    _format(rf"{_LONG_YEAR}\W*{_NAME}\W*{_DAY}", _ALL, 1.0),
    _format(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", _ALL, 1.5),
    _format(r"(?P<month>\d{2})(?P<day>\d{2})(?P<year>\d{4})", _ALL, 1.6, "month", "numeric"),
    _format(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})", _ALL, 1.7, "day", "numeric"),
    _format(rf"{_MONTH}\D+{_DAY}\D+{_LONG_YEAR}", _ALL, 2.0, "month", "numeric"),
    _format(rf"{_DAY}\D+{_MONTH}\D+{_LONG_YEAR}", _ALL, 2.2, "day", "numeric"),
    _format(rf"{_LONG_YEAR}\W+(?P<day>\d{{1,2}})\W+{_MONTH}", _ALL, 4.5),
    _format(rf"{_NAME}\W+{_LONG_YEAR}", "month year", 2.0),
    _format(rf"{_NAME}\W+{_DAY}", "month day", 2.0),
    _format(rf"{_DAY}{_OF}{_NAME}", "month day", 2.0),
    _format(rf"{_LONG_YEAR}[-/]{_MONTH}", "month year", 2.4),
    _format(rf"{_MONTH}[-/]{_LONG_YEAR}", "month year", 2.4),
    _format(rf"{_MONTH}[-/]{_DAY}", "month day", 2.6),
    _format(rf"{_DAY}[-/]{_MONTH}", "month day", 2.7),
    _format(_NAME, "month", 3.0),
    _format(r"(?P<month>[1-9]|1[0-2])", "month", 4.0),
)
_PLACES = (0, -1, 1)
_MOST_READINGS = 12
_CLOCK = r"(?i)T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\b\.?)?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b"


def dates(sources: list[str], envs: Sequence[Env], node: Node) -> Iterator[Value]:
    """Yield readings of the dates in *sources*, the values of *node*."""
    reads = {f: _reads(f, sources) for f in FORMATS}
    whole = [f for f in FORMATS if all(reads[f])]
    chosen: list[tuple[tuple[str, ...], frozenset[str], float]] = [((f.pattern,), f.fields, f.cost) for f in whole]
    if not any(f.fields == EVERYTHING for f in whole):
        chosen += _covers(reads, len(sources))
    for (patterns, fields, cost), place in itertools.product(chosen[:_MOST_READINGS], _PLACES):
        alone = place == 0 and all(_is_alone(patterns, s) for s in sources)
        yield from _read(_reading(patterns, node, place), envs, cost + abs(place), "date", fields, whole=alone)


def times(envs: Sequence[Env], node: Node) -> Iterator[Value]:
    """Yield readings of the times of day in the values of *node*."""
    for place in _PLACES:
        yield from _read(Apply(ops.TIME_IN, (node, Literal(place))), envs, 1.0 + abs(place), "time")
    yield from _read(Apply(ops.TIME_OF_DIGITS, (node,)), envs, 2.5, "time")


def _read(
    node: Node,
    envs: Sequence[Env],
    cost: float,
    kind: str,
    fields: frozenset[str] = frozenset(),
    *,
    whole: bool = False,
) -> Iterator[Value]:
    program = Named(kind, node)
    values = tuple(attempt(program, env) for env in envs)
    if all(isinstance(v, datetime) for v in values):
        yield Value(program, cost, values, kind, fields, whole)


def shown_dates(outputs: Sequence[str]) -> Iterator[tuple[datetime, ...]]:
    """Yield readings of the dates that *outputs* hold, each by one pattern."""
    for form in FORMATS:
        if form.fields == EVERYTHING:
            yield from _shown([_reading((form.pattern,), Literal(o), 0) for o in outputs])


def shown_times(outputs: Sequence[str], place: int = 0) -> Iterator[tuple[datetime, ...]]:
    """Yield readings of the times of day that *outputs* hold, counted from the first, or in digits alone."""
    yield from _shown([Apply(ops.TIME_IN, (Literal(o), Literal(place))) for o in outputs])
    yield from _shown([Apply(ops.TIME_OF_DIGITS, (Literal(o),)) for o in outputs])


def _shown(readings: Sequence[Node]) -> Iterator[tuple[datetime, ...]]:
    found = [attempt(reading, ()) for reading in readings]
    if all(isinstance(f, datetime) for f in found):
        yield tuple(found)


def _reading(patterns: tuple[str, ...], node: Node, place: int) -> Node:
    if len(patterns) > 1:
        constant = Constant("DATE_PATTERNS", patterns, "The ways in which dates are written, the likeliest first.")
        return Apply(ops.DATE_BY_ANY, (node, constant, Literal(place)))
    lines = [part for part in re.split(r"(?=\(\?P<)", patterns[0]) if part]
    constant = Constant(
        "DATE",
        re.compile(patterns[0]),
        "How a date is written.",
        tuple(_note(line) for line in lines),
        "re.Pattern[str]",
        tuple(lines),
    )
    return Apply(ops.DATE_IN, (node, constant, Literal(place)))


def _note(line: str) -> str:
    """Return what a part of a pattern stands for."""
    group = re.match(r"\(\?P<(\w+)>", line)
    return {"name": "the name of the month"}.get(group[1], f"the {group[1]}") if group else "within no word or number"


def _reads(form: Format, sources: list[str]) -> list[bool]:
    found = []
    for source in sources:
        try:
            ops.date_in(source, re.compile(form.pattern), 0)
            found.append(True)
        except (ValueError, LookupError):
            found.append(False)
    return found


def _is_alone(patterns: tuple[str, ...], source: str) -> bool:
    """Whether *source* says nothing but a date, and a time of day or weekday beside it."""
    rest = source
    for pattern in patterns:
        rest, count = re.subn(pattern, " ", source, count=1)
        if count:
            break
    return not any(c.isalnum() for c in re.sub(_CLOCK, " ", rest))


def _covers(reads: dict[Format, list[bool]], count: int) -> Iterator[tuple[tuple[str, ...], frozenset[str], float]]:
    """Yield sets of patterns with all fields that read every example between them, month first and day first.

    Where several ways to write a date were seen, more of them will come: the other patterns follow as well.
    """
    every = [f for f in reads if f.fields == EVERYTHING]
    spoken = [sum(any(reads[f]) for f in every if f.order == order and not f.numeric) for order in ("month", "day")]
    orders = ("month", "day") if spoken[0] >= spoken[1] else ("day", "month")
    for extra, order in enumerate(orders):
        rest = [f for f in every if not f.numeric or f.order == order]
        last = [f for f in every if f not in rest]
        left, used = set(range(count)), []
        for form in sorted(rest, key=lambda f: -sum(reads[f])):
            new = {i for i in left if reads[form][i]}
            if new:
                used.append(form)
                left -= new
        if not left:
            more = [f for f in (*rest, *last) if f not in used]
            yield tuple(f.pattern for f in (*used, *more)), EVERYTHING, 2.0 + len(used) + 0.5 * extra
