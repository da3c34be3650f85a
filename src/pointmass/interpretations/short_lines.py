"""Outcomes as short lines for a person."""

from __future__ import annotations

from typing import Any

NO_ANSWER = "no answer in the asked format"
_LONGEST_READING = 60


class Null:
    """An answer that *is* nothing (``None`` where the result may be it), unlike a draw that gave no answer."""

    def __repr__(self) -> str:
        """Read as what it stands for."""
        return "None"


NULL = Null()
"""The null outcome."""


def unwrapped(value: Any) -> Any:
    """Return an outcome as it was drawn: ``None`` for ``NULL``, anything else as it is."""
    return None if value is NULL else value


def shorten(text: str, limit: int = _LONGEST_READING) -> str:
    """Put a text on one line of at most ``limit`` characters.

    Args:
        text: Any text.
        limit: Most characters; what is cut off is marked.
    """
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "\u2026"
