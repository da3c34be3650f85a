"""Puts samples side by side: the same input under every variant, found by its content and not by its position."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.errors import InputError
from pointmass.sample import SampleData
from pointmass.sample.view import show_input

if TYPE_CHECKING:
    from pointmass.comparison.measures import OfPlaced
    from pointmass.stats.exchange import Unit


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

    @property
    def unit(self) -> Unit | None:
        """What is independent: the inputs, whole conversations, or nothing that both have (one was drawn in conversations)."""
        if self.sample_a.linked != self.sample_b.linked:
            return None
        return "conversations" if self.sample_a.linked else "inputs"

    @property
    def looks(self) -> int:
        """How many looks there could be, where a result chose at which of them drawing ended; 1 where none did."""
        stops = (sample.stopped for sample in (self.sample_a, self.sample_b))
        return math.prod(max(1, each.looks) for each in stops if each)

    def conversations(self) -> dict[str, list[dict[int, Hashable]]]:
        """Return what each conversation answered to each input, of every variant that was drawn in conversations."""
        drawn = zip((self.a, self.b), (self.sample_a, self.sample_b), self.draws(), strict=True)
        return {name: [_numbered(row, _key) for row in rows] for name, sample, rows in drawn if sample.linked}

    def by_chance(
        self, of: Callable[[Draw], Hashable | None], measure: Callable[[int], OfPlaced], *, resamples: int, seed: int
    ) -> list[float] | None:
        """Return what chance makes of the mean difference; ``None`` where flipping signs of inputs is exact as it is.

        Args:
            of: What of a draw is counted; a draw without it is left out.
            measure: What is measured of each input, by its place in ``rows``.
            resamples: Permutations, at most 2,000.
            seed: Same seed, same permutations.
        """
        both = zip(*([_numbered(row, of) for row in rows] for rows in self.draws()), strict=True)
        used = [(at, a, b) for at, (a, b) in enumerate(both) if a and b]
        equal = all(len(a) == len(b) for _, a, b in used)
        if self.unit is None or (self.unit == "inputs" and equal) or not used:
            return None
        from pointmass.stats import exchange  # noqa: PLC0415 - needs numpy

        rows_a, rows_b = [a for _, a, _ in used], [b for _, _, b in used]
        resamples = min(resamples, exchange.RESAMPLES)
        if self.unit == "conversations":
            placed = exchange.whole_conversations(rows_a, rows_b, resamples=resamples, seed=seed)
        else:
            counts_a, counts_b = ([Counter(row.values()) for row in rows] for rows in (rows_a, rows_b))
            placed = exchange.within_inputs(counts_a, counts_b, resamples=resamples, seed=seed)
        return list(exchange.mean_differences(placed, [measure(at) for at, _, _ in used]))


def _comparable(sample: SampleData) -> SampleData:
    return sample if sample.stopped and sample.stopped.looks else sample.fixed()


def _key(draw: Draw) -> Hashable:
    return draw.key


def _numbered(row: Sequence[Draw], of: Callable[[Draw], Hashable | None]) -> dict[int, Hashable]:
    return {draw.index: said for draw in row if (said := of(draw)) is not None}


def pair_all(variants: Mapping[str, SampleData], base: str) -> list[Pairing]:
    """Match the inputs of every variant with those of *base* by their content.

    Of a sample that a rule stopped the draws that no result chose are taken; all of them where the rule looks at few numbers
    of draws, so that a claim can hold for all these looks together.

    Raises:
        InputError: A variant has no input in common with it.
    """
    variants = {name: _comparable(sample) for name, sample in variants.items()}
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
