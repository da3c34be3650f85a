"""Sign flips of inputs: the randomisation behind every paired test here."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ALL_UP_TO = 14
_MOST_KEPT = 4_000_000  # signs; larger tables of them are made anew each time


class SignFlips(NamedTuple):
    """Signs, and whether they are all there are.

    Attributes:
        signs: -1 or 1, shape ``(resamples, n)``.
        exact: Whether every combination is there once, the unflipped one included.
    """

    signs: NDArray[np.float32]
    exact: bool


def sign_flips(n: int, *, resamples: int, seed: int, all_up_to: int = _ALL_UP_TO) -> SignFlips:
    """Return all 2^n sign vectors of few inputs, random ones of many; not to be written into, for tests share them.

    Args:
        n: Inputs.
        resamples: Random vectors where 2^n are too many.
        seed: Same seed, same vectors.
        all_up_to: Most inputs for which all vectors are listed.
    """
    few = n <= all_up_to
    size = 2**n if few else resamples
    made = _kept if n * size <= _MOST_KEPT else _made
    return SignFlips(made(n, 0 if few else resamples, 0 if few else seed), exact=few)


def _made(n: int, resamples: int, seed: int) -> NDArray[np.float32]:
    import numpy as np  # noqa: PLC0415  # heavy

    if not resamples:
        bits = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    else:
        octets = np.random.default_rng(seed).integers(0, 256, size=(resamples, -(-n // 8)), dtype=np.uint8)
        bits = np.unpackbits(octets, axis=1, count=n).view(np.int8)
    return (1 - 2 * bits).astype(np.float32)


_kept = lru_cache(maxsize=4)(_made)
