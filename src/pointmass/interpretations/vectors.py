"""Texts as points by the meaning of their words, from a small table that ships: synonyms are near, without any model.

The table holds 21,719 English words in 96 dimensions, distilled from all-MiniLM-L6-v2 by ``tests/benchmarks/word_table.py``;
``word_table.md`` beside it says where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pointmass.interpretations.stems import stem, telling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TABLE = Path(__file__).with_name("word_table.npz")
"""Where the table is: ``words``, one per line, and ``points``, a row of bytes each."""

_FEW = 5.0
"""Texts that the general centre weighs as much as: of few texts the own centre would be one of them."""


@dataclass(frozen=True, slots=True)
class Points:
    """Texts as points of length 1.

    Attributes:
        rows: A point per text, ``(texts, dimensions)``; zero where nothing of the text is known.
        known: Whether anything of the text is known, ``(texts,)``.
    """

    rows: NDArray[np.float64]
    known: NDArray[np.bool_]


def text_points(texts: Sequence[str]) -> Points:
    """Return the mean of each text's words in the table, of length 1.

    Args:
        texts: Any texts; function words do not count.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    places, table = _table()
    rows = np.zeros((len(texts), table.shape[1]))
    for i, text in enumerate(texts):
        found = [at for word in telling(text) if (at := _place(word, places)) is not None]
        if found:
            rows[i] = table[found].mean(axis=0)
    return _unit(rows)


def nearness(points: Points) -> NDArray[np.float64]:
    """Return the cosine of every two points, seen from their common centre, ``(texts, texts)``, -1 to 1.

    What all answers have in common says nothing about which of them are one: the mean is taken away, the less of it the
    fewer texts there are.

    Args:
        points: The points; pairs of which one is not known are 0.
    """
    known = int(points.known.sum())
    rows = points.rows
    if known:
        centre = rows[points.known].mean(axis=0) * known / (known + _FEW)
        rows = _unit((rows - centre) * points.known[:, None]).rows
    return rows @ rows.T


def as_points(rows: NDArray[np.float64]) -> Points:
    """Take what a model returned as points of length 1.

    Args:
        rows: A row per text.
    """
    return _unit(rows)


def _unit(rows: NDArray[np.float64]) -> Points:
    import numpy as np  # noqa: PLC0415  # heavy

    length = np.linalg.norm(rows, axis=1)
    known = length > 0
    return Points(rows / np.where(known, length, 1.0)[:, None], known)


@cache  # a constant of the package, read once when prose is first compared
def _table() -> tuple[dict[str, int], NDArray[np.float64]]:
    import numpy as np  # noqa: PLC0415  # heavy

    with np.load(TABLE) as file:
        words = bytes(file["words"]).decode().split("\n")
        points = np.asarray(file["points"], dtype=np.float64)
    return {word: i for i, word in enumerate(words)}, points / np.linalg.norm(points, axis=1, keepdims=True)


def _place(word: str, places: dict[str, int]) -> int | None:
    return next((places[form] for form in _forms(word) if form in places), None)


def _forms(word: str) -> Iterator[str]:
    """Go through the forms under which a word may stand in the table, the nearest first."""
    yield word
    yield word.partition("'")[0]
    yield word.rstrip("s")
    yield stem(word)
    for ending, others in (("ing", ("", "e")), ("ed", ("", "e"))):
        if word.endswith(ending):
            yield from (word.removesuffix(ending) + other for other in others)
