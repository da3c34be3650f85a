"""Untrusted text, made safe to print: what a terminal would obey, or hide, is written out."""

from __future__ import annotations

import codecs
import re
import sys

# Letters and marks that count as printable and show nothing: combining grapheme joiner, Hangul fillers, Khmer and
# Mongolian invisibles, braille blank, variation selectors.
BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Characters that Python calls printable, and that nobody sees."""

PLAIN = "pointmass.plain"
"""The name of what a stream does with signs that its encoding cannot say (``errors=``): see ``plainly``."""

_SIGNS = {
    "×": "x",
    "·": "-",
    "…": "...",
    "→": "->",
    "←": "<-",
    "≥": ">=",
    "≤": "<=",
    "–": "-",
    "—": "-",
    "≠": "!=",
    "−": "-",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "█": "#",
    "▌": "#",
    "░": ".",
    "✓": "+",
    "✗": "x",
    "µ": "u",
    "±": "+-",
    "σ": "sd",
}
"""The signs of pointmass's own sentences in ASCII."""

_RETURN = re.compile(r"\r\n?")


def unseen(char: str) -> bool:
    """Whether a character is none that a reader sees: control, format, surrogate, private, unassigned, or blank."""
    return not char.isprintable() or BLANK.match(char) is not None


def printable(text: str, *, keep: str = "\n\t") -> str:
    r"""Write out what a terminal would obey or a reader would not see, as Python's source does (``\x1b``, ``\u202e``).

    So what is read is what is there: no cursor moves, no text turns its direction, no name hides a letter. Letters of any
    script stay. A carriage return ends a line for Python, so it does here.

    Args:
        text: Untrusted text.
        keep: Control characters that stay as they are.
    """
    if text.isprintable() and not BLANK.search(text):
        return text
    if "\n" in keep:
        text = _RETURN.sub(lambda found: "\n" if found[0] == "\r\n" else "\r\n", text)
    made = (char if char in keep or not unseen(char) else ascii(char)[1:-1] for char in text)
    return "".join(made)


def repr_of(text: str, *, keep: str = "\n\t") -> str:
    """Make the text of an object safe to print: ``printable``, and in ASCII's own signs where standard output knows no others.

    So ``print(sample)`` raises in no environment: not where a job's log, a pipe or an old terminal speaks ASCII.

    Args:
        text: What the object says of itself.
        keep: Control characters that stay as they are.
    """
    text = printable(text, keep=keep)
    encoding = getattr(sys.stdout, "encoding", None)
    if text.isascii() or not isinstance(encoding, str):
        return text
    try:
        text.encode(encoding, getattr(sys.stdout, "errors", None) or "strict")
    except UnicodeEncodeError:
        return text.encode(encoding, PLAIN).decode(encoding)
    except LookupError:  # no encoding that Python knows, so nobody can say what it takes
        return text
    return text


def plainly(error: UnicodeError) -> tuple[str, int]:
    """Say what an encoding cannot: our own signs by those of ASCII (``x`` for ``×``), all others as Python's source does."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_SIGNS.get(sign) or ascii(sign)[1:-1] for sign in wrong), error.end


codecs.register_error(PLAIN, plainly)
