"""One value or another: what stands in where a field is missing, null or empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operators import records as ops
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import UNDEFINED, Apply, Env, Literal, Node
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST = 8
_OTHERS = 20


def either(sources: Sequence[Term], envs: Sequence[Env], outputs: Sequence[Any]) -> Iterator[Term]:
    """Yield fields that lack something on some examples, with another field or a constant in its place."""
    open_ = [s for s in sources if any(map(_says_nothing, s.values)) and not all(map(_says_nothing, s.values))]
    for source in [s for s in open_ if all(map(_is_scalar, s.values))][:_MOST]:
        gaps = [i for i, v in enumerate(source.values) if _says_nothing(v)]
        said = {canonical(outputs[i]): outputs[i] for i in gaps}
        others: list[tuple[Node, float]] = []
        if len(said) == 1 and all(map(_is_scalar, said.values())):
            (constant,) = said.values()
            others.append((Literal(constant), 1.0))
        others += [
            (other.node, other.cost)
            for other in [s for s in sources if s is not source][:_OTHERS]
            if all(_is_scalar(other.values[i]) and not _says_nothing(other.values[i]) for i in gaps)
        ]
        for node, price in others:
            yield from _made(source, node, price, envs)


def is_either(node: Node) -> bool:
    """Whether a program is one of those that `either` yields."""
    return isinstance(node, Apply) and node.operator in (ops.OR_ELSE, ops.GET_OR)


def _made(source: Term, other: Node, price: float, envs: Sequence[Env]) -> Iterator[Term]:
    ways: list[Node] = [Apply(ops.OR_ELSE, (source.node, other))]
    if isinstance(source.node, Apply) and source.node.operator is ops.GET:
        ways.insert(0, Apply(ops.GET_OR, (*source.node.arguments, other)))
    for place, node in enumerate(ways):
        try:
            values = tuple(node.value(env) for env in envs)
        except UNDEFINED:
            continue
        if not any(v is None for v in values):
            yield Term(node, source.cost + price + 0.5 + 0.3 * place, values)


def _says_nothing(value: Any) -> bool:
    return value is None or value == ""


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)
