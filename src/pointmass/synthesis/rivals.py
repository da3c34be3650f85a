"""Programs that explain the examples too: found by the search, or by exchanging one step for a similar one.

Programs are merged where they answer alike on the examples. Their difference shows on other inputs only:
the days around new year, a month of another length, the last digits of a factor, a limit that other fields hide.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.guard import Check
from pointmass.synthesis.nearby import nearby, recombined
from pointmass.synthesis.numeric.open_choices import Limit, limit_at
from pointmass.synthesis.numeric.scopes import places
from pointmass.synthesis.operators import arithmetic, moment_styles, numerals, records
from pointmass.synthesis.operators import moments as ops
from pointmass.synthesis.operators import numbers as decimal
from pointmass.synthesis.operators.familiar import decimals_of
from pointmass.synthesis.problem import json_key
from pointmass.synthesis.program import (
    UNDEFINED,
    Apply,
    Cases,
    Literal,
    Named,
    Node,
    Operator,
    attempt,
    children,
    swapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.program import Env
    from pointmass.synthesis.term import Term

_READINGS = 3
# How many programs are asked about how many inputs, and of how many characters in all.
_ASKED, _PROBES, _READ = 24, 60, 20_000
_RECOMBINED = 200
# How many of the examples are varied in every way, and how many inputs come of it at most.
_VARIED, _VARIATIONS = 4, 40
# Bits by which a program may be dearer than the best and still be one to choose from, and how many there may be.
_FARTHEST_OFFERED, _OFFERED = 14.0, 10
# By so many bits a field of a date may be dearer than the one that was taken, and still be meant.
_DEARER = 1.5
_MOST_TWINS, _MOST_LOOSE = 3, 8
_DAYS_OF_MONTH = 30.4
# So many numbers that were seen a limit may move past.
_MOST_STEPS = 40
# A factor is looked for within so much of what was found, in so many halvings of the distance.
_FARTHEST, _HALVINGS = 0.02, 20
# A number of so many digits lies in so small a range by chance so rarely that it is meant.
_CHANCE = 0.1
_FACTORS = (
    *(records.MULTIPLY, records.DIVIDE, records.ADD, records.SUBTRACT),
    *(decimal.TIMES, decimal.PLUS, numerals.DIVIDED),
)


@dataclass(frozen=True, slots=True)
class Rivals:
    """The programs that explain every example, cheapest first, and what each says of inputs like the examples.

    Attributes:
        programs: The programs.
        said: What each says of inputs near every example, by program.
        varied: What each says of a few examples that are varied in every way, by program.
    """

    programs: tuple[Term, ...] = ()
    said: tuple[tuple[str, ...], ...] = ()
    varied: tuple[tuple[str, ...], ...] = ()

    def readings(self, chosen: Term, dearer: float) -> tuple[Node, ...]:
        """Return the programs at most so much dearer than *chosen* that read some such input in a way of their own.

        A program that differs only in where a limit lies does not count: numbers in between are handed back anyway.
        """
        own = next((said for one, said in zip(self.programs, self.said, strict=True) if one is chosen), ())
        found: dict[tuple[str, ...], Node] = {}
        for one, said in zip(self.programs, self.said, strict=True):
            if said != own and one.cost <= chosen.cost + dearer:
                found.setdefault(said, one.node)
        bare = _without_limits(chosen.node)
        return tuple(node for node in list(found.values())[:_READINGS] if _without_limits(node) != bare)

    @property
    def distinct(self) -> list[Term]:
        """The first program of every way to answer, cheapest first: at most ten, and none far dearer than the best."""
        first: dict[tuple[tuple[str, ...], ...], Term] = {}
        for one, *said in zip(self.programs, self.said, self.varied, strict=True):
            if one.cost <= self.programs[0].cost + _FARTHEST_OFFERED:
                first.setdefault(tuple(said), one)
        return list(first.values())[:_OFFERED]


def rivals(task: Problem, found: Sequence[Term]) -> Rivals:
    """Ask the programs about the unlabelled inputs and about inputs like those of the examples."""
    programs = tuple(found[:_ASKED])
    several = len(programs) > 1
    asked = (_probes(task), _varied(task)) if several else ([], [])
    said, varied = (tuple(tuple(_said(one.node, env) for env in probes) for one in programs) for probes in asked)
    return Rivals(programs, said, varied)


def _varied(task: Problem) -> list[Env]:
    """Return inputs that are made by one change of one of the first examples, for each change that there is."""
    rows = [[tuple(one) if task.rows else (one,) for one in _near(task, env)] for env in task.envs[:_VARIED]]
    # One change of each example in turn, so that every example is varied even where there are many changes.
    turns = itertools.chain.from_iterable(itertools.zip_longest(*rows))
    return list(itertools.islice((env for env in turns if env is not None), _VARIATIONS))


def _near(task: Problem, env: Env) -> list[Any]:
    """Return what is near an input; of several parameters as many."""
    near = nearby(list(env) if task.rows else env[0])
    return [one for one in near if not task.rows or len(one) == len(env)]


def _probes(task: Problem) -> list[Env]:
    """Return unlabelled inputs, and inputs that are made by one change of an example each, as many of every example."""
    found = list(task.unlabelled[:_PROBES])
    if not all(isinstance(v, str) for env in task.envs for v in env):
        found += recombined(task.envs, _RECOMBINED)
    each = max(1, _PROBES // len(task.envs))
    for env in task.envs[:_PROBES]:
        found += [tuple(one) if task.rows else (one,) for one in _near(task, env)[:each]]
    sizes = itertools.accumulate(sum(len(str(value)) for value in env) for env in found)
    return [env for env, size in zip(found, sizes, strict=True) if size <= _READ]


def _said(node: Node, env: Env) -> str:
    try:
        return json_key(node.value(env))
    except UNDEFINED:
        return ""


def _without_limits(node: Node) -> Any:
    """Return what a program is but for where its limits lie."""
    if limit := Limit.of(node):
        return limit.is_upper, _without_limits(limit.number)
    if isinstance(node, Cases):
        cases = [(_without_limits(c.test), _without_limits(c.node)) for c in node.cases]
        return cases, None if node.default is None else _without_limits(node.default)
    below = children(node)
    return (type(node), getattr(node, "operator", None), *map(_without_limits, below)) if below else node


def twins(task: Problem, program: Node) -> tuple[Node, ...]:
    """Return the program with one step exchanged for another one, or a number of it moved, where it explains the examples."""
    steps = dict.fromkeys(place.node for place in places(program) if isinstance(place.node, Apply))
    weeks = any("isocalendar().week" in step.operator.form for step in steps)
    exchanged = (swapped(program, s, other) for s in steps for other in _others(task, s, weeks=weeks))
    found = [other for other in dict.fromkeys(exchanged) if _explains(task, other)][:_MOST_TWINS]
    loose: list[Node] = []
    for place in places(program):
        if limit := limit_at(place, task.envs):
            loose += _moved(task, program, limit)
        elif isinstance(place.node, Apply) and place.node.operator in _FACTORS:
            loose += _ends(task, program, place.node)
    return (*list(dict.fromkeys(loose))[:_MOST_LOOSE], *found)


def _explains(task: Problem, program: Node) -> bool:
    return all(_said(program, env) == json_key(o) for env, o in zip(task.envs, task.outputs, strict=True))


def _others(task: Problem, step: Apply, *, weeks: bool) -> Iterator[Node]:
    """Yield what a step may mean as well: another field of a date, a month instead of thirty days."""
    costs = {row.operator: row.price for row in moment_styles.DATE_FIELDS}
    if step.operator in costs:
        for operator, cost in costs.items():
            iso = weeks and operator is moment_styles.ISO_YEAR and "year" in step.operator.words
            if operator != step.operator and (iso or abs(cost - costs[step.operator]) <= _DEARER):
                yield Apply(operator, step.arguments)
    if step.operator is ops.DAYS_LATER and isinstance(step.arguments[1], Literal):
        months = round(step.arguments[1].content / _DAYS_OF_MONTH)
        if months:
            yield Apply(ops.MONTHS_LATER, (step.arguments[0], Literal(months)))
    if step.operator is ops.MONTHS_LATER:
        moved = {_days(step, env) for env in task.envs}
        if len(moved) == 1 and None not in moved:
            yield Apply(ops.DAYS_LATER, (step.arguments[0], Literal(moved.pop())))


def _days(step: Apply, env: Env) -> int | None:
    before, after = attempt(step.arguments[0], env), attempt(step, env)
    return (after - before).days if isinstance(before, datetime) and isinstance(after, datetime) else None


def _moved(task: Problem, program: Node, limit: Limit) -> Iterator[Node]:
    """Yield the program with a limit moved past numbers that were seen, as far as it explains the examples still."""
    for step in (-1, 1):
        best, cut = None, limit.cut + step
        while 0 < cut < len(limit.values) and abs(cut - limit.cut) <= _MOST_STEPS:
            # The lowest limit is just above the number before it, the highest is the number after it.
            node = limit.above(limit.values[cut - 1]) if step < 0 else limit.at_least(limit.values[cut])
            other = swapped(program, limit.node, node)
            if not _explains(task, other):
                break
            best, cut = other, cut + step
        if best is not None:
            yield best


def _ends(task: Problem, program: Node, node: Apply) -> Iterator[Node]:
    """Yield the program with a factor at either end of what the examples allow, where they do not bear its digits out."""
    constant = node.arguments[1].content if isinstance(node.arguments[1], Literal) else 0
    number = float(constant)
    digits = decimals_of(number)
    if not digits:
        return

    def at(factor: float) -> Node:
        shown = round(factor, 9)
        new = Literal(str(shown) if isinstance(constant, str) else shown)
        return swapped(program, node, Apply(node.operator, (node.arguments[0], new)))

    ends = []
    for direction in (-1, 1):
        near, far = 0.0, _FARTHEST
        for _ in range(_HALVINGS):
            step = (near + far) / 2
            near, far = (step, far) if _explains(task, at(number * (1 + direction * step))) else (near, step)
        ends.append(number * (1 + direction * near))
    if (ends[1] - ends[0]) * 10**digits >= _CHANCE:
        yield from (at(end) for end in ends if end != number)


YEAR_OF = Operator(lambda date: date.year, "{0}.year", "the year of {0}", noun="year")


def unseen_centuries(task: Problem, program: Node) -> Iterator[Check]:
    """Hand back years of two digits beyond those whose century an example shows, where the answer says the century."""
    nodes = list(dict.fromkeys(place.node for place in places(program)))
    if any(isinstance(node, Cases) for node in nodes):
        return
    for step in nodes:
        if not isinstance(step, Apply) or step.operator not in (ops.DATE_IN, ops.DATE_BY_ANY):
            continue
        dated = [(attempt(step, env), attempt(step.arguments[0], env)) for env in task.envs]
        short = [d.year for d, text in dated if isinstance(d, datetime) and str(d.year) not in str(text)]
        if short and all(str(d.year) in str(o) for (d, _), o in zip(dated, task.outputs, strict=True)):
            year = Apply(YEAR_OF, (Named("date", step),))
            beyond = Apply(arithmetic.OUTSIDE, (year, Literal(min(short)), Literal(max(short))))
            yield Check(beyond, "No example shows the century of such a year in two digits.")
