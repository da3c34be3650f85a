"""Whether code repeats the inputs that it was shown: a table of answers is not a rule, and customers' texts do not belong in code."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator
from typing import Any

from pointmass.stabilize.written.contract import CheckedModule

SHORTEST = 8
"""Characters of an input at least that count as repeated; shorter ones are words that any code may hold."""


def quoted(module: CheckedModule, inputs: Iterable[Any]) -> list[str]:
    """Find the inputs that a module repeats whole: in a text of its code, a docstring or a comment.

    Upper and lower case, white space and backslashes do not count, so that a pattern repeats an input, too.

    Args:
        module: The module.
        inputs: Inputs as JSON data: texts, rows, lists of arguments; every text in them counts by itself.

    Returns:
        The texts that are repeated, each once, in the order of the inputs. Only those of eight characters or more.
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
    """Return a sum of texts as the text that it makes; empty where a part of it is not text."""
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
