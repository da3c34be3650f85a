"""Which alphabets a text is written in."""

from __future__ import annotations

import unicodedata

from pointmass.synthesis.program import Operator


def alphabets(text: str) -> set[str]:
    """Return the alphabets of *text*: plain and accented letters, digits, others by their name in Unicode."""
    found = set()
    for char in text:
        if char.isascii():
            found |= {"plain"} if char.isalpha() else {"digits"} if char.isdigit() else set()
        elif char.isalnum():
            base = unicodedata.normalize("NFKD", char)[0]
            accented = base.isascii() and base.isalpha() and char.isalpha()
            found.add("accented" if accented else unicodedata.name(char, "unnamed").split()[0])
    return found


def _beyond(found: set[str], known: frozenset[str]) -> bool:
    return bool(found - known)


ALPHABETS = Operator(alphabets, "", "the alphabets of {0}", ("import unicodedata",), noun="alphabets")
BEYOND = Operator(_beyond, "{0} - {1}", "{0} are more than {1}", primary=False)
