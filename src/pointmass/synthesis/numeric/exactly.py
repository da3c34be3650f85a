"""The same computation in decimals instead of binary fractions, so that a half is a half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.operators import arithmetic, records, rounding
from pointmass.synthesis.operators import numbers as decimals
from pointmass.synthesis.program import Apply, Each, Literal, Var

if TYPE_CHECKING:
    from pointmass.synthesis.program import Node

_COMPUTING = (
    *(records.ADD, records.SUBTRACT, records.MULTIPLY, records.DIVIDE),
    *(arithmetic.SIZE, arithmetic.NEGATIVE, arithmetic.LESS, arithmetic.MORE),
)
_OF_LISTS = (records.SUM, records.AVERAGE, records.MAX, records.MIN)
_ALREADY = (rounding.EXACT, decimals.TIMES, decimals.PLUS)


def exactly(node: Node, loops: int) -> Node:
    """Return *node*, which computes a number, computed in decimals; *loops* is the number of variables in scope."""
    match node:
        case Literal(content=float()):
            return Apply(decimals.DECIMAL, (Literal(str(node.content)),))
        case _ if isinstance(node, Literal) or (isinstance(node, Apply) and node.operator in _ALREADY):
            return node
        case Apply() if node.operator in _COMPUTING and not all(isinstance(a, Literal) for a in node.arguments):
            return Apply(node.operator, tuple(exactly(argument, loops) for argument in node.arguments))
        case Apply() if node.operator in _OF_LISTS:
            items = node.arguments[0]
            if isinstance(items, Each):
                body = exactly(items.body, loops + 1)
                return Apply(node.operator, (Each(items.items, body, items.test, items.depth, items.name),))
            return Apply(node.operator, (Each(items, Apply(rounding.EXACT, (Var(loops),))),))
        case _:
            return Apply(rounding.EXACT, (node,))
