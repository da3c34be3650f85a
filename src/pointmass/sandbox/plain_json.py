"""JSON that comes from code that nobody trusts: bounded in length, depth and digits before it is parsed."""

from __future__ import annotations

import itertools
import json
import math
import re
from typing import Any, NoReturn

DEPTH = 100
"""How deep lists and objects may be nested."""

_DIGITS = 4300
"""As many digits as `int` reads by default; reading is quadratic, and the bound may be switched off in this process."""

# A text that nobody closes goes on to the end: a pattern that could fail at a quote would be tried at each of them.
_TEXTS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")
_HALVES = re.compile(r"\\u[dD][89a-fA-F]")


def write(value: object) -> str:
    """Write a value as JSON text.

    Raises:
        TypeError: It holds something that JSON cannot say.
        ValueError: As `TypeError`: NaN, an infinity, a circle; or it is nested too deep.
        RecursionError: It is nested far too deep.
    """
    text = json.dumps(value, allow_nan=False)
    _check_depth(text)
    return text


def has_text_keys(value: object) -> bool:
    """Whether every key is a text; JSON writes other keys as texts, so that they would come out as something else."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and has_text_keys(inner) for key, inner in value.items())
    return all(map(has_text_keys, value)) if isinstance(value, list | tuple) else True


def read(text: bytes) -> Any:
    """Read JSON text; twice the length costs at most about twice the time, whatever it says.

    Raises:
        ValueError: It is not JSON, or nested too deep, or a number has too many digits or is too great, or a text holds
            half of a surrogate pair, which no file takes.
    """
    written = text.decode("utf-8")
    _check_depth(written)
    value = json.loads(written, parse_int=_integer, parse_float=_number, parse_constant=_no_constant)
    check_whole(written, value)
    return value


def check_whole(text: str, value: object) -> None:
    """Check that no text in a value is cut within a surrogate pair.

    Args:
        text: The value as JSON text.
        value: The value.

    Raises:
        ValueError: One is; it could be neither printed nor stored.
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
