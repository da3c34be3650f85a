"""The signs of a text, each with its neighbours: letters, digits, or gaps."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

# One sign, several ways to type it.
_TYPED = {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2013": "-", "\u2014": "-"}
LETTER, DIGIT, GAP = "a", "9", " "
KINDS = (LETTER, DIGIT, GAP)
# Beyond this, how often a sign is repeated makes no difference.
_MOST = 3

Between: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign (or a run of one) in a text.

    Attributes:
        text: The sign as it is most often typed, as often as it stands there.
        between: The kinds of what stands before and after it; blanks, ends and other signs are gaps.
        start: Where it starts, in characters.
    """

    text: str
    between: Between
    start: int


def typed(char: str) -> str:
    """Return the sign that *char* is another way to type, or *char*."""
    return _TYPED.get(char, char)


def variants(sign: str) -> str:
    """Return all ways to type the first character of *sign*."""
    return "".join(dict.fromkeys([sign[0], *(c for c, plain in _TYPED.items() if plain == sign[0])]))


def is_sign(char: str) -> bool:
    """Whether *char* is neither a letter nor a digit nor a blank."""
    return not char.isalnum() and not char.isspace()


def kind(char: str) -> str:
    """Return the kind of a character: a letter, a digit or a gap; nothing at all is a gap, too."""
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
