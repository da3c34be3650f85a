"""Put the modules of several fields into one: equal helpers once, and names that clash told apart."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pointmass.spec import Spec
from pointmass.stabilize.guard.naming import all_names, free, renamed, top_names
from pointmass.synthesis import Signature, literals

_WIDTH = 96
_BARE = ("str", "int", "float", "bool")


@dataclass(frozen=True, slots=True)
class Piece:
    """The code of one field.

    Attributes:
        field: The name of the field.
        name: The name of its function.
        source: Its module, with the guard that it would be bound with.
    """

    field: str
    name: str
    source: str


def assembled(spec: Spec, signature: Signature, pieces: Sequence[Piece], *, complete: bool) -> str:
    """Write one module that gives the fields which are certain for an input.

    Args:
        spec: The spec that the module is made for.
        signature: Its signature as code has it.
        pieces: The fields that code gives.
        complete: Whether these are all fields of the record.
    """
    taken = {spec.name, "accepts", "FIELDS"}
    imports: dict[str, None] = {}
    blocks: dict[str, None] = {}
    calls = []
    for piece in pieces:
        names = {"accepts": f"accepts_{piece.field}"} | _clashes(piece, taken, blocks)
        source = renamed(piece.source, {old: new for old, new in names.items() if old != new})
        head, body = _parts(source)
        imports |= dict.fromkeys(head)
        blocks |= dict.fromkeys(body)
        taken |= top_names(source)
        calls.append((piece.field, names.get("accepts", ""), names.get(piece.name, piece.name)))
    parts = [
        _head(spec.name, pieces, complete=complete),
        "\n".join(sorted(imports, key=_import_order)),
        f"FIELDS = ({', '.join(repr(piece.field) for piece in pieces)},)",
        *blocks,
        _functions(spec, signature, calls),
    ]
    return "\n\n\n".join(part for part in parts if part) + "\n"


def _head(name: str, pieces: Sequence[Piece], *, complete: bool) -> str:
    fields = ", ".join(piece.field for piece in pieces)
    rest = "" if complete else " What is not given is asked of the model."
    return '"""' + "\n".join(textwrap.wrap(f"{name}: {fields}, each where it is certain.{rest}", _WIDTH)) + '\n"""'


def _functions(spec: Spec, signature: Signature, calls: Iterable[tuple[str, str, str]]) -> str:
    typed = ", ".join(f"{n}: {t}" if t in _BARE else n for n, t in signature.parameters)
    given = ", ".join(signature.names)
    lines = [
        f"def {spec.name}({typed}) -> dict:",
        *_document(spec.prompt),
        "    record = {}",
        *(
            line
            for field, accepts, function in calls
            for line in (f"    if {accepts}({given}):", f"        record[{field!r}] = {function}({given})")
        ),
        "    return record",
        "",
        "",
        f"def accepts({typed}) -> bool:",
        '    """Whether any field is certain; for the others, and for all other inputs, the model is asked."""',
        f"    return any(known({given}) for known in ({', '.join(accepts for _, accepts, _ in calls)},))",
    ]
    return "\n".join(lines)


def _document(prompt: str) -> list[str]:
    safe = [literals.printable(line).strip() for line in prompt.strip().splitlines()] or ["Answer."]
    lines = [short for line in safe for short in textwrap.wrap(line, _WIDTH) or [""]]
    lines[-1] += " " if lines[-1].endswith('"') else ""
    if len(lines) == 1:
        return [f'    """{lines[0]}"""']
    return [f'    """{lines[0]}', *(f"    {line}".rstrip() for line in lines[1:]), '    """']


def _clashes(piece: Piece, taken: set[str], blocks: Iterable[str]) -> dict[str, str]:
    """Return new names for what a module defines otherwise than the modules before it, and for what uses these."""
    known, clash = set(blocks), {"accepts"} & top_names(piece.source)
    segments = {name: text for text in _parts(piece.source)[1] for name in top_names(text)}
    while True:
        found = {
            name
            for name, text in segments.items()
            if name not in clash and name in taken and (text not in known or clash & (all_names(text) - {name}))
        }
        if not found:
            break
        clash |= found
    used = taken | all_names(piece.source)
    return {name: free(f"{name}_{piece.field}", used) for name in sorted(clash - {"accepts"})}


def _parts(source: str) -> tuple[list[str], list[str]]:
    """Cut a module into its import lines and its other statements, comments before them included."""
    tree, lines = ast.parse(source), source.splitlines()
    imports, body, end = [], [], 0
    for number, node in enumerate(tree.body):
        start = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))]) - 1
        leading = [line for line in lines[end:start] if line.strip().startswith("#")]
        text = "\n".join([*leading, *lines[start : node.end_lineno]])
        end = node.end_lineno or end
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports.append(ast.unparse(node))
        elif number or ast.get_docstring(tree) is None:
            body.append(text)
    return imports, body


def _import_order(line: str) -> tuple[bool, bool, str]:
    return "__future__" not in line, line.startswith("from "), line
