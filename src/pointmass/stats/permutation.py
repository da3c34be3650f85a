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
    from scipy.sparse import csr_array  # noqa: PLC0415  # heavy

    n = len(draws_a)
    labels: dict[Hashable, int] = {}
    rows, columns, values = [], [], []
    for i, (x, y) in enumerate(zip(draws_a, draws_b, strict=True)):
        for counts, sign in ((x, -1.0), (y, 1.0)):
            total = sum(counts.values())
            for label, count in counts.items():
                rows.append(i)
                columns.append(labels.setdefault(label, len(labels)))
                values.append(sign * count / total)
    if n == 0:
        return MixTest(math.nan, 1.0)
    d = csr_array((values, (rows, columns)), shape=(n, len(labels)))
    inner = (d @ d.T).toarray()
    distance = float(inner.sum()) / n**2
    moved = np.flatnonzero(np.diag(inner) > 0)  # flipping an input without a difference changes nothing
    signs, exact = sign_flips(len(moved), resamples=resamples, seed=seed)
    inner = inner[np.ix_(moved, moved)].astype(signs.dtype)
    drawn = np.einsum("ri,ri->r", signs @ inner, signs)
    reached = int(np.sum(drawn >= inner.sum() - _TIE * (1e-3 + np.trace(inner))))
    return MixTest(distance, reached / len(signs) if exact else (1 + reached) / (1 + len(signs)))


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
        """Random choices of n_a among n_a + n_b draws, one bit a draw, shape ``(words, resamples)``."""
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
        groups.append(sum(t == 1 for t in totals))
        slots = np.split(self._rng.permutation(sum(totals)), np.cumsum(groups[:-1]))
        statistic = np.zeros(self.resamples, dtype=np.float32)
        for group, places, last in zip(groups, slots, [False] * (len(groups) - 1) + [True], strict=True):
            marks = np.zeros((1, sum(totals)), dtype=np.uint8)
            marks[0, places] = 1
            counts = np.zeros(self.resamples, dtype=np.uint16)
            for word, mask in zip(bank, _words(marks)[0], strict=True):
                counts += np.bitwise_count(word & mask)
            squares = np.arange(group + 1, dtype=np.float32)
            if not last:
                squares = squares**2 / np.float32(group)
            statistic += squares[counts]
        return statistic


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
    a, b = table
    totals = _totals(table)
    weight = math.fsum(_log_choose(x + y, x) for x, y in zip(a, b, strict=True))
    ways = _tables(totals, sum(a))
    if ways is None:
        return None
    log_weights, log_counts = ways
    all_ways = _log_choose(sum(a) + sum(b), sum(a))
    extreme = log_weights <= weight + 1e-7
    import numpy as np  # noqa: PLC0415  # heavy

    return min(1.0, float(np.sum(np.exp(log_weights[extreme] + log_counts[extreme] - all_ways))))


@lru_cache(maxsize=4096)
def _tables(totals: tuple[int, ...], n_a: int) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """List log-weights of all first rows with these column totals, equal ones together, with the log of their number."""
    import numpy as np  # noqa: PLC0415  # heavy

    used, weights, many = np.zeros(1, dtype=np.int64), np.zeros(1), np.ones(1)
    left = sum(totals)
    for total in totals:
        left -= total
        take = np.arange(total + 1)
        choose = np.array([_log_choose(total, int(t)) for t in take])
        used = (used[:, None] + take).ravel()
        weights = (weights[:, None] + choose).ravel()
        many = np.repeat(many, total + 1)
        fits = (used <= n_a) & (used + left >= n_a)
        used, weights, many = used[fits], weights[fits], many[fits]
        used, weights, many = _together(used, weights, many)
        if len(used) > _MOST_STATES:
            return None
    return weights, np.log(many)


def _together(
    used: NDArray[np.int64], weights: NDArray[np.float64], many: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Join states with the same number of draws used and the same weight: the way on is the same for all of them."""
    import numpy as np  # noqa: PLC0415  # heavy

    order = np.lexsort((weights, used))
    used, weights, many = used[order], weights[order], many[order]
    starts = np.flatnonzero(np.append(True, (np.diff(used) != 0) | (np.diff(weights) > 1e-9)))  # noqa: PLR2004
    return used[starts], weights[starts], np.add.reduceat(many, starts)


def _totals(table: Table) -> tuple[int, ...]:
    return tuple(sorted(x + y for x, y in zip(*table, strict=True)))


@lru_cache(maxsize=4096)
def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
