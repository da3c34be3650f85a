"""Read and check inputs before any request: report all faults at once, and merge duplicates into one with a weight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pointmass.errors import InputError
from pointmass.facts import Notice, notice
from pointmass.models.base import input_key
from pointmass.sampler.given import cell, entries, named
from pointmass.spec import Spec

SHOWN = 10
"""How many rows of each fault, and how many faults, an error message lists."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The distinct inputs of a sample.

    Attributes:
        rows: The inputs as JSON data by parameter, ``(n_inputs,)``, in the order in which they first occurred.
        keys: The key of each (``models.base.input_key``), ``(n_inputs,)``.
        weights: How often each occurred, ``(n_inputs,)``, at least 1.
        notices: Facts about how they were read that a reader should know.
    """

    rows: tuple[Mapping[str, Any], ...]
    keys: tuple[str, ...]
    weights: tuple[int, ...]
    notices: tuple[Notice, ...] = ()

    def __len__(self) -> int:
        """Return the number of distinct inputs."""
        return len(self.rows)


def read_inputs(spec: Spec, given: Any) -> Inputs:
    """Read the inputs of a sample.

    Args:
        spec: The spec.
        given: A list, tuple, generator, Series, Index or array of values (one parameter), a list of mappings of
            parameters, or a DataFrame whose columns are the parameters. The index of a Series or DataFrame is ignored.

    Raises:
        InputError: There are no inputs, it is not a list, or some inputs do not fit the signature. The message lists
            every fault (at most ten) with its rows (the first ten), counted from 0.
    """
    found: dict[str, tuple[Mapping[str, Any], int]] = {}
    faults: dict[str, list[int]] = {}
    count = 0
    for count, entry in enumerate(entries(spec, given), start=1):
        try:
            row = _row(spec, entry)
        except InputError as error:
            faults.setdefault(str(error), []).append(count - 1)
            continue
        key = input_key(row)
        before = found.get(key)
        found[key] = (row, 1) if before is None else (before[0], before[1] + 1)
    if faults:
        raise InputError(_report(spec, faults, count))
    if not found:
        raise InputError(f"{spec.name}: got no inputs; a sample needs one at least, and proves something from many")
    weights = tuple(weight for _, weight in found.values())
    return Inputs(tuple(row for row, _ in found.values()), tuple(found), weights, _notices(weights))


def _row(spec: Spec, entry: Any) -> dict[str, Any]:
    """Validate one entry; the message of an error is without the name of the spec, so that others can be added."""
    given = dict(named(spec, entry))
    lost = []
    for p in spec.parameters:
        if p.name in given:
            try:
                given[p.name] = cell(p, given[p.name])
            except InputError as error:
                lost.append(str(error))
    if lost:
        raise InputError("; and ".join(lost))
    try:
        return spec.inputs(given)
    except InputError as error:
        raise InputError(str(error).removeprefix(f"{spec.name}: ")) from None


def _report(spec: Spec, faults: Mapping[str, list[int]], count: int) -> str:
    wrong = sum(len(rows) for rows in faults.values())
    head = f"{spec.name}: {wrong:,} of {count:,} inputs do not fit {spec.signature}; nothing was asked"
    lines = [f"{_rows(rows)}: {text}" for text, rows in list(faults.items())[:SHOWN]]
    if len(faults) > SHOWN:
        lines.append(f"and {len(faults) - SHOWN:,} more faults")
    return f"{head}: {lines[0]}" if len(lines) == 1 else "\n  - ".join([head, *lines])


def _rows(rows: list[int]) -> str:
    shown = ", ".join(str(row) for row in rows[:SHOWN])
    more = f" (the first {SHOWN} of {len(rows):,})" if len(rows) > SHOWN else ""
    return f"{'row' if len(rows) == 1 else 'rows'} {shown}{more}"


def _notices(weights: Iterable[int]) -> tuple[Notice, ...]:
    total, again = 0, 0
    for weight in weights:
        total += weight
        again += weight - 1
    if not again:
        return ()
    return (notice("duplicates", again=again, inputs=total),)
