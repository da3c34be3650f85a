"""What can be made of a list: another order, a part, some of its items, one value of each of them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.conditions import conditions
from pointmass.synthesis.numeric.source import is_number
from pointmass.synthesis.operators import records as ops
from pointmass.synthesis.operators import text
from pointmass.synthesis.program import Apply, Each, Literal, Node, Operator, Var
from pointmass.synthesis.records.paths import paths
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

# The parts of a list that are tried: from an item to another, and every second or third.
_CUTS = [
    *((ops.BETWEEN, start, end) for start in (1, 2, 3, -2, -3) for end in (2, 3, 4, 5, 6, 9, -1, -2)),
    *((ops.EVERY, start, step) for start in (0, 1, 2) for step in (2, 3)),
]
_INNER = 30
_CONDITIONS = 600
_FIELDS = 10


def projected(source: Term, loops: int) -> Iterator[Term]:
    """Yield what every item holds at a path, without the items that hold nothing there."""
    items = tuple(i for v in source.values for i in v)
    if not items or not any(isinstance(i, dict | list) for i in items):
        return
    for inner in paths(items, Var(loops), loops + 1)[1:_INNER]:
        found = iter(inner.values)
        values = tuple([next(found) for _ in v] for v in source.values)
        each = Each(source.node, inner.node, None, 1, "item")
        if all(v is not None for v in inner.values):
            yield Term(each, source.cost + inner.cost + 1.0, values)
        else:
            present = tuple([i for i in v if i is not None] for v in values)
            yield Term(Apply(ops.PRESENT, (each,)), source.cost + inner.cost + 2.0, present)


def arranged(source: Term, loops: int) -> Iterator[Term]:
    """Yield the list in another order, cut, or without repeats."""
    for operator in (ops.REVERSED, ops.SORTED, ops.SORTED_DOWN, ops.UNIQUE, ops.FLAT, ops.PRESENT, ops.ACCUMULATED):
        yield from _tried(source, operator)
    for operator, number in itertools.product((ops.FROM, ops.UNTIL), (1, 2, 3, -1)):
        yield from _tried(source, operator, number)
    for operator, first, second in _CUTS:
        yield from _tried(source, operator, first, second)
    yield from ordered(source, loops)


def ordered(source: Term, loops: int) -> Iterator[Term]:
    """Yield the objects of a list in the order of one of their fields."""
    items = [i for v in source.values for i in v]
    if not items or not all(isinstance(i, dict) for i in items):
        return
    for key in [k for k in items[0] if all(k in i for i in items)]:
        keys = Each(source.node, Apply(ops.KEY, (Var(loops), Literal(key))), None, 1, "item")
        for operator in (ops.SORTED_BY, ops.SORTED_DOWN_BY):
            try:
                values = tuple(operator.function(v, [i[key] for i in v]) for v in source.values)
            except TypeError:
                continue
            yield Term(Apply(operator, (source.node, keys)), source.cost + 4.0, values)


def normalized(source: Term, loops: int) -> Iterator[Term]:
    """Yield the list without repeats or in order, and then in another order or cut; its texts in one case before that."""
    items = [i for v in source.values for i in v]
    cased = [source]
    if items and all(isinstance(i, str) for i in items):
        cased += [_each(source, steps, loops) for steps in _CASES]
    for one in cased:
        for operator in (ops.UNIQUE, ops.PRESENT, ops.SORTED, ops.SORTED_DOWN):
            for first in _tried(one, operator):
                if first.values == one.values:
                    continue
                yield first
                for then in (ops.SORTED, ops.SORTED_DOWN, ops.UNIQUE, ops.REVERSED):
                    yield from _tried(first, then)
                for number in (1, 2, 3, 5, 10, -1):
                    yield from _tried(first, ops.UNTIL, number)


def _each(source: Term, steps: tuple[Operator, ...], loops: int) -> Term:
    body: Node = Var(loops)
    for step in steps:
        body = Apply(step, (body,))
    node = Each(source.node, body, None, 1, "item")
    values = tuple([_after(i, steps) for i in v] for v in source.values)
    return Term(node, source.cost + 2.0 + len(steps), values)


def _after(item: Any, steps: tuple[Operator, ...]) -> Any:
    for step in steps:
        item = step.function(item)
    return item


_CASES = ((text.LOWER,), (text.STRIP,), (text.STRIP, text.LOWER), (text.UPPER,), (text.STRIP, text.UPPER))


def _tried(source: Term, operator: Operator, *arguments: Any) -> Iterator[Term]:
    try:
        values = tuple(operator.function(v, *arguments) for v in source.values)
    except (TypeError, ValueError, ArithmeticError):
        return
    node = Apply(operator, (source.node, *map(Literal, arguments)))
    yield Term(node, source.cost + 2.0 + len(arguments), values)


def filtered(source: Term, loops: int) -> Iterator[Term]:
    """Yield the list with only the items that meet a condition on a field (or on the item itself)."""
    items = tuple(i for v in source.values for i in v)
    if not items:
        return
    for term in conditions(paths(items, Var(loops), loops + 1)[:30], inside=True)[:_CONDITIONS]:
        marks = iter(term.values)
        values = tuple([i for i in v if next(marks)] for v in source.values)
        yield Term(Each(source.node, Var(loops), term.node, 1, "item"), source.cost + 5.0, values)


def computed(source: Term, loops: int) -> Iterator[Term]:
    """Yield the products and sums of two fields of every item."""
    items = [i for v in source.values for i in v]
    if not items or not all(isinstance(i, dict) for i in items):
        return
    keys = [k for k in items[0] if all(k in i and is_number(i[k]) for i in items)][:_FIELDS]
    for left, right in itertools.combinations(keys, 2):
        for operator in (ops.MULTIPLY, ops.ADD):
            values = tuple([operator.function(i[left], i[right]) for i in v] for v in source.values)
            both = tuple(Apply(ops.KEY, (Var(loops), Literal(key))) for key in (left, right))
            yield Term(Each(source.node, Apply(operator, both), None, 1, "item"), source.cost + 5.0, values)
