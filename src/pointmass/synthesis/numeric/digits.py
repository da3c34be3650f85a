"""Whole numbers whose digits say something: a date, a moment since 1970, a code of digits. They are read as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.operators import records
from pointmass.synthesis.program import UNDEFINED, Apply, Env, Literal, Node, Var, inline, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Seconds since 1970 from 1973 on: below that a number is hardly a moment.
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
# Ways to read a whole number, each from which size on.
_WAYS: tuple[tuple[Node, int], ...] = (
    (Apply(records.TEXT, (Var(0),)), 0),
    (_SECONDS, _FIRST_MOMENT),
    (replaced(_SECONDS, (Apply(records.DIVIDE, (Var(0), Literal(_MILLISECONDS))),)), _FIRST_MOMENT * _MILLISECONDS),
)


def read_as_texts(envs: Sequence[Env]) -> Iterator[tuple[tuple[Node, ...], tuple[Env, ...]]]:
    """Yield the inputs with every whole number as a text, and the programs for those texts: its digits, then its moment."""
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
