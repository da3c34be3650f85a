"""Steps that the examples cannot tell from others: ISO years, week numbers, months of thirty days, centuries left out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check
from pointmass.synthesis.operators import arithmetic, moment_styles
from pointmass.synthesis.operators import moments as ops
from pointmass.synthesis.program import Apply, Choice, Literal, Named, Node, Operator, attempt, children, swapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.problem import Problem

# By so many bits a field of a date may be dearer than the one that was taken, and still be meant.
_NEAR = 1.5
_MOST = 3
_DAYS_OF_MONTH = 30.4


def twins(task: Problem, program: Node) -> tuple[Node, ...]:
    """Return the program with one step exchanged for another one, where that explains every example too.

    Programs are merged where they answer alike; these are the ones whose difference shows on other inputs only, such as
    the days around new year, or a month of another length.
    """
    found: dict[Node, None] = {}
    weeks = any("isocalendar().week" in step.operator.form for step in _steps(program))
    for step in dict.fromkeys(_steps(program)):
        for other in _others(task, step, weeks=weeks):
            changed = swapped(program, step, other)
            if all(attempt(changed, e) == o for e, o in zip(task.envs, task.outputs, strict=True)):
                found.setdefault(changed)
    return tuple(found)[:_MOST]


def _others(task: Problem, step: Apply, *, weeks: bool) -> Iterator[Node]:
    costs = {row.operator: row.price for row in moment_styles.DATE_FIELDS}
    if step.operator in costs:
        for operator, cost in costs.items():
            iso = weeks and operator is moment_styles.ISO_YEAR and "year" in step.operator.words
            if operator != step.operator and (iso or abs(cost - costs[step.operator]) <= _NEAR):
                yield Apply(operator, step.arguments)
    if step.operator is ops.DAYS_LATER and isinstance(step.arguments[1], Literal):
        months = round(step.arguments[1].content / _DAYS_OF_MONTH)
        if months:
            yield Apply(ops.MONTHS_LATER, (step.arguments[0], Literal(months)))
    if step.operator is ops.MONTHS_LATER:
        moved = {_days(step, env) for env in task.envs}
        if len(moved) == 1 and None not in moved:
            yield Apply(ops.DAYS_LATER, (step.arguments[0], Literal(moved.pop())))


def _days(step: Apply, env: tuple[object, ...]) -> int | None:
    before, after = attempt(step.arguments[0], env), attempt(step, env)
    return (after - before).days if isinstance(before, datetime) and isinstance(after, datetime) else None


def unseen_centuries(task: Problem, program: Node) -> list[Check]:
    """Hand back years of two digits beyond those whose century an example shows, where the answer says the century."""
    if any(isinstance(child, Choice) for child in (program, *children(program))):
        return []
    checks = []
    for step in dict.fromkeys(_steps(program)):
        if step.operator not in (ops.DATE_IN, ops.DATE_BY_ANY):
            continue
        dated = [(attempt(step, env), attempt(step.arguments[0], env)) for env in task.envs]
        short = [d.year for d, text in dated if isinstance(d, datetime) and str(d.year) not in str(text)]
        if short and all(str(d.year) in str(o) for (d, _), o in zip(dated, task.outputs, strict=True)):
            year = Apply(YEAR_OF, (Named("date", step),))
            beyond = Apply(arithmetic.OUTSIDE, (year, Literal(min(short)), Literal(max(short))))
            checks.append(Check(beyond, "No example shows the century of such a year in two digits."))
    return checks


def _year_of(date: datetime) -> int:
    return date.year


YEAR_OF = Operator(_year_of, "{0}.year", "the year of {0}", noun="year")


def _steps(node: Node) -> Iterator[Apply]:
    if isinstance(node, Apply):
        yield node
    for child in children(node):
        yield from _steps(child)
