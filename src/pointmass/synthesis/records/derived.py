"""Numbers and texts that are made of a whole list: how many, their sum, the longest, all of them joined."""

from __future__ import annotations

import itertools
import statistics
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.source import is_number
from pointmass.synthesis.operators import lists as list_ops
from pointmass.synthesis.operators import records as ops
from pointmass.synthesis.program import Apply, Each, Literal, Node, Operator, Var
from pointmass.synthesis.records.arrange import computed, filtered
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

_LISTS = 12
_GLUES = (", ", ",", " ", "; ", ";", " | ", "|", "-", " - ", "/", " / ", "\n", "", "_", ".", " and ", " & ", "+", " > ")
_UNDEFINED = (TypeError, ValueError, ArithmeticError, statistics.StatisticsError)


def numbers_of(sources: Sequence[Term], loops: int) -> Iterator[Term]:
    """Yield the numbers that are made of the lists among *sources*, the plainest first."""
    named = {s.node.arguments[0] for s in sources if isinstance(s.node, Apply) and s.node.operator is ops.KEY}
    lists = [s for s in sources if all(isinstance(v, list) for v in s.values) and not is_of_fields(s, named)][:_LISTS]
    for source in lists:
        yield from _applied(ops.LENGTH, source, 1.0)
        if _all(source, is_number):
            for operator, price in _OF_NUMBERS:
                yield from _applied(operator, source, price)
    for source in lists:
        if _all(source, lambda i: isinstance(i, dict)):
            for made in computed(source, loops):
                for operator, price in _OF_NUMBERS[:4]:
                    yield from _applied(operator, made, price)
        elif not _all(source, lambda i: isinstance(i, list)):
            for unique in _applied(ops.UNIQUE, source, 1.0):
                yield from _applied(ops.LENGTH, unique, 1.0)


_OF_NUMBERS: tuple[tuple[Operator, float], ...] = (
    (ops.SUM, 1.0),
    (ops.MAX, 1.0),
    (ops.MIN, 1.0),
    (ops.AVERAGE, 1.5),
    (ops.MEDIAN, 1.5),
)


def counted(source: Term, loops: int) -> Iterator[Term]:
    """Yield how many items of a list meet a condition, and what those that do sum up to."""
    for part in filtered(source, loops):
        yield from _applied(ops.LENGTH, part, 1.0)
        if _all(part, is_number):
            yield from _applied(ops.SUM, part, 1.0)


def texts_of(sources: Sequence[Term], loops: int, outputs: Sequence[str]) -> Iterator[Term]:
    """Yield the texts that are made of the lists of texts among *sources*, where the outputs hold them."""
    for source in [s for s in sources if all(isinstance(v, list) for v in s.values) and not is_of_fields(s)][:_LISTS]:
        if not any(source.values) or not _all(source, lambda i: isinstance(i, str | int) and not isinstance(i, bool)):
            continue
        texts = source
        if not _all(source, lambda i: isinstance(i, str)):
            node = Each(source.node, Apply(ops.TEXT, (Var(loops),)), None, 1, "item")
            texts = Term(node, source.cost + 1.0, tuple([str(i) for i in v] for v in source.values))
        for operator in (ops.LONGEST, ops.SHORTEST, ops.MAX, ops.MIN) if texts is source else ():
            yield from _applied(operator, texts, 2.0)
        for part in (texts, *_parts(texts)):
            yield from _joined(part, outputs)


def is_of_fields(source: Term, named: Container[Node] | None = None) -> bool:
    """Whether a list is what the fields of an object hold, whatever they are called; of one of the *named* objects, if any."""
    node = source.node
    while isinstance(node, Apply | Each):
        if isinstance(node, Apply) and node.operator is ops.VALUES:
            return named is None or node.arguments[0] in named
        node = node.items if isinstance(node, Each) else node.arguments[0]
    return False


def _parts(texts: Term) -> Iterator[Term]:
    for operator, price in ((ops.SORTED, 1.5), (ops.UNIQUE, 1.5), (ops.REVERSED, 1.5)):
        yield from _applied(operator, texts, price)
    for number, operator in itertools.product((-1, 1), (ops.UNTIL, ops.FROM)):
        values = tuple(operator.function(v, number) for v in texts.values)
        if (number == -1) == (operator is ops.UNTIL):
            yield Term(Apply(operator, (texts.node, Literal(number))), texts.cost + 2.0, values)


def _joined(texts: Term, outputs: Sequence[str]) -> Iterator[Term]:
    for place, glue in enumerate(_GLUES):
        values = tuple(glue.join(v) for v in texts.values)
        if all(v in o for v, o in zip(values, outputs, strict=True)) and any(len(v) > 1 for v in texts.values):
            yield Term(Apply(list_ops.JOIN, (Literal(glue), texts.node)), texts.cost + 2.0 + 0.1 * place, values)


def _applied(operator: Operator, source: Term, price: float) -> Iterator[Term]:
    try:
        values = tuple(operator.function(v) for v in source.values)
    except _UNDEFINED:
        return
    node: Node = Apply(operator, (source.node,))
    yield Term(node, source.cost + price, values)


def _all(source: Term, kind: Any) -> bool:
    return all(kind(item) for value in source.values for item in value)
