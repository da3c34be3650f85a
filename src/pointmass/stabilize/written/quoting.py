"""Find inputs that code quotes: a table of answers is not a rule, and texts of customers do not belong in code."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator
from typing import Any

from pointmass.stabilize.written.contract import CheckedModule

SHORTEST = 8
"""The least length of an input, in characters, that counts as quoted; shorter ones are words that any code may have."""


def quoted(module: CheckedModule, inputs: Iterable[Any]) -> list[str]:
    """Find the inputs that a module quotes whole: in a string, a docstring or a comment.

    Case, white space and backslashes are ignored, so that an input in a regular expression is found, too.

    Args:
        module: The module.
        inputs: Inputs as JSON data: texts, rows, lists of arguments; every text in them counts by itself.

    Returns:
        The quoted texts, each once, in the order of the inputs; only those of eight characters or more.
    """
    wanted = dict.fromkeys(text for given in inputs for text in _texts(given) if len(text.strip()) >= SHORTEST)
    held = [_bare(text) for text in (*_literals(ast.parse(module.source)), *_comments(module.source))]
    return [text for text in wanted if any(_bare(text) in each for each in held)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _bare(text: str) -> str:
    return " ".join(text.replace("\\", "").casefold().split())


def _literals(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.Constant(value=bytes(data)):
                yield data.decode("utf-8", "replace")
            case ast.BinOp(op=ast.Add()):
                yield _joined(node)
            case ast.JoinedStr(values=parts):
                yield "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
            case _:
                pass


def _joined(node: ast.expr) -> str:
    """Return the value of a sum of string literals; the empty text if a part is something else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)):
        return ""
    left, right = _joined(node.left), _joined(node.right)
    return left + right if left and right else ""


def _comments(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
