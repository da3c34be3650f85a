"""Read dates and times of day: with one pattern for all examples, or with a few that together read all."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from pointmass.synthesis.operator_rows import Value, outcomes
from pointmass.synthesis.operators import moments as ops
from pointmass.synthesis.pattern_lines import pattern_lines
from pointmass.synthesis.program import Apply, Constant, Literal, Named, Node, attempt

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
        pattern: Its regular expression, with a named group for each field.
        fields: The fields that it has: some of ``day``, ``month`` and ``year``.
        cost: The cost of assuming it, in about bits.
        order: Which field comes first, ``day`` or ``month``; empty if the year does.
        numeric: Whether day and month are both numbers, so that they may be confused.
    """

    pattern: str
    fields: frozenset[str]
    cost: float
    order: str
    numeric: bool


def _format(cost: float, pattern: str) -> Format:
    names = ["month" if name == "name" else name for name in re.findall(r"\?P<(\w+)>", pattern)]
    order = "" if names[0] == "year" else names[0]
    # A date is no part of a longer word or number, but a T and the time may follow it.
    whole = pattern if pattern.startswith("(?<!") else rf"(?<![A-Za-z0-9]){pattern}(?![A-SU-Za-z0-9])"
    return Format(whole, frozenset(names), cost, order, bool(order) and "<month>" in pattern)


EVERYTHING = frozenset({"day", "month", "year"})
FORMATS = tuple(
    _format(cost, pattern)
    for cost, pattern in (
        (1.0, rf"(?<!\d){_LONG_YEAR}[-/. ]{{1,2}}{_MONTH}[-/. ]{{1,2}}(?P<day>\d{{1,2}})(?!\d)"),
        (1.0, rf"{_MONTH}[-/. ]{{1,2}}{_DAY}[-/. ]{{1,2}}{_YEAR}"),
        (1.2, rf"{_DAY}[-/. ]{{1,2}}{_MONTH}[-/. ]{{1,2}}{_YEAR}"),
        (1.0, rf"{_NAME}\W*{_DAY}\W+{_YEAR}"),
        (1.0, rf"{_DAY}{_OF}{_NAME}\W*{_YEAR}"),
        (1.0, rf"{_LONG_YEAR}\W*{_NAME}\W*{_DAY}"),
        (1.5, r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
        (1.6, r"(?P<month>\d{2})(?P<day>\d{2})(?P<year>\d{4})"),
        (1.7, r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})"),
        (2.0, rf"{_MONTH}\D+{_DAY}\D+{_LONG_YEAR}"),
        (2.2, rf"{_DAY}\D+{_MONTH}\D+{_LONG_YEAR}"),
        (4.5, rf"{_LONG_YEAR}\W+(?P<day>\d{{1,2}})\W+{_MONTH}"),
        (2.0, rf"{_NAME}\W+{_LONG_YEAR}"),
        (2.0, rf"{_NAME}\W+{_DAY}"),
        (2.0, rf"{_DAY}{_OF}{_NAME}"),
        (2.4, rf"{_LONG_YEAR}[-/]{_MONTH}"),
        (2.4, rf"{_MONTH}[-/]{_LONG_YEAR}"),
        (2.6, rf"{_MONTH}[-/]{_DAY}"),
        (2.7, rf"{_DAY}[-/]{_MONTH}"),
        (3.0, _NAME),
        (4.0, r"(?P<month>[1-9]|1[0-2])"),
    )
)
_PLACES = (0, -1, 1)
_MOST_READINGS = 12
_CLOCK = r"(?i)T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\b\.?)?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b"


def dates(sources: list[str], envs: Sequence[Env], node: Node) -> Iterator[Value]:
    """Yield ways to read a date in every one of *sources*, the values of *node*: the first, last or second date."""
    reads = {f: _reads(f, sources) for f in FORMATS}
    whole = [f for f in FORMATS if all(reads[f])]
    chosen: list[tuple[tuple[str, ...], frozenset[str], float]] = [((f.pattern,), f.fields, f.cost) for f in whole]
    if not any(f.fields == EVERYTHING for f in whole):
        chosen += _covers(reads, len(sources))
    for (patterns, fields, cost), place in itertools.product(chosen[:_MOST_READINGS], _PLACES):
        alone = place == 0 and all(_is_alone(patterns, s) for s in sources)
        made = Value(_reading(patterns, node, place), cost + abs(place), (), "date", fields, alone)
        yield from _read(made, envs)


def times(envs: Sequence[Env], node: Node) -> Iterator[Value]:
    """Yield ways to read a time of day in every value of *node*."""
    for place in _PLACES:
        yield from _read(Value(Apply(ops.TIME_IN, (node, Literal(place))), 1.0 + abs(place), kind="time"), envs)
    yield from _read(Value(Apply(ops.TIME_OF_DIGITS, (node,)), 2.5, kind="time"), envs)


def _read(made: Value, envs: Sequence[Env]) -> Iterator[Value]:
    values = tuple(attempt(made.node, env) for env in envs)
    if all(isinstance(v, datetime) for v in values):
        yield replace(made, node=Named(made.kind, made.node), values=values)


def _reading(patterns: tuple[str, ...], node: Node, place: int) -> Node:
    if len(patterns) > 1:
        constant = Constant("DATE_PATTERNS", patterns, "The ways in which dates are written, the likeliest first.")
        return Apply(ops.DATE_BY_ANY, (node, constant, Literal(place)))
    lines = [part for part in re.split(r"(?=\(\?P<)", patterns[0]) if part]
    constant = pattern_lines("DATE", [(line, _note(line)) for line in lines], "How a date is written.", join="")
    return Apply(ops.DATE_IN, (node, constant, Literal(place)))


def _note(line: str) -> str:
    """Return a comment that says what a part of a pattern matches."""
    group = re.match(r"\(\?P<(\w+)>", line)
    return {"name": "the name of the month"}.get(group[1], f"the {group[1]}") if group else "within no word or number"


def _reads(form: Format, sources: list[str]) -> list[bool]:
    pattern = re.compile(form.pattern)
    return [outcomes(ops.date_in, [(source, pattern, 0)]) is not None for source in sources]


def _is_alone(patterns: tuple[str, ...], source: str) -> bool:
    """Whether *source* has nothing but a date, and perhaps a time of day or a weekday."""
    rest = source
    for pattern in patterns:
        rest, count = re.subn(pattern, " ", source, count=1)
        if count:
            break
    return not any(c.isalnum() for c in re.sub(_CLOCK, " ", rest))


def _covers(reads: dict[Format, list[bool]], count: int) -> Iterator[tuple[tuple[str, ...], frozenset[str], float]]:
    """Yield sets of patterns of full dates that together read every example: with the month first, or the day first.

    If the examples write dates in several ways, further inputs will in yet others, so all other patterns are appended.
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
