"""The characters that the examples contain, as a class that finds any other one; used by every family of programs."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.guard import Check
from pointmass.synthesis.literals import char_class
from pointmass.synthesis.operators.places import BEYOND, PLACES, places
from pointmass.synthesis.operators.tests import WORDS_ABOVE
from pointmass.synthesis.program import Apply, Constant, Literal, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SILENT = frozenset(".,;:!?'\u2019-\u2013\u2014\u2026")
"""Punctuation that is not read out: some marks stand for the rest, where all are treated alike."""

ACCENTED = frozenset(c for c in map(chr, range(0xC0, 0x180)) if unicodedata.normalize("NFD", c)[0].isascii())
"""Latin letters with an accent."""

_MOST_SIGNS = 24
_MOST_PLACES = 250
_BLOCK = 0x80
_HAN = range(0x4E00, 0xA000)
_LATIN_END = 0x250
_PAIR = 2
# A text may be so many times as long as the longest seen; short ones have this much room in any case.
_TIMES, _ROOM = 10, 1000


def accent(char: str) -> str:
    """Return the accent of a letter, or nothing."""
    return unicodedata.normalize("NFD", char)[1:]


def is_sign(char: str) -> bool:
    """Whether *char* is neither a letter nor a digit nor a blank; what joins the parts of a name (_) is a letter here."""
    return not char.isalnum() and not char.isspace() and char != "_"


def beyond(texts: Iterable[str], *, letters: bool, also: Iterable[str] = ()) -> str:
    """Return the pattern of a character unlike those of *texts*; nothing where they hold too many signs to say any.

    Args:
        texts: What was seen.
        letters: Whether a letter or digit of an alphabet that none of them has is unlike them, too.
        also: Further characters that count as seen.
    """
    chars = frozenset().union(also, *texts)
    signs = {c for c in chars if is_sign(c)}
    if len(signs) > _MOST_SIGNS:
        return ""
    words = rf"A-Za-z0-9_{ranges(alphabets(chars))}" if letters else r"\w"
    return rf"[^{words}\s{char_class(''.join(sorted(signs)))}]"


def unlike(texts: Iterable[str]) -> str:
    """Return the pattern of a character of any kind that none of *texts* has: a capital, a digit, a blank, a sign."""
    chars = frozenset[str]().union(*texts)
    kinds = (("a-z", str.islower), ("A-Z", str.isupper), ("0-9", str.isdigit))
    plain = "".join(shown for shown, has in kinds if any(c.isascii() and has(c) for c in chars))
    signs = {c for c in chars if not c.isalnum()}
    return f"[^{plain}{ranges(alphabets(chars))}{char_class(''.join(sorted(signs)))}]" if chars else "(?s)."


def alphabets(chars: Iterable[str]) -> set[str]:
    """Return the letters beyond the plain ones that these characters stand for: those of the same alphabet."""
    found: set[str] = set()
    for char in chars:
        if char.isascii() or not char.isalnum():
            continue
        code = ord(char)
        if char in ACCENTED:
            found |= ACCENTED
        elif unicodedata.name(char, "").startswith("LATIN"):
            found |= {c for c in (char, char.lower(), char.upper()) if len(c) == 1}
        elif code < _LATIN_END:
            found.add(char)  # a raised letter, a fraction: beside them stand signs, and no alphabet
        else:
            block = _HAN if code in _HAN else range(code & -_BLOCK, (code & -_BLOCK) + _BLOCK)
            found |= {c for c in map(chr, block) if c.isalnum() or unicodedata.combining(c)}
    return found


def ranges(chars: Iterable[str]) -> str:
    """Return the inside of a character class of *chars*, those that follow each other as ranges."""
    runs: list[list[int]] = []
    for code in sorted(map(ord, chars)):
        if runs and code == runs[-1][-1] + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    ends = ((chr(r[0]), "-" if len(r) > _PAIR else "", chr(r[-1]) if len(r) > 1 else "") for r in runs)
    return "".join(char_class(first) + dash + char_class(last) for first, dash, last in ends)


def longest(texts: Iterable[str]) -> int:
    """Return how long a text may be, in characters, to be like those that were seen."""
    return max(_ROOM, _TIMES * max(map(len, texts), default=0))


def odd_places(label: str, text: Node, seen: Sequence[Any]) -> list[Check]:
    """Hand back texts in which something stands where it stood in none of those seen."""
    known = (
        frozenset[str]().union(*map(places, seen)) if seen and all(isinstance(v, str) for v in seen) else frozenset()
    )
    if not 0 < len(known) <= _MOST_PLACES:
        return []
    constant = Constant(f"PLACES{label}", known, "What was seen where: a-9 is a hyphen between a word and digits.")
    more = Apply(WORDS_ABOVE, (text, Literal(max(len(v.split()) for v in seen))))
    odd = Check(Apply(BEYOND, (Apply(PLACES, (text,)), constant)), "Something stands where it never stood.")
    return [Check(more, "More words than any example had."), odd]
