"""A long regular expression as a constant of the module: one line for each part, with a comment, no line too long."""

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
    """Return a constant that holds a regular expression.

    Args:
        name: The name of the constant.
        parts: The parts of the expression, each with a comment.
        why: The comment above the constant.
        join: The text between two parts; by default they are alternatives.
    """
    lines: list[str] = []
    notes: list[str] = []
    for number, (part, note) in enumerate(parts):
        pieces = _broken(f"{join}{part}" if number else part)
        lines += pieces
        notes += [_fitting(note, pieces[0]), *[""] * (len(pieces) - 1)]
    return Constant(name, re.compile("".join(lines)), why, tuple(notes), "re.Pattern[str]", tuple(lines))


def _broken(pattern: str) -> list[str]:
    """Return *pattern* cut into pieces that fit on a line each, if possible after a ``|``."""
    pieces = [""]
    for part in re.findall(r"[^|]*\|?", pattern):
        signs = [part] if len(literals.pattern(part)) <= _WIDTH else _SIGN.findall(part)
        for sign in signs:
            if len(literals.pattern(pieces[-1] + sign)) > _WIDTH and pieces[-1]:
                pieces.append("")
            pieces[-1] += sign
    return pieces


def _fitting(note: str, piece: str) -> str:
    """Return *note*, or the empty text if the line would be too long."""
    return note if len(literals.one_line(note)) <= _LINE - len(literals.pattern(piece)) else ""
