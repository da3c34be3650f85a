"""Content addresses: equal content has an equal digest, on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import Enum

SHORT = 12
"""How many hexadecimal digits of a digest people are shown (48 bits)."""


def canonical(value: object) -> str:
    """Write *value* as JSON text that is the same for equal content: keys sorted, no spaces, Unicode kept.

    Args:
        value: JSON data. An ``Enum`` member stands for its value, a tuple for a list; a float that is not finite has no
            JSON form.

    Raises:
        TypeError: The value holds something that JSON cannot say.
        ValueError: The value holds NaN or an infinity.
    """
    return _ENCODER.encode(value)


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical JSON text of *value*, 64 hexadecimal digits."""
    return text_digest(canonical(value))


def text_digest(text: str) -> str:
    """Return the SHA-256 of *text* in UTF-8 (lone surrogates kept), 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(
        f"digest: {type(value).__name__} is not JSON data; allowed are str, int, float, bool, None, list, dict"
    )


_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain
)  # made once: json.dumps would make one for each value
