"""Inputs like those of the examples: records with a field of another one, and lists of theirs in part or turned."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.program import Env

# How far away the example is whose field is taken: no small number, so that neighbours in an order are left.
_APART = 7
_FIELDS = 20


def recombined(envs: Sequence[Env], most: int) -> list[Env]:
    """Return inputs that are made of those of the examples, of every parameter and field alike; at most so many."""
    width = len(envs[0])
    columns = [_changed([env[index] for env in envs]) for index in range(width)]
    rows: list[Iterator[Env]] = []
    for index, column in enumerate(columns):
        rows.append(((*envs[i][:index], value, *envs[i][index + 1 :]) for i, value in column))
    found = (env for env in itertools.chain.from_iterable(itertools.zip_longest(*rows)) if env is not None)
    return list(itertools.islice(found, most))


def _changed(values: list[Any]) -> Iterator[tuple[int, Any]]:
    """Yield other values in the place of each of *values*, with its place."""
    if all(isinstance(v, dict) for v in values):
        keys = list(dict.fromkeys(key for v in values for key in v))[:_FIELDS]
        fields = [_of_field(values, key) for key in keys]
        yield from (one for one in itertools.chain.from_iterable(itertools.zip_longest(*fields)) if one is not None)
    elif all(isinstance(v, list) for v in values):
        yield from ((i, other) for i, v in enumerate(values) for other in _parts(v))
    elif len(values) > 1:
        yield from ((i, values[(i + _APART) % len(values)]) for i in range(len(values)))


def _of_field(values: list[Any], key: str) -> Iterator[tuple[int, Any]]:
    holding = [v for v in values if key in v]
    for place, value in enumerate(values):
        other = holding[(place + _APART) % len(holding)][key]
        yield place, {**value, key: other}
        if isinstance(other, list):
            yield from ((place, {**value, key: part}) for part in _parts(other))


def _parts(items: list[Any]) -> Iterator[list[Any]]:
    if len(items) > 1:
        yield items[::-1]
        yield items[1:]
        yield items[:-1]
