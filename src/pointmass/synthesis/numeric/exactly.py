"""The same computation in decimals instead of binary fractions, so that a half is a half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.operators import arithmetic, records, rounding
from pointmass.synthesis.operators import numbers as decimals
from pointmass.synthesis.program import Apply, Each, Literal, Var

if TYPE_CHECKING:
    from pointmass.synthesis.program import Node

_COMPUTING = (
    records.ADD,
    records.SUBTRACT,
    records.MULTIPLY,
    records.DIVIDE,
    arithmetic.SIZE,
    arithmetic.NEGATIVE,
    arithmetic.LESS,
    arithmetic.MORE,
)
_OF_LISTS = (records.SUM, records.AVERAGE, records.MAX, records.MIN)


def exactly(node: Node, loops: int) -> Node:
    """Return *node*, which computes a number, computed in decimals; *loops* is the number of variables in scope."""
    match node:
        case Literal(content=float()):
            return Apply(decimals.DECIMAL, (Literal(str(node.content)),))
        case Literal():
            return node
        case Apply() if node.operator is rounding.EXACT or node.operator in _ALREADY:
            return node
        case Apply() if node.operator in _COMPUTING:
            inner = tuple(exactly(argument, loops) for argument in node.arguments)
            return Apply(node.operator, inner) if not all(isinstance(i, Literal) for i in inner) else _exact(node)
        case Apply() if node.operator in _OF_LISTS:
            return Apply(node.operator, (_items(node.arguments[0], loops),))
        case _:
            return _exact(node)


def _exact(node: Node) -> Node:
    return Apply(rounding.EXACT, (node,))


def _items(node: Node, loops: int) -> Node:
    """Return a list of numbers as a list of decimals."""
    if isinstance(node, Each):
        return Each(node.items, exactly(node.body, loops + 1), node.test, node.depth, node.name)
    return Each(node, _exact(Var(loops)), None, 1, "item")


_ALREADY = (decimals.TIMES, decimals.PLUS, decimals.SUM, decimals.DIFFERENCE, decimals.PRODUCT, decimals.QUOTIENT)
