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


def pattern_lines(name: str, parts: Sequence[tuple[str, str]], why: str) -> Constant:
    """Return the constant *name*: the pattern of any of *parts*, each given with a note."""
    lines: list[str] = []
    notes: list[str] = []
    for number, (part, note) in enumerate(parts):
        pieces = _broken(f"|{part}" if number else part)
        lines += pieces
        notes += [_fitting(note, pieces[0]), *[""] * (len(pieces) - 1)]
    return Constant(name, re.compile("".join(lines)), why, tuple(notes), "re.Pattern[str]", tuple(lines))


def class_lines(name: str, before: str, chars: str, after: str, why: str) -> Constant:
    """Return the constant *name*: a pattern with a class of *chars*, as many on a line as can be read."""
    lines = [before]
    for char in chars:
        shown = literals.char_class(char)
        if len(literals.pattern(lines[-1] + shown)) > _WIDTH:
            lines.append("")
        lines[-1] += shown
    if len(literals.pattern(lines[-1] + after)) > _WIDTH:
        lines.append("")
    lines[-1] += after
    return Constant(name, re.compile("".join(lines)), why, (), "re.Pattern[str]", tuple(lines))


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
    """Return *note*, or its first words, where the line would be too long."""
    room = _LINE - len(literals.pattern(piece))
    return note if len(literals.one_line(note)) <= room else note.partition(" settled")[0][: max(0, room)]
