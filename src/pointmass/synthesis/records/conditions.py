"""Conditions on the values that objects hold: true, set, equal to one that was seen, above or below a limit."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from pointmass.synthesis.numeric.conditions import conditions
from pointmass.synthesis.numeric.source import is_number
from pointmass.synthesis.operators import records as ops
from pointmass.synthesis.operators import tests
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import Apply, Literal, Node
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KNOWN = 12
_LIMITS = 300
_COMPARED = 10
_MANY_VALUES = 200


def conditions_on(sources: Sequence[Term]) -> Iterator[tuple[Node, tuple[bool, ...]]]:
    """Yield conditions and where they hold: on one value each, and on two numbers."""
    for source in sources:
        yield from _single(source)
    for left, right in itertools.permutations(sources[:_COMPARED], 2):
        if all(is_number(v) for v in (*left.values, *right.values)):
            holds = tuple(a < b for a, b in zip(left.values, right.values, strict=True))
            yield Apply(ops.BELOW, (left.node, right.node)), holds


def _single(source: Term) -> Iterator[tuple[Node, tuple[bool, ...]]]:
    values = source.values
    if all(isinstance(v, bool) for v in values):
        yield source.node, tuple(values)
        yield Apply(tests.NOT, (source.node,)), tuple(not v for v in values)
    elif all(map(is_number, values)):
        yield from _numbers(source)
    elif all(v is None or isinstance(v, str) for v in values):
        if any(v is None for v in values):
            yield Apply(tests.IS_NONE, (source.node,)), tuple(v is None for v in values)
            yield Apply(tests.NOT, (Apply(tests.IS_NONE, (source.node,)),)), tuple(v is not None for v in values)
        for known in sorted({v for v in values if v is not None})[:_KNOWN]:
            yield Apply(tests.EQUAL, (source.node, Literal(known))), tuple(v == known for v in values)
            yield Apply(tests.DIFFERENT, (source.node, Literal(known))), tuple(v != known for v in values)
        if all(isinstance(v, str) for v in values):
            yield from _words(source)
    else:
        if all(isinstance(v, list) for v in values):
            yield from _holding(source)
        yield from _of_any_type(source)


def _holding(source: Term) -> Iterator[tuple[Node, tuple[bool, ...]]]:
    """Yield that a list holds a value that several lists hold."""
    held = Counter(item for v in source.values for item in {i for i in v if isinstance(i, str)})
    for item in [i for i, count in held.most_common(_KNOWN) if count > 1]:
        holds = tuple(item in v for v in source.values)
        test = Apply(ops.CONTAINS, (source.node, Literal(item)))
        yield test, holds
        yield Apply(tests.NOT, (test,)), tuple(not h for h in holds)


def _numbers(source: Term) -> Iterator[tuple[Node, tuple[bool, ...]]]:
    for found in conditions([source])[:_LIMITS]:
        yield found.node, found.values
        if isinstance(found.node, Apply) and found.node.operator is tests.EQUAL:
            yield Apply(tests.DIFFERENT, found.node.arguments), tuple(not h for h in found.values)


def _words(source: Term) -> Iterator[tuple[Node, tuple[bool, ...]]]:
    """Yield that a text holds a word that others lack."""
    held = Counter(word for v in set(source.values) for word in set(v.split()))
    for word in [w for w, _ in sorted(held.items(), key=lambda i: (-i[1], i[0])) if len(w) > 2][:_COMPARED]:  # noqa: PLR2004 - no word
        yield Apply(tests.CONTAINS, (source.node, Literal(word))), tuple(word in v for v in source.values)


def _of_any_type(source: Term) -> Iterator[tuple[Node, tuple[bool, ...]]]:
    """Yield conditions on values of several types: set or not, and the same as one that came more than once."""
    values = source.values
    yield Apply(ops.IS_SET, (source.node,)), tuple(map(ops.is_set, values))
    yield Apply(tests.NOT, (Apply(ops.IS_SET, (source.node,)),)), tuple(not ops.is_set(v) for v in values)
    if any(isinstance(v, dict | list) for v in values if v is not None) and len(values) > _MANY_VALUES:
        return
    for known in {canonical(v): v for v in values if not isinstance(v, dict | list)}.values():
        holds = tuple(ops.is_same(v, known) for v in values)
        yield Apply(ops.SAME, (source.node, Literal(known))), holds
        yield Apply(ops.DIFFERS, (source.node, Literal(known))), tuple(not h for h in holds)
