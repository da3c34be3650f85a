"""Source as a fingerprint: what is left when names, docstrings, annotations, comments and formatting are taken away.

Equal fingerprints are the same program up to the names in it; different ones may still behave alike: that only running
them tells. Nothing is run or compiled here.
"""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 200_000


def parse_source(source: str) -> ast.Module | None:
    """Parse Python source without compiling it; ``None`` when it does not parse.

    An indented text is taken as the body of a function whose head stands in the prompt, and what follows it.

    Args:
        source: Source without a Markdown fence.
    """
    if len(source) > _LONGEST:
        return None
    tree = _parse(source)
    if tree is None and source.lstrip("\n")[:1] in {" ", "\t"}:
        tree = _parse("def _():\n" + source)
    return tree


def fingerprint(tree: ast.Module) -> str:
    """Return source that all programs share that are equal up to names, docstrings and annotations.

    Names that the source binds are numbered in the order in which they come; what it only uses (builtins, attributes,
    imported names) stays. Imports count: one that fails takes the program with it.

    Args:
        tree: A parsed module; it is changed.

    Raises:
        RecursionError: The source is nested too deeply.
    """
    bare = _Bare().visit(ast.Module(body=_undocumented(tree.body), type_ignores=[]))
    names: dict[str, str] = {}
    _Bound(names).visit(bare)
    return ast.unparse(ast.fix_missing_locations(_Rename(names).visit(bare)))


class _Bare(ast.NodeTransformer):
    """Take away docstrings and annotations."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:  # ast's name
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:  # ast's name
        return self._function(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:  # ast's name
        node.body = _undocumented(node.body)
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:  # ast's name
        if node.value is None:
            return ast.Pass()
        return self.generic_visit(ast.Assign(targets=[node.target], value=node.value))

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.returns = None
        node.body = _undocumented(node.body)
        return self.generic_visit(node)


class _Bound(ast.NodeVisitor):
    """Number the names that the source binds, in reading order."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:  # ast's name
        self._bind(node.name)
        self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:  # ast's name
        self._bind(node.name)
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:  # ast's name
        self._bind(node.name)
        self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> None:
        self._bind(node.arg)

    def visit_Name(self, node: ast.Name) -> None:  # ast's name
        if isinstance(node.ctx, ast.Store):
            self._bind(node.id)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:  # ast's name
        if node.name:
            self._bind(node.name)
        self.generic_visit(node)

    def _bind(self, name: str) -> None:
        self.names.setdefault(name, f"v{len(self.names)}")


class _Rename(ast.NodeTransformer):
    """Give every bound name its number."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:  # ast's name
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self.names.get(node.arg, node.arg)
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            node.name = self.names.get(node.name, node.name)
        elif isinstance(node, ast.ExceptHandler):
            node.name = None if node.name is None else self.names.get(node.name, node.name)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            node.names = [self.names.get(name, name) for name in node.names]
        elif isinstance(node, ast.keyword) and node.arg:
            node.arg = self.names.get(node.arg, node.arg)
        return super().generic_visit(node)


def _undocumented(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    first = body[0] if body else None
    documented = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return list(body[1:] if documented else body) or [ast.Pass()]


def _parse(source: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an odd escape in somebody else's source is not our user's concern
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
