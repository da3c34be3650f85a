"""Operations on a text that another parameter steers: by a text, or by a number that counts from one."""

from __future__ import annotations

from pointmass.synthesis.program import Operator


def _without(text: str, other: str) -> str:
    return text.replace(other, "")


def _count(text: str, other: str) -> str:
    return str(text.count(other))


def _length(text: str) -> str:
    return str(len(text))


def _nth_character(text: str, number: int) -> str:
    return text[number - 1]


def _nth_part(text: str, mark: str, number: int) -> str:
    return text.split(mark)[number - 1]


def _nth_word(text: str, number: int) -> str:
    return text.split()[number - 1]


def _first(text: str, number: int) -> str:
    return text[:number]


def _last(text: str, number: int) -> str:
    return text[-number:]


def _after_first(text: str, number: int) -> str:
    return text[number:]


def repeated(text: str, number: int, longest: int = 1000) -> str:
    """Return *text* so many times; a result far longer than what people write is an error, not a full memory."""
    if len(text) * number > longest:
        raise ValueError("far too long")
    return text * number


def _before_other(text: str, other: str) -> str:
    return text.partition(other)[0]


def _after_other(text: str, other: str) -> str:
    return text.partition(other)[2]


WITHOUT = Operator(_without, '{0}.replace({1}, "")', "{0} without {1}", noun="text")
WITHOUT_START = Operator(str.removeprefix, "{0}.removeprefix({1})", "{0} without {1} at its start", noun="rest")
WITHOUT_END = Operator(str.removesuffix, "{0}.removesuffix({1})", "{0} without {1} at its end", noun="rest")
BEFORE_OTHER = Operator(_before_other, "{0}.partition({1})[0]", "{0} before {1}", noun="before")
AFTER_OTHER = Operator(_after_other, "{0}.partition({1})[2]", "{0} after {1}", noun="after")
COUNT = Operator(_count, "str({0}.count({1}))", "how often {1} is in {0}", noun="count")
LENGTH = Operator(_length, "str(len({0}))", "the length of {0}", noun="length")
NTH_CHARACTER = Operator(_nth_character, "{0}[{1} - 1]", "character number {1} of {0}", noun="character")
NTH_PART = Operator(_nth_part, "{0}.split({1})[{2} - 1]", "part number {2} of {0} split at {1}", noun="part")
NTH_WORD = Operator(_nth_word, "{0}.split()[{1} - 1]", "word number {1} of {0}", noun="word")
FIRST = Operator(_first, "{0}[:{1}]", "the first {1} characters of {0}", noun="start")
LAST = Operator(_last, "{0}[-{1}:]", "the last {1} characters of {0}", noun="end")
AFTER_FIRST = Operator(_after_first, "{0}[{1}:]", "{0} after the first {1} characters", noun="rest")
TIMES = Operator(repeated, "", "{0} repeated {1} times", noun="repeated")
