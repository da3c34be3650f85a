"""The confined process: executes a source, calls one function of it, and answers with JSON data."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn

from pointmass.sandbox.confine import confine
from pointmass.sandbox.frames import MARK, frame, read_frame
from pointmass.sandbox.modules import forget, importable
from pointmass.sandbox.probes import probe
from pointmass.sandbox.refusals import Refusals, close_imports, guarded_builtins, silence, watch
from pointmass.sandbox.told import NoFunctionError, failed, told

_OURS = ("ctypes", "_ctypes", "mmap", "resource", "select", "selectors", "socket", "_socket", "threading")
"""Modules that set up and test the restrictions, and that unapproved code does not need."""


def work(reading: int, writing: int, asked: dict[str, Any]) -> NoReturn:
    """Confine this process, then answer requests; never returns.

    Args:
        reading: The descriptor of the pipe for requests.
        writing: The descriptor of the pipe for answers.
        asked: ``parent`` (the id of the parent process), ``memory_mb``, ``seconds``, ``result_bytes``, ``modules``, and
            ``probe``: whether to test the restrictions instead of executing code.
    """
    try:
        held = confine(reading, writing, **{key: asked[key] for key in ("parent", "memory_mb", "seconds")})
        walls = probe(asked["memory_mb"]) if asked["probe"] else {}
        ready = {"kind": "ready", "landlock": held.landlock, "uid": held.uid, "walls": walls}
        _send(writing, json.dumps(ready).encode())
        if not asked["probe"]:
            _serve(reading, writing, asked)
    except BaseException as error:  # noqa: BLE001 - no exception may reach the code of the parent process
        _last_words(writing, error)
    finally:
        os._exit(0)


def _serve(reading: int, writing: int, asked: dict[str, Any]) -> None:
    refusals = Refusals()
    silence()
    close_imports()
    known = guarded_builtins(importable(asked["modules"]), refusals)
    forget([*_OURS, *(name for name in sys.modules if name.partition(".")[0] == "pointmass")])
    watch(refusals)
    most: int = asked["result_bytes"]
    loaded: list[Callable[..., Any]] = []
    text = read_frame(reading)
    if text is not None:
        load = functools.partial(_load, json.loads(text[MARK:]), known, loaded)
        _send(writing, text[:MARK] + told(load, refusals, most))
    while loaded and (text := read_frame(reading)) is not None:
        request = json.loads(text[MARK:])
        call = functools.partial(loaded[0], *request["positional"], **request["named"])
        _send(writing, text[:MARK] + told(call, refusals, most))


def _load(request: dict[str, Any], known: dict[str, Any], into: list[Callable[..., Any]]) -> None:
    """Execute the source as a registered module: dataclasses and type hints look their module up by name."""
    module = ModuleType("generated")
    module.__dict__["__builtins__"] = known
    sys.modules["generated"] = module
    exec(compile(request["source"], "<generated>", "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - confined
    function = module.__dict__.get(request["function"])
    if not callable(function):
        raise NoFunctionError(f"the source defines no function {request['function']!r}")
    into.append(function)


def _send(writing: int, text: bytes) -> None:
    left = memoryview(frame(text))
    while left:
        left = left[os.write(writing, left) :]


def _last_words(writing: int, error: BaseException) -> None:
    try:
        _send(writing, failed(error))
    except BaseException:  # noqa: BLE001 - then the other side only sees that the process ended
        return
