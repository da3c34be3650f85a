"""Operations on text. The source of a function without an inline form is copied into generated code."""

from __future__ import annotations

import re
import unicodedata

from pointmass.synthesis.program import Operator, inline

_RE = ("import re",)


def fold_accents(text: str) -> str:
    """Return *text* with accented letters replaced by their base letters."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def replace_each(text: str, replacements: dict[str, str]) -> str:
    """Return *text* with every key of *replacements* replaced by its value, in order."""
    for old, new in replacements.items():
        text = text.replace(old, new)
    return text


def first_match(pattern: re.Pattern[str], text: str) -> str:
    """Return the first match of *pattern* in *text* (or what its group holds), or nothing."""
    match = pattern.search(text)
    return match[pattern.groups] if match else ""


REPLACE_MATCHES = inline("{0}.sub({1}, {2})", "replace each {0} in {2} by {1}", _RE, noun="changed", gives="str")


REPLACE = Operator(str.replace, "{0}.replace({1}, {2})", "replace {1} in {0} by {2}", noun="changed")
INITIAL_UPPER = inline("{0}[0].upper()", "the initial of {0}", noun="initial", gives="str")


def squeezed(text: str) -> str:
    """Return *text* with every run of one character as a single one."""
    return "".join(char for place, char in enumerate(text) if text[place - 1 : place] != char)


SQUEEZED = Operator(squeezed, "", "{0} with runs of one character as one", noun="squeezed")
STRIP = Operator(str.strip, "{0}.strip()", "strip the ends of {0}", noun="trimmed")
LOWER = Operator(str.lower, "{0}.lower()", "lower-case {0}", noun="lowered")
UPPER = Operator(str.upper, "{0}.upper()", "upper-case {0}", noun="capitals")
CAPITALIZE = Operator(str.capitalize, "{0}.capitalize()", "capitalize {0}", noun="capitalized")
TITLE = Operator(str.title, "{0}.title()", "capitalize each word of {0}", noun="titled")
FOLD = Operator(fold_accents, "", "fold accents of {0}", ("import unicodedata",), noun="plain")
REPLACE_EACH = Operator(replace_each, "", "replace in {0} by {1}", noun="changed")
FIRST_MATCH = Operator(first_match, "", "the first {0} in {1}", _RE, noun="found")
REMOVE_SUFFIX = Operator(str.removesuffix, "{0}.removesuffix({1})", "{0} without {1}", noun="stem")
REMOVE_PREFIX = Operator(str.removeprefix, "{0}.removeprefix({1})", "{0} without {1} at its start", noun="rest")
LSTRIP = Operator(str.lstrip, "{0}.lstrip({1})", "{0} without any {1} at its start", noun="rest")
STRIP_CHARS = Operator(str.strip, "{0}.strip({1})", "strip {1} from the ends of {0}", noun="trimmed")


# Replacements have no backslashes, so that re.sub takes them literally.
SUBSTITUTE = inline("re.sub({0}, {1}, {2})", "replace each {0} in {2} by {1}", _RE, noun="changed", gives="str")
