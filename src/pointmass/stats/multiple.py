"""Many tests at once: corrected p-values, and the joint sign-flip test that knows how contrasts hang together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

WINNERS_CURSE = "the best of several on the same data looks better than it is: measure the winner again on fresh draws"


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Correct p-values so that any false claim is as rare as promised (Holm 1979): for "which prompt do I ship".

    Args:
        p_values: Raw p-values, fractions in [0, 1].

    Raises:
        InputError: A value is not a p-value.
    """
    _check(p_values)
    m, corrected, highest = len(p_values), [0.0] * len(p_values), 0.0
    for rank, i in enumerate(sorted(range(m), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (m - rank) * p_values[i]))
        corrected[i] = highest
    return tuple(corrected)


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Correct p-values so that few of the claims are false (Benjamini and Hochberg 1995): for "which inputs changed".

    The same as ``scipy.stats.false_discovery_control``.

    Args:
        p_values: Raw p-values, fractions in [0, 1].

    Raises:
        InputError: A value is not a p-value.
    """
    _check(p_values)
    m, corrected, lowest = len(p_values), [0.0] * len(p_values), 1.0
    for rank, i in zip(range(m, 0, -1), sorted(range(m), key=p_values.__getitem__, reverse=True), strict=True):
        lowest = min(lowest, p_values[i] * m / rank)
        corrected[i] = lowest
    return tuple(corrected)


@dataclass(frozen=True, slots=True)
class MaxT:
    """Several contrasts of variants that share inputs, tested together.

    Attributes:
        t_values: Student's t of each contrast.
        p_values: Corrected for all contrasts together.
        n_inputs: Inputs.
        resamples: Flips, or 2^n where every one was tried.
    """

    t_values: tuple[float, ...]
    p_values: tuple[float, ...]
    n_inputs: int
    resamples: int


def max_t(differences: Sequence[Sequence[float]], *, resamples: int = 10_000, seed: int = 0) -> MaxT:
    """Test several paired contrasts at once: the sign of an input is flipped in all of them, and the largest |t| kept.

    Better than Holm where contrasts share variants (Westfall and Young 1993, algorithm 2.5, single step).

    Args:
        differences: For each contrast the difference on every input, shape ``(n_contrasts, n_inputs)``.
        resamples: Random flips where there are more than 2^14 of them.
        seed: Same seed, same p-values.

    Raises:
        InputError: The contrasts have different numbers of inputs, or fewer than two.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    from pointmass.stats.flips import sign_flips  # noqa: PLC0415  # needs numpy

    if not len(differences) or len({len(d) for d in differences}) != 1 or len(differences[0]) < 2:  # noqa: PLR2004
        got = sorted({len(d) for d in differences})
        raise InputError(f"max_t: every contrast needs the same inputs, at least 2, got {got} of them")
    d = np.asarray(differences, dtype=float)
    n = d.shape[1]
    signs, exact = sign_flips(n, resamples=resamples, seed=seed)
    squares = np.sum(d**2, axis=1)
    observed = _t(d.sum(axis=1), squares, n)
    highest = np.max(np.abs(_t(signs @ d.T, squares, n)), axis=1)
    reached = np.sum(highest[:, None] >= np.abs(observed)[None, :] - 1e-9, axis=0)
    p = reached / len(signs) if exact else (1 + reached) / (1 + len(signs))
    return MaxT(tuple(map(float, observed)), tuple(map(float, p)), n, len(signs))


def _t(sums: NDArray[np.float64], squares: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415  # heavy

    mean = sums / n
    variance = np.maximum(squares / n - mean**2, 0) / (n - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(sums == 0, 0.0, mean / np.sqrt(variance)))


def _check(p_values: Sequence[float]) -> None:
    wrong = [p for p in p_values if not 0 <= p <= 1]
    if wrong:
        raise InputError(f"stats: a p-value lies in [0, 1], got {wrong[0]!r}")
