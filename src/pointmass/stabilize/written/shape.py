"""Check the function, the guard and the fields that a module defines."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from pointmass.errors import clip
from pointmass.signature import show
from pointmass.spec import Spec
from pointmass.stabilize.signature import signature_of
from pointmass.stabilize.written.result_fields import record_fields

GUARD, FIELDS = "accepts", "FIELDS"


def definitions(tree: ast.Module, name: str) -> list[ast.stmt]:
    """Return the top-level statements of a module that define a name."""
    return [statement for statement in tree.body if name in _defined(statement)]


def function_faults(tree: ast.Module, spec: Spec) -> Iterator[str]:
    """Yield the faults of the function, and of the guard if there is one."""
    needed = f"def {spec.name}({', '.join(p.name for p in spec.parameters)})"
    if not definitions(tree, spec.name):
        there = [statement.name for statement in tree.body if isinstance(statement, ast.FunctionDef)]
        yield f"it defines no function {spec.name!r}; it defines {there or 'none'}, and needed is `{needed}` at the top"
    for name in (spec.name, GUARD):
        found = definitions(tree, name)
        if len(found) > 1:
            yield f"it defines {name!r} {len(found)} times, last in line {found[-1].lineno}; define it once"
        elif found and not isinstance(found[0], ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name!r} in line {found[0].lineno} is no `def`; write it as a function"
        for statement in found:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _parameter_faults(statement, spec)
                yield from _generator_faults(statement)
    yield from _rebinding_faults(tree, spec)


def declared_fields(tree: ast.Module, spec: Spec) -> tuple[tuple[str, ...] | None, list[str]]:
    """Return the names in the constant ``FIELDS``, ``None`` without one, and its faults."""
    found = definitions(tree, FIELDS)
    if not found:
        return None, []
    value = getattr(found[0], "value", None)
    names = _texts(value)
    known = record_fields(spec.returns)
    allowed = f"allowed are {list(known)}" if known else "allowed is a tuple of names of fields"
    if known is None:
        return None, [
            f"it has {FIELDS}, and {spec.name!r} returns {show(spec.returns)}, which has no fields; leave it out"
        ]
    if len(found) > 1:
        return None, [f"it sets {FIELDS} {len(found)} times; set it once"]
    if not names:
        got = clip(ast.unparse(value)) if isinstance(value, ast.expr) else "not a constant"
        return None, [f"{FIELDS} is {got}; it must be a literal tuple of strings, and {allowed}"]
    unknown = [name for name in names if known and name not in known]
    faults = [f"{FIELDS} names {unknown}, which {spec.name!r} does not return; {allowed}"] if unknown else []
    faults += [f"{FIELDS} names a field twice: {list(names)}; name each once"] if len(set(names)) < len(names) else []
    return names, faults


def _texts(value: ast.expr | None) -> tuple[str, ...]:
    """Return the texts of a literal tuple; empty for any other expression."""
    if not isinstance(value, ast.Tuple):
        return ()
    texts = [each.value for each in value.elts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return tuple(texts) if len(texts) == len(value.elts) else ()


def _defined(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return [alias.asname or alias.name.partition(".")[0] for alias in aliases]
        case ast.Assign(targets=targets):
            return [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.AugAssign(target=ast.Name(id=name)):
            return [name]
        case _:
            return []


def _parameter_faults(function: ast.FunctionDef | ast.AsyncFunctionDef, spec: Spec) -> Iterator[str]:
    given, allowed = function.args, _allowed_names(spec)
    names = [each.arg for each in (*given.posonlyargs, *given.args)]
    rest = [each.arg for each in (given.vararg, *given.kwonlyargs, given.kwarg) if each is not None]
    fits = len(names) == len(allowed) and all(name in own for name, own in zip(names, allowed, strict=True))
    if fits and not rest:
        return
    needed = f"def {function.name}({', '.join(own[0] for own in allowed)})"
    yield (
        f"{function.name!r} in line {function.lineno} takes ({ast.unparse(given)}); it is called by position with the "
        f"spec's own parameters, so write `{needed}`"
    )


def _allowed_names(spec: Spec) -> list[tuple[str, ...]]:
    """Return the names that each parameter may have: that of the spec, and that in generated code."""
    renamed = signature_of(spec).names
    return [(p.name, other) for p, other in zip(spec.parameters, renamed, strict=True)]


def _generator_faults(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            yield f"{function.name!r} yields in line {node.lineno}; it must return one result"
            return
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def _rebinding_faults(tree: ast.Module, spec: Spec) -> Iterator[str]:
    """Yield a fault for each ``global`` or ``del`` of the function, the guard or ``FIELDS``."""
    for node in ast.walk(tree):
        names: Sequence[str] = ()
        if isinstance(node, ast.Global):
            names = node.names
        elif isinstance(node, ast.Delete):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        for name in names:
            if name in (spec.name, GUARD, FIELDS):
                yield f"line {getattr(node, 'lineno', 0)} would change what {name!r} means; define it once, and leave it"
