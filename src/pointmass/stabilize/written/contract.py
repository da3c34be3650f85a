"""The contract of a module that a model or a person writes for a spec, checked on its syntax tree, not executed."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pointmass.errors import ContractError, clip
from pointmass.spec import Spec
from pointmass.stabilize.written.reach import foreign, imported, reach_faults
from pointmass.stabilize.written.shape import GUARD, declared_fields, definitions, function_faults

LONGEST = 20_000
"""The greatest length of a module, in characters, as a person has to read it."""

DEEPEST = 150
"""The greatest depth of its syntax tree; each further ``elif``, and each further term of a sum, is one level deeper."""

_ENCODING = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263


@dataclass(frozen=True, slots=True)
class CheckedModule:
    """A module that keeps the contract. Whether it is right, is deterministic, and ends is not known yet.

    Attributes:
        name: The name of its function, which is that of the spec.
        source: Its source, with one line feed at the end.
        fields: The fields that it may return (its constant ``FIELDS``); ``None`` if it has no such constant.
        guarded: Whether it defines ``accepts``.
        imports: The modules that it imports, in order.
        parameters: The names of the function's parameters, in order.
        functions: The names of all functions at its top level, in order.
        lines: The number of its lines.
    """

    name: str
    source: str
    fields: tuple[str, ...] | None
    guarded: bool
    imports: tuple[str, ...]
    parameters: tuple[str, ...]
    functions: tuple[str, ...]
    lines: int

    @property
    def libraries(self) -> tuple[str, ...]:
        """The modules that it imports and that are not of the standard library."""
        return foreign(self.imports)

    @property
    def executable(self) -> str:
        """Its source as it runs in the sandbox: with a guard that accepts everything if it has none."""
        if self.guarded:
            return self.source
        return f"{self.source}\n\ndef {GUARD}(*_):\n    return True\n"


def read_module(source: str, *, spec: Spec, allow_imports: Sequence[str] = ()) -> CheckedModule:
    """Read a module, and check everything in the contract that can be checked without executing it.

    Args:
        source: The source of the module, without a fence.
        spec: The spec that it is to replace.
        allow_imports: What it may import besides the modules of the sandbox, by name: modules of the standard library,
            and installed libraries of pure Python (``"dateutil"``, which includes the modules in it).

    Raises:
        ContractError: It does not keep the contract; the message lists every fault.
    """
    if len(source) > LONGEST:
        raise ContractError(
            spec.name, [f"the module has {len(source):,} characters, and {LONGEST:,} are allowed; write a shorter one"]
        )
    # Ends of lines as Python reads them, so that line numbers in messages are right.
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    tree = _parsed(source, spec)
    fields, faults = declared_fields(tree, spec)
    faults = [*function_faults(tree, spec), *faults, *reach_faults(tree, allow_imports), *_encoding_faults(source)]
    if faults:
        raise ContractError(spec.name, list(dict.fromkeys(faults)))
    lines = source.rstrip("\n").split("\n")
    defined = [statement for statement in tree.body if isinstance(statement, ast.FunctionDef)]
    function = next(each for each in defined if each.name == spec.name)
    return CheckedModule(
        name=spec.name,
        source="\n".join(lines) + "\n",
        fields=fields,
        guarded=bool(definitions(tree, GUARD)),
        imports=imported(tree),
        parameters=tuple(each.arg for each in (*function.args.posonlyargs, *function.args.args)),
        functions=tuple(each.name for each in defined),
        lines=len(lines),
    )


def _parsed(source: str, spec: Spec) -> ast.Module:
    if not source.strip():
        raise ContractError(spec.name, [f"there is no code; needed is a module that defines {spec.name!r}"])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings about escapes in other people's source do not help the user
            tree = ast.parse(source)
            if not _is_deep(tree):  # only compiling finds a `return` outside a function; nothing is executed
                compile(source, "<code>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f" in line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        said = error.msg if isinstance(error, SyntaxError) else str(error) or type(error).__name__
        shown = clip(re.sub(r"\s+", " ", source.strip()), 60)
        needed = "needed is a Python module, in one fenced block"
        raise ContractError(spec.name, [f"it is not Python{line} ({clip(said)}): {shown!r}; {needed}"]) from None
    if _is_deep(tree):
        raise ContractError(
            spec.name,
            [f"it is nested deeper than {DEEPEST}; use a table for long chains, and functions for what is inside"],
        )
    return tree


def _is_deep(tree: ast.Module) -> bool:
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return bool(level)


def _encoding_faults(source: str) -> Iterator[str]:
    """Yield a fault for a declared encoding other than UTF-8, as code is written to files as UTF-8."""
    for number, line in enumerate(source.split("\n")[:2], start=1):
        declared = _ENCODING.match(line)
        if declared and declared[1].lower().replace("_", "-") not in ("utf-8", "utf8"):
            yield f"line {number} declares the encoding {declared[1]!r}; source is UTF-8, so leave it out"
