"""A pattern of many parts as a constant of the module: a line for each part, with a note, none too long to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pointmass.synthesis import literals
from pointmass.synthesis.program import Constant

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH = 72
_LINE = 108
_SIGN = re.compile(r"(?s)\\[uU][0-9a-f]{4,8}|\\.|.")


def pattern_lines(name: str, parts: Sequence[tuple[str, str]], why: str = "", join: str = "|") -> Constant:
    """Return the constant *name*: the pattern of any of *parts*, each given with a note; or of all, *join* between them."""
    lines: list[str] = []
    notes: list[str] = []
    for number, (part, note) in enumerate(parts):
        pieces = _broken(f"{join}{part}" if number else part)
        lines += pieces
        notes += [_fitting(note, pieces[0]), *[""] * (len(pieces) - 1)]
    return Constant(name, re.compile("".join(lines)), why, tuple(notes), "re.Pattern[str]", tuple(lines))


def _broken(pattern: str) -> list[str]:
    """Return *pattern* in pieces that each fit on a line, ended at a bar where there is one; together they are it."""
    pieces = [""]
    for part in re.findall(r"[^|]*\|?", pattern):
        signs = [part] if len(literals.pattern(part)) <= _WIDTH else _SIGN.findall(part)
        for sign in signs:
            if len(literals.pattern(pieces[-1] + sign)) > _WIDTH and pieces[-1]:
                pieces.append("")
            pieces[-1] += sign
    return pieces


def _fitting(note: str, piece: str) -> str:
    """Return *note*, or nothing where the line would be too long."""
    return note if len(literals.one_line(note)) <= _LINE - len(literals.pattern(piece)) else ""
