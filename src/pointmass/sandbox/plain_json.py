"""JSON that comes from code that nobody trusts: bounded in length, depth and digits before it is parsed."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any, NoReturn

DEPTH = 100
"""How deep lists and objects may be nested."""

_DIGITS = 4300
"""As many digits as `int` reads by default; reading is quadratic, and the bound may be switched off in this process."""

_TEXTS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")


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
    """Read JSON text; nothing in it can cost more than its length.

    Raises:
        ValueError: It is no JSON, or nested too deep, or a number has too many digits.
    """
    written = text.decode("utf-8")
    _check_depth(written)
    return json.loads(written, parse_int=_integer, parse_constant=_no_constant)


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= DEPTH:
        return
    steps = (1 if bracket in "[{" else -1 for bracket in _BRACKETS.findall(_TEXTS.sub("", text)))
    if max(itertools.accumulate(steps), default=0) > DEPTH:
        raise ValueError(f"nested deeper than {DEPTH}")


def _integer(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise ValueError(f"a number of {len(digits)} digits; {_DIGITS} at most")
    return int(digits)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
