"""Two families of programs with guards of their own: normal forms of texts, and lists that texts enumerate.

Each gives programs only if nearly all examples are of its kind; the exceptions are handed back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.normalize import guard as normal_guard
from pointmass.synthesis.normalize.learn import learn
from pointmass.synthesis.strings import enumeration_guard
from pointmass.synthesis.strings.enumerations import enumerations

if TYPE_CHECKING:
    from pointmass.synthesis.guard import Guard
    from pointmass.synthesis.normalize.rewrite import Rewrite
    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.strings.enumerations import Enumeration

# At most one example in 10 may be an exception.
_EXCEPTIONS = 10
_MOST = 3
# The guard in force by default.
_STANDARD = 1
# A program is dropped if its loosest guard lets through more than one wrong answer for each 20 right ones.
_WRONG = 20


def normalizations(task: Problem) -> list[Candidate]:
    """Return programs that rewrite texts and keep the letters and digits of nearly all; none for other tasks."""
    outputs = [o for o in task.outputs if isinstance(o, str)]
    if not task.texts or len(outputs) < len(task.outputs):
        return []
    found = []
    for fit in learn(task.texts, tuple(outputs))[:_MOST]:
        guards = normal_guard.guards(normal_guard.Seen(task.without(fit.missed).texts, fit))
        found += _candidates(task, fit.rewrite, fit.missed, guards)
    return found


def enumerated(task: Problem) -> list[Candidate]:
    """Return programs that read the list of texts which a text enumerates; none for other tasks."""
    wanted = [o for o in task.outputs if isinstance(o, list) and all(isinstance(i, str) for i in o)]
    if not task.texts or len(wanted) < len(task.outputs):
        return []
    found = []
    for fit in enumerations(task.texts, wanted, task.effort, allowed=len(wanted) // _EXCEPTIONS)[:_MOST]:
        guards = enumeration_guard.guards(enumeration_guard.shown(task, fit))
        found += _candidates(task, fit, fit.missed, guards)
    return found


def _candidates(
    task: Problem, fit: Rewrite | Enumeration, missed: tuple[int, ...], guards: tuple[Guard, ...]
) -> list[Candidate]:
    """Return the candidate of a fit, or none if its loosest guard lets through too many of its wrong answers."""
    made = Candidate(
        name=task.name,
        signature=task.signature,
        program=fit.node,
        guard=guards[_STANDARD],
        kind="program",
        cost=fit.cost,
        support=len(task.envs) - len(missed),
        words=fit.words,
        guards=guards,
        strictness=_STANDARD,
        missed=missed,
    )
    answered = sum(made.at(0).accepts(task.texts[i]) for i in missed)
    return [made] if _WRONG * answered <= made.support else []
