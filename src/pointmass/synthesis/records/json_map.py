"""Learn JSON → JSON top-down: a path, a record of learned fields, a list mapped or filtered, a text, a number."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from pointmass.synthesis import typed
from pointmass.synthesis.operators import records as ops
from pointmass.synthesis.operators import tests
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import Apply, Array, Each, Literal, Node, Operator, Record, Var, replaced
from pointmass.synthesis.records.paths import Source, paths
from pointmass.synthesis.strings.concatenate import Spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.typed import Goal

_LEVELS = 4
_LEAVES = 10
_LISTS = 24
_CONSTANT = 8.0
_ANSWERS = 3


def json_programs(goal: Goal) -> list[Spelled]:
    """Return programs for JSON inputs, cheapest first; each is checked on every example."""
    found = _learn(goal, _LEVELS)
    wanted = [canonical(o) for o in goal.outputs]
    return [s for s in found if _gives(s.node, goal, wanted)]


def _gives(node: Node, goal: Goal, wanted: list[str]) -> bool:
    try:
        return all(canonical(node.value(e)) == w for e, w in zip(goal.envs, wanted, strict=True))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False


def _learn(goal: Goal, levels: int) -> list[Spelled]:
    if goal.late() or levels == 0:
        return []
    sources = _sources(goal)
    wanted = tuple(canonical(o) for o in goal.outputs)
    found = [Spelled(s.node, s.cost) for s in sources if tuple(map(_safe, s.values)) == wanted][:_ANSWERS]
    if not found:
        found = list(itertools.islice(_by_type(goal, sources, wanted, levels), _ANSWERS))
    if not found and len(set(wanted)) == 1:
        found = [Spelled(Literal(goal.outputs[0]), _CONSTANT + len(wanted[0]))]
    return sorted(found, key=lambda s: s.cost)


def _safe(value: Any) -> str:
    try:
        return canonical(value)
    except (TypeError, ValueError):
        return ""


def _sources(goal: Goal) -> list[Source]:
    """Return every path into every variable in scope; the innermost first."""
    width = len(goal.envs[0])
    found: list[Source] = []
    for index in reversed(range(width)):
        outer = 2.0 * (width - 1 - index)
        inner = paths(tuple(e[index] for e in goal.envs), Var(index), width)
        found.extend(Source(source.values, source.node, source.cost + outer) for source in inner)
    return sorted(found, key=lambda s: s.cost)


def _by_type(goal: Goal, sources: list[Source], wanted: tuple[str, ...], levels: int) -> Iterator[Spelled]:
    outputs = goal.outputs
    if all(isinstance(o, dict) for o in outputs):
        yield from _record(goal, levels)
    elif all(isinstance(o, list) for o in outputs):
        yield from _lists(goal, sources, wanted, levels)
    elif all(isinstance(o, bool) for o in outputs):
        for node, holds in _conditions(sources):
            if holds == outputs:
                yield Spelled(Apply(tests.BOOL, (node,)), 4.0)
    elif all(isinstance(o, int | float) for o in outputs):
        yield from _numbers(sources, wanted)
        yield from _texts(goal, sources)
    elif all(isinstance(o, str) for o in outputs):
        yield from _texts(goal, sources)


def _record(goal: Goal, levels: int) -> Iterator[Spelled]:
    keys = list(goal.outputs[0])
    if not keys or any(set(o) != set(keys) for o in goal.outputs):
        return
    fields, cost = [], 1.0
    for key in keys:
        best = _learn(goal.towards([o[key] for o in goal.outputs]), levels - 1)
        if not best:
            return
        fields.append((key, best[0].node))
        cost += best[0].cost + 0.5
    yield Spelled(Record(tuple(fields)), cost)


def _lists(goal: Goal, sources: list[Source], wanted: tuple[str, ...], levels: int) -> Iterator[Spelled]:
    lists = [s for s in sources if all(isinstance(v, list) for v in s.values) and any(s.values)][:_LISTS]
    for source in lists:
        yield from (
            Spelled(o.node, o.cost)
            for o in _arranged(source, len(goal.envs[0]))
            if tuple(map(_safe, o.values)) == wanted
        )
    for source in lists:
        if all(len(v) == len(o) for v, o in zip(source.values, goal.outputs, strict=True)):
            yield from _mapped(goal, source, levels)
    for source in lists:
        for kept in _filtered(source, len(goal.envs[0])):
            if tuple(map(_safe, kept.values)) == wanted:
                yield Spelled(kept.node, kept.cost)
            elif all(len(v) == len(o) for v, o in zip(kept.values, goal.outputs, strict=True)):
                yield from _mapped(goal, kept, levels)
    lengths = {len(o) for o in goal.outputs}
    if len(lengths) == 1 and 0 < min(lengths) <= _LEAVES:
        items = [_learn(goal.towards([o[i] for o in goal.outputs]), levels - 1)[:1] for i in range(min(lengths))]
        if all(items):
            yield Spelled(Array(tuple(i[0].node for i in items)), 1.0 + sum(i[0].cost for i in items))


def _mapped(goal: Goal, source: Source, levels: int) -> Iterator[Spelled]:
    """Yield the map over the items of *source* that gives the items wanted."""
    rows = [
        ((*env, item), out)
        for env, items, outs in zip(goal.envs, source.values, goal.outputs, strict=True)
        for item, out in zip(items, outs, strict=True)
    ]
    if not rows or (len({canonical(o) for _, o in rows}) == 1 and len(rows) > 1):
        return
    inner = typed.Goal(tuple(e for e, _ in rows[:60]), tuple(o for _, o in rows[:60]), goal.late)
    for spelled in _learn(inner, levels - 1)[:1]:
        yield Spelled(Each(source.node, spelled.node, None, 1, "item"), source.cost + spelled.cost + 2.0)


def _arranged(source: Source, loops: int) -> Iterator[Source]:
    """Yield the list in another order, cut, or without repeats."""
    for operator in (ops.REVERSED, ops.SORTED, ops.UNIQUE, ops.FLAT):
        yield from _tried(source, operator)
    for operator, number in itertools.product((ops.FROM, ops.UNTIL), (1, 2, 3, -1)):
        yield from _tried(source, operator, number)
    items = [i for v in source.values for i in v]
    if items and all(isinstance(i, dict) for i in items):
        for key in [k for k in items[0] if all(k in i for i in items)]:
            keys = Each(source.node, Apply(ops.KEY, (Var(loops), Literal(key))), None, 1, "item")
            for operator in (ops.SORTED_BY, ops.SORTED_DOWN_BY):
                try:
                    values = tuple(operator.function(v, [i[key] for i in v]) for v in source.values)
                except TypeError:
                    continue
                yield Source(values, Apply(operator, (source.node, keys)), source.cost + 4.0)


def _tried(source: Source, operator: Operator, *arguments: Any) -> Iterator[Source]:
    try:
        values = tuple(operator.function(v, *arguments) for v in source.values)
    except TypeError:
        return
    node = Apply(operator, (source.node, *map(Literal, arguments)))
    yield Source(values, node, source.cost + 2.0 + len(arguments))


def _filtered(source: Source, loops: int) -> Iterator[Source]:
    """Yield the list with only the items that meet a condition on a field (or on the item itself)."""
    items = tuple(i for v in source.values for i in v)
    if not items:
        return
    for condition, holds in itertools.islice(_conditions(paths(items, Var(loops), loops + 1)[:30]), 200):
        if any(holds) and not all(holds):
            marks = iter(holds)
            values = tuple([i for i in v if next(marks)] for v in source.values)
            yield Source(values, Each(source.node, Var(loops), condition, 1, "item"), source.cost + 5.0)


def _conditions(sources: Sequence[Source]) -> Iterator[tuple[Node, tuple[bool, ...]]]:
    """Yield conditions on single values: true, equal to one that was seen, above or below one."""
    for source in sources:
        values = source.values
        if all(isinstance(v, bool) for v in values):
            yield source.node, tuple(values)
            yield Apply(tests.NOT, (source.node,)), tuple(not v for v in values)
        elif all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
            for limit in sorted(set(values))[:12]:
                for operator in (ops.ABOVE, ops.BELOW, tests.EQUAL):
                    yield (
                        Apply(operator, (source.node, Literal(limit))),
                        tuple(operator.function(v, limit) for v in values),
                    )
        elif all(v is None or isinstance(v, str) for v in values):
            for known in sorted({v for v in values if v is not None})[:12]:
                yield Apply(tests.EQUAL, (source.node, Literal(known))), tuple(v == known for v in values)
                yield Apply(tests.DIFFERENT, (source.node, Literal(known))), tuple(v != known for v in values)


def _numbers(sources: list[Source], wanted: tuple[str, ...]) -> Iterator[Spelled]:
    lists = [s for s in sources if all(isinstance(v, list) for v in s.values)]
    for source in lists:
        for operator in (ops.LENGTH, ops.SUM, ops.MAX, ops.MIN, ops.AVERAGE):
            yield from _checked(operator, (source,), wanted)
    numbers = [s for s in sources if all(isinstance(v, int | float) and not isinstance(v, bool) for v in s.values)][
        :_LEAVES
    ]
    for pair in itertools.permutations(numbers, 2):
        for operator in (ops.ADD, ops.SUBTRACT, ops.MULTIPLY, ops.DIVIDE):
            yield from _checked(operator, pair, wanted)


def _checked(operator: Operator, chosen: tuple[Source, ...], wanted: tuple[str, ...]) -> Iterator[Spelled]:
    try:
        values = [operator.function(*row) for row in zip(*(s.values for s in chosen), strict=True)]
    except (TypeError, ValueError, ArithmeticError):
        return
    if tuple(map(_safe, values)) == wanted:
        yield Spelled(Apply(operator, tuple(s.node for s in chosen)), sum(s.cost for s in chosen) + 2.0)


def _texts(goal: Goal, sources: list[Source]) -> Iterator[Spelled]:
    """Yield programs over the scalars that the inputs hold, as if each were a parameter of its own."""
    scalars = [s for s in sources if all(isinstance(v, str | int) and not isinstance(v, bool) for v in s.values)]
    leaves = [_as_text(s) for s in scalars if len({canonical(v) for v in s.values}) > 1 or len(goal.envs) == 1][
        :_LEAVES
    ]
    if not leaves:
        return
    envs = tuple(zip(*(leaf.values for leaf in leaves), strict=True))
    shift = len(goal.envs[0]) - len(leaves)
    for spelled in typed.programs(typed.Goal(envs, goal.outputs, goal.late))[:1]:
        yield Spelled(replaced(spelled.node, tuple(leaf.node for leaf in leaves), shift), spelled.cost + 2.0)


def _as_text(source: Source) -> Source:
    if all(isinstance(v, str) for v in source.values):
        return source
    return Source(tuple(map(str, source.values)), Apply(ops.TEXT, (source.node,)), source.cost + 1.0)
