"""The source of code that a person gives as a function, the path of a module, or text."""

from __future__ import annotations

import ast
import inspect
import os
import textwrap
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pointmass.errors import InputError, clip
from pointmass.stabilize.written.answer import code_of
from pointmass.synthesis.names import renamed

_LITERALS = (str, int, float, bool, type(None), tuple, list, dict, set, frozenset)


def source_of(code: Any, *, name: str) -> str:
    """Return the source of a module.

    For a function this is its source with everything that it uses of its own module: other functions, constants of
    plain data, and imported modules. Nothing is executed.

    Args:
        code: A function, the path of a ``.py`` file, or the text of a module, which may be a fenced answer of a model.
        name: The name that the function must have; a function with another name is renamed.

    Raises:
        InputError: It is none of these, the file or the source of a function cannot be read, or a function uses
            something that cannot be written as source.
    """
    if isinstance(code, types.FunctionType):
        return _of_function(code, name)
    if isinstance(code, os.PathLike) or (isinstance(code, str) and "\n" not in code and code.endswith(".py")):
        try:
            return Path(code).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"{name}.propose: {clip(str(code))} cannot be read: {error}; give the path of a module"
            ) from None
    if isinstance(code, str):
        return code_of(code)
    raise InputError(
        f"{name}.propose: got {clip(repr(code))} ({type(code).__name__}); give a function, the path of a .py file, or the text of a module"
    )


def _of_function(function: types.FunctionType, name: str) -> str:
    """Return a module with a function and everything that it uses."""
    parts: dict[str, str] = {}
    imports: dict[str, None] = {}
    _gather(function, name, parts, imports)
    module = "\n".join(imports) + "\n\n\n" + "\n\n\n".join(parts.values()) + "\n"
    return module.lstrip("\n") if function.__name__ == name else renamed(module, {function.__name__: name}).lstrip("\n")


def _gather(function: Callable[..., Any], name: str, parts: dict[str, str], imports: dict[str, None]) -> None:
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        raise InputError(
            f"{name}.propose: the source of {function.__name__!r} cannot be read; give the text of the module, or its path"
        ) from None
    used = inspect.getclosurevars(function)
    if used.nonlocals:
        raise InputError(
            f"{name}.propose: {function.__name__!r} uses {sorted(used.nonlocals)} of the function around it; give a function that "
            "stands by itself, or the text of a module"
        )
    for other, value in used.globals.items():
        if other in parts or other == function.__name__:
            continue
        if isinstance(value, types.ModuleType):
            imports[f"import {value.__name__}" + ("" if value.__name__ == other else f" as {other}")] = None
        elif getattr(value, "__module__", None) == function.__module__ and inspect.isfunction(value):
            _gather(value, name, parts, imports)
        elif isinstance(value, _LITERALS) and _is_data(value):
            parts[other] = f"{other} = {value!r}"
        elif callable(value) and getattr(value, "__module__", "") not in ("", "__main__", function.__module__):
            imports[
                f"from {value.__module__} import {value.__name__}" + ("" if value.__name__ == other else f" as {other}")
            ] = None
        elif type(value).__module__ == "re":
            imports["import re"] = None
            parts[other] = f"{other} = re.compile({value.pattern!r}, {value.flags})"
        else:
            raise InputError(
                f"{name}.propose: {function.__name__!r} uses {other!r} ({type(value).__name__}), which cannot be written down; give "
                "the text of a module"
            )
    parts[function.__name__] = source.rstrip("\n")


def _is_data(value: Any) -> bool:
    """Whether the ``repr`` of a value is a literal of the same value."""
    try:
        return bool(ast.literal_eval(repr(value)) == value)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return False
