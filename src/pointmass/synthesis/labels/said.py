"""The inputs of a task as texts: all parameters together as one text in lower case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.operators import spoken as ops
from pointmass.synthesis.program import Apply, Named, Node, Var

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem


def texts_of(task: Problem) -> tuple[str, ...]:
    """Return the inputs as texts in lower case, one parameter per line; empty if some are not texts or numbers."""
    kinds = _kinds(task)
    if not any(kinds):
        return ()
    together = ops.said(kinds).function
    return tuple(together(*env) for env in task.envs)


def said_of(task: Problem) -> Node:
    """Return the program that makes the text of an input, as `texts_of` does."""
    kinds = _kinds(task)
    return Named("said", Apply(ops.said(kinds), tuple(Var(at) for at in range(len(kinds)))))


def _kinds(task: Problem) -> tuple[bool, ...]:
    """Return for each parameter whether it is a text; empty if none is, or if one has values of other types.

    Numbers and truth values are allowed as well.
    """
    columns = list(zip(*task.envs, strict=True))
    texts = tuple(all(isinstance(value, str) for value in column) for column in columns)
    plain = all(
        text or all(isinstance(value, int | float) for value in column)
        for text, column in zip(texts, columns, strict=True)
    )
    return texts if plain else ()
