"""Conversations against inputs: the table from which programs are recovered, its distances, and whether it has any."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]
    Distances = NDArray[np.float64]

MISSING = -1
_FAR = 1.0


def encode(rows: Sequence[Sequence[str | None]]) -> Codes:
    """Number the answers of each column in the order of their texts; ``None`` is missing, shape ``(rows, columns)``.

    Args:
        rows: The canonical answer of each conversation to each input.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    columns = []
    for column in zip(*rows, strict=True):
        numbers = {text: i for i, text in enumerate(sorted({text for text in column if text is not None}))}
        columns.append([MISSING if text is None else numbers[text] for text in column])
    return np.array(columns, dtype=np.int64).reshape(len(columns), len(rows)).T


def varying(codes: Codes) -> list[int]:
    """Return the columns with at least two different answers: the others cannot tell programs apart."""
    return [j for j in range(codes.shape[1]) if len(set(codes[codes[:, j] >= 0, j].tolist())) > 1]


def one_hot(codes: Codes) -> NDArray[np.float64]:
    """Return one 0/1 column per column and answer, all zero where the answer is missing.

    Shape ``(rows, columns * most answers of any column)``: every column takes the same room, what it does not need is zero.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    hot = codes[:, :, None] == np.arange(codes.max(initial=0) + 1)
    return np.asarray(hot.reshape(len(codes), hot.shape[1] * hot.shape[2]), dtype=np.float64)


def distances(codes: Codes) -> Distances:
    """Return the share of unequal answers of every two rows, over the columns that both answered (1 where there is none)."""
    import numpy as np  # noqa: PLC0415  # heavy

    both = (codes >= 0).astype(np.float64)
    shared = both @ both.T
    hot = one_hot(codes)
    equal = hot @ hot.T
    with np.errstate(divide="ignore", invalid="ignore"):
        away = np.where(shared > 0, 1 - equal / shared, _FAR)
    np.fill_diagonal(away, 0.0)
    return np.asarray(np.maximum(away, 0.0))


def structure_p(codes: Codes, *, resamples: int = 499, seed: int = 0) -> float:
    """Test whether rows hang together: could each cell have been drawn anew, whatever its row?

    The variance of the agreement of two rows, against tables whose columns are permuted among the rows that answered
    them: that keeps how often each answer was given to each input, and breaks programs.

    Args:
        codes: The encoded table.
        resamples: Permutations.
        seed: Same seed, same p-value.

    Returns:
        A p-value; 1 when fewer than two rows or columns vary.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    if min(codes.shape) < 2:  # noqa: PLR2004  # nothing can hang together
        return 1.0
    rng = np.random.default_rng(seed)
    missing = codes < 0
    places = np.argsort(missing, axis=0, kind="stable")  # of each column, the rows that answered come first
    upper = np.triu_indices(len(codes), 1)

    def spread(table: Codes) -> float:
        return float(np.var(distances(table)[upper]))

    observed, reached, shuffled = spread(codes), 0, codes.copy()
    for _ in range(resamples):
        order = np.argsort(rng.random(codes.shape) + missing, axis=0)
        np.put_along_axis(shuffled, places, np.take_along_axis(codes, order, axis=0), axis=0)
        reached += spread(shuffled) >= observed - 1e-12  # rounding
    return (1 + reached) / (1 + resamples)
