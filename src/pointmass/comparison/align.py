"""Puts samples side by side: the same input under every variant, found by its content and not by its position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.errors import InputError
from pointmass.sample import SampleData
from pointmass.sample.view import show_input


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two samples, input by input.

    Attributes:
        a: Name of the variant that the other is compared with.
        b: Name of the other.
        sample_a: The sample of the one.
        sample_b: The sample of the other.
        rows: Which row of A and which of B hold the same input, ``(n_inputs, 2)``.
        before: Counts of the outcomes of each input under A, ``(n_inputs,)``.
        after: Those under B.
        only_a: Inputs that only A was asked, as text.
        only_b: Inputs that only B was asked, as text.
    """

    a: str
    b: str
    sample_a: SampleData
    sample_b: SampleData
    rows: tuple[tuple[int, int], ...]
    before: tuple[Counter[str], ...]
    after: tuple[Counter[str], ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]

    @property
    def inputs(self) -> list[Any]:
        """The inputs that both were asked, as they were given."""
        given = self.sample_a.inputs
        return [given[row] for row, _ in self.rows]

    @property
    def labels(self) -> list[str]:
        """The inputs that both were asked, as text."""
        return [show_input(self.sample_a, row) for row, _ in self.rows]

    def draws(self) -> tuple[list[tuple[Draw, ...]], list[tuple[Draw, ...]]]:
        """Return the answered draws of each input under A and under B, two lists of ``(n_inputs,)``."""
        answered_a = [tuple(d for d in self.sample_a.draws[i] if d.answered) for i, _ in self.rows]
        answered_b = [tuple(d for d in self.sample_b.draws[j] if d.answered) for _, j in self.rows]
        return answered_a, answered_b


def pair_all(variants: Mapping[str, SampleData], base: str) -> list[Pairing]:
    """Match the inputs of every variant with those of *base* by their content.

    Raises:
        InputError: A variant has no input in common with it.
    """
    counted = {name: sample.counts() for name, sample in variants.items()}
    placed = {name: {canonical(dict(row)): i for i, row in enumerate(sample.rows)} for name, sample in variants.items()}
    return [_pair(variants, base, name, counted=counted, placed=placed) for name in variants if name != base]


def _pair(
    variants: Mapping[str, SampleData],
    a: str,
    b: str,
    *,
    counted: Mapping[str, list[Counter[str]]],
    placed: Mapping[str, Mapping[str, int]],
) -> Pairing:
    at_a, at_b = placed[a], placed[b]
    rows = tuple((i, at_b[key]) for key, i in at_a.items() if key in at_b)
    if not rows:
        raise InputError(
            f"compare: {a!r} and {b!r} have no input in common, got {len(at_a)} and {len(at_b)} inputs; "
            "sample both on the same inputs"
        )
    return Pairing(
        a=a,
        b=b,
        sample_a=variants[a],
        sample_b=variants[b],
        rows=rows,
        before=tuple(counted[a][i] for i, _ in rows),
        after=tuple(counted[b][j] for _, j in rows),
        only_a=tuple(show_input(variants[a], i) for key, i in at_a.items() if key not in at_b),
        only_b=tuple(show_input(variants[b], j) for key, j in at_b.items() if key not in at_a),
    )
