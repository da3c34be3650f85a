"""Source as a fingerprint: what is left when names, docstrings, annotations, comments and formatting are taken away.

Equal fingerprints are the same program up to the names in it; different ones may still behave alike, which only running
them tells. Nothing is run or compiled here.
"""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST = 200_000
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


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


def form_of_code(tree: ast.Module) -> str:
    """Return source that all programs share that are equal up to names, docstrings and annotations.

    Plain functions stand in the order in which they are used. Names that the source binds are numbered in the order in
    which they come; what it only uses (builtins, attributes, imported names) stays. Imports count: one that fails takes the
    program with it.

    Args:
        tree: A parsed module; it is changed.

    Raises:
        RecursionError: The source is nested too deeply.
    """
    bare = _Bare().visit(ast.Module(body=_undocumented(tree.body), type_ignores=[]))
    bare.body = _in_order_of_use(bare.body)
    return ast.unparse(ast.fix_missing_locations(_renamed(bare)))


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


def _renamed(module: ast.Module) -> ast.Module:
    """Number the names of the module, and those of each of its functions and classes on their own."""
    outer: dict[str, str] = {}
    scopes = [s for s in module.body if isinstance(s, _SCOPES)]
    for statement in module.body:
        names = [statement.name] if isinstance(statement, _SCOPES) else _bound(statement)
        for name in names:
            outer.setdefault(name, f"v{len(outer)}")
    inner = {scope.name: {name: f"a{i}" for i, name in enumerate(_bound(scope))} for scope in scopes}
    for statement in module.body:
        name = statement.name if isinstance(statement, _SCOPES) else ""
        _Rename(outer | inner.get(name, {}), inner).visit(statement)
        if isinstance(statement, _SCOPES):
            statement.name = outer[name]
    return module


def _bound(root: ast.AST) -> list[str]:
    """List the names that are bound inside, in reading order, without those declared global."""
    names: dict[str, None] = {}
    shared: set[str] = set()
    for node in _in_reading_order(root):
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.ExceptHandler(name=str(name)):
                names[name] = None
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                if node is not root:
                    names[name] = None
            case ast.Global(names=declared):
                shared.update(declared)
    return [name for name in names if name not in shared]


def _in_reading_order(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _in_reading_order(child)


class _Rename(ast.NodeTransformer):
    """Give every bound name its number."""

    def __init__(self, names: dict[str, str], inner: dict[str, dict[str, str]]) -> None:
        self.names = names
        self.inner = inner

    def visit_Name(self, node: ast.Name) -> ast.AST:  # ast's name
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self.names.get(node.arg, node.arg)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:  # ast's name
        parameters = self.inner.get(node.func.id, {}) if isinstance(node.func, ast.Name) else {}
        for keyword in node.keywords:
            keyword.arg = parameters.get(keyword.arg, keyword.arg) if keyword.arg else None
        return self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> ast.AST:  # ast's name
        node.names = [self.names.get(name, name) for name in node.names]
        return node

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.AST:  # ast's name
        node.names = [self.names.get(name, name) for name in node.names]
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:  # ast's name
        node.name = self.names.get(node.name, node.name) if node.name else None
        return self.generic_visit(node)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, _SCOPES) and node.name in self.names:
            node.name = self.names[node.name]
        return super().generic_visit(node)


def _in_order_of_use(body: list[ast.stmt]) -> list[ast.stmt]:
    """Put plain functions in the order in which they are used, callers first; any other body is left as it is.

    Where a module only defines functions, each once, without decorators and defaults, their order changes nothing.
    """
    functions = {s.name: s for s in body if isinstance(s, ast.FunctionDef)}
    plain = all(
        isinstance(s, ast.FunctionDef) and not (s.decorator_list or s.args.defaults or any(s.args.kw_defaults))
        for s in body
    )
    if not plain or len(functions) < len(body):
        return body
    used = {
        name: [n.id for n in ast.walk(f) if isinstance(n, ast.Name) and n.id in functions and n.id != name]
        for name, f in functions.items()
    }
    called = {callee for callees in used.values() for callee in callees}
    waiting = [name for name in functions if name not in called]
    ordered: dict[str, ast.stmt] = {}
    while waiting or len(ordered) < len(functions):
        name = waiting.pop(0) if waiting else next(n for n in functions if n not in ordered)
        if name not in ordered:
            ordered[name] = functions[name]
            waiting.extend(used[name])
    return list(ordered.values())


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
