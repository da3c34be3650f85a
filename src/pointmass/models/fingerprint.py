"""A digest of what a Python function does: the same in every process, and another after the function is edited."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import CodeType
from typing import Any

from pointmass.digest import digest

_PLAIN = (str, int, float, bool, bytes, type(None))


def fingerprint(function: Callable[..., Any]) -> str:
    """Return a digest of a function's byte code, constants, defaults and the plain values it closes over.

    It depends on the version of Python, but not on memory addresses, hash seeds or the place of the file.
    """
    return digest(_of(function))


def _of(value: Any) -> Any:
    if isinstance(value, functools.partial):
        return ["partial", _of(value.func), _of(value.args), _of(value.keywords)]
    code = getattr(value, "__code__", None)
    if isinstance(code, CodeType):
        cells = [_cell(cell) for cell in getattr(value, "__closure__", None) or ()]
        return [value.__name__, _code(code), _of(value.__defaults__), _of(value.__kwdefaults__), cells]
    return _value(value)


def _value(value: Any) -> Any:
    if isinstance(value, _PLAIN):
        return repr(value)
    if isinstance(value, list | tuple):
        return [_of(item) for item in value]
    if isinstance(value, set | frozenset):
        return ["set", *sorted(repr(item) for item in value)]
    if isinstance(value, dict):
        return [[_of(key), _of(item)] for key, item in value.items()]
    if isinstance(value, CodeType):
        return _code(value)
    named = value if hasattr(value, "__qualname__") else type(value)
    return f"{getattr(named, '__module__', 'builtins')}.{named.__qualname__}"


def _code(code: CodeType) -> Any:
    return [code.co_name, code.co_code.hex(), list(code.co_names), list(code.co_varnames), _value(code.co_consts)]


def _cell(cell: Any) -> Any:
    try:
        held = cell.cell_contents
    except ValueError:  # the variable has no value yet
        return "empty"
    # A function may refer to itself, so functions in closures count by their names only.
    return _value(held)
