"""Whether a sample has every possible input, so that nothing has to be generalized."""

from __future__ import annotations

import itertools
import math
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any, Literal

from pointmass.digest import canonical
from pointmass.sample import SampleData
from pointmass.signature import Annotation, plain
from pointmass.spec import Spec

MOST = 1_000
"""The greatest number of possible inputs for which this is checked."""


def is_complete(sample: SampleData) -> bool:
    """Whether every input that the types of the spec allow was answered at least once."""
    every = domain(sample.spec)
    if every is None:
        return False
    there = {canonical(dict(row)) for row, draws in zip(sample.rows, sample.draws, strict=True) if _answered(draws)}
    return all(canonical(row) in there for row in every)


def domain(spec: Spec) -> list[Mapping[str, Any]] | None:
    """Return all possible inputs of a spec as JSON data by parameter; ``None`` if there are more than `MOST`."""
    columns = [_values(p.annotation) for p in spec.parameters]
    found = [column for column in columns if column is not None]
    if len(found) < len(columns) or math.prod(map(len, found)) > MOST:
        return None
    names = [p.name for p in spec.parameters]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*found)]


def _answered(draws: tuple[Any, ...]) -> bool:
    return any(draw.answered for draw in draws)


def _values(annotation: Annotation) -> list[Any] | None:
    """Return every value of a type as JSON data; ``None`` if there is no complete list."""
    origin: Any = typing.get_origin(annotation)
    if annotation is bool:
        return [False, True]
    if annotation is None or annotation is type(None):
        return [None]
    if origin is Literal:
        return [plain(annotation, value) for value in typing.get_args(annotation)]
    if origin in (typing.Union, types.UnionType):
        parts = [_values(part) for part in typing.get_args(annotation)]
        found = [part for part in parts if part is not None]
        return list({canonical(v): v for v in itertools.chain(*found)}.values()) if len(found) == len(parts) else None
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [plain(annotation, member) for member in annotation]
    return None
