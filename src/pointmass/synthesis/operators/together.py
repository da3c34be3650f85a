"""Operations on a text and a second parameter: a text, or a number that counts from one."""

from __future__ import annotations

from pointmass.synthesis.program import Operator, inline


def repeated(text: str, number: int, longest: int = 1000) -> str:
    """Return *text* so many times; a result far longer than what people write is an error, not a full memory."""
    if len(text) * number > longest:
        raise ValueError("far too long")
    return text * number


WITHOUT = inline('{0}.replace({1}, "")', "{0} without {1}", noun="text", gives="str")
COUNT = inline("str({0}.count({1}))", "how often {1} is in {0}", noun="count", gives="str")
LENGTH = inline("str(len({0}))", "the length of {0}", noun="length", gives="str")
NTH_CHARACTER = inline("{0}[{1} - 1]", "character number {1} of {0}", noun="character", gives="str")
NTH_PART = inline("{0}.split({1})[{2} - 1]", "part number {2} of {0} split at {1}", noun="part", gives="str")
NTH_WORD = inline("{0}.split()[{1} - 1]", "word number {1} of {0}", noun="word", gives="str")
LAST = inline("{0}[-{1}:]", "the last {1} characters of {0}", noun="end", gives="str")
TIMES = Operator(repeated, "", "{0} repeated {1} times", noun="repeated")
