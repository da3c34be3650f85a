"""What is measured of an input under a variant, of counts as they are and of counts as chance might have made them."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeAlias

from pointmass.sample.data import is_value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pointmass.stats.exchange import Exchanged, Measure

    OfPlaced: TypeAlias = Callable[[Exchanged], Measure]


def agreement(placed: Exchanged) -> Measure:
    """Measure the chance that two draws that gave a value agree; ``nan`` below two of them (`pointmass.stats.agreement`)."""
    import numpy as np  # noqa: PLC0415 - heavy

    values = np.array([is_value(str(label)) for label in placed.labels], dtype=bool)

    def of(counts: NDArray[np.int64]) -> NDArray[np.float64]:
        own = counts[:, values]
        n = own.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((own * (own - 1)).sum(axis=1) / (n * (n - 1)))

    return of


def mean_of(value: Callable[[Hashable], float]) -> OfPlaced:
    """Measure the mean over the draws that have a number.

    Args:
        value: The number of an answer; ``nan`` where it has none.
    """

    def measure(placed: Exchanged) -> Measure:
        import numpy as np  # noqa: PLC0415 - heavy

        numbers = np.array([value(label) for label in placed.labels], dtype=float)
        known = ~np.isnan(numbers)

        def of(counts: NDArray[np.int64]) -> NDArray[np.float64]:
            own = counts[:, known]
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.asarray(own @ numbers[known] / own.sum(axis=1))

        return of

    return measure


def answers(placed: Exchanged) -> Measure:
    """Measure how many different values as many draws of either would show on average (Hurlbert 1971, Ecology 52:577).

    A draw that gave no value shows none.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    values = np.array([is_value(str(label)) for label in placed.labels], dtype=bool)
    n_a, n_b = int(placed.a[0].sum()), int(placed.b[0].sum())
    draws = min(n_a, n_b)

    def of(counts: NDArray[np.int64]) -> NDArray[np.float64]:
        if not draws:
            return np.full(len(counts), math.nan)
        n = int(counts[0].sum())
        return np.asarray(_shown(n, draws)[counts[:, values]].sum(axis=1))

    return of


def _shown(n: int, draws: int) -> NDArray[np.float64]:
    """Return how likely an answer that c of n draws gave is among so many of them, for every c, shape ``(n + 1,)``."""
    import numpy as np  # noqa: PLC0415 - heavy

    whole = math.comb(n, draws)
    return np.array([1 - math.comb(n - c, draws) / whole for c in range(n + 1)])
