"""Round what was computed as the outputs are rounded: to decimals or to a step, halves up or to the even digit."""

from __future__ import annotations

import functools
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.exactly import exactly
from pointmass.synthesis.numeric.source import decimals_of, same
from pointmass.synthesis.operators import arithmetic, records, rounding
from pointmass.synthesis.operators import numbers as decimal
from pointmass.synthesis.program import UNDEFINED, Apply, Literal
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.program import Env, Node

_MOST_DECIMALS = 4
_ROUNDING = 2.5
_STEP = 3.5
# How far above a half a difference may be by what binary fractions lose.
_SLACK = 1e-6
_FEWEST_STEPS = 4


class Rounding:
    """How the outputs of some examples may have been rounded."""

    def __init__(self, envs: Sequence[Env], outputs: Sequence[Any]) -> None:
        self._envs = envs
        self._outputs = outputs
        self.whole = all(isinstance(o, int) for o in outputs)
        self.decimals = 0 if self.whole else max(map(decimals_of, outputs))
        self.possible = self.decimals <= _MOST_DECIMALS
        self.step = _step(outputs, self.decimals) if self.possible else Fraction(1)
        self._floats = tuple(float(o) for o in outputs)

    @property
    def half(self) -> Fraction:
        """Half the distance between two outputs that are neighbours."""
        return self.step / 2

    def ways(self, source: Term) -> Iterator[Term]:
        """Yield the ways to round *source* that give every output."""
        if not self.possible:
            return
        far = [value - output for value, output in zip(source.values, self._floats, strict=True)]
        unit = float(self.step)
        if all(abs(f) <= unit / 2 + _SLACK for f in far):
            nodes = self._stepped(source.node) if self._has_step() else self._nearest(source.node)
            price = _STEP if self._has_step() else _ROUNDING
            yield from self._right(source, nodes, price)
        elif self.whole and not self._has_step():
            if all(-_SLACK <= f < 1 + _SLACK for f in far):
                yield from self._right(source, [Apply(arithmetic.FLOOR, (source.node,))], _ROUNDING)
            if all(-1 - _SLACK < f <= _SLACK for f in far):
                yield from self._right(source, [Apply(arithmetic.CEILING, (source.node,))], _ROUNDING)

    def _has_step(self) -> bool:
        return self.step != Fraction(1, 10**self.decimals)

    def _nearest(self, node: Node) -> list[Node]:
        exact = exactly(node, len(self._envs[0]))
        if self.whole:
            return [Apply(arithmetic.ROUNDED, (node,)), Apply(rounding.WHOLE_HALF_UP, (exact,))]
        places = Literal(self.decimals)
        return [
            Apply(arithmetic.ROUNDED_TO, (node, places)),
            Apply(rounding.HALF_UP, (exact, places)),
            Apply(rounding.HALF_EVEN, (exact, places)),
        ]

    def _stepped(self, node: Node) -> list[Node]:
        """Return the multiples of a step nearest to *node*."""
        width = len(self._envs[0])
        if self.whole:
            step = Literal(int(self.step))
            parts = [arithmetic.ROUNDED, rounding.WHOLE_HALF_UP]
            inner: list[Node] = [
                Apply(records.DIVIDE, (node, step)),
                Apply(records.DIVIDE, (exactly(node, width), step)),
            ]
            rounded = [Apply(part, (one,)) for part, one in zip(parts, inner, strict=True)]
            return [Apply(records.MULTIPLY, (one, step)) for one in rounded]
        size, shown = Literal(float(self.step)), Apply(decimal.DECIMAL, (Literal(str(float(self.step))),))
        counts: list[Node] = [
            Apply(arithmetic.ROUNDED, (Apply(records.DIVIDE, (node, size)),)),
            Apply(rounding.WHOLE_HALF_UP, (Apply(records.DIVIDE, (exactly(node, width), shown)),)),
        ]
        return [
            Apply(arithmetic.ROUNDED_TO, (Apply(records.MULTIPLY, (count, size)), Literal(self.decimals)))
            for count in counts
        ]

    def _right(self, source: Term, nodes: Sequence[Node], price: float) -> Iterator[Term]:
        for place, node in enumerate(nodes):
            try:
                values = tuple(node.value(env) for env in self._envs)
            except UNDEFINED:
                continue
            if all(same(v, o) for v, o in zip(values, self._outputs, strict=True)):
                yield Term(node, source.cost + price + 0.5 * place, values)


def _step(outputs: Sequence[Any], decimals: int) -> Fraction:
    """Return the distance of which all *outputs* are multiples: 0.05 for amounts paid in coins."""
    counts = {round(abs(o) * 10**decimals) for o in outputs}
    common = functools.reduce(math.gcd, counts, 0)
    # Of few outputs a step is chance.
    return Fraction(common if common and len(counts) > _FEWEST_STEPS else 1, 10**decimals)
