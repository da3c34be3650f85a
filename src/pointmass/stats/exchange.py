"""What chance makes of any measure of two variants: draws, or whole conversations, change places between them.

Flipping the sign of an input's difference is exact only where A and B are alike in everything but their names: where both
have as many draws. Draws that change places are exact for any numbers of draws.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Measure = Callable[[NDArray[np.int64]], NDArray[np.float64]]
    """Takes counts over the answers of one input, shape ``(resamples, answers)``, and returns a number for each row."""

    Conversations = Sequence[Mapping[int, Hashable]]
    """For each input what each conversation answered to it, by the number of the conversation."""

Unit: TypeAlias = Literal["inputs", "conversations"]
"""What is independent of each other."""

RESAMPLES = 2000
"""Permutations of the draws, unless fewer were asked for."""


class Exchanged(NamedTuple):
    """One input under every permutation.

    Attributes:
        labels: Its answers, ``(answers,)``.
        a: How often A gave each, ``(resamples, answers)``.
        b: How often B did.
    """

    labels: tuple[Hashable, ...]
    a: NDArray[np.int64]
    b: NDArray[np.int64]


def within_inputs(
    draws_a: Sequence[Mapping[Hashable, int]], draws_b: Sequence[Mapping[Hashable, int]], *, resamples: int, seed: int
) -> Iterator[Exchanged]:
    """Let draws change places within each input, each input for itself.

    Args:
        draws_a: Counts of variant A, one mapping per input.
        draws_b: Those of variant B.
        resamples: Permutations.
        seed: Same seed, same permutations.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    rng = np.random.default_rng(seed)
    for x, y in zip(draws_a, draws_b, strict=True):
        labels = tuple(label for label in {**x, **y} if x.get(label, 0) or y.get(label, 0))
        totals = np.array([x.get(label, 0) + y.get(label, 0) for label in labels], dtype=np.int64)
        a = rng.multivariate_hypergeometric(totals, sum(x.values()), size=resamples, method="marginals")
        yield Exchanged(labels, a, totals - a)


def whole_conversations(
    rows_a: Conversations, rows_b: Conversations, *, resamples: int, seed: int
) -> Iterator[Exchanged]:
    """Let conversations change places, with all that they answered: in every way that there is, where that is no more than asked.

    Args:
        rows_a: The answers of A, for each input by conversation.
        rows_b: Those of B, whose conversations are others.
        resamples: Permutations at most. Where every one is tried, the one that was drawn is left out: `chance` counts it in.
        seed: Same seed, same permutations.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    a_numbers = sorted({number for row in rows_a for number in row})
    b_numbers = sorted({number for row in rows_b for number in row})
    chosen = _chosen(len(a_numbers), len(b_numbers), resamples=resamples, seed=seed)
    at_a = {number: at for at, number in enumerate(a_numbers)}
    at_b = {number: at for at, number in enumerate(b_numbers, len(a_numbers))}
    for row_a, row_b in zip(rows_a, rows_b, strict=True):
        said = [(at_a[number], label) for number, label in row_a.items()]
        said += [(at_b[number], label) for number, label in row_b.items()]
        labels = tuple(dict.fromkeys(label for _, label in said))
        place = {label: at for at, label in enumerate(labels)}
        each = np.zeros((chosen.shape[1], len(labels)), dtype=np.float32)
        for at, label in said:
            each[at, place[label]] = 1
        a = np.rint(chosen @ each).astype(np.int64)
        yield Exchanged(labels, a, each.sum(axis=0).astype(np.int64) - a)


def _chosen(n_a: int, n_b: int, *, resamples: int, seed: int) -> NDArray[np.float32]:
    """Say for each permutation which conversations are A's: every other choice, or as many at random as asked for."""
    import numpy as np  # noqa: PLC0415  # heavy

    ways = math.comb(n_a + n_b, n_a)
    if 1 < ways <= resamples:
        chosen = np.zeros((ways - 1, n_a + n_b), dtype=np.float32)
        others = itertools.islice(itertools.combinations(range(n_a + n_b), n_a), 1, None)  # the first is what was drawn
        for at, places in enumerate(others):
            chosen[at, list(places)] = 1
        return chosen
    chosen = np.zeros((resamples, n_a + n_b), dtype=np.float32)
    chosen[:, :n_a] = 1
    np.random.default_rng(seed).permuted(chosen, axis=1, out=chosen)
    return chosen


def as_it_is(row_a: Mapping[int, Hashable], row_b: Mapping[int, Hashable]) -> Exchanged:
    """Return one input as it was answered, as the only permutation of itself."""
    import numpy as np  # noqa: PLC0415  # heavy

    labels = tuple(dict.fromkeys([*row_a.values(), *row_b.values()]))
    a, b = ([list(row.values()).count(label) for label in labels] for row in (row_a, row_b))
    return Exchanged(labels, np.asarray([a]), np.asarray([b]))


def mean_differences(
    placed: Iterable[Exchanged], measures: Iterable[Callable[[Exchanged], Measure]]
) -> NDArray[np.float64]:
    """Return the mean over inputs of B minus A under every permutation, shape ``(resamples,)``; inputs without both left out.

    Args:
        placed: The inputs.
        measures: For each input what makes its measure, given its answers.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    total, held = np.zeros(1), np.zeros(1)
    for each, measure in zip(placed, measures, strict=True):
        of = measure(each)
        difference = of(each.b) - of(each.a)
        known = ~np.isnan(difference)
        total = total + np.where(known, difference, 0.0)
        held = held + known
    return np.asarray(total / np.maximum(1, held))


def mix_distances(placed: Iterable[Exchanged]) -> NDArray[np.float64]:
    """Return the squared length of the mean over inputs of p_B - p_A under every permutation, shape ``(resamples,)``."""
    import numpy as np  # noqa: PLC0415  # heavy

    held: dict[Hashable, NDArray[np.float64]] = {}
    n = 0
    for each in placed:
        known_a, known_b = (np.maximum(1, side.sum(axis=1, keepdims=True)) for side in (each.a, each.b))
        difference = each.b / known_b - each.a / known_a
        for at, label in enumerate(each.labels):
            held[label] = held[label] + difference[:, at] if label in held else difference[:, at]
        n += 1
    squares = [column**2 for column in held.values()]
    return np.asarray(np.sum(squares, axis=0) / n**2)


def squares_of_tables(placed: Iterable[Exchanged]) -> NDArray[np.float64]:
    """Return the sum over inputs of Pearson's chi-squared of the table under every permutation, shape ``(resamples,)``."""
    import numpy as np  # noqa: PLC0415  # heavy

    total = np.zeros(1)
    for each in placed:
        n_a, n_b = each.a.sum(axis=1, keepdims=True), each.b.sum(axis=1, keepdims=True)
        whole, both = n_a + n_b, each.a + each.b
        with np.errstate(divide="ignore", invalid="ignore"):
            found = sum(
                (side - both * n / whole) ** 2 / (both * n / whole) for side, n in ((each.a, n_a), (each.b, n_b))
            )
        total = total + np.nansum(np.where(np.isfinite(found), found, 0.0), axis=1)
    return np.asarray(total)


def chance(by_chance: NDArray[np.float64], seen: float) -> float:
    """Return how likely chance alone goes as far as what was seen, itself counted in: a p-value.

    Args:
        by_chance: The statistic under every permutation; larger goes further.
        seen: The statistic as it is.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    tie = 1e-9 * (1.0 + abs(seen))
    return (1 + int(np.sum(by_chance >= seen - tie))) / (1 + len(by_chance))
