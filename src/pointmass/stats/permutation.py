"""The two randomisation tests behind `pointmass.stats.compare`, in whole arrays."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pointmass.stats.flips import sign_flips

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Table = tuple[tuple[int, ...], tuple[int, ...]]

_MOST_ROWS = 3000
_TIE = 1e-4
_MOST_STATES = 1500
_UNITS = 1e9  # of the logs of weights, kept as whole numbers
_PLACES = 44  # bits of a weight; above them stand the draws used
_ROUNDING = 100  # weights that differ by less are equal
_MOST_CELLS = 4_000_000


class MixTest(NamedTuple):
    """The squared distance of the average mixes, and its p-value."""

    distance: float
    p_value: float


class WithinTest(NamedTuple):
    """The p-value over all inputs, and one per input."""

    p_value: float
    per_input: list[float]


def mix_test(
    draws_a: Sequence[Mapping[Hashable, int]],
    draws_b: Sequence[Mapping[Hashable, int]],
    *,
    resamples: int,
    seed: int,
) -> MixTest:
    """Test whether the average mix of answers moves: A and B change places per input.

    The statistic is the squared length of the mean over inputs of p_B - p_A. Only the inner products of the inputs'
    differences are needed, so the number of labels does not matter.

    Args:
        draws_a: Counts of variant A, one mapping per input.
        draws_b: Those of variant B.
        resamples: Flips, where there are more inputs than 14.
        seed: Same seed, same p-value.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    n = len(draws_a)
    if n == 0:
        return MixTest(math.nan, 1.0)
    inner = _inner_products(draws_a, draws_b)
    distance = float(inner.sum()) / n**2
    moved = np.flatnonzero(np.diag(inner) > 0)  # flipping an input without a difference changes nothing
    signs, exact = sign_flips(len(moved), resamples=resamples, seed=seed)
    inner = inner[np.ix_(moved, moved)].astype(signs.dtype)
    drawn = np.einsum("ri,ri->r", signs @ inner, signs)
    reached = int(np.sum(drawn >= inner.sum() - _TIE * (1e-3 + np.trace(inner))))
    return MixTest(distance, reached / len(signs) if exact else (1 + reached) / (1 + len(signs)))


def _inner_products(
    draws_a: Sequence[Mapping[Hashable, int]], draws_b: Sequence[Mapping[Hashable, int]]
) -> NDArray[np.float64]:
    """Return the inner products of the inputs' differences p_B - p_A, shape ``(n_inputs, n_inputs)``.

    A label that only one input knows adds to that input's own product and to no other: such labels need no column.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    n = len(draws_a)
    by_label: dict[Hashable, dict[int, float]] = {}
    for i, pair in enumerate(zip(draws_a, draws_b, strict=True)):
        for counts, sign in zip(pair, (-1.0, 1.0), strict=True):
            total = sign * sum(counts.values())
            for label, count in counts.items():
                held = by_label.setdefault(label, {})
                held[i] = held.get(i, 0.0) + count / total
    alone = np.zeros(n)
    shared = []
    for held in by_label.values():
        if len(held) > 1:
            shared.append(held)
        else:
            ((i, difference),) = held.items()
            alone[i] += difference**2
    inner = np.diag(alone)
    width = max(1, _MOST_CELLS // n)
    for start in range(0, len(shared), width):
        columns = shared[start : start + width]
        d = np.zeros((n, len(columns)))
        for at, held in enumerate(columns):
            d[list(held), at] = list(held.values())
        inner += d @ d.T
    return inner


def within_test(tables: Sequence[Table], permutations: Permutations) -> WithinTest:
    """Test whether any input behaves differently: draws change places within each input.

    The statistic is the sum over inputs of Pearson's chi-squared of the variants-by-answers table, which is
    sum (A - B)^2 / (A + B) for equal numbers of draws. Per input the exact test of the table is given.

    Args:
        tables: Per input the counts of A and of B over the same answers.
        permutations: The permutations to use; may serve several tests.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    total, observed = np.zeros(permutations.resamples), 0.0
    per_input = [1.0] * len(tables)
    by_size: dict[tuple[int, int], list[int]] = {}
    for i, (x, y) in enumerate(tables):
        if len(x) > 1 and any(a + b > 1 for a, b in zip(x, y, strict=True)):  # else no permutation changes anything
            by_size.setdefault((sum(x), sum(y)), []).append(i)
    for (n_a, n_b), members in by_size.items():
        scale = (n_a + n_b) ** 2 / (n_a * n_b)
        rows = permutations.statistics(n_a, n_b, [_totals(tables[i]) for i in members])
        for row, i in zip(rows, members, strict=True):
            seen = math.fsum(x * x / (x + y) for x, y in zip(*tables[i], strict=True))
            p = exact_p(tables[i])
            per_input[i] = (1 + int(np.sum(row >= seen - _TIE))) / (1 + len(row)) if p is None else p
            permutations.add_shifted(total, row, scale)
            observed += scale * seen
    reached = int(np.sum(total >= observed - _TIE * (1 + observed)))
    return WithinTest((1 + reached) / (1 + len(total)) if by_size else 1.0, per_input)


class Permutations:
    """Random permutations of draws within inputs, and what they make of the statistic.

    The draws of every input with the same numbers of draws are split by one bank of random splits, each kind of input (its
    totals per answer) with its draws in a random order of its own; and each input's row of statistics is then shifted by a
    random amount. So the permutations of one resample are fair and independent over inputs, at a fraction of the cost of
    drawing each anew.

    Attributes:
        resamples: Splits in each bank.
    """

    def __init__(self, *, resamples: int, seed: int) -> None:
        import numpy as np  # noqa: PLC0415  # heavy

        self.resamples = resamples
        self._rng = np.random.default_rng(seed)
        self._banks: dict[tuple[int, int], NDArray[np.uint64]] = {}
        self._rows: dict[tuple[int, tuple[int, ...]], NDArray[np.float32]] = {}

    def statistics(self, n_a: int, n_b: int, totals: Sequence[tuple[int, ...]]) -> Iterator[NDArray[np.float32]]:
        """Yield sum A^2 / total of each input under every split, shape ``(resamples,)``.

        Args:
            n_a: Draws of variant A.
            n_b: Draws of variant B.
            totals: Per input how often each answer was drawn by either, sorted.
        """
        for each in totals:
            if (n_a, each) not in self._rows:
                if len(self._rows) >= _MOST_ROWS:
                    self._rows.clear()
                self._rows[n_a, each] = self._split(self._bank(n_a, n_b), each)
            yield self._rows[n_a, each]

    def add_shifted(self, total: NDArray[np.float64], row: NDArray[np.float32], scale: float) -> None:
        """Add a row of statistics, times ``scale``, to the total in place, beginning at a random split."""
        shift = int(self._rng.integers(len(row)))
        total[shift:] += scale * row[: len(row) - shift]
        total[:shift] += scale * row[len(row) - shift :]

    def _bank(self, n_a: int, n_b: int) -> NDArray[np.uint64]:
        """Random choices of n_a among n_a + n_b draws, one bit per draw, shape ``(words, resamples)``."""
        import numpy as np  # noqa: PLC0415  # heavy

        if (n_a, n_b) not in self._banks:
            chosen = np.zeros((self.resamples, n_a + n_b), dtype=np.uint8)
            chosen[:, :n_a] = 1
            self._banks = {(n_a, n_b): np.ascontiguousarray(_words(self._rng.permuted(chosen, axis=1, out=chosen)).T)}
        return self._banks[n_a, n_b]

    def _split(self, bank: NDArray[np.uint64], totals: tuple[int, ...]) -> NDArray[np.float32]:
        """Compute the statistic of one kind of input under every split.

        Answers drawn once are counted together: for them A^2 = A.
        """
        import numpy as np  # noqa: PLC0415  # heavy

        groups = [t for t in totals if t > 1]
        once = sum(t == 1 for t in totals)
        groups += [once] if once else []
        starts = np.cumsum([0, *groups[:-1]])
        masks = np.bitwise_or.reduceat(_single_bits(sum(totals))[self._rng.permutation(sum(totals))], starts, axis=0)
        statistic = np.zeros(self.resamples, dtype=np.float32)
        for at, (group, mask) in enumerate(zip(groups, masks, strict=True)):
            counts = np.bitwise_count(bank[0] & mask[0])
            for word, part in zip(bank[1:], mask[1:], strict=True):
                counts = counts + np.bitwise_count(word & part).astype(np.uint16)
            squares = np.arange(group + 1, dtype=np.float32)
            if not once or at < len(groups) - 1:
                squares = squares**2 / np.float32(group)
            statistic += squares.take(counts)
        return statistic


@lru_cache(maxsize=16)
def _single_bits(n: int) -> NDArray[np.uint64]:
    """Return the words of each draw's own bit, shape ``(n, words)``."""
    import numpy as np  # noqa: PLC0415  # heavy

    return _words(np.eye(n, dtype=np.uint8))


def _words(bits: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Pack rows of zeros and ones into words of 64 bits."""
    import numpy as np  # noqa: PLC0415  # heavy

    octets = np.packbits(bits, axis=1)
    padded = np.zeros((len(octets), -(-octets.shape[1] // 8) * 8), dtype=np.uint8)
    padded[:, : octets.shape[1]] = octets
    return padded.view(np.uint64)


def exact_p(table: Table) -> float | None:
    """Return the exact p-value of a table of two rows (Freeman and Halton 1951; ``scipy.stats.fisher_exact``).

    The probability of all tables with these margins that are no more probable than this one; ``None`` when there are too
    many different ones to go through.

    Args:
        table: The two rows of counts.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    a, b = table
    ways = _tables(_totals(table), sum(a))
    if ways is None:
        return None
    weights, log_counts = ways
    weight = sum(_weight(x + y, x) for x, y in zip(a, b, strict=True))
    all_ways = _log_choose(sum(a) + sum(b), sum(a))
    extreme = weights <= weight + _ROUNDING
    return min(1.0, float(np.sum(np.exp(weights[extreme] / _UNITS + log_counts[extreme] - all_ways))))


@lru_cache(maxsize=4096)
def _tables(totals: tuple[int, ...], n_a: int) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
    """List the weights of all first rows with these column totals, equal ones together, with the log of their number.

    A state of the way through the columns is one whole number: draws used so far, then the weight in units of ``_UNITS``.
    So states that go on alike are equal, and the sums of sorted runs are quickly sorted.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    states, many = np.zeros(1, dtype=np.int64), np.ones(1)
    left = sum(totals)
    for total in totals:
        left -= total
        steps = _steps(total)
        states = (steps[:, None] + states).ravel()
        used = states >> _PLACES
        fits = (used <= n_a) & (used + left >= n_a)
        states, many = states[fits], np.tile(many, total + 1)[fits]
        order = np.argsort(states, kind="stable")
        states = states[order]
        starts = np.flatnonzero(np.concatenate(([True], states[1:] != states[:-1])))
        states, many = states[starts], np.add.reduceat(many[order], starts)
        if len(states) > _MOST_STATES:
            return None
    return states & ((1 << _PLACES) - 1), np.log(many)


@lru_cache(maxsize=4096)
def _steps(total: int) -> NDArray[np.int64]:
    """What the draws of A in one column add to a state, for every number of them, shape ``(total + 1,)``."""
    import numpy as np  # noqa: PLC0415  # heavy

    return np.array([(x << _PLACES) + _weight(total, x) for x in range(total + 1)], dtype=np.int64)


def _weight(total: int, x: int) -> int:
    """Return the log of the ways to choose x of a column's draws, in units of ``_UNITS``."""
    return round(_log_choose(total, x) * _UNITS)


def _totals(table: Table) -> tuple[int, ...]:
    return tuple(sorted(x + y for x, y in zip(*table, strict=True)))


@lru_cache(maxsize=4096)
def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
