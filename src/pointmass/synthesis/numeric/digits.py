"""Whole numbers whose digits say something: a date, a moment since 1970, a code of digits. They are read as texts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.source import is_number
from pointmass.synthesis.operators import records
from pointmass.synthesis.program import UNDEFINED, Apply, Env, Literal, Node, Operator, Var

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Seconds since 1970 from 1973 on: below that a number is hardly a moment.
_FIRST_MOMENT = 10**8
_MILLISECONDS = 1000


def _moment_text(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(sep=" ", timespec="seconds")[:19]


MOMENT_TEXT = Operator(
    _moment_text,
    'datetime.fromtimestamp({0}, UTC).isoformat(sep=" ", timespec="seconds")[:19]',
    "the moment {0} seconds after 1970",
    ("from datetime import UTC, datetime",),
    noun="moment",
)


def read_as_texts(envs: Sequence[Env]) -> Iterator[tuple[tuple[Node, ...], tuple[Env, ...]]]:
    """Yield the inputs with every whole number as a text, and the programs for those texts: its digits, then its moment."""
    columns = list(zip(*envs, strict=True))
    whole = [i for i, column in enumerate(columns) if all(is_number(v) and isinstance(v, int) for v in column)]
    if not whole:
        return
    ways: list[Node] = [Apply(records.TEXT, (Var(0),))]
    least = min(abs(v) for i in whole for v in columns[i])
    if least >= _FIRST_MOMENT:
        ways.append(Apply(MOMENT_TEXT, (Var(0),)))
    if least >= _FIRST_MOMENT * _MILLISECONDS:
        ways.append(Apply(MOMENT_TEXT, (Apply(records.DIVIDE, (Var(0), Literal(_MILLISECONDS))),)))
    for way in ways:
        try:
            texts: dict[int, tuple[Any, ...]] = {i: tuple(way.value((v,)) for v in columns[i]) for i in whole}
        except (*UNDEFINED, OSError):
            continue
        nodes = tuple(_of(way, i) if i in texts else Var(i) for i in range(len(columns)))
        yield nodes, tuple(zip(*(texts.get(i, column) for i, column in enumerate(columns)), strict=True))


def _of(way: Node, index: int) -> Node:
    if isinstance(way, Apply):
        return Apply(way.operator, tuple(_of(argument, index) for argument in way.arguments))
    return Var(index) if isinstance(way, Var) else way
