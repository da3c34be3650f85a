"""Pieces made of two parameters: one cuts the other, is removed from it, or is counted in it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import pieces
from pointmass.synthesis.operators import text as text_ops
from pointmass.synthesis.operators import together as ops
from pointmass.synthesis.program import Apply, Literal, Node, Operator, Var, attempt
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.strings.pool import Pool

_BY_TEXT: tuple[tuple[Operator, float], ...] = (
    (ops.WITHOUT, 2.5),
    (text_ops.REMOVE_PREFIX, 3.0),
    (text_ops.REMOVE_SUFFIX, 2.8),
    (pieces.BEFORE, 3.5),
    (pieces.AFTER, 3.5),
    (ops.COUNT, 2.5),
)
_BY_NUMBER: tuple[tuple[Operator, float], ...] = (
    (ops.NTH_WORD, 2.5),
    (ops.NTH_CHARACTER, 2.5),
    (pieces.UNTIL, 2.5),
    (ops.LAST, 2.7),
    (pieces.FROM, 2.7),
    (ops.TIMES, 3.0),
)
_MARKS = (",", ", ", "-", "/", ";", "; ", "_", ".", ":", "|")


def together(pool: Pool, envs: Sequence[Env]) -> None:
    """Offer pieces made of two or three of the parameters, and the length of each text.

    Args:
        pool: Takes the pieces.
        envs: The values of the parameters, one tuple an example.
    """
    width = range(len(envs[0]))
    texts = [Var(i) for i in width if all(isinstance(e[i], str) for e in envs)]
    numbers = [Var(i) for i in width if all(isinstance(e[i], int) and not isinstance(e[i], bool) for e in envs)]
    made: list[tuple[Node, float]] = [(Apply(ops.LENGTH, (one,)), 3.0) for one in texts]
    for one, other in itertools.permutations(texts, 2):
        lowered = tuple(Apply(text_ops.LOWER, (text,)) for text in (one, other))
        made += [(Apply(operator, (one, other)), cost) for operator, cost in _BY_TEXT]
        made += [(Apply(operator, lowered), cost + 3.0) for operator, cost in _BY_TEXT]
        rest = [text for text in texts if text not in (one, other)]
        made += [(Apply(text_ops.REPLACE, (one, other, third)), 2.5) for third in rest]
    for text, number in itertools.product(texts, numbers):
        made += [(Apply(operator, (text, number)), cost) for operator, cost in _BY_NUMBER]
        made += [(Apply(ops.NTH_PART, (text, Literal(mark), number)), 3.0) for mark in _MARKS]
    for node, cost in made:
        pool.take(Term(node, cost, tuple(attempt(node, env) for env in envs)))
