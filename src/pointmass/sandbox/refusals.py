"""Readable messages about what confined code tried to use.

The kernel enforces the restrictions. Python code can get around the checks here.
"""

from __future__ import annotations

import builtins
import io
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, NoReturn

_FILES, _NETWORK, _PROCESSES, _INTERPRETER = "files", "network", "processes", "interpreter"

_BY_EVENT = {
    "os.system": _PROCESSES,
    "os.exec": _PROCESSES,
    "os.fork": _PROCESSES,
    "os.forkpty": _PROCESSES,
    "os.kill": _PROCESSES,
    "os.killpg": _PROCESSES,
    "os.posix_spawn": _PROCESSES,
    "os.spawn": _PROCESSES,
    "os.putenv": "environment",
    "os.unsetenv": "environment",
    "sys.settrace": _INTERPRETER,
    "sys.setprofile": _INTERPRETER,
    "sys.addaudithook": _INTERPRETER,
    "sys._current_frames": _INTERPRETER,
    "code.__new__": _INTERPRETER,
    "cpython.PyInterpreterState_New": _INTERPRETER,
    "builtins.input": "input",
    "builtins.breakpoint": "input",
    "time.sleep": "waiting",
}
_BY_FAMILY = {
    **dict.fromkeys(("open", "os", "shutil", "tempfile", "glob", "pathlib", "fcntl", "mmap"), _FILES),
    **dict.fromkeys(("socket", "ssl", "urllib", "http", "ftplib", "smtplib", "poplib", "imaplib"), _NETWORK),
    **dict.fromkeys(("subprocess", "pty", "signal", "_thread", "resource"), _PROCESSES),
    **dict.fromkeys(("ctypes", "marshal", "pickle", "gc", "faulthandler"), _INTERPRETER),
}
"""Audit events (PEP 578, and the table of audit events in the library reference), each with the rule against it."""


class Refusals:
    """The rules that code broke since they were last read, as far as Python sees it."""

    def __init__(self) -> None:
        self._rules: list[str] = []

    def refuse(self, rule: str, error: type[Exception], message: str) -> NoReturn:
        """Record the rule, as the code may catch the exception, and raise the exception."""
        self._rules.append(rule)
        raise error(f"{rule}: {message} is out of reach for code that nobody approved")

    def taken(self) -> str:
        """Return the first rule that was broken, and forget all; the empty text if none was."""
        first = self._rules[0] if self._rules else ""
        self._rules.clear()
        return first


def watch(refusals: Refusals) -> None:
    """Refuse what audit events report; an audit hook cannot be removed again."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and str(arguments[0]).startswith("<"):
            return  # the interpreter looks for the source line of an error; the kernel refuses, and it goes on without
        rule = _BY_EVENT.get(event) or _BY_FAMILY.get(event.partition(".")[0])
        if rule is not None:
            refusals.refuse(rule, PermissionError, event)

    sys.addaudithook(hook)


def close_imports() -> None:
    """Stop the search for modules; those that are loaded stay."""
    sys.meta_path[:] = [_NoFinder()]
    sys.path.clear()
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()


def silence() -> None:
    """Discard everything that is printed, and let standard input be empty."""
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), _Nowhere(), _Nowhere()


def guarded_builtins(importable: frozenset[str], refusals: Refusals) -> dict[str, Any]:
    """Return a copy of the builtins whose import function allows only the modules in *importable*."""
    original = builtins.__import__

    def guarded(
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002 - the import function's own parameters
        locals: Mapping[str, object] | None = None,  # noqa: A002 - as above
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if level or name not in importable:
            refusals.refuse("imports", ImportError, f"the module {name!r}")
        return original(name, globals, locals, fromlist or (), level)

    return {**vars(builtins), "__import__": guarded}


class _NoFinder:
    """Finds no module, so that a codec or module that was not loaded does not exist."""

    @staticmethod
    def find_spec(_: str, __: Sequence[str] | None = None, ___: ModuleType | None = None) -> None:
        return None


class _Nowhere(io.TextIOBase):
    def write(self, text: str) -> int:
        return len(text)

    def writable(self) -> bool:
        return True
