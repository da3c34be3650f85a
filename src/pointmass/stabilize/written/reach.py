"""Check on the syntax tree what a module uses, to refuse it early with a readable message. The sandbox enforces it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence

from pointmass.sandbox import MODULES, place_of

_FORBIDDEN = {
    **dict.fromkeys(
        ("open", "input", "print", "breakpoint"), "code that stands in for a spec reads and writes nothing"
    ),
    **dict.fromkeys(("eval", "exec", "compile", "__import__"), "code that stands in for a spec makes no code"),
    **dict.fromkeys(
        ("globals", "locals", "__builtins__", "__loader__", "__spec__"),
        "code that stands in for a spec does not look into the interpreter",
    ),
    **dict.fromkeys(("exit", "quit"), "code that stands in for a spec returns"),
}
_REFLECTIVE = frozenset(
    [
        "__base__",
        "__bases__",
        "__builtins__",
        "__class__",
        "__closure__",
        "__code__",
        "__dict__",
        "__func__",
        "__getattribute__",
        "__globals__",
        "__import__",
        "__loader__",
        "__mro__",
        "__reduce__",
        "__reduce_ex__",
        "__self__",
        "__spec__",
        "__subclasses__",
        "__traceback__",
        "__wrapped__",
        "cr_frame",
        "f_back",
        "f_builtins",
        "f_globals",
        "f_locals",
        "gi_code",
        "gi_frame",
        "tb_frame",
    ]
)
_CLOCKS = {
    "datetime": ("now", "today", "utcnow"),
    "time": ("ctime", "gmtime", "localtime", "monotonic", "perf_counter", "process_time", "time", "time_ns"),
}
_KNOWN = "re, math, datetime, unicodedata, urllib.parse (pointmass.sandbox.MODULES)"


def imported(tree: ast.Module) -> tuple[str, ...]:
    """Return the names of the modules that a module imports, each once, in order; relative ones begin with dots."""
    return tuple(dict.fromkeys(name for _, name in _imports(tree)))


def foreign(imports: Sequence[str]) -> tuple[str, ...]:
    """Return the imports that are not of the standard library."""
    return tuple(name for name in imports if name.partition(".")[0] not in sys.stdlib_module_names)


def reach_faults(tree: ast.Module, allow_imports: Sequence[str]) -> Iterator[str]:
    """Yield a fault for each thing that a module uses but may not use."""
    yield from _import_faults(tree, allow_imports)
    bound = _bound(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if name in _FORBIDDEN and name not in bound:
                yield f"line {node.lineno} uses {name}; {_FORBIDDEN[name]}"
            case ast.Attribute(attr=name) if name in _REFLECTIVE:
                yield f"line {node.lineno} uses .{name}; code that stands in for a spec does not look into the interpreter"
            case ast.AsyncFunctionDef() | ast.Await() | ast.AsyncFor() | ast.AsyncWith():
                yield f"line {node.lineno} is asynchronous; code that stands in for a spec waits for nothing"
            case _:
                pass
    yield from _clock_faults(tree)


def _import_faults(tree: ast.Module, allow_imports: Sequence[str]) -> Iterator[str]:
    for line, name in _imports(tree):
        if name.startswith("."):
            yield f"line {line} imports {name!r}, which is relative; a module for a spec stands alone"
        elif name not in MODULES and not _allowed(name, allow_imports):
            also = f", and {', '.join(allow_imports)}" if allow_imports else ""
            yield f"line {line} imports {name!r}; allowed are modules that only compute, such as {_KNOWN}{also}"
        elif foreign([name]) and place_of(name.partition(".")[0]) is None:
            what = "which is allowed, but not installed here as files of Python, so that nobody can try it"
            yield f"line {line} imports {name!r}, {what}; install it, or do without"
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            yield f"line {node.lineno} imports * of {node.module!r}; name what is used"


def _allowed(name: str, allowed: Sequence[str]) -> bool:
    """Whether a module is allowed: by its name, or as a part of an allowed library."""
    inside = bool(foreign([name]))
    return any(name == each or (inside and name.startswith(f"{each}.")) for each in allowed)


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def _bound(tree: ast.Module) -> set[str]:
    """Return the names that a module defines anywhere, as for instance a parameter may have the name ``input``."""
    bound: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case _:
                pass
    return bound


def _clock_faults(tree: ast.Module) -> Iterator[str]:
    """Yield a fault for each call of a clock, as an answer must not depend on the time."""
    held = _names_of(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        path = ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""
        head, _, rest = path.partition(".")
        whole = ".".join(part for part in (held.get(head, ""), rest) if part)
        module, last = whole.partition(".")[0], whole.rpartition(".")[2]
        if head in held and last in _CLOCKS.get(module, ()):
            yield f"line {node.lineno} asks for the time ({path}()); an answer may depend on the input only"


def _names_of(tree: ast.Module) -> dict[str, str]:
    """Return the full name of each imported name: its module, and its name there."""
    held: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            held |= {alias.asname or alias.name.partition(".")[0]: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            held |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return held
