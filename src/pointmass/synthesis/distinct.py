"""Keep of many programs those that differ in what they do, not only in how they are written."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.nearby import nearby
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import attempt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.program import Env
    from pointmass.synthesis.term import Term

_MOST = 10
# Bits by which a program may be dearer than the best and still be one to choose from.
_FARTHEST = 14.0
_LOOKED_AT = 40
_MOST_PROBES = 40
_VARIED = 4
_GIVEN = 20


def distinct(found: Sequence[Term], task: Problem) -> list[Term]:
    """Return the first of *found* of every way to answer, cheapest first: at most ten, and none far dearer than the best.

    What a program does is what it answers on the unlabelled inputs and on inputs near the examples.
    """
    probes = list(itertools.islice(_probes(task), _MOST_PROBES))
    seen: set[tuple[str, ...]] = set()
    kept: list[Term] = []
    for spelled in found[:_LOOKED_AT]:
        if spelled.cost > found[0].cost + _FARTHEST:
            break
        answers = tuple(_answer(spelled, env) for env in probes)
        if answers not in seen:
            seen.add(answers)
            kept.append(spelled)
        if len(kept) == _MOST:
            break
    return kept


def _answer(spelled: Term, env: Env) -> str:
    try:
        return canonical(attempt(spelled.node, env))
    except (TypeError, ValueError):  # no JSON value
        return ""


def _probes(task: Problem) -> Iterator[Env]:
    yield from task.unlabelled[:_GIVEN]
    # One change of each example in turn, so that every example is varied even where there are many changes.
    rows = [list(_varied(env)) for env in task.envs[:_VARIED]]
    for changed in itertools.zip_longest(*rows):
        yield from (env for env in changed if env is not None)


def _varied(env: Env) -> Iterator[Env]:
    columns: list[list[Any]] = [nearby(value) for value in env]
    for changed in itertools.zip_longest(*columns):
        for at, value in enumerate(changed):
            if value is not None:
                yield (*env[:at], value, *env[at + 1 :])
