"""Operations that compute the words, the form and the outline of a text, for rules that choose a label."""

from __future__ import annotations

import re

from pointmass.synthesis.program import Operator, inline

_RE = ("import re",)


def words(text: str) -> frozenset[str]:
    """Return the words of *text* in lower case, a plural s apart."""
    found = re.findall(r"[^\W_]+", text.lower().replace("'", ""))
    return frozenset(re.sub(r"(?<=[^\Ws]{3})s$", "", word) for word in found)


def only_elsewhere(found: frozenset[str], label: object, labels_of: dict[str, tuple[object, ...]]) -> bool:
    """Whether a word of *found* speaks for other labels than *label*; a row of the table holds words and labels."""
    return any(label not in labels and not found.isdisjoint(words.split()) for words, labels in labels_of.items())


def form(text: str) -> str:
    """Return *text* with every digit as 9 and every name of a month as Mmm."""
    months = r"(?i)(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}(?![a-z])"
    return re.sub(r"\d", "9", re.sub(months, "Mmm", text.strip()))


def outline(text: str) -> str:
    """Return the form of *text* with every run of digits as a single 9."""
    return re.sub("9+", "9", form(text))


WORDS = Operator(words, "", "the words of {0}", _RE, noun="found")
ONLY_ELSEWHERE = Operator(only_elsewhere, "", "a word of {0} was seen with other labels only")
FORM = Operator(form, "", "the form of {0}", _RE, noun="exact")
OUTLINE = Operator(outline, "", "the outline of {0}", _RE, (form,), noun="rough")
HAS = inline("{1} in {0}", "{0} holds {1}")
