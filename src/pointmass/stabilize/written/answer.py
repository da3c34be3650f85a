"""The code in an answer: its last fenced block, or the whole answer if it has none."""

from __future__ import annotations

import re

_OPENS = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[^`]*")


def code_of(answer: str) -> str:
    """Return the code in an answer: its last fenced block, or the whole answer if it has none.

    A block ends at a fence of the same character that is at least as long, or at the end (CommonMark 0.31, 4.5).
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
    """Return a text between fences that are longer than any in the text, so that it cannot close them."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text.rstrip()}\n{fence}"


def _ended(code: str) -> str:
    """Return code with exactly one line feed at its end."""
    bare = code.strip("\n").rstrip()
    return bare + "\n" if bare else ""
