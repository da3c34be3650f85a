"""Merge the modules of several fields into one: equal helpers are kept once, and names that clash are renamed."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pointmass.spec import Spec
from pointmass.synthesis import Signature, literals
from pointmass.synthesis.names import Names, all_names, renamed, top_names

_WIDTH = 96
_BARE = ("str", "int", "float", "bool")


@dataclass(frozen=True, slots=True)
class Piece:
    """The code of one field.

    Attributes:
        field: The name of the field.
        name: The name of its function.
        source: Its module, with its guard.
    """

    field: str
    name: str
    source: str


def assembled(spec: Spec, signature: Signature, pieces: Sequence[Piece], *, complete: bool) -> str:
    """Return the source of one module that gives, for each input, the fields whose guards accept it.

    Args:
        spec: The spec that the module is made for.
        signature: The signature of the code.
        pieces: The code of each field.
        complete: Whether these are all fields of the record.
    """
    names = Names({spec.name, "FIELDS"}, signature.names, *(all_names(piece.source) for piece in pieces))
    taken = {spec.name, "accepts", "FIELDS", *signature.names}
    imports: dict[str, None] = {}
    blocks: dict[str, None] = {}
    calls = []
    for piece in pieces:
        given = {old: names.give(f"{old}_{piece.field}") for old in _clashes(piece, taken, blocks)}
        source = renamed(piece.source, given)
        head, body = _parts(source)
        imports |= dict.fromkeys(head)
        blocks |= dict.fromkeys(body)
        taken |= top_names(source)
        calls.append((piece.field, given["accepts"], given.get(piece.name, piece.name)))
    parts = [
        _head(spec.name, pieces, complete=complete),
        "\n".join(sorted(imports, key=_import_order)),
        f"FIELDS = ({', '.join(repr(piece.field) for piece in pieces)},)",
        *blocks,
        _functions(spec, signature, calls, names),
    ]
    return "\n\n\n".join(part for part in parts if part) + "\n"


def _head(name: str, pieces: Sequence[Piece], *, complete: bool) -> str:
    fields = ", ".join(piece.field for piece in pieces)
    rest = "" if complete else " What is not given is asked of the model."
    return '"""' + "\n".join(textwrap.wrap(f"{name}: {fields}, each where it is certain.{rest}", _WIDTH)) + '\n"""'


def _functions(spec: Spec, signature: Signature, calls: Iterable[tuple[str, str, str]], names: Names) -> str:
    record, known = names.give("record"), names.give("known")
    typed = ", ".join(f"{n}: {t}" if t in _BARE else n for n, t in signature.parameters)
    given = ", ".join(signature.names)
    lines = [
        f"def {spec.name}({typed}) -> dict:",
        *_document(spec.prompt),
        f"    {record} = {{}}",
        *(
            line
            for field, accepts, function in calls
            for line in (f"    if {accepts}({given}):", f"        {record}[{field!r}] = {function}({given})")
        ),
        f"    return {record}",
        "",
        "",
        f"def accepts({typed}) -> bool:",
        '    """Whether any field is certain; for the others, and for all other inputs, the model is asked."""',
        f"    return any({known}({given}) for {known} in ({', '.join(accepts for _, accepts, _ in calls)},))",
    ]
    return "\n".join(lines)


def _document(prompt: str) -> list[str]:
    safe = [literals.in_docstring(line).strip() for line in prompt.strip().splitlines()] or ["Answer."]
    lines = [short for line in safe for short in textwrap.wrap(line, _WIDTH) or [""]]
    lines[-1] += " " if lines[-1].endswith('"') else ""
    if len(lines) == 1:
        return [f'    """{lines[0]}"""']
    return [f'    """{lines[0]}', *(f"    {line}".rstrip() for line in lines[1:]), '    """']


def _clashes(piece: Piece, taken: set[str], blocks: Iterable[str]) -> list[str]:
    """Return the names in a module that must be renamed: those that the modules before define differently.

    Its guard is always among them, and so are names whose definitions use a renamed one.
    """
    known, clash = set(blocks), {"accepts"}
    segments = {name: text for text in _parts(piece.source)[1] for name in top_names(text)}
    while True:
        found = {
            name
            for name, text in segments.items()
            if name not in clash and name in taken and (text not in known or clash & (all_names(text) - {name}))
        }
        if not found:
            return sorted(clash)
        clash |= found


def _parts(source: str) -> tuple[list[str], list[str]]:
    """Split a module into its import lines and its other statements, with the comments before each."""
    tree, lines = ast.parse(source), source.split("\n")
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
