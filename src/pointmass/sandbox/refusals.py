"""Say what confined code reached for. The kernel enforces; this only gives readable messages, and Python code can get past it."""

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
"""Audit events (PEP 578, and the table of audit events in the library reference), and the rule that each is against."""


class Refusals:
    """What was reached for since the last look, as far as Python itself could see it."""

    def __init__(self) -> None:
        self._rules: list[str] = []

    def refuse(self, rule: str, error: type[Exception], message: str) -> NoReturn:
        """Keep the rule, also where the code swallows the exception; and raise it."""
        self._rules.append(rule)
        raise error(f"{rule}: {message} is out of reach for code that nobody approved")

    def taken(self) -> str:
        """Return the first rule that was broken, and forget all; empty if none was."""
        first = self._rules[0] if self._rules else ""
        self._rules.clear()
        return first


def watch(refusals: Refusals) -> None:
    """Refuse by audit events; an audit hook cannot be taken out again."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and str(arguments[0]).startswith("<"):
            return  # the interpreter itself, looking for the line of an error; the kernel refuses, and it goes on
        rule = _BY_EVENT.get(event) or _BY_FAMILY.get(event.partition(".")[0])
        if rule is not None:
            refusals.refuse(rule, PermissionError, event)

    sys.addaudithook(hook)


def close_imports() -> None:
    """Let no module be looked for; those that are loaded stay."""
    sys.meta_path[:] = [_NoFinder()]
    sys.path.clear()
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()


def silence() -> None:
    """Let what is printed go nowhere: results do not travel there, and a full pipe stops nobody."""
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), _Nowhere(), _Nowhere()


def guarded_builtins(importable: frozenset[str], refusals: Refusals) -> dict[str, Any]:
    """Copy the builtins, with an import function that knows only *importable*."""
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
    """Finds nothing, so that a codec or module that was not loaded is simply not there."""

    @staticmethod
    def find_spec(_: str, __: Sequence[str] | None = None, ___: ModuleType | None = None) -> None:
        return None


class _Nowhere(io.TextIOBase):
    def write(self, text: str) -> int:
        return len(text)

    def writable(self) -> bool:
        return True
