"""The contract of a module that a model or a person wrote for a spec, checked on its tree; nothing is executed here."""

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
"""Characters of a module at most: what a person can be asked to read."""

DEEPEST = 150
"""How deep its tree may be nested; each further ``elif``, and each further term of a sum, is one deeper."""

_ENCODING = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263


@dataclass(frozen=True, slots=True)
class CheckedModule:
    """A module that keeps the contract. Nobody knows yet whether it is right, or steady, or ends.

    Attributes:
        name: The name of its function, the spec's.
        source: Its source, ended by one line feed.
        fields: The fields that it returns at most (its constant ``FIELDS``); ``None`` where it says nothing of it.
        guarded: Whether it defines ``accepts``.
        imports: The modules that it imports, in order.
        parameters: The names of the function's parameters, in order.
        functions: The names of all functions at its top, in order.
        lines: How many lines it has.
        longest_line: Characters of its longest line.
    """

    name: str
    source: str
    fields: tuple[str, ...] | None
    guarded: bool
    imports: tuple[str, ...]
    parameters: tuple[str, ...]
    functions: tuple[str, ...]
    lines: int
    longest_line: int

    @property
    def libraries(self) -> tuple[str, ...]:
        """What it imports that is not of the standard library."""
        return foreign(self.imports)

    @property
    def executable(self) -> str:
        """Its source with a guard that lets everything through where it has none: what is asked in the sandbox."""
        if self.guarded:
            return self.source
        return f"{self.source}\n\ndef {GUARD}(*_):\n    return True\n"


def read_module(source: str, *, spec: Spec, allow_imports: Sequence[str] = ()) -> CheckedModule:
    """Read a module, and check everything of the contract that can be seen without executing it.

    Args:
        source: The module: code without a fence around it.
        spec: What it stands in for.
        allow_imports: What it may import besides the sandbox's modules, by name: modules of the standard library, and
            installed libraries of pure Python (``"dateutil"``, with what is inside).

    Raises:
        ContractError: It does not keep the contract; the message lists every fault.
    """
    if len(source) > LONGEST:
        raise ContractError(
            spec.name, [f"the module has {len(source):,} characters, and {LONGEST:,} are allowed; write a shorter one"]
        )
    # As Python itself reads the ends of lines, so that what is counted and what is quoted are its lines.
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
        longest_line=max(map(len, lines)),
    )


def _parsed(source: str, spec: Spec) -> ast.Module:
    if not source.strip():
        raise ContractError(spec.name, [f"there is no code; needed is a module that defines {spec.name!r}"])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in somebody else's source is not our user's concern
            tree = ast.parse(source)
            if not _is_deep(tree):  # a `return` outside a function is seen only here; nothing is executed
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
    """Find an encoding other than UTF-8: code is written to a file as UTF-8, and would be read as something else."""
    for number, line in enumerate(source.split("\n")[:2], start=1):
        declared = _ENCODING.match(line)
        if declared and declared[1].lower().replace("_", "-") not in ("utf-8", "utf8"):
            yield f"line {number} declares the encoding {declared[1]!r}; source is UTF-8, so leave it out"
