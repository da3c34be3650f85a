"""The inputs of a sample as the rows of a picker: what is not seen is written out, and long text is cut, once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pointmass.html import parts, sample
from pointmass.html.tree import theirs
from pointmass.html.views import OK, InputRow, SampleView

ROOM = 1_000_000
"""Characters, about, of the inputs that a picker gets at once; what has no room comes when it is looked for."""

_SEGMENTS = 40
"""Outcomes of one input that its strip shows."""


def listed(view: SampleView, places: Iterable[int]) -> list[dict[str, Any]]:
    """Return the inputs at some places of a view as a picker lists them: as many of the first as there is room for."""
    found, room = [], ROOM
    for at in places:
        if room <= 0:
            break
        found.append(input_data(view.inputs[at], at))
        room -= _size(found[-1])
    return found


def _size(data: dict[str, Any]) -> int:
    """Say about how many characters an input takes."""
    return 200 + len(data["label"]) + len(data["said"]) + 20 * len(data["strip"])


def input_data(row: InputRow, at: int) -> dict[str, Any]:
    """Return one input, and its place in the view."""
    return {
        "at": at,
        "label": theirs(row.label),
        "word": row.word,
        "mark": sample.MARKS[row.word],
        "weight": row.weight,
        "said": parts.shares_in_text(row.outcomes),
        "strip": [[round(out.share, 4), out.status == OK] for out in row.outcomes[:_SEGMENTS]],
    }
