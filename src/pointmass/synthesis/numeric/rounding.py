"""Round numbers as the outputs are rounded: to decimals or to multiples of a step, halves up or to the even digit."""

from __future__ import annotations

import functools
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.number_values import same
from pointmass.synthesis.operators import arithmetic, numbers, records, rounding
from pointmass.synthesis.operators.familiar import decimals_of
from pointmass.synthesis.program import UNDEFINED, Apply, Each, Literal, Node, Var
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.program import Env

_COMPUTING = (
    *(records.ADD, records.SUBTRACT, records.MULTIPLY, records.DIVIDE),
    *(arithmetic.SIZE, arithmetic.NEGATIVE, arithmetic.LESS, arithmetic.MORE),
)
_OF_LISTS = (records.SUM, records.AVERAGE, records.MAX, records.MIN)
_ALREADY = (rounding.EXACT, numbers.TIMES, numbers.PLUS)
_MOST_DECIMALS = 4
_ROUNDING = 2.5
_STEP = 3.5
# Tolerance for errors of binary fractions.
_SLACK = 1e-6
_FEWEST_STEPS = 4


class Rounding:
    """How the outputs of some examples may have been rounded.

    Args:
        envs: The inputs, in order.
        outputs: The outputs, which are numbers.

    Attributes:
        envs: The inputs, in order.
        outputs: The outputs.
        whole: Whether all outputs are ints.
        possible: Whether they have at most four decimals, so that they may have been rounded.
        half: Half the distance between two neighbouring rounded numbers.
    """

    def __init__(self, envs: Sequence[Env], outputs: Sequence[Any]) -> None:
        self.envs = envs
        self.outputs = outputs
        self.whole = all(isinstance(o, int) for o in outputs)
        self._decimals = 0 if self.whole else max(map(decimals_of, outputs))
        self.possible = self._decimals <= _MOST_DECIMALS
        self._step = _step(outputs, self._decimals) if self.possible else Fraction(1)
        self.half = self._step / 2
        self._floats = tuple(float(o) for o in outputs)

    def ways(self, source: Term) -> Iterator[Term]:
        """Yield the ways to round *source* that give every output exactly."""
        far = [value - output for value, output in zip(source.values, self._floats, strict=True)]
        stepped = self._step != Fraction(1, 10**self._decimals)
        low, high = min(far), max(far)
        nodes: list[Node] = []
        if not self.possible:
            return
        if max(-low, high) <= self.half + _SLACK:
            nodes = self._stepped(source.node) if stepped else self._nearest(source.node)
        elif self.whole and not stepped and low >= -_SLACK and high < 1 + _SLACK:
            nodes = [Apply(arithmetic.FLOOR, (source.node,))]
        elif self.whole and not stepped and low > -1 - _SLACK and high <= _SLACK:
            nodes = [Apply(arithmetic.CEILING, (source.node,))]
        for place, node in enumerate(nodes):
            try:
                values = tuple([node.value(env) for env in self.envs])
            except UNDEFINED:
                continue
            if all(same(v, o) for v, o in zip(values, self.outputs, strict=True)):
                yield Term(node, source.cost + (_STEP if stepped else _ROUNDING) + 0.5 * place, values)

    def _nearest(self, node: Node) -> list[Node]:
        exact = exactly(node, len(self.envs[0]))
        if self.whole:
            return [Apply(arithmetic.ROUNDED, (node,)), Apply(rounding.WHOLE_HALF_UP, (exact,))]
        places = Literal(self._decimals)
        return [
            Apply(operator, (number, places))
            for operator, number in (
                (arithmetic.ROUNDED_TO, node),
                (rounding.HALF_UP, exact),
                (rounding.HALF_EVEN, exact),
            )
        ]

    def _stepped(self, node: Node) -> list[Node]:
        """Return programs for the multiple of the step nearest to *node*, with different roundings of halves."""
        step = Literal(int(self._step) if self.whole else float(self._step))
        parts = Apply(records.DIVIDE, (node, step))
        counts = (
            Apply(arithmetic.ROUNDED, (parts,)),
            Apply(rounding.WHOLE_HALF_UP, (exactly(parts, len(self.envs[0])),)),
        )
        made: list[Node] = [Apply(records.MULTIPLY, (count, step)) for count in counts]
        return made if self.whole else [Apply(arithmetic.ROUNDED_TO, (one, Literal(self._decimals))) for one in made]


def _step(outputs: Sequence[Any], decimals: int) -> Fraction:
    """Return the greatest number of which all *outputs* are multiples, such as 0.05 for amounts in coins."""
    counts = {round(abs(o) * 10**decimals) for o in outputs}
    common = functools.reduce(math.gcd, counts, 0)
    # With few different outputs, a common step may be chance.
    return Fraction(common if common and len(counts) > _FEWEST_STEPS else 1, 10**decimals)


def exactly(node: Node, loops: int) -> Node:
    """Return *node*, which gives a number, rewritten to compute with `Decimal`; *loops* is the number of variables."""
    match node:
        case Literal(content=float()):
            return Apply(numbers.DECIMAL, (Literal(str(node.content)),))
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
