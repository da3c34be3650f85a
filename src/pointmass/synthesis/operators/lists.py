"""Operations on lists of texts: make them, order them, count and join them."""

from __future__ import annotations

import re

from pointmass.synthesis.program import Operator, inline

_RE = ("import re",)


def matched(pattern: str, text: str) -> list[str]:
    """Return the groups of *pattern*, which describes the whole of *text*."""
    match = re.fullmatch(pattern, text)
    if match is None:
        raise ValueError("the text is not of this form")
    return list(match.groups())


def listed(found: str, separators: re.Pattern[str]) -> list[str]:
    """Return the parts of *found* between separators, without blanks around them; empty parts do not count."""
    parts = (part.strip() for part in separators.split(found))
    return [part for part in parts if part]


def alone(found: str) -> list[str]:
    """Return *found* as the only item, without blanks around it; no item where it is blank."""
    return [found.strip()] if found.strip() else []


def behind(pattern: re.Pattern[str], text: str) -> str:
    """Return what stands in *text* behind the group of *pattern*; nothing where it does not match."""
    match = pattern.search(text)
    return text[match.end(1) :] if match else ""


def has_blank_part(found: str, separators: re.Pattern[str]) -> bool:
    """Whether nothing stands between two separators, or between one and an end of *found*."""
    return not all(part.strip() for part in separators.split(found))


def any_shorter(items: list[str], words: int) -> bool:
    """Whether one of several *items* has fewer than so many words."""
    return len(items) > 1 and any(len(item.split()) < words for item in items)


def first_or_nothing(items: list[str]) -> str:
    """Return the first of *items*, or nothing where there is none."""
    return items[0] if items else ""


SPLIT = inline("{0}.split({1})", "split {0} at {1}", noun="parts")
WORDS = inline("{0}.split()", "the words of {0}", noun="words")
FIND_ALL = inline("re.findall({0}, {1})", "all {0} in {1}", _RE, noun="found")
RE_SPLIT = inline("re.split({0}, {1})", "split {1} at {0}", _RE, noun="parts")
MATCHED = Operator(matched, "", "the groups of {0} in {1}", _RE, noun="parts")
LISTED = Operator(listed, "", "the parts of {0} between {1}", _RE, noun="items")
HAS_BLANK_PART = Operator(has_blank_part, "", "{0} has a blank part between {1}", _RE)
ALONE = Operator(alone, "", "{0} as the only item", noun="items")
BEHIND = Operator(behind, "", "what is behind {0} in {1}", _RE, noun="rest")
ANY_HAS = inline("any(map({0}.search, {1}))", "one of {1} has {0}", _RE)
ANY_LONGER = inline("any(len(item.split()) > {1} for item in {0})", "one of {0} has more than {1} words")
ANY_SHORTER = Operator(any_shorter, "", "one of several {0} has fewer than {1} words")
LETTERS = inline("list({0})", "the characters of {0}", noun="letters")
SORTED = inline("sorted({0})", "{0} in order", noun="ordered")
REVERSED = inline("{0}[::-1]", "{0} backwards", noun="backwards")
UNIQUE = inline("list(dict.fromkeys({0}))", "{0} without repeats", noun="unique")
JOIN = inline("{0}.join({1})", "{1} joined by {0}", noun="joined", gives="str")
NUMBER = inline("str(len({0}))", "how many {0}", noun="count", gives="str")
LENGTH = inline("len({0})", "how many {0}", noun="count")
FIRST = inline("{0}[0]", "the first of {0}", noun="found", gives="str")
FIRST_OR_NOTHING = Operator(first_or_nothing, "", "the first of {0}, if there is one", noun="found")
TAIL = inline("{0}[1:]", "{0} but the first", noun="rest")
LAST_TWO = inline("{0}[-2:]", "the last two of {0}", noun="rest")
FIRST_TWO = inline("{0}[:2]", "the first two of {0}", noun="rest")
INIT = inline("{0}[:-1]", "{0} but the last", noun="rest")
