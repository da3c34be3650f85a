"""Ranges in the outputs: two ends that belong together, with what stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pointmass.synthesis.operators import text
from pointmass.synthesis.program import Concat, Literal, Node, children, size

if TYPE_CHECKING:
    from pointmass.synthesis.strings.pool import Pool

End: TypeAlias = tuple[tuple[str, ...], Node]

_LONGEST_GLUE = 8
# What the search takes off for a step that a program takes twice: here it is counted once to begin with.
_SHARED = 2.0
# Ends that belong together are likelier than two pieces that happen to fit.
_TOGETHER = 2.0


def glued(pool: Pool, low: End, high: End, cost: float) -> None:
    """Offer both ends as one piece, where the same text stands between them in every output."""
    (lows, first), (highs, last) = low, high
    output = pool.folded[0]
    for glue in _glues(output, lows[0].lower(), highs[0].lower()):
        values = tuple(f"{a}{glue}{b}" for a, b in zip(lows, highs, strict=True))
        if all(v.lower() in f for v, f in zip(values, pool.folded, strict=True)):
            price = (
                cost
                + _SHARED * _shared(first, last)
                + 0.5
                + 0.5 * len(glue.strip())
                + 1.0 * sum(c.isalnum() for c in glue)
            )
            pool.add(values, price, text.STR, Concat((first, Literal(glue), last)))
            return


def _glues(output: str, low: str, high: str) -> list[str]:
    """Return what may stand between *low* and *high* in *output*."""
    found = []
    start = output.find(low)
    while start >= 0:
        end = start + len(low)
        at = output.find(high, end + 1)
        if 0 < at - end <= _LONGEST_GLUE:
            found.append(output[end:at])
        start = output.find(low, start + 1)
    return found


def _shared(first: Node, last: Node) -> int:
    """Return how many steps of *last* are steps of *first* as well."""
    known = set(_steps(first))
    return sum(step in known for step in _steps(last))


def _steps(node: Node) -> list[Node]:
    own = [node] if size(node) > 2 else []  # noqa: PLR2004 - as in the search
    return own + [step for child in children(node) for step in _steps(child)]
