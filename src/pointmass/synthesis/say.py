"""Describe in words what a program does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.literals import literal
from pointmass.synthesis.program import Apply, Array, Cases, Concat, Constant, Each, Fields, Literal, Named, Node, Var

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem

_LONGEST = 240


def say(node: Node, task: Problem) -> str:
    """Return the steps of *node* in one line; after about 240 characters it only says that there are more steps."""
    words = said(node, task.signature.names)
    if len(words) <= _LONGEST:
        return words
    cut = max(words.rfind(", ", 0, _LONGEST), words.rfind("; ", 0, _LONGEST))
    return f"{words[:cut]}, and more steps" if cut > 0 else words[: _LONGEST - 3] + "..."


def said(node: Node, names: tuple[str, ...]) -> str:  # noqa: C901, PLR0911 - one return per kind of node
    """Return all steps of *node* in one line; *names* are the names of its variables."""
    match node:
        case Var():
            return names[node.index] if node.index < len(names) else "item"
        case Literal():
            return f'"{node.content}"' if node.regex else literal(node.content)
        case Constant():
            return node.name
        case Named():
            return said(node.node, names)
        case Apply():
            return node.operator.words.format(*(said(a, names) for a in node.arguments)) or node.operator.name
        case Concat():
            return ", then ".join(said(p, names) for p in node.parts)
        case Each():
            kept = f" where {said(node.test, names)}" if node.test is not None else ""
            body = "" if isinstance(node.body, Var) else f"{said(node.body, names)} for "
            return f"{body}each item of {said(node.items, names)}{kept}"
        case Cases():
            cases = [f"{said(c.node, names)} if {said(c.test, names)}" for c in node.cases]
            return ", else ".join([*cases, said(node.default, names)] if node.default is not None else cases)
        case Fields():
            return "; ".join(f"{k}: {said(n, names)}" for k, n in node.fields)
        case Array():
            return ", ".join(said(n, names) for n in node.items)
