"""The line after a magic: words with spaces between them, each a name or a constant. It is read, never executed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pointmass.errors import InputError, clip
from pointmass.magics.spec_cell import looked_up

_OPENING, _CLOSING = "([{", ")]}"


class LineError(InputError):
    """The line is not what the magic takes; nothing was done."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line, read.

    Attributes:
        plain: The words without a name, as they were written.
        named: The values of those with one (``draws=8``).
        workbench: The variable after ``--workbench``; ``None`` without it.
    """

    plain: tuple[str, ...]
    named: Mapping[str, Any] = field(default_factory=dict)
    workbench: str | None = None


def read_words(line: str, names: Mapping[str, Any], *, usage: str) -> Words:
    """Read a line.

    Args:
        line: What stands after the magic.
        names: The notebook's variables.
        usage: How the magic is written, for messages.

    Raises:
        LineError: A word cannot be read.
    """
    words = split(line, usage=usage)
    workbench = None
    if "--workbench" in words:
        at = words.index("--workbench")
        workbench = words[at + 1] if at + 1 < len(words) else ""
        del words[at : at + 2]
    named: dict[str, Any] = {}
    plain: list[str] = []
    for word in words:
        key, given, text = word.partition("=")
        if given and key.isidentifier():
            named[key] = value_of(text, names, usage=usage)
        else:
            plain.append(word)
    return Words(tuple(plain), named, workbench)


def split(line: str, *, usage: str) -> list[str]:
    """Split a line at the spaces that stand in no quotes and no brackets.

    Raises:
        LineError: A quote or a bracket is not closed.
    """
    words, word, quote, depth = [], "", "", 0
    for at, char in enumerate(line):
        if quote:
            quote = "" if char == quote and line[at - 1] != "\\" else quote
        elif char in "\"'":
            quote = char
        elif char in _OPENING or char in _CLOSING:
            depth += 1 if char in _OPENING else -1
        elif char.isspace() and depth == 0:
            words.append(word)
            word = ""
            continue
        word += char
    if quote or depth:
        raise LineError(f"{usage}: got {clip(line)!r}, in which a quote or a bracket is not closed")
    return [each for each in (*words, word) if each]


def value_of(text: str, names: Mapping[str, Any], *, usage: str) -> Any:
    """Return what a word stands for: a variable, with dots or without, or a constant of Python.

    Raises:
        LineError: It is neither.
    """
    try:
        node = ast.parse(text.strip(), mode="eval").body
        return looked_up(node, names) if isinstance(node, (ast.Name, ast.Attribute)) else ast.literal_eval(node)
    except (SyntaxError, ValueError, TypeError, LookupError, AttributeError) as error:
        why = error.args[0] if error.args and not isinstance(error, (SyntaxError, ValueError)) else "it is no constant"
        raise LineError(f"{usage}: got {clip(text)!r}: {why}; give a variable, or a constant of Python") from None
