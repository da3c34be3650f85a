"""Operations of a fitted linear model: cut a text into pieces, and add up their weights for each label."""

from __future__ import annotations

import re
from typing import Any

from pointmass.synthesis.program import Operator


def pieces(text: str) -> list[str]:
    """Return the words of *text*, pairs of neighbours, and the runs of 3 to 5 characters of each word and its borders."""
    words = re.findall(r"[^\W_]+", text.lower().replace("'", ""))
    pairs = {f"{words[i - 1]} {words[i]}" for i in range(1, len(words))}
    runs = {f" {w} "[i : i + size] for w in words for size in (3, 4, 5) for i in range(len(w) + 3 - size)}
    return sorted({f"={word}" for word in words} | pairs | runs)


def totals(found: list[str], weights: dict[str, tuple[float, ...]], start: dict[Any, float]) -> list[float]:
    """Return the score of each label: its start and the weights of the pieces *found*, made even for how many are known.

    The first number of a piece says how rare it is (by which texts of any length are made even), the others are the
    weights for each label.
    """
    known = [weights[piece] for piece in found if piece in weights]
    even = sum(row[0] ** 2 for row in known) ** 0.5 or 1.0
    return [first + sum(row[i] for row in known) / even for i, first in enumerate(start.values(), start=1)]


PIECES = Operator(pieces, "", "the pieces of {0}", ("import re",), noun="found")
TOTALS = Operator(totals, "", "the score of each label by {0}", ("from typing import Any",), noun="scores")
