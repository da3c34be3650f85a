"""Anchors: the text directly before a piece of a text."""

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
    """Count the ends of *lefts* that start at a word or at a sign, at most 32 characters long, the shortest first."""
    found: Counter[str] = Counter()
    for left in lefts:
        starts = [match.start() for match in _START.finditer(left, max(0, len(left) - _LONGEST))]
        found.update(left[start:] for start in reversed(starts))
    return found


def as_pattern(anchor: str) -> str:
    """Return the pattern of an anchor: the text itself, which must not start within a word."""
    return (r"(?<!\w)" if anchor[:1].isalnum() else "") + regex_escaped(anchor)


def anchor_cost(anchor: str) -> float:
    """Return the cost of an anchor or a stop, in about bits: each word and each digit costs more than a sign."""
    words = len(re.findall(r"[^\W\d_]+", anchor))
    letters, digits = sum(c.isalnum() for c in anchor), sum(c.isdigit() for c in anchor)
    return 1.0 + 1.5 * words + 0.1 * letters + 0.4 * (len(anchor) - letters) + 1.0 * digits
