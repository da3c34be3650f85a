"""Lists that the texts enumerate, as guarded programs: a few examples may be exceptions, which are handed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.strings import enumeration_guard
from pointmass.synthesis.strings.enumerations import Enumeration, enumerations

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem

# At most one example in so many may be an exception.
_EXCEPTIONS = 10
_MOST = 3
# One wrong answer outweighs about so many right ones.
_WRONG = 20


def enumerated(task: Problem) -> list[Candidate]:
    """Return the programs for lists of texts that one text enumerates; nothing where the outputs are anything else."""
    wanted = [o for o in task.outputs if isinstance(o, list) and all(isinstance(i, str) for i in o)]
    if not task.texts or len(wanted) < len(task.outputs):
        return []
    fits = enumerations(task.texts, wanted, task.late, allowed=len(wanted) // _EXCEPTIONS)
    made = (_candidate(task, fit) for fit in fits[:_MOST])
    return [c for c in made if _WRONG * sum(c.at(0).accepts(task.texts[i]) for i in c.missed) <= c.support]


def _candidate(task: Problem, fit: Enumeration) -> Candidate:
    guards = enumeration_guard.guards(enumeration_guard.shown(task, fit))
    program = fit.node
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=program,
        guard=guards[enumeration_guard.STANDARD],
        kind="program",
        cost=fit.cost,
        support=len(task.envs) - len(fit.missed),
        words=fit.words,
        guards=guards,
        strictness=enumeration_guard.STANDARD,
        missed=fit.missed,
    )
