"""Conditions on numbers and truth values: limits, remainders, comparisons; each limit with how far it could be moved."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.source import is_number
from pointmass.synthesis.operators import arithmetic as ops
from pointmass.synthesis.operators import records, tests
from pointmass.synthesis.program import Apply, Literal, Node
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIVISORS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 100, 400)
_LIMITS = 12
_DIGIT = 1.5


@dataclass(frozen=True, slots=True)
class Condition(Term):
    """A condition; its values say where it holds.

    Attributes:
        near: The same condition with its limit moved as far as the examples allow, down and up; none where it has none.
    """

    near: tuple[Node, ...] = ()


def conditions(sources: Sequence[Term]) -> list[Condition]:
    """Return the conditions that hold for some examples and not for others, cheapest first."""
    found = [*itertools.chain.from_iterable(map(_single, sources))]
    pairs = list(itertools.combinations(sources, 2))
    # Two of many numbers compare as wanted by chance.
    price = math.log2(len(pairs)) if pairs else 0.0
    for left, right in pairs:
        found += _paired(left, right, price)
    return sorted((c for c in found if 0 < sum(c.values) < len(c.values)), key=lambda c: c.cost)


def _single(source: Term) -> Iterator[Condition]:
    values = source.values
    if all(isinstance(v, bool) for v in values):
        yield Condition(source.node, source.cost, tuple(values))
        yield Condition(Apply(tests.NOT, (source.node,)), source.cost + 1.0, tuple(not v for v in values))
    elif all(map(is_number, values)):
        yield from _limits(source)
        yield from _remainders(source)
    elif all(isinstance(v, str) for v in values):
        for known in sorted(set(values))[:_LIMITS]:
            holds = tuple(v == known for v in values)
            yield Condition(Apply(tests.EQUAL, (source.node, Literal(known))), source.cost + 3.0, holds)


def _limits(source: Term) -> Iterator[Condition]:
    """Yield a limit between every two neighbouring values."""
    ordered = sorted(set(source.values))
    whole = all(isinstance(v, int) for v in ordered)
    for low, high in itertools.islice(itertools.pairwise(ordered), 100):
        limit = roundest(low, high)
        ends = (low + 1 if whole else (low + high) / 2, high)
        for operator, turned in ((ops.AT_LEAST, False), (records.BELOW, True)):
            near = tuple(Apply(operator, (source.node, Literal(end))) for end in ends if end != limit)
            holds = tuple((v >= limit) != turned for v in source.values)
            yield Condition(
                Apply(operator, (source.node, Literal(limit))), source.cost + 2.0 + _digits(limit), holds, near=near
            )
    for known in ordered[:_LIMITS]:
        holds = tuple(v == known for v in source.values)
        yield Condition(Apply(tests.EQUAL, (source.node, Literal(known))), source.cost + 4.0 + _digits(known), holds)


def _remainders(source: Term) -> Iterator[Condition]:
    if not all(isinstance(v, int) for v in source.values):
        return
    for divisor in _DIVISORS:
        holds = tuple(v % divisor == 0 for v in source.values)
        # That a number can be divided by 7 is a rarer thing to matter than that it is even, or above a limit.
        cost = source.cost + (3.5 if divisor == 2 else 5.0) + _digits(divisor)  # noqa: PLR2004 - even
        yield Condition(Apply(ops.DIVIDES, (source.node, Literal(divisor))), cost, holds)
        if divisor == 2:  # noqa: PLR2004 - odd
            odd = Apply(ops.LEAVES, (source.node, Literal(2), Literal(1)))
            yield Condition(odd, cost + 0.5, tuple(not h for h in holds))


def _paired(left: Term, right: Term, price: float) -> Iterator[Condition]:
    both = list(zip(left.values, right.values, strict=True))
    cost = left.cost + right.cost + 2.0 + price
    for operator in (tests.EQUAL, tests.DIFFERENT):
        yield Condition(Apply(operator, (left.node, right.node)), cost, tuple(operator.function(a, b) for a, b in both))
    if all(is_number(a) and is_number(b) for a, b in both):
        for operator in (records.ABOVE, records.BELOW, ops.AT_LEAST, ops.AT_MOST):
            holds = tuple(operator.function(a, b) for a, b in both)
            yield Condition(Apply(operator, (left.node, right.node)), cost, holds)


def roundest(low: Any, high: Any) -> Any:
    """Return the roundest number above *low* and not above *high*: 20 for 15 and 23, 4 for 3 and 4."""
    span = high - low
    start = math.floor(math.log10(max(abs(low), abs(high), span))) + 1
    for power in range(start, -7, -1):
        for lead in (10, 5, 2) if power else (10, 5, 2, 1):
            step = lead * 10.0 ** (power - 1)
            limit = math.floor(high / step) * step
            if limit > low:
                return int(limit) if isinstance(high, int) and limit == int(limit) else round(limit, 6)
    return high


def _digits(number: Any) -> float:
    shown = f"{abs(number):.6f}".rstrip("0").rstrip(".").rstrip("0") or "0"
    return _DIGIT * len(shown.replace(".", ""))
