"""Operations that take a piece out of a text: tokens, parts between delimiters, slices, what a pattern captures."""

from __future__ import annotations

import re

from pointmass.synthesis.program import Operator

_RE = ("import re",)


def nth_match(pattern: str, text: str, index: int) -> str:
    """Return the match number *index* of *pattern* in *text*; negative counts from the end."""
    return str(re.findall(pattern, text)[index])


def nth_or_nothing(pattern: str, text: str, index: int) -> str:
    """Return the match number *index* of *pattern* in *text* (negative counts from the end), or nothing."""
    found = re.findall(pattern, text)
    return str(found[index]) if -len(found) <= index < len(found) else ""


def captured(pattern: str, text: str) -> str:
    """Return what the group of *pattern* holds in its first match, or nothing."""
    match = re.search(pattern, text)
    return match[1] if match else ""


def part_or_nothing(text: str, delimiter: str, index: int) -> str:
    """Return the part number *index* of *text* between delimiters (negative counts from the end), or nothing."""
    parts = text.split(delimiter)
    return parts[index].strip() if -len(parts) <= index < len(parts) else ""


def _part(text: str, delimiter: str, index: int) -> str:
    return text.split(delimiter)[index]


def _after_nth(text: str, delimiter: str, number: int) -> str:
    return text.split(delimiter, number)[number]


def _first_parts(text: str, delimiter: str, number: int) -> str:
    return delimiter.join(text.split(delimiter)[:number])


def _last_parts(text: str, delimiter: str, number: int) -> str:
    return delimiter.join(text.split(delimiter)[-number:])


def _every(text: str, start: int, step: int) -> str:
    return text[start::step]


def _part_at_first(pattern: str, text: str, index: int) -> str:
    return re.split(pattern, text, maxsplit=1)[index]


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0]


def _before_last(text: str, mark: str) -> str:
    return text.rpartition(mark)[0]


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2]


def _from(text: str, start: int) -> str:
    return text[start:]


def _until(text: str, end: int) -> str:
    return text[:end]


def _between(text: str, start: int, end: int) -> str:
    return text[start:end]


def _first(text: str) -> str:
    return text[0]


def _at(text: str, index: int) -> str:
    return text[index]


NTH_MATCH = Operator(nth_match, "", "match {2} of {0} in {1}", _RE, noun="found")
NTH_OR_NOTHING = Operator(nth_or_nothing, "", "match {2} of {0} in {1}, if there is one", _RE, noun="found")
CAPTURED = Operator(captured, "", "what {0} captures in {1}", _RE, noun="captured")
PART = Operator(_part, "{0}.split({1})[{2}]", "part {2} of {0} split at {1}", noun="part")
PART_OR_NOTHING = Operator(part_or_nothing, "", "part {2} of {0} split at {1}, if there is one", noun="part")
BEFORE = Operator(_before, "{0}.partition({1})[0]", "{0} before {1}", noun="before")
BEFORE_LAST = Operator(_before_last, "{0}.rpartition({1})[0]", "{0} before the last {1}", noun="before")
AFTER = Operator(_after, "{0}.partition({1})[2]", "{0} after {1}", noun="after")
FROM = Operator(_from, "{0}[{1}:]", "{0} from character {1}", noun="rest")
UNTIL = Operator(_until, "{0}[:{1}]", "{0} up to character {1}", noun="start")
BETWEEN = Operator(_between, "{0}[{1}:{2}]", "characters {1} to {2} of {0}", noun="middle")
FIRST = Operator(_first, "{0}[0]", "the first character of {0}", noun="initial")
AT = Operator(_at, "{0}[{1}]", "character {1} of {0}", noun="character")
AFTER_NTH = Operator(_after_nth, "{0}.split({1}, {2})[{2}]", "{0} after {2} times {1}", noun="rest")
EVERY = Operator(_every, "{0}[{1}::{2}]", "every character number {2} of {0} from {1}", noun="picked")
PART_AT_FIRST = Operator(
    _part_at_first, "re.split({0}, {1}, maxsplit=1)[{2}]", "part {2} of {1} split at the first {0}", _RE, noun="part"
)
FIRST_PARTS = Operator(
    _first_parts, "{1}.join({0}.split({1})[:{2}])", "the first {2} parts of {0} between {1}", noun="start"
)
LAST_PARTS = Operator(
    _last_parts, "{1}.join({0}.split({1})[-{2}:])", "the last {2} parts of {0} between {1}", noun="rest"
)
