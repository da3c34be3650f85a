"""Pieces that two parameters make together: one counts, cuts or replaces in the other."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operators import text as text_ops
from pointmass.synthesis.operators import together as ops
from pointmass.synthesis.program import Apply, Literal, Node, Operator, Var, attempt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.strings.pool import Pool

_BY_TEXT: tuple[tuple[Operator, float], ...] = (
    (ops.WITHOUT, 2.5),
    (ops.WITHOUT_START, 3.0),
    (ops.WITHOUT_END, 2.8),
    (ops.BEFORE_OTHER, 3.5),
    (ops.AFTER_OTHER, 3.5),
    (ops.COUNT, 2.5),
)
_BY_NUMBER: tuple[tuple[Operator, float], ...] = (
    (ops.NTH_WORD, 2.5),
    (ops.NTH_CHARACTER, 2.5),
    (ops.FIRST, 2.5),
    (ops.LAST, 2.7),
    (ops.AFTER_FIRST, 2.7),
    (ops.TIMES, 3.0),
)
_MARKS = (",", ", ", "-", "/", ";", "; ", "_", ".", ":", "|")


def together(pool: Pool, envs: Sequence[Env]) -> None:
    """Offer what the parameters of *envs* make of each other; the length of a single one, too."""
    width = len(envs[0])
    texts = [i for i in range(width) if all(isinstance(e[i], str) for e in envs)]
    for index in texts:
        _offer(pool, envs, Apply(ops.LENGTH, (Var(index),)), 3.0)
    for node, cost in itertools.chain(_by_text(texts), _by_number(envs, texts)):
        _offer(pool, envs, node, cost)


def _by_text(texts: list[int]) -> Iterator[tuple[Node, float]]:
    for one, other in itertools.permutations(texts, 2):
        for operator, cost in _BY_TEXT:
            yield Apply(operator, (Var(one), Var(other))), cost
            lowered = (Apply(text_ops.LOWER, (Var(one),)), Apply(text_ops.LOWER, (Var(other),)))
            yield Apply(operator, lowered), cost + 3.0
        for third in texts:
            if third not in (one, other):
                yield Apply(text_ops.REPLACE, (Var(one), Var(other), Var(third))), 2.5


def _by_number(envs: Sequence[Env], texts: list[int]) -> Iterator[tuple[Node, float]]:
    numbers = [i for i in range(len(envs[0])) if all(_is_whole(e[i]) for e in envs)]
    for text, number in itertools.product(texts, numbers):
        for operator, cost in _BY_NUMBER:
            yield Apply(operator, (Var(text), Var(number))), cost
        for mark in _MARKS:
            yield Apply(ops.NTH_PART, (Var(text), Literal(mark), Var(number))), 3.0


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _offer(pool: Pool, envs: Sequence[Env], node: Node, cost: float) -> None:
    pool.add(tuple(attempt(node, env) for env in envs), cost, text_ops.STR, node)
