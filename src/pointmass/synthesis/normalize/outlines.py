"""Outlines of texts that the examples did not settle, as far as no explained text has the like."""

from __future__ import annotations

import re

from pointmass.synthesis.guard import Check
from pointmass.synthesis.literals import char_class, escaped
from pointmass.synthesis.operators import shapes
from pointmass.synthesis.pattern_lines import pattern_lines
from pointmass.synthesis.program import Apply, Named, Node

_LONGEST_WINDOW = 5
_START, _END = "\x02", "\x03"


def unsettled(stem: Node, stems: list[str], doubtful: list[str], gaps: str) -> list[Check]:
    """Hand back texts that share with a *doubtful* one a shape which none of the explained *stems* has.

    Args:
        stem: The program for the text that is looked at.
        stems: The texts that are explained, without a suffix that is kept.
        doubtful: The texts that must be handed back, likewise.
        gaps: The signs that are separators wherever they stand.
    """
    explained = [_form(s, gaps) for s in stems]
    patterns: set[str] = set()
    for text in doubtful:
        for window in _own_windows(_form(text, gaps), explained):
            either_case = _runs(window, gaps, letter="[Aa]")
            narrow = any(re.search(either_case, form[1:-1]) for form in explained)
            patterns.add(_runs(window, gaps) if narrow else either_case)
    if not patterns:
        return []
    why = "Outlines (A a letters, 9 digits) on which the answers differed."
    constant = pattern_lines("UNSETTLED", [(part, "") for part in sorted(patterns)], why)
    form = Named("outline", Apply(shapes.SKELETON, (stem,)))
    return [Check(Apply(shapes.SEARCH, (constant, form)), "No answer was settled on this outline.")]


def _form(stem: str, gaps: str) -> str:
    """Return the skeleton of *stem* between its ends, signs that separate as blanks."""
    return f"{_START}{shapes.skeleton(''.join(' ' if c in gaps else c for c in stem))}{_END}"


def _own_windows(skeleton: str, settled: list[str]) -> list[str]:
    """Return the shortest windows of *skeleton* that no settled skeleton contains; all of it, if there is none."""
    for length in range(1, _LONGEST_WINDOW + 1):
        windows = {skeleton[i : i + length] for i in range(len(skeleton) - length + 1)}
        own = sorted(w for w in windows if not any(w in s for s in settled))
        if own:
            return own
    return [skeleton] if skeleton not in settled else []


def _runs(window: str, gaps: str, letter: str = "") -> str:
    """Return the pattern of the shapes whose skeleton is *window*; *letter* stands for either case."""
    blank = f"[ {char_class(gaps)}]+"
    kinds = {_START: "^", _END: "$", " ": blank, "A": letter or "A", "a": letter or "a"}
    return "".join(kinds.get(c, escaped(c)) for c in window)
