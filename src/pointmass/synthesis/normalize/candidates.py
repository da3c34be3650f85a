"""The plug-in for normal forms: it speaks only where one text goes in and nearly all of its letters and digits come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.normalize import guard as guarding
from pointmass.synthesis.normalize.learn import Fit, learn

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem

_MOST = 3
# One wrong answer outweighs about so many right ones.
_WRONG = 20


def normalizations(task: Problem) -> list[Candidate]:
    """Return the normalizing rewrites that explain nearly all examples of *task*; nothing for any other kind of task."""
    if not task.texts or not all(isinstance(o, str) for o in task.outputs):
        return []
    fits = learn(task.texts, tuple(str(o) for o in task.outputs))
    made = (_candidate(task, fit) for fit in fits[:_MOST])
    return [c for c in made if _WRONG * sum(c.at(0).accepts(task.texts[i]) for i in c.missed) <= c.support]


def _candidate(task: Problem, fit: Fit) -> Candidate:
    texts = tuple(t for i, t in enumerate(task.texts) if i not in fit.missed)
    guards = guarding.guards(guarding.Seen(texts, fit))
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=fit.rewrite.node(),
        guard=guards[guarding.STANDARD],
        kind="program",
        cost=fit.rewrite.cost,
        support=len(texts),
        words=fit.rewrite.words,
        rows=task.rows,
        guards=guards,
        strictness=guarding.STANDARD,
        missed=fit.missed,
    )
