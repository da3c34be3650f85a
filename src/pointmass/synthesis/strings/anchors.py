"""The text before a piece of a text: the words and signs that the texts before it end with."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import regex_escaped

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 32
_START = re.compile(r"(?<!\w)\w|\W")


def endings(lefts: Iterable[str]) -> Counter[str]:
    """Count what *lefts* end with, each from the start of a word or a sign on, the shortest first."""
    found: Counter[str] = Counter()
    for left in lefts:
        starts = [match.start() for match in _START.finditer(left, max(0, len(left) - _LONGEST))]
        found.update(left[start:] for start in reversed(starts))
    return found


def as_pattern(anchor: str) -> str:
    """Return the pattern of an anchor: as it is, and not within a word."""
    return (r"(?<!\w)" if anchor[:1].isalnum() else "") + regex_escaped(anchor)


def anchor_cost(anchor: str) -> float:
    """Return what naming an anchor, or a stop, costs in about bits: words, numbers and blanks alone say less."""
    words = len(re.findall(r"[^\W\d_]+", anchor))
    letters, digits = sum(c.isalnum() for c in anchor), sum(c.isdigit() for c in anchor)
    return 1.0 + 1.5 * words + 0.1 * letters + 0.4 * (len(anchor) - letters) + 1.0 * digits
