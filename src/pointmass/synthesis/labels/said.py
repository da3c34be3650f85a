"""What a task says in words: its text parameters, with the other plain values, as one text in lower case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.operators import spoken as ops
from pointmass.synthesis.program import Apply, Named, Node, Var

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem


def texts_of(task: Problem) -> tuple[str, ...]:
    """Return the inputs as texts in lower case, the parameters one per line; empty where they are not plain values."""
    kinds = _kinds(task)
    if not any(kinds):
        return ()
    together = ops.said(kinds).function
    return tuple(together(*env) for env in task.envs)


def said_of(task: Problem) -> Node:
    """Return the step that puts an input together as `texts_of` does."""
    kinds = _kinds(task)
    return Named("said", Apply(ops.said(kinds), tuple(Var(at) for at in range(len(kinds)))))


def _kinds(task: Problem) -> tuple[bool, ...]:
    """Return which parameters are texts; empty where one is neither a text nor a number or truth value throughout."""
    columns = list(zip(*task.envs, strict=True))
    texts = tuple(all(isinstance(value, str) for value in column) for column in columns)
    plain = all(
        text or all(isinstance(value, int | float) for value in column)
        for text, column in zip(texts, columns, strict=True)
    )
    return texts if plain else ()
