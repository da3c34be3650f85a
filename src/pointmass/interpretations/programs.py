"""Programs behind conversations: each has one answer per input, and every conversation departs from its own at times.

The model is a mixture of modes with a rate of departures for each input; how many programs there are is chosen by description
length: a program must save more than it costs to write down. On simulated mixtures (40 conversations, 12 inputs, 10 %
noise) that recovers the programs about as well as knowing them in advance does, and better than average linkage with
silhouette or latent classes with BIC do.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pointmass.interpretations.conversations import distances, one_hot
from pointmass.interpretations.partition import cuts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from pointmass.interpretations.conversations import Codes

_ROUNDS = 50
_MOST = 20
_WORSE_IN_A_ROW = 4
_START_NOISE = 0.1
_ALIKE = 2.0  # conversations that the common rate of departures counts for in that of one input


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs found in a table of conversations by inputs.

    Attributes:
        labels: The program of each row, numbered 0, 1, ... without gaps.
        noise: The share of answers that depart from the row's program, a fraction in (0, 1).
        length: Description length in nats; smaller is better.
    """

    labels: list[int]
    noise: float
    length: float

    @property
    def count(self) -> int:
        """How many programs."""
        return max(self.labels, default=-1) + 1


def find_programs(codes: Codes) -> Programs:
    """Find the programs that describe a table in the fewest nats.

    Args:
        codes: Encoded answers, shape ``(rows, columns)``, missing ones negative; every column varies.
    """
    away = distances(codes)
    best: Programs | None = None
    methods: tuple[Literal["average", "complete"], ...] = ("average", "complete")
    for method in methods:
        worse, shortest = 0, math.inf
        for start in cuts(away, method=method, most=min(_MOST, len(codes))).values():
            found = _fit(codes, start)
            if best is None or found.length < best.length - 1e-9:  # rounding
                best = found
            # Each method is followed until it gets no better itself: the other's best may be far along its own way.
            worse = 0 if found.length < shortest - 1e-9 else worse + 1  # rounding
            shortest = min(shortest, found.length)
            if worse >= _WORSE_IN_A_ROW:
                break
    return best or Programs([0] * len(codes), 0.0, 0.0)


def modes(codes: Codes, labels: list[int]) -> Codes:
    """Return each program's most frequent answer to every column, the first of equals; -1 where none of its rows answered."""
    import numpy as np  # noqa: PLC0415  # heavy

    table = np.full((max(labels) + 1, codes.shape[1]), -1, dtype=np.int64)
    member = np.array(labels)
    for k in range(len(table)):
        for j, column in enumerate(codes[member == k].T):
            seen = column[column >= 0]
            if len(seen):
                table[k, j] = np.bincount(seen).argmax()
    return table


def _fit(codes: Codes, start: list[int]) -> Programs:
    """Alternate between the rows' programs and the programs' answers, from a first partition (EM)."""
    import numpy as np  # noqa: PLC0415  # heavy

    hot = one_hot(codes)
    sizes = codes.max(axis=0, initial=0) + 1
    room = int(sizes.max(initial=1))
    common = _common_shares(hot, sizes)
    answered, classes = (codes >= 0).sum(axis=0), max(start) + 1
    cells = int(answered.sum())
    posterior, noise, likelihood = np.eye(classes)[start], _START_NOISE, 0.0
    for _ in range(_ROUNDS):
        weights = (posterior.sum(axis=0) + 0.5) / (len(codes) + 0.5 * classes)
        counts = posterior.T @ hot
        is_mode = _modes(counts, room)
        departed = answered - (counts * is_mode).sum(axis=0).reshape(-1, room).sum(axis=1)
        noise = (float(departed.sum()) + 1) / (cells + 2)
        own = np.repeat((departed + _ALIKE * noise) / (answered + _ALIKE), room)
        log_share = np.log(own * common + (1 - own) * is_mode)
        joint = hot @ log_share.T + np.log(weights)
        norm = np.logaddexp.reduce(joint, axis=1)
        likelihood, after = float(norm.sum()), np.exp(joint - norm[:, None])
        moved = float(np.abs(after - posterior).max())
        posterior = after
        if moved < 1e-6:  # noqa: PLR2004  # no row changes its mind
            break
    chosen = posterior.argmax(axis=1)
    numbers = {int(label): i for i, label in enumerate(dict.fromkeys(chosen.tolist()))}
    labels = [numbers[int(label)] for label in chosen]
    cost = _modes_length(modes(codes, labels), sizes, rows=Counter(labels)) + (len(numbers) - 1) / 2 * math.log(
        len(codes)
    )
    return Programs(labels, noise, cost - likelihood)


def _modes_length(answers: Codes, sizes: NDArray[np.int64], *, rows: Mapping[int, int]) -> float:
    """Return what it takes to write down the programs' answers, in nats.

    The first program is written out; each further one too, or as what it answers unlike a program before it: which
    columns those are, and the answers there. Programs that differ on few of many inputs are then worth telling apart. A
    single conversation is not evidence of a program that is nearly another: it departs more often, and is written out.

    Args:
        answers: Each program's answer to every column, ``(programs, columns)``; negative where it has none.
        sizes: How many answers each column has.
        rows: How many conversations follow each program.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    bits, columns = np.log(sizes), len(sizes)
    total = float(bits[answers[0] >= 0].sum()) if len(answers) else 0.0
    for k in range(1, len(answers)):
        own = answers[k] >= 0  # what it never answered need not be written
        unlike = (answers[:k] != answers[k]) & own
        d = unlike.sum(axis=1)
        which = np.array([math.lgamma(columns + 1) - math.lgamma(n + 1) - math.lgamma(columns - n + 1) for n in d])
        told = which + unlike @ bits + math.log(columns + 1) + math.log(k)
        whole = float(bits[own].sum())
        total += min(whole, float(told.min())) if rows[k] > 1 else whole
    return total


def _common_shares(hot: NDArray[np.float64], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """How often each answer is given to its input by all rows: where a departing answer is drawn from."""
    import numpy as np  # noqa: PLC0415  # heavy

    counts = hot.sum(axis=0).reshape(len(sizes), -1) + 0.5
    used = np.arange(counts.shape[1]) < sizes[:, None]
    return np.where(used, counts / (counts * used).sum(axis=1, keepdims=True), 1.0).ravel()


def _modes(counts: NDArray[np.float64], room: int) -> NDArray[np.float64]:
    """Mark each class's most frequent answer to each column."""
    import numpy as np  # noqa: PLC0415  # heavy

    cells = counts.reshape(len(counts), -1, room)
    marks = cells.argmax(axis=2)[:, :, None] == np.arange(room)
    return np.asarray(marks.reshape(counts.shape), dtype=np.float64)
