"""Whole numbers that are read as texts: a code of digits, or seconds or milliseconds since 1970."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.operators import records
from pointmass.synthesis.program import UNDEFINED, Apply, Env, Literal, Node, Var, inline, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The least number that is read as seconds since 1970; it is a moment in 1973.
_FIRST_MOMENT = 10**8
_MILLISECONDS = 1000
MOMENT_TEXT = inline(
    'datetime.fromtimestamp({0}, UTC).isoformat(sep=" ", timespec="seconds")[:19]',
    "the moment {0} seconds after 1970",
    ("from datetime import UTC, datetime",),
    noun="moment",
    gives="str",
)
_SECONDS = Apply(MOMENT_TEXT, (Var(0),))
# Ways to read a whole number as a text, each with the least absolute value for which it is tried.
_WAYS: tuple[tuple[Node, int], ...] = (
    (Apply(records.TEXT, (Var(0),)), 0),
    (_SECONDS, _FIRST_MOMENT),
    (replaced(_SECONDS, (Apply(records.DIVIDE, (Var(0), Literal(_MILLISECONDS))),)), _FIRST_MOMENT * _MILLISECONDS),
)


def read_as_texts(envs: Sequence[Env]) -> Iterator[tuple[tuple[Node, ...], tuple[Env, ...]]]:
    """Yield programs for the parameters, and the inputs that they give: with every whole number as a text.

    The numbers are written as their digits, then as moments in seconds, then in milliseconds, since 1970.
    """
    columns = list(zip(*envs, strict=True))
    whole = [i for i, column in enumerate(columns) if all(is_number(v) and isinstance(v, int) for v in column)]
    least = min((abs(v) for i in whole for v in columns[i]), default=-1)
    for way, size in _WAYS:
        nodes = tuple(replaced(way, (Var(i),)) if i in whole else Var(i) for i in range(len(columns)))
        try:
            if least >= size:
                yield nodes, tuple(tuple(node.value(env) for node in nodes) for env in envs)
        except (*UNDEFINED, OSError):
            continue
