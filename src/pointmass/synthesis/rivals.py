"""Other programs that explain all examples: found by the search, or made by replacing one step with a similar one.

They differ only on other inputs: the days around new year, a month of another length, the last digits of a factor, a
number beside a limit.
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
# The greatest number of programs that are compared, of inputs for it, and of characters in these inputs.
_ASKED, _PROBES, _READ = 24, 60, 20_000
_RECOMBINED = 200
# How many examples are varied in every way, and the greatest number of inputs made so.
_VARIED, _VARIATIONS = 4, 40
# How many bits more than the best a program may cost to be offered as a choice, and how many are offered.
_FARTHEST_OFFERED, _OFFERED = 14.0, 10
# Another field of a date may be meant if its cost differs by at most this many bits.
_DEARER = 1.5
_MOST_TWINS, _MOST_LOOSE = 3, 8
_DAYS_OF_MONTH = 30.4
# A limit is moved past at most this many of the numbers that were seen.
_MOST_STEPS = 40
# The range of a factor is searched within 2 % of the one found, by bisection in 20 steps.
_FARTHEST, _HALVINGS = 0.02, 20
# If the chance that a number with so few decimals lies in the range is below this, the number is taken as meant.
_CHANCE = 0.1
_FACTORS = (
    *(records.MULTIPLY, records.DIVIDE, records.ADD, records.SUBTRACT),
    *(decimal.TIMES, decimal.PLUS, numerals.DIVIDED),
)


@dataclass(frozen=True, slots=True)
class Rivals:
    """The programs that explain every example, and their answers on inputs like the examples.

    Attributes:
        programs: The programs, the cheapest first.
        said: For each program its answers on inputs near the examples, as JSON texts; empty where it is undefined.
        varied: For each program its answers on a few examples that were varied in every way.
    """

    programs: tuple[Term, ...] = ()
    said: tuple[tuple[str, ...], ...] = ()
    varied: tuple[tuple[str, ...], ...] = ()

    def readings(self, chosen: Term, dearer: float) -> tuple[Node, ...]:
        """Return at most three programs that answer some of these inputs differently from *chosen*.

        Programs that differ only in the value of a limit are left out, as numbers in between are handed back anyway.

        Args:
            chosen: The program.
            dearer: How many bits more than *chosen* another program may cost.
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
        """The cheapest program for each different set of answers: at most ten, within 14 bits of the best."""
        first: dict[tuple[tuple[str, ...], ...], Term] = {}
        for one, *said in zip(self.programs, self.said, self.varied, strict=True):
            if one.cost <= self.programs[0].cost + _FARTHEST_OFFERED:
                first.setdefault(tuple(said), one)
        return list(first.values())[:_OFFERED]


def rivals(task: Problem, found: Sequence[Term]) -> Rivals:
    """Run the programs on the unlabelled inputs and on inputs like those of the examples."""
    programs = tuple(found[:_ASKED])
    several = len(programs) > 1
    asked = (_probes(task), _varied(task)) if several else ([], [])
    said, varied = (tuple(tuple(_said(one.node, env) for env in probes) for one in programs) for probes in asked)
    return Rivals(programs, said, varied)


def _varied(task: Problem) -> list[Env]:
    """Return at most 40 inputs, each made by one change of one of the first four examples."""
    rows = [[tuple(one) if task.rows else (one,) for one in _near(task, env)] for env in task.envs[:_VARIED]]
    # One change of each example in turn, so that every example is varied even if there are many changes.
    turns = itertools.chain.from_iterable(itertools.zip_longest(*rows))
    return list(itertools.islice((env for env in turns if env is not None), _VARIATIONS))


def _near(task: Problem, env: Env) -> list[Any]:
    """Return inputs that differ from one by a small change and have the same number of parameters."""
    near = nearby(list(env) if task.rows else env[0])
    return [one for one in near if not task.rows or len(one) == len(env)]


def _probes(task: Problem) -> list[Env]:
    """Return unlabelled inputs, and as many small changes of each example; at most 20,000 characters in all."""
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
    """Return the form of a program without the values of its limits, to compare programs by it."""
    if limit := Limit.of(node):
        return limit.is_upper, _without_limits(limit.number)
    if isinstance(node, Cases):
        cases = [(_without_limits(c.test), _without_limits(c.node)) for c in node.cases]
        return cases, None if node.default is None else _without_limits(node.default)
    below = children(node)
    return (type(node), getattr(node, "operator", None), *map(_without_limits, below)) if below else node


def twins(task: Problem, program: Node) -> tuple[Node, ...]:
    """Return variants of a program that still explain the examples: with one step or one number changed."""
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
    """Yield steps that may be meant instead: another field of a date, a month instead of thirty days."""
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
    """Yield the program with a limit moved down, and up, as far as it still explains the examples."""
    for step in (-1, 1):
        best, cut = None, limit.cut + step
        while 0 < cut < len(limit.values) and abs(cut - limit.cut) <= _MOST_STEPS:
            # Downwards the limit goes just above the next lower number; upwards it goes to the next higher number.
            node = limit.above(limit.values[cut - 1]) if step < 0 else limit.at_least(limit.values[cut])
            other = swapped(program, limit.node, node)
            if not _explains(task, other):
                break
            best, cut = other, cut + step
        if best is not None:
            yield best


def _ends(task: Problem, program: Node, node: Apply) -> Iterator[Node]:
    """Yield the program with a factor at either end of the range that examples allow, unless its digits are certain."""
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
    """Hand back two-digit years beyond those whose century the examples show, if the answers have four digits."""
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
