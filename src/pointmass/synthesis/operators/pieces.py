"""Operations that take a piece out of a text: tokens, parts between delimiters, slices, matches of patterns."""

from __future__ import annotations

import re

from pointmass.synthesis.program import Operator, inline

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


NTH_MATCH = Operator(nth_match, "", "match {2} of {0} in {1}", _RE, noun="found")
NTH_OR_NOTHING = Operator(nth_or_nothing, "", "match {2} of {0} in {1}, if there is one", _RE, noun="found")
CAPTURED = Operator(captured, "", "what {0} captures in {1}", _RE, noun="captured")
PART = inline("{0}.split({1})[{2}]", "part {2} of {0} split at {1}", noun="part", gives="str")
BEFORE = inline("{0}.partition({1})[0]", "{0} before {1}", noun="before", gives="str")
BEFORE_LAST = inline("{0}.rpartition({1})[0]", "{0} before the last {1}", noun="before", gives="str")
AFTER = inline("{0}.partition({1})[2]", "{0} after {1}", noun="after", gives="str")
FROM = inline("{0}[{1}:]", "{0} from character {1}", noun="rest", gives="str")
UNTIL = inline("{0}[:{1}]", "{0} up to character {1}", noun="start", gives="str")
BETWEEN = inline("{0}[{1}:{2}]", "characters {1} to {2} of {0}", noun="middle", gives="str")
FIRST = inline("{0}[0]", "the first character of {0}", noun="initial", gives="str")
AT = inline("{0}[{1}]", "character {1} of {0}", noun="character", gives="str")
AFTER_NTH = inline("{0}.split({1}, {2})[{2}]", "{0} after {2} times {1}", noun="rest", gives="str")
EVERY = inline("{0}[{1}::{2}]", "every character number {2} of {0} from {1}", noun="picked", gives="str")
PART_AT_FIRST = inline(
    "re.split({0}, {1}, maxsplit=1)[{2}]", "part {2} of {1} split at the first {0}", _RE, noun="part", gives="str"
)
FIRST_PARTS = inline(
    "{1}.join({0}.split({1})[:{2}])", "the first {2} parts of {0} between {1}", noun="start", gives="str"
)
LAST_PARTS = inline(
    "{1}.join({0}.split({1})[-{2}:])", "the last {2} parts of {0} between {1}", noun="rest", gives="str"
)
