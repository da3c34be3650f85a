"""The values inside of the inputs by their paths: fields, items, and one field of every item of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operators import records as ops
from pointmass.synthesis.program import UNDEFINED, Apply, Each, Literal, Node, Operator, Var
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 5
_MOST = 400
_STEP = 1.0
_EACH = 2.0
_ROUTE = 5
_ROUTES = 60
_WIDEST = 20


def paths(values: tuple[Any, ...], node: Node, loops: int) -> list[Term]:
    """Return the values inside of *values*, the cheapest paths first; at most about 400, and five levels deep.

    Args:
        values: The values of *node*, one an example.
        node: The program that gives them.
        loops: The number of variables in force.
    """
    found: list[Term] = []
    queue = [(Term(node, 0.5, values), 0)]
    while queue and len(found) < _MOST:
        source, depth = queue.pop(0)
        found.append(source)
        if depth < _DEEPEST:
            queue.extend((inner, depth + 1) for inner in _below(source, loops))
    return sorted(found, key=lambda s: s.cost)


def applied(source: Term, *steps: tuple[Operator, tuple[Any, ...], float]) -> Iterator[Term]:
    """Yield the results of each of the operators on *source*, if it is defined on every example.

    Args:
        source: The value.
        steps: The operators, each with its constants and its cost in about bits.
    """
    for operator, arguments, price in steps:
        try:
            values = tuple([operator.function(value, *arguments) for value in source.values])
        except UNDEFINED:
            continue
        yield Term(Apply(operator, (source.node, *map(Literal, arguments))), source.cost + price, values)


def gatherings(values: tuple[Any, ...], node: Node) -> list[Term]:
    """Return what is at a path of keys, with all lists on the way opened, and what has a certain key at any depth."""
    found = []
    routes = dict.fromkeys(route for value in values for route in _routes(value, _ROUTE))
    for route in list(routes)[:_ROUTES]:
        got = tuple(ops.gathered(value, *route) for value in values)
        cost = 3.0 + _STEP * len(route)
        found.append(Term(Apply(ops.GATHERED[len(route)], (node, *map(Literal, route))), cost, got))
    for name in sorted({name for route in routes for name in route})[:_ROUTES]:
        got = tuple(ops.anywhere(value, name) for value in values)
        found.append(Term(Apply(ops.ANYWHERE, (node, Literal(name))), 7.0, got))
    return found


def _routes(value: Any, depth: int) -> Iterator[tuple[str, ...]]:
    """Yield the paths of keys in *value*, at most *depth* keys long; lists on the way are opened."""
    if isinstance(value, list):
        for item in value[:_WIDEST]:
            yield from _routes(item, depth)
    elif isinstance(value, dict) and depth:
        for name, inner in value.items():
            yield (name,)
            yield from ((name, *rest) for rest in _routes(inner, depth - 1))


def _below(source: Term, loops: int) -> Iterator[Term]:
    values = source.values
    if all(isinstance(v, dict) for v in values):
        yield from _fields(source)
    elif all(isinstance(v, list) for v in values):
        yield from _items(source, loops)
    elif any(isinstance(v, dict) for v in values):
        for key in sorted({k for v in values if isinstance(v, dict) for k in v}):
            yield _step(source, ops.FIELD, key, 2.0)
    elif any(isinstance(v, list) for v in values):
        for index in (0, -1, 1, 2):
            yield _step(source, ops.ITEM_AT, index, 2.0 + abs(index))


def _fields(source: Term) -> Iterator[Term]:
    shared = [k for k in source.values[0] if all(k in v for v in source.values)]
    for key in shared:
        yield _step(source, ops.KEY, key)
    for key in sorted({k for v in source.values for k in v} - set(shared)):
        yield _step(source, ops.GET, key, 1.0)
    if len(source.values[0]) > 1 or not shared:
        yield from applied(source, (ops.VALUES, (), 3.0), (ops.KEYS, (), 3.0))


def _step(source: Term, operator: Operator, argument: Any, extra: float = 0.0) -> Term:
    return next(applied(source, (operator, (argument,), _STEP + extra)))


def _items(source: Term, loops: int) -> Iterator[Term]:
    shortest = min(len(v) for v in source.values)
    for index in (0, -1, 1, 2):
        if shortest > (max(index, 0)):
            # Linters dislike an index on a list that is made in the same expression, so a function is called there.
            listed = isinstance(source.node, Apply) and source.node.operator in (ops.VALUES, ops.KEYS)
            loose = listed or isinstance(source.node, Each)
            yield _step(source, ops.ITEM_AT if loose else ops.ITEM, index, 0.5 + abs(index))
        elif any(len(v) > max(index, 0) for v in source.values):
            yield _step(source, ops.ITEM_AT, index, 2.0 + abs(index))
    items = [i for v in source.values for i in v]
    if items and all(isinstance(i, dict) for i in items):
        for key in dict.fromkeys(k for i in items for k in i):
            shared = all(key in i for i in items)
            body = Apply(ops.KEY if shared else ops.GET, (Var(loops), Literal(key)))
            values = tuple([i.get(key) for i in v] for v in source.values)
            if shared:
                yield Term(Each(source.node, body, None, 1, "item"), source.cost + _EACH, values)
            else:
                present = tuple([i[key] for i in v if key in i] for v in source.values)
                test = Apply(ops.HAS, (Var(loops), Literal(key)))
                known = Apply(ops.KEY, (Var(loops), Literal(key)))
                yield Term(Each(source.node, known, test, 1, "item"), source.cost + _EACH + 1.0, present)
                yield Term(Each(source.node, body, None, 1, "item"), source.cost + _EACH + 1.5, values)
    elif items and any(isinstance(i, list) for i in items):
        yield from applied(source, (ops.FLAT, (), 1.5))
