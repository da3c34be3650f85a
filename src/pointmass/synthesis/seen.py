"""Patterns that find characters, and checks that find places, which the examples did not have."""

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
"""Punctuation marks that are treated alike: if the examples have several of them, the others count as seen, too."""

ACCENTED = frozenset(c for c in map(chr, range(0xC0, 0x180)) if unicodedata.normalize("NFD", c)[0].isascii())
"""Latin letters with an accent."""

_MOST_SIGNS = 24
_MOST_PLACES = 250
_BLOCK = 0x80
_HAN = range(0x4E00, 0xA000)
_LATIN_END = 0x250
_PAIR = 2
# A text may be 10 times as long as the longest seen, and at least 1000 characters long.
_TIMES, _ROOM = 10, 1000


def accent(char: str) -> str:
    """Return the accents of a letter as combining characters, or the empty text."""
    return unicodedata.normalize("NFD", char)[1:]


def is_sign(char: str) -> bool:
    """Whether *char* is neither a letter nor a digit nor a blank; an underscore counts as a letter."""
    return not char.isalnum() and not char.isspace() and char != "_"


def beyond(texts: Iterable[str], *, letters: bool, also: Iterable[str] = ()) -> str:
    """Return a pattern that finds a sign that none of *texts* has; the empty text if they have more than 24 signs.

    Args:
        texts: The texts that were seen.
        letters: Whether letters and digits of an alphabet that no text has are found, too.
        also: Further characters that count as seen.
    """
    chars = frozenset().union(also, *texts)
    signs = {c for c in chars if is_sign(c)}
    if len(signs) > _MOST_SIGNS:
        return ""
    words = rf"A-Za-z0-9_{ranges(alphabets(chars))}" if letters else r"\w"
    return rf"[^{words}\s{char_class(''.join(sorted(signs)))}]"


def unlike(texts: Iterable[str]) -> str:
    """Return a pattern that finds characters of a kind that no text has: capitals, digits, blanks or signs."""
    chars = frozenset[str]().union(*texts)
    kinds = (("a-z", str.islower), ("A-Z", str.isupper), ("0-9", str.isdigit))
    plain = "".join(shown for shown, has in kinds if any(c.isascii() and has(c) for c in chars))
    signs = {c for c in chars if not c.isalnum()}
    return f"[^{plain}{ranges(alphabets(chars))}{char_class(''.join(sorted(signs)))}]" if chars else "(?s)."


def alphabets(chars: Iterable[str]) -> set[str]:
    """Return the letters and digits that count as seen with *chars*, ASCII left out: those of the same alphabets."""
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
            found.add(char)  # a raised letter, a fraction: the characters beside it are signs, and no alphabet
        else:
            block = _HAN if code in _HAN else range(code & -_BLOCK, (code & -_BLOCK) + _BLOCK)
            found |= {c for c in map(chr, block) if c.isalnum() or unicodedata.combining(c)}
    return found


def ranges(chars: Iterable[str]) -> str:
    """Return the inside of a character class that matches *chars*, with consecutive ones as ranges."""
    runs: list[list[int]] = []
    for code in sorted(map(ord, chars)):
        if runs and code == runs[-1][-1] + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    ends = ((chr(r[0]), "-" if len(r) > _PAIR else "", chr(r[-1]) if len(r) > 1 else "") for r in runs)
    return "".join(char_class(first) + dash + char_class(last) for first, dash, last in ends)


def longest(texts: Iterable[str]) -> int:
    """Return the greatest accepted length of a text, in characters, given the texts that were seen."""
    return max(_ROOM, _TIMES * max(map(len, texts), default=0))


def odd_places(label: str, text: Node, seen: Sequence[Any]) -> list[Check]:
    """Hand back texts with more words than those seen, or with characters in places where none of those had them.

    Args:
        label: The suffix for the name of the constant.
        text: The program that gives the text.
        seen: Its values on the examples; unless all are texts there is no check.
    """
    known = (
        frozenset[str]().union(*map(places, seen)) if seen and all(isinstance(v, str) for v in seen) else frozenset()
    )
    if not 0 < len(known) <= _MOST_PLACES:
        return []
    constant = Constant(f"PLACES{label}", known, "What was seen where: a-9 is a hyphen between a word and digits.")
    more = Apply(WORDS_ABOVE, (text, Literal(max(len(v.split()) for v in seen))))
    odd = Check(Apply(BEYOND, (Apply(PLACES, (text,)), constant)), "Something stands where it never stood.")
    return [Check(more, "More words than any example had."), odd]
