"""JSON from untrusted code: its depth and its numbers are bounded, so that parsing it is cheap."""

from __future__ import annotations

import itertools
import json
import math
import re
from typing import Any, NoReturn

DEPTH = 100
"""How deep lists and objects may be nested."""

_DIGITS = 4300
"""The default limit of `int`: parsing takes quadratic time, and this process may have switched that limit off."""

# An unclosed text matches up to the end: a pattern that failed there would be tried again at every quote.
_TEXTS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")
_HALVES = re.compile(r"\\u[dD][89a-fA-F]")


def write(value: object) -> str:
    """Return a value as JSON text.

    Raises:
        TypeError: It holds an object that has no JSON form.
        ValueError: It holds NaN, an infinity or a reference to itself, or it is nested deeper than 100.
        RecursionError: It is nested far too deep.
    """
    text = json.dumps(value, allow_nan=False)
    _check_depth(text)
    return text


def has_text_keys(value: object) -> bool:
    """Whether every key is a text; JSON writes other keys as texts, so they would change."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and has_text_keys(inner) for key, inner in value.items())
    return all(map(has_text_keys, value)) if isinstance(value, list | tuple) else True


def read(text: bytes) -> Any:
    """Parse JSON text, in time that is about linear in its length whatever it holds.

    Raises:
        ValueError: It is not JSON, or nested deeper than 100, or a number has too many digits or is too great, or a
            text holds half of a surrogate pair, which cannot be stored.
    """
    written = text.decode("utf-8")
    _check_depth(written)
    value = json.loads(written, parse_int=_integer, parse_float=_number, parse_constant=_no_constant)
    check_whole(written, value)
    return value


def check_whole(text: str, value: object) -> None:
    """Check that no text in a value holds half of a surrogate pair.

    Args:
        text: The value as JSON text.
        value: The value.

    Raises:
        ValueError: One does; it could be neither printed nor stored.
    """
    if _HALVES.search(text):
        json.dumps(value, ensure_ascii=False).encode("utf-8")


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= DEPTH:
        return
    steps = (1 if bracket in "[{" else -1 for bracket in _BRACKETS.findall(_TEXTS.sub("", text)))
    if max(itertools.accumulate(steps), default=0) > DEPTH:
        raise ValueError(f"nested deeper than {DEPTH}")


def _integer(digits: str) -> int:
    _check_digits(digits)
    return int(digits)


def _number(digits: str) -> float:
    _check_digits(digits)
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits[:20]} is greater than any number here")
    return number


def _check_digits(digits: str) -> None:
    if len(digits) > _DIGITS:
        raise ValueError(f"a number of {len(digits)} digits; {_DIGITS} at most")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
