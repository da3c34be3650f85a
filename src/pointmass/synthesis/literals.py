"""Write values of examples as Python source that can neither break nor inject code."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_READABLE_LETTERS = range(0xC0, 0x180)
_WIDTH = 100
_CHUNK = 84
_MEANING = frozenset(r".^$*+?{}[]\|()")
_MEANING_IN_CLASS = frozenset(r"\]^-[&~|")


def literal(value: Any) -> str:  # noqa: PLR0911 - one return per type
    """Return an expression that evaluates to *value*, in ASCII and accented Latin letters.

    Raises:
        TypeError: *value* is not a JSON value.
    """
    match value:
        case str():
            return string_literal(value)
        case None | bool() | int():
            return repr(value)
        case float():
            return repr(value) if abs(value) < float("inf") else f'float("{value!r}")'
        case tuple():
            inner = ", ".join(literal(v) for v in value)
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        case frozenset():
            return "{" + ", ".join(sorted(literal(v) for v in value)) + "}"
        case list():
            return "[" + ", ".join(literal(v) for v in value) + "]"
        case dict():
            return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
        case _:
            message = f"a value of an example cannot be written as source: got {type(value).__name__}, allowed is JSON"
            raise TypeError(message)


def string_literal(text: str) -> str:
    """Return *text* as a string literal: in double quotes, unless it has double quotes and no single ones."""
    quote = "'" if '"' in text and "'" not in text else '"'
    return quote + "".join(_character(c, quote) for c in text) + quote


def pattern(text: str) -> str:
    """Return a regular expression as a string literal, as a raw one if possible and easier to read."""
    odd_end = (len(text) - len(text.rstrip("\\"))) % 2
    if not set(text) & _MEANING or odd_end or not all(map(readable, text)):
        return string_literal(text)
    # Within a raw string a quote needs a backslash, and a regular expression reads both together as the quote.
    return 'r"' + re.sub(r'(?<!\\)((?:\\\\)*)"', r"\1" + r"\\" + '"', text) + '"'


def within_f_string(text: str) -> str:
    """Return *text* as a part of an f-string in double quotes."""
    return "".join(_character(c, '"') for c in text).replace("{", "{{").replace("}", "}}")


def regex_escaped(text: str) -> str:
    """Return a regular expression that matches *text*, escaping only characters with a meaning."""
    return "".join("\\" + c if c in _MEANING else _in_pattern(c) for c in text)


def char_class(chars: str) -> str:
    """Return the inside of a character class that matches any of *chars*."""
    return "".join("\\" + c if c in _MEANING_IN_CLASS else _in_pattern(c) for c in chars)


def noted(entries: Sequence[str], notes: Sequence[str]) -> list[str]:
    """Return the inner lines of a display: one entry per line, with its comment."""
    shown = itertools.zip_longest(entries, notes, fillvalue="")
    return [f"    {entry}" + (f"  # {one_line(note)}" if note else "") for entry, note in shown]


def chunks(text: str, write: Callable[[str], str]) -> list[str]:
    """Return a long text as several literals, which Python joins; *write* is `string_literal` or `pattern`."""
    return [write(text[at : at + _CHUNK]) for at in range(0, len(text), _CHUNK)]


def display_lines(values: Iterable[Any]) -> list[str]:
    """Return the inner lines of a display of many values, with as many on a line as fit."""
    lines = [""]
    for value in values:
        shown = literal(value)
        if isinstance(value, str) and len(shown) > _WIDTH:
            lines += ["    (", *(f"        {part}" for part in chunks(value, pattern)), "    ),", ""]
            continue
        if lines[-1] and len(lines[-1]) + len(shown) > _WIDTH:
            lines.append("")
        lines[-1] += f" {shown}," if lines[-1] else f"    {shown},"
    return [line for line in lines if line]


def key(value: Any) -> str:
    """Return a key of a dict display: a raw string if it has backslashes and can be one, else a literal."""
    raw = isinstance(value, str) and "\\" in value and '"' not in value and all(map(readable, value))
    return f'r"{value}"' if raw and not (len(value) - len(value.rstrip("\\"))) % 2 else literal(value)


def in_docstring(text: str) -> str:
    """Return *text* made safe for a raw docstring or a comment: one printable line without triple quotes."""
    return "".join(c if readable(c) else ascii(c)[1:-1] for c in text).replace('"""', "'''")


def one_line(text: str) -> str:
    """Return *text* made safe for a comment: one printable line of at most 100 characters."""
    shown = "".join(c if readable(c) else ascii(c)[1:-1] for c in text)
    return shown if len(shown) <= _WIDTH else shown[: _WIDTH - 3] + "..."


def readable(char: str) -> bool:
    """Whether *char* needs no escape in source: it is printable ASCII or an accented Latin letter."""
    return (char.isascii() and char.isprintable()) or (ord(char) in _READABLE_LETTERS and char.isalpha())


def _character(char: str, quote: str) -> str:
    if char in (quote, "\\"):
        return "\\" + char
    return char if readable(char) else ascii(char)[1:-1]


def _in_pattern(char: str) -> str:
    """Return *char* as a regular expression in readable characters."""
    return char if readable(char) else f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"  # noqa: PLR2004 - the last of four hex digits
