"""Rename top-level names of a module as text: comments and layout stay as their author wrote them."""

from __future__ import annotations

import ast
import io
import keyword
import tokenize
from collections.abc import Collection, Mapping


def top_names(source: str) -> set[str]:
    """Return the names that a module defines at its top level, imported ones left out.

    Raises:
        SyntaxError: It is no Python.
    """
    found: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            stored = (each for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))
            found |= {each.id for each in stored}
    return found


def all_names(source: str) -> set[str]:
    """Return every name that occurs in a module: none of them is free for another purpose."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.string for token in tokens if token.type == tokenize.NAME and not keyword.iskeyword(token.string)}


def free(name: str, taken: Collection[str]) -> str:
    """Return a name that is not taken: the name itself, or the same with a number behind it."""
    if name not in taken:
        return name
    return next(f"{name}_{number}" for number in range(2, len(taken) + 3) if f"{name}_{number}" not in taken)


def renamed(source: str, names: Mapping[str, str]) -> str:
    """Return a module with other names for some that it defines.

    A name after a dot is an attribute, and one before ``=`` within a call is a keyword: both stay. What is renamed in a
    place where it meant something else shows when the module is executed and judged, which happens afterwards in any case.

    Args:
        source: The module.
        names: The new names by the old ones.
    """
    lines = source.splitlines(keepends=True)
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    depth, changes = 0, []
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
        if token.type != tokenize.NAME or token.string not in names:
            continue
        attribute = before is not None and before.string == "."
        keyword_argument = depth > 0 and after is not None and after.string == "="
        if not attribute and not keyword_argument:
            changes.append((token.start, token.end, names[token.string]))
    for (row, start), (_, end), name in reversed(changes):
        line = lines[row - 1]
        lines[row - 1] = line[:start] + name + line[end:]
    return "".join(lines)
