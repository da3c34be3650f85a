"""Operations that find known entities in a text: addresses, dates, sums of money, versions, identifiers."""

from __future__ import annotations

from pointmass.synthesis.operators.text import first_match
from pointmass.synthesis.program import Operator, inline


def ways(words: str, noun: str) -> tuple[Operator, Operator, Operator]:
    """Return how something is taken out of a text: the first one, the last one, or the first one or nothing."""
    typed = ("import re",)
    return (
        inline("str({0}.findall({1})[0])", f"the {words} in {{1}}", typed, noun=noun, gives="str"),
        inline("str({0}.findall({1})[-1])", f"the last {words} in {{1}}", typed, noun=noun, gives="str"),
        Operator(first_match, "", f"the {words} in {{1}} (or nothing)", typed, noun=noun),
    )
