"""Operations on the shape of a text: the kinds of its characters, not the characters themselves."""

from __future__ import annotations

import re

from pointmass.synthesis.program import inline


def shape(text: str) -> str:
    """Return *text* with each letter as A or a, each digit as 9, each blank as a space."""
    kinds = []
    for char in text:
        if char.isdigit():
            kinds.append("9")
        elif char.isalpha():
            kinds.append("A" if char.isupper() else "a")
        else:
            kinds.append(" " if char.isspace() else char)
    return "".join(kinds)


def skeleton(text: str) -> str:
    """Return the shape of *text* with every run of one kind as one character."""
    return re.sub(r"(A|a|9| )\1+", r"\1", shape(text))


SEARCH = inline("{0}.search({1})", "{1} contains {0}", ("import re",))
NO_MATCH = inline("not {0}.search({1})", "{1} has no {0}", ("import re",))
