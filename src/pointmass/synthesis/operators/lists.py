"""Operations on lists of texts: make them, order them, count and join them."""

from __future__ import annotations

import re

from pointmass.synthesis.program import Operator

_RE = ("import re",)


def _split(text: str, mark: str) -> list[str]:
    return text.split(mark)


def _words(text: str) -> list[str]:
    return text.split()


def _find_all(pattern: str, text: str) -> list[str]:
    return [str(m) for m in re.findall(pattern, text)]


def _re_split(pattern: str, text: str) -> list[str]:
    return re.split(pattern, text)


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


def within(pattern: re.Pattern[str], text: str) -> str:
    """Return the group of *pattern* in *text*; nothing where it does not match."""
    match = pattern.search(text)
    return match[1] if match else ""


def behind(pattern: re.Pattern[str], text: str) -> str:
    """Return what stands in *text* behind the group of *pattern*; nothing where it does not match."""
    match = pattern.search(text)
    return text[match.end(1) :] if match else ""


def starting(pattern: re.Pattern[str], text: str) -> str:
    """Return *text* from the group of *pattern* on; nothing where it does not match."""
    match = pattern.search(text)
    return text[match.start(1) :] if match else ""


def has_blank_part(found: str, separators: re.Pattern[str]) -> bool:
    """Whether nothing stands between two separators, or between one and an end of *found*."""
    return not all(part.strip() for part in separators.split(found))


def _any_has(pattern: re.Pattern[str], items: list[str]) -> bool:
    return any(map(pattern.search, items))


def _any_longer(items: list[str], words: int) -> bool:
    return any(len(item.split()) > words for item in items)


def any_shorter(items: list[str], words: int) -> bool:
    """Whether one of several *items* has fewer than so many words."""
    return len(items) > 1 and any(len(item.split()) < words for item in items)


def _letters(text: str) -> list[str]:
    return list(text)


def _sorted(items: list[str]) -> list[str]:
    return sorted(items)


def _reversed(items: list[str]) -> list[str]:
    return items[::-1]


def _unique(items: list[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _join(glue: str, items: list[str]) -> str:
    return glue.join(items)


def _number(items: list[str]) -> str:
    return str(len(items))


def _length(items: list[str]) -> int:
    return len(items)


def _first(items: list[str]) -> str:
    return items[0]


def first_or_nothing(items: list[str]) -> str:
    """Return the first of *items*, or nothing where there is none."""
    return items[0] if items else ""


def _tail(items: list[str]) -> list[str]:
    return items[1:]


def _last_two(items: list[str]) -> list[str]:
    return items[-2:]


def _first_two(items: list[str]) -> list[str]:
    return items[:2]


def _init(items: list[str]) -> list[str]:
    return items[:-1]


SPLIT = Operator(_split, "{0}.split({1})", "split {0} at {1}", noun="parts")
WORDS = Operator(_words, "{0}.split()", "the words of {0}", noun="words")
FIND_ALL = Operator(_find_all, "re.findall({0}, {1})", "all {0} in {1}", _RE, noun="found")
RE_SPLIT = Operator(_re_split, "re.split({0}, {1})", "split {1} at {0}", _RE, noun="parts")
MATCHED = Operator(matched, "", "the groups of {0} in {1}", _RE, noun="parts")
LISTED = Operator(listed, "", "the parts of {0} between {1}", _RE, noun="items")
HAS_BLANK_PART = Operator(has_blank_part, "", "{0} has a blank part between {1}", _RE)
ALONE = Operator(alone, "", "{0} as the only item", noun="items")
WITHIN = Operator(within, "", "{0} in {1}", _RE, noun="found")
BEHIND = Operator(behind, "", "what is behind {0} in {1}", _RE, noun="rest")
STARTING = Operator(starting, "", "{1} from {0} on", _RE, noun="rest")
ANY_HAS = Operator(_any_has, "any(map({0}.search, {1}))", "one of {1} has {0}", _RE)
ANY_LONGER = Operator(_any_longer, "any(len(item.split()) > {1} for item in {0})", "one of {0} has more than {1} words")
ANY_SHORTER = Operator(any_shorter, "", "one of several {0} has fewer than {1} words")
LETTERS = Operator(_letters, "list({0})", "the characters of {0}", noun="letters")
SORTED = Operator(_sorted, "sorted({0})", "{0} in order", noun="ordered")
REVERSED = Operator(_reversed, "{0}[::-1]", "{0} backwards", noun="backwards")
UNIQUE = Operator(_unique, "list(dict.fromkeys({0}))", "{0} without repeats", noun="unique")
JOIN = Operator(_join, "{0}.join({1})", "{1} joined by {0}", noun="joined")
NUMBER = Operator(_number, "str(len({0}))", "how many {0}", noun="count")
LENGTH = Operator(_length, "len({0})", "how many {0}", noun="count")
FIRST = Operator(_first, "{0}[0]", "the first of {0}", noun="found")
FIRST_OR_NOTHING = Operator(first_or_nothing, "", "the first of {0}, if there is one", noun="found")
TAIL = Operator(_tail, "{0}[1:]", "{0} but the first", noun="rest")
LAST_TWO = Operator(_last_two, "{0}[-2:]", "the last two of {0}", noun="rest")
FIRST_TWO = Operator(_first_two, "{0}[:2]", "the first two of {0}", noun="rest")
INIT = Operator(_init, "{0}[:-1]", "{0} but the last", noun="rest")
