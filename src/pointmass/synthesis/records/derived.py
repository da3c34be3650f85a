"""Values computed from those in records: reordered, cut and filtered lists, sums, defaults for missing values."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.conditions import conditions
from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.operators import lists as list_ops
from pointmass.synthesis.operators import records as ops
from pointmass.synthesis.operators import text
from pointmass.synthesis.problem import json_key
from pointmass.synthesis.program import UNDEFINED, Apply, Each, Env, Literal, Node, Operator, Var
from pointmass.synthesis.records.paths import applied, paths
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

Steps = tuple[tuple[Operator, tuple[Any, ...], float], ...]
_ORDERS = (ops.REVERSED, ops.SORTED, ops.SORTED_DOWN, ops.UNIQUE, ops.FLAT, ops.PRESENT, ops.ACCUMULATED)
_ARRANGED: Steps = (
    *((operator, (), 2.0) for operator in _ORDERS),
    *((operator, (number,), 3.0) for operator in (ops.FROM, ops.UNTIL) for number in (1, 2, 3, -1)),
    *((ops.BETWEEN, (start, end), 4.0) for start in (1, 2, 3, -2, -3) for end in (2, 3, 4, 5, 6, 9, -1, -2)),
    *((ops.EVERY, (start, step), 4.0) for start in (0, 1, 2) for step in (2, 3)),
)
_NORMALIZED: Steps = tuple((operator, (), 2.0) for operator in (ops.UNIQUE, ops.PRESENT, ops.SORTED, ops.SORTED_DOWN))
_THEN: Steps = (
    *((operator, (), 2.0) for operator in (ops.SORTED, ops.SORTED_DOWN, ops.UNIQUE, ops.REVERSED)),
    *((ops.UNTIL, (number,), 3.0) for number in (1, 2, 3, 5, 10, -1)),
)
_OF_NUMBERS: Steps = (
    (ops.SUM, (), 1.0),
    (ops.MAX, (), 1.0),
    (ops.MIN, (), 1.0),
    (ops.AVERAGE, (), 1.5),
    (ops.MEDIAN, (), 1.5),
)
_OF_TEXTS: Steps = tuple((operator, (), 2.0) for operator in (ops.LONGEST, ops.SHORTEST, ops.MAX, ops.MIN))
_JOINED_AFTER: Steps = (
    *((operator, (), 1.5) for operator in (ops.SORTED, ops.UNIQUE, ops.REVERSED)),
    (ops.UNTIL, (-1,), 2.0),
    (ops.FROM, (1,), 2.0),
)
_CASES = ((text.LOWER,), (text.STRIP,), (text.STRIP, text.LOWER), (text.UPPER,), (text.STRIP, text.UPPER))
_GLUES = (", ", ",", " ", "; ", ";", " | ", "|", "-", " - ", "/", " / ", "\n", "", "_", ".", " and ", " & ", "+", " > ")
_INNER = 30
_CONDITIONS = 600
_FIELDS = 10
_LISTS = 12
_GAPS, _OTHERS = 8, 20


def lists_of(sources: Iterable[Term]) -> list[Term]:
    """Return the sources that are lists on every example."""
    return [s for s in sources if all(isinstance(v, list) for v in s.values)]


def holds_only(source: Term, kind: Any) -> bool:
    """Whether every item of every list is of a kind."""
    return all(kind(item) for value in source.values for item in value)


def _is_record(item: Any) -> bool:
    return isinstance(item, dict)


def _is_text(item: Any) -> bool:
    return isinstance(item, str)


def _each(source: Term, loops: int, *steps: Operator) -> Term:
    """Return the list with all operators applied to each item, one after the other."""
    body: Node = Var(loops)
    items = [list(value) for value in source.values]
    for step in steps:
        body, items = Apply(step, (body,)), [[step.function(item) for item in value] for value in items]
    return Term(Each(source.node, body, None, 1, "item"), source.cost + 1.0 + len(steps), tuple(items))


def projected(source: Term, loops: int) -> Iterator[Term]:
    """Yield the lists of what the items have at a path; items without a value there are left out."""
    items = tuple(i for v in source.values for i in v)
    if not any(isinstance(i, dict | list) for i in items):
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
    """Yield the list in another order, cut, flattened, without repeats, and the like."""
    yield from applied(source, *_ARRANGED)
    yield from ordered(source, loops)


def ordered(source: Term, loops: int) -> Iterator[Term]:
    """Yield a list of objects sorted by one of their fields, up or down."""
    items = [i for v in source.values for i in v]
    if not items or not holds_only(source, _is_record):
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
    """Yield the list without repeats or sorted, then perhaps reordered or cut; before that, texts in one case, too."""
    cased = (
        [_each(source, loops, *steps) for steps in _CASES]
        if any(source.values) and holds_only(source, _is_text)
        else []
    )
    for one in (source, *cased):
        for first in applied(one, *_NORMALIZED):
            if first.values != one.values:
                yield from (first, *applied(first, *_THEN))


def filtered(source: Term, loops: int) -> Iterator[Term]:
    """Yield the list of the items that meet a condition on a field, or on the item itself."""
    items = tuple(i for v in source.values for i in v)
    for term in conditions(paths(items, Var(loops), loops + 1)[:_INNER], inside=True)[:_CONDITIONS] if items else ():
        marks = iter(term.values)
        values = tuple([i for i in v if next(marks)] for v in source.values)
        yield Term(Each(source.node, Var(loops), term.node, 1, "item"), source.cost + 5.0, values)


def _computed(source: Term, loops: int) -> Iterator[Term]:
    """Yield the lists of products, and of sums, of two numeric fields of every item."""
    items = [i for v in source.values for i in v]
    keys = [k for k in (items[0] if items else ()) if all(k in i and is_number(i[k]) for i in items)][:_FIELDS]
    for (left, right), operator in itertools.product(itertools.combinations(keys, 2), (ops.MULTIPLY, ops.ADD)):
        values = tuple([operator.function(i[left], i[right]) for i in v] for v in source.values)
        both = tuple(Apply(ops.KEY, (Var(loops), Literal(key))) for key in (left, right))
        yield Term(Each(source.node, Apply(operator, both), None, 1, "item"), source.cost + 5.0, values)


def numbers_of(sources: Sequence[Term], loops: int) -> Iterator[Term]:
    """Yield numbers computed from the lists among *sources*: lengths, sums and the like, the simplest first."""
    named = {s.node.arguments[0] for s in sources if isinstance(s.node, Apply) and s.node.operator is ops.KEY}
    lists = [s for s in lists_of(sources) if not is_of_fields(s, named)][:_LISTS]
    for source in lists:
        yield from applied(source, (ops.LENGTH, (), 1.0), *(_OF_NUMBERS if holds_only(source, is_number) else ()))
    for source in lists:
        if holds_only(source, _is_record):
            yield from (total for made in _computed(source, loops) for total in applied(made, *_OF_NUMBERS[:4]))
        elif not holds_only(source, lambda item: isinstance(item, list)):
            unique = applied(source, (ops.UNIQUE, (), 1.0))
            yield from (count for one in unique for count in applied(one, (ops.LENGTH, (), 1.0)))


def counted(source: Term, loops: int) -> Iterator[Term]:
    """Yield the number of items of a list that meet a condition, and, of numbers, their sum."""
    for part in filtered(source, loops):
        yield from applied(part, (ops.LENGTH, (), 1.0), *(_OF_NUMBERS[:1] if holds_only(part, is_number) else ()))


def texts_of(sources: Sequence[Term], loops: int, outputs: Sequence[str]) -> Iterator[Term]:
    """Yield texts made of the lists of texts and whole numbers among *sources*: single items, and items joined.

    Joined items are yielded only if every output contains them.
    """
    for source in [s for s in lists_of(sources) if any(s.values) and not is_of_fields(s)][:_LISTS]:
        if holds_only(source, _is_text):
            yield from applied(source, *_OF_TEXTS)
            texts = source
        elif holds_only(source, lambda item: isinstance(item, str | int) and not isinstance(item, bool)):
            texts = _each(source, loops, ops.TEXT)
        else:
            continue
        for part in (texts, *applied(texts, *_JOINED_AFTER)):
            yield from _joined(part, outputs)


def _joined(texts: Term, outputs: Sequence[str]) -> Iterator[Term]:
    for place, glue in enumerate(_GLUES if any(len(v) > 1 for v in texts.values) else ()):
        values = tuple(map(glue.join, texts.values))
        if all(v in o for v, o in zip(values, outputs, strict=True)):
            yield Term(Apply(list_ops.JOIN, (Literal(glue), texts.node)), texts.cost + 2.0 + 0.1 * place, values)


def is_of_fields(source: Term, named: Container[Node] | None = None) -> bool:
    """Whether a list is made of all values of an object, whatever their keys; with *named*, of one of these objects."""
    node = source.node
    while isinstance(node, Apply | Each):
        if isinstance(node, Apply) and node.operator is ops.VALUES:
            return named is None or node.arguments[0] in named
        node = node.items if isinstance(node, Each) else node.arguments[0]
    return False


def either(sources: Sequence[Term], envs: Sequence[Env], outputs: Sequence[Any]) -> Iterator[Term]:
    """Yield fields that are None or empty in some examples, with another field or a constant as the default."""
    scalars = [s for s in sources if all(map(is_scalar, s.values))]
    for source in [s for s in scalars if {_says_nothing(v) for v in s.values} == {True, False}][:_GAPS]:
        gaps = [i for i, v in enumerate(source.values) if _says_nothing(v)]
        said = {json_key(outputs[i]): Literal(outputs[i]) for i in gaps if is_scalar(outputs[i])}
        others = [Term(node, 1.0) for node in said.values()] if len(said) == 1 else []
        others += [o for o in scalars if o is not source and not any(_says_nothing(o.values[i]) for i in gaps)][
            :_OTHERS
        ]
        for other in others:
            ways: list[Node] = [Apply(ops.OR_ELSE, (source.node, other.node))]
            if isinstance(source.node, Apply) and source.node.operator is ops.GET:
                ways.insert(0, Apply(ops.GET_OR, (*source.node.arguments, other.node)))
            for place, node in enumerate(ways):
                try:
                    values = tuple(node.value(env) for env in envs)
                except UNDEFINED:
                    continue
                if None not in values:
                    yield Term(node, source.cost + other.cost + 0.5 + 0.3 * place, values)


def is_either(node: Node) -> bool:
    """Whether a program is one of those that `either` yields."""
    return isinstance(node, Apply) and node.operator in (ops.OR_ELSE, ops.GET_OR)


def _says_nothing(value: Any) -> bool:
    return value is None or value == ""


def is_scalar(value: Any) -> bool:
    """Whether a value is a text, a number, a truth value or None."""
    return value is None or isinstance(value, str | int | float)
