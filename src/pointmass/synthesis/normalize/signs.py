"""The signs of a text, each with the kinds of its neighbours: letters, digits, or gaps."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

# Variants of a sign, with the most common form of each.
_TYPED = {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2013": "-", "\u2014": "-"}
LETTER, DIGIT, GAP = "a", "9", " "
KINDS = (LETTER, DIGIT, GAP)
# A sign that is repeated more often counts as repeated so often.
_MOST = 3

Between: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign (or a run of one) in a text.

    Attributes:
        text: The sign in its most common form, repeated as in the text, but at most three times.
        between: The kinds of the characters before and after it; blanks, other signs and the ends of the text are gaps.
        start: Where it starts, in characters.
    """

    text: str
    between: Between
    start: int


def typed(char: str) -> str:
    """Return the most common form of a character: a plain quote for a typographic one; else *char* itself."""
    return _TYPED.get(char, char)


def variants(sign: str) -> str:
    """Return all variants of the first character of *sign*."""
    return "".join(dict.fromkeys([sign[0], *(c for c, plain in _TYPED.items() if plain == sign[0])]))


def is_sign(char: str) -> bool:
    """Whether *char* is neither a letter nor a digit nor a blank."""
    return not char.isalnum() and not char.isspace()


def kind(char: str) -> str:
    """Return the kind of a character: letter, digit or gap; the empty text is a gap, too."""
    return LETTER if char.isalpha() else DIGIT if char.isdigit() else GAP


def signs(text: str) -> Iterator[Sign]:
    """Yield the signs of *text* in order; a repeated one counts as one, up to three times."""
    place = 0
    for char, run in itertools.groupby(text, key=typed):
        length = len(list(run))
        if is_sign(char):
            before, after = text[place - 1 : place] if place else "", text[place + length : place + length + 1]
            yield Sign(char * min(length, _MOST), (kind(before), kind(after)), place)
        place += length
