"""Sign flips of inputs: the randomisation behind every paired test here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ALL_UP_TO = 14


class SignFlips(NamedTuple):
    """Signs, and whether they are all there are.

    Attributes:
        signs: -1 or 1, shape ``(resamples, n)``.
        exact: Whether every combination is there once, the unflipped one included.
    """

    signs: NDArray[np.float32]
    exact: bool


def sign_flips(n: int, *, resamples: int, seed: int, all_up_to: int = _ALL_UP_TO) -> SignFlips:
    """Return all 2^n sign vectors of few inputs, random ones of many.

    Args:
        n: Inputs.
        resamples: Random vectors where 2^n are too many.
        seed: Same seed, same vectors.
        all_up_to: Most inputs for which all vectors are listed.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    if n <= all_up_to:
        bits = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
        return SignFlips((1 - 2 * bits).astype(np.float32), exact=True)
    octets = np.random.default_rng(seed).integers(0, 256, size=(resamples, -(-n // 8)), dtype=np.uint8)
    bits = np.unpackbits(octets, axis=1, count=n).view(np.int8)
    return SignFlips((1 - 2 * bits).astype(np.float32), exact=False)
