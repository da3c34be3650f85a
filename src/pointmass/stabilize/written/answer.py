"""The code in an answer: the last fenced block of it, or the whole where it has no fence."""

from __future__ import annotations

import re

_OPENS = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[^`]*")


def code_of(answer: str) -> str:
    """Return the code that an answer holds: its last fenced block, or the whole of it where it has no fence.

    A block ends at a fence of the same character that is at least as long, or with the text (CommonMark 0.31, 4.5).
    """
    found: list[str] | None = None
    closes: re.Pattern[str] | None = None
    for line in answer.replace("\r\n", "\n").split("\n"):
        if closes is None:
            if opening := _OPENS.fullmatch(line.rstrip()):
                fence = opening["fence"]
                closes, found = re.compile(rf" {{0,3}}{fence[0]}{{{len(fence)},}}"), []
        elif closes.fullmatch(line.rstrip()):
            closes = None
        elif found is not None:
            found.append(line)
    return _ended(answer.strip() if found is None else "\n".join(found))


def fenced(text: str, kind: str = "") -> str:
    """Put a text between fences that nothing in it can close."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text.rstrip()}\n{fence}"


def _ended(code: str) -> str:
    """End code in one line feed, as files of code end."""
    bare = code.strip("\n").rstrip()
    return bare + "\n" if bare else ""
