"""Operations that find the places of a text: the forms of its words and numbers, and each sign with its neighbours."""

from __future__ import annotations

import itertools
import re

from pointmass.synthesis.program import Operator, inline


def side(part: str) -> str:
    """Say what stands beside something: a word (a), capitals (A), one letter (i), digits (9), a gap (_)."""
    if not part[:1].isalnum():
        return "_"
    return "9" if part[0].isdigit() else "i" if len(part) == 1 else "A" if part.isupper() else "a"


def places(text: str) -> set[str]:
    """Say where what stands in a text: a-9 is a hyphen between a word and digits, aA a capital within a word."""
    plain = text.translate(str.maketrans("\u2019\u2018\u201c\u201d\u201e\u2013\u2014", '\'\'"""--'))
    numbers = r"(?<!\d)\d+(?:\.\d+)+"
    found = {re.sub(r"\d\d+", "99", re.sub(r"\d", "9", number)) for number in re.findall(numbers, plain)}
    parts = [m[0] for m in re.finditer(r"[^\W\d_]+|\d+|\s+|([^\w\s]|_)\1*", re.sub(numbers, "9", plain))]
    kinds = "".join("A" if c.isupper() else "a" if c.isalpha() else "9" if c.isdigit() else "_" for c in text)
    for word in re.findall("[Aa9]+", kinds):
        found |= {*word, *(one + two for one, two in itertools.pairwise(word) if one != two)}
    for before, part, after in zip(["", *parts], parts, [*parts[1:], ""], strict=False):
        if side(part) == "_" and not part.isspace():
            found.add(side(before) + part[:3] + side(after))
    return found


PLACES = Operator(places, "", "where what stands in {0}", ("import itertools", "import re"), (side,), noun="found")
BEYOND = inline("{0} - {1}", "{0} holds more than {1}")
