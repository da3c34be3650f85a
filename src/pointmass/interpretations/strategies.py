"""How code was changed: what a reader sees at once (helpers, guards, comprehensions, docstrings), and groups of it.

For a spec whose input is code: hardly two answers are the same text, but they follow few strategies.
"""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.interpretations.partition import cuts, silhouette

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_MOST = 5
_CLEAR = 0.25
_MOSTLY = 0.75
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_STRUCTURE = 2.0
_STYLE = 1.0

PHRASES: dict[str, tuple[str, str, float]] = {
    "helpers": ("extracts helpers", "keeps one function", _STRUCTURE),
    "class": ("introduces a class", "no class", _STRUCTURE),
    "comprehension": ("uses comprehensions", "no comprehension", _STRUCTURE),
    "loop": ("keeps an explicit loop", "no explicit loop", _STRUCTURE),
    "guards": ("guard clauses", "nested conditions", _STRUCTURE),
    "conditional": ("conditional expressions", "no conditional expression", _STYLE),
    "try": ("catches errors", "no error handling", _STRUCTURE),
    "raise": ("validates and raises", "no validation", _STRUCTURE),
    "types": ("adds type hints", "no type hints", _STYLE),
    "documented": ("adds docstrings", "no docstrings", _STRUCTURE),
    "all documented": ("a docstring on every function", "not every function documented", _STYLE),
    "comments": ("adds comments", "no comments", _STYLE),
    "private": ("private helpers", "public helpers", _STYLE),
    "helpers first": ("helpers first", "main function first", _STYLE),
    "constants": ("names constants", "no named constants", _STYLE),
    "f-strings": ("f-strings", "no f-strings", _STYLE),
    "join": ("collects parts and joins them", "no join", _STYLE),
    "renamed": ("renames variables", "keeps variable names", _STYLE),
    "early result": ("returns from inside a condition", "one way out", _STYLE),
}
"""Per feature how it reads when present and when absent, and how much it weighs when strategies are told apart."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A group of answers that changed the code in the same way.

    Attributes:
        label: Its number among the groups found.
        reading: One line: what sets it apart, then what all groups have in common.
    """

    label: int
    reading: str


def features(tree: ast.Module, source: str, before: ast.Module) -> dict[str, bool]:
    """Return what a reader notices about changed code.

    Args:
        tree: The changed code.
        source: Its text, for the comments.
        before: The code that was given.
    """
    functions = [node for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)]
    given = {node.name for node in ast.walk(before) if isinstance(node, _FUNCTIONS)}
    helpers = [f for f in functions if f.name not in given]
    mains = [f for f in functions if f.name in given]
    documented = [ast.get_docstring(f) is not None for f in functions]
    return {
        "helpers": bool(helpers),
        "class": _has(tree, ast.ClassDef) and not _has(before, ast.ClassDef),
        "comprehension": _has(tree, *_COMPREHENSIONS),
        "loop": _has(tree, ast.For, ast.While),
        "guards": any(_guards(f) for f in functions),
        "conditional": _has(tree, ast.IfExp),
        "try": _has(tree, ast.Try),
        "raise": _has(tree, ast.Raise),
        "types": any(f.returns is not None or any(a.annotation for a in f.args.args) for f in functions),
        "documented": any(documented),
        "all documented": bool(documented) and all(documented),
        "comments": _comments(source) > 0,
        "private": bool(helpers) and all(f.name.startswith("_") for f in helpers),
        "helpers first": bool(helpers and mains) and min(f.lineno for f in helpers) < min(f.lineno for f in mains),
        "constants": any(isinstance(s, ast.Assign) for s in tree.body),
        "f-strings": _has(tree, ast.JoinedStr),
        "join": any(isinstance(n, ast.Attribute) and n.attr == "join" for n in ast.walk(tree)),
        "renamed": not _stored(before) <= _stored(tree),
        "early result": any(_early(f) for f in functions),
    }


def strategies(found: Sequence[dict[str, bool]]) -> list[Strategy]:
    """Group answers by their features: average linkage on weighted differences, at most five groups.

    One group when no partition is clear (silhouette below .25).

    Args:
        found: The features of each answer, in an order that does not depend on the order of draws.

    Returns:
        The strategy of each answer.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    names = [name for name in PHRASES if len({f[name] for f in found}) > 1]
    if not names:
        return [Strategy(0, _common(found, []) or "one strategy")] * len(found)
    table = np.array([[f[name] for name in names] for f in found], dtype=np.float64)
    weights = np.array([PHRASES[name][2] for name in names])
    away = np.abs(table[:, None, :] - table[None, :, :]) @ weights / weights.sum()
    labels = [0] * len(found)
    best = _CLEAR
    for k, cut in cuts(away, most=min(_MOST, len({tuple(row) for row in table.tolist()}))).items():
        score = silhouette(away, cut) if k > 1 else 0.0
        if score > best + 1e-9:  # rounding
            best, labels = score, cut
    member = np.array(labels)
    common = _common(found, names)
    readings = {k: _reading(table, member == k, names, common) for k in set(labels)}
    return [Strategy(label, readings[label]) for label in labels]


def _reading(table: NDArray[np.float64], own: NDArray[np.bool_], names: Sequence[str], common: str) -> str:
    inside = table[own].mean(axis=0)
    outside = table[~own].mean(axis=0) if (~own).any() else inside
    order = sorted(range(len(names)), key=lambda i: (-abs(inside[i] - outside[i]), i))
    telling = [
        _phrase(names[i], present=inside[i] >= _MOSTLY)
        for i in order
        if abs(inside[i] - outside[i]) >= 0.5 and not 1 - _MOSTLY < inside[i] < _MOSTLY  # noqa: PLR2004  # clearly apart
    ]
    apart = ", ".join(telling[:3]) or "in between"
    return f"{apart}; as all do: {common}" if common else apart


def _phrase(name: str, *, present: bool) -> str:
    there, absent, _ = PHRASES[name]
    return there if present else absent


def _common(found: Sequence[dict[str, bool]], varying: Sequence[str]) -> str:
    shared = [PHRASES[n][0] for n in PHRASES if n not in varying and found and found[0][n]]
    return ", ".join(shared[:4])


def _has(tree: ast.AST, *kinds: type[ast.AST]) -> bool:
    return any(isinstance(node, kinds) for node in ast.walk(tree))


def _guards(function: ast.AST) -> bool:
    """Whether a condition only leaves: its body is one continue, break, return or raise, and it has no else."""
    leaves = (ast.Continue, ast.Break, ast.Return, ast.Raise)
    return any(
        isinstance(node, ast.If) and not node.orelse and len(node.body) == 1 and isinstance(node.body[0], leaves)
        for node in ast.walk(function)
    )


def _early(function: ast.AST) -> bool:
    return any(
        isinstance(node, ast.If) and any(isinstance(s, ast.Return) and s.value is not None for s in node.body)
        for node in ast.walk(function)
    )


def _stored(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _comments(source: str) -> int:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return 0
    return sum(token.type == tokenize.COMMENT for token in tokens)
