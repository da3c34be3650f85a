"""Operations on the words with content of a text, for the guards of programs that choose a label."""

from __future__ import annotations

import re

from pointmass.synthesis.program import Operator


def topics(said: str) -> frozenset[str]:
    """Return the words of *said* that can say what it is about, common endings apart."""
    empty = (
        "a an the of to in on at for from by with and or but if so as is am are was were be been being do does did "
        "have has had having i you he she it we they me my your his her its our their this that these those what which "
        "who whom whose how when where why can could will would shall should may might must not no yes im ive dont "
        "doesnt didnt cant isnt there here please just about any some get got getting up out"
    )
    plain = re.sub(r"\w*n't\b|(?<=\w)'\w+", " ", said.replace("\u2019", "'"))
    found = re.findall(r"[^\W\d_]{2,}", plain)
    kept = frozenset(found) - frozenset(empty.split())
    return frozenset(re.sub(r"(?<=[^\W\d_]{4})(?:ing|ed|es|ly|(?<!s)s|e)$", "", word) for word in kept)


TOPICS = Operator(topics, "", "what {0} is about", ("import re",), noun="found")
