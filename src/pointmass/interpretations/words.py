"""Outcomes as short lines for a person."""

from __future__ import annotations

NO_ANSWER = "no answer in the asked format"
_LONGEST_READING = 60


def shorten(text: str, limit: int = _LONGEST_READING) -> str:
    """Put a text on one line of at most ``limit`` characters.

    Args:
        text: Any text.
        limit: Most characters; what is cut off is marked.
    """
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "\u2026"
