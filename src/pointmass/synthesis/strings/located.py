"""Where the items of an output list stand in the text: what is before the first, between them, and after the last."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OCCURRENCES = 4
_TAIL = 3
_LONGEST_GAP = 60


@dataclass(frozen=True, slots=True)
class Placed:
    """One text, cut where the items of its list stand: ``left + item + gap + item + … + right``."""

    left: str
    gaps: tuple[str, ...]
    right: str


def located(texts: Sequence[str], wanted: Sequence[Sequence[str]]) -> list[Placed | None]:
    """Return where each list stands in its text, case apart; None for an empty list, and where an item is not there.

    Of several places, that one counts before which the same characters stand as in most other texts.
    """
    places = [list(_places(t, w)) for t, w in zip(texts, wanted, strict=True)]
    tails = Counter(tail for found in places for tail in {p.left[-_TAIL:] for p in found})
    return [max(found, key=lambda p: tails[p.left[-_TAIL:]]) if found else None for found in places]


def _places(text: str, items: Sequence[str]) -> Iterator[Placed]:
    lower = text.lower()
    if not items or not all(items) or len(lower) != len(text):
        return
    for start in itertools.islice(_starts(lower, items[0], 0), _OCCURRENCES):
        gaps, end = [], start + len(items[0])
        for item in items[1:]:
            at = next(_starts(lower, item, end), None)
            if at is None or at == end or at - end > _LONGEST_GAP:
                break
            gaps.append(text[end:at])
            end = at + len(item)
        else:
            yield Placed(text[:start], tuple(gaps), text[end:])


def _starts(lower: str, item: str, at: int) -> Iterator[int]:
    """Yield the places from *at* on where *item* stands as a word of its own."""
    before = r"(?<!\w)" if item[0].isalnum() else ""
    after = r"(?!\w)" if item[-1].isalnum() else ""
    found = re.compile(f"{before}{re.escape(item.lower())}{after}")
    return (match.start() for match in found.finditer(lower, at))
