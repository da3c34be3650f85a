"""Conditions that tell some texts from others, cheapest first."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operators import numbers
from pointmass.synthesis.operators import tests as ops
from pointmass.synthesis.program import Apply, Literal, Node, Operator, Var, attempt
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHAPES: tuple[tuple[str, float], ...] = (
    (r"\d", 1.5),
    (r"^\d", 2.0),
    (r"\d$", 2.2),
    (r"^[A-Z]", 2.4),
    (r"^[a-z]", 2.4),
    (r"[A-Z]", 2.6),
    (r"[a-z]", 2.6),
    (r"^\d+$", 2.4),
    (r"^[A-Za-z]+$", 2.6),
    (r"^[A-Z]+$", 2.6),
    (r"^[a-z]+$", 2.6),
    (r"^[A-Z][a-z]+$", 2.8),
    (r"^\w+$", 3.0),
    (r"\d{4}", 3.0),
    (r"\b[A-Z]\b", 3.2),
    (r"\b[A-Z]{2,}\b", 3.4),
    (r"\d\.\d", 3.2),
    (r"[a-z][A-Z]", 3.4),
    (r"^[A-Za-z]", 3.0),
    (r"[a-zA-Z]$", 3.2),
    (r"[^\w\s]", 3.2),
    (r"^[A-Za-z.]+ \d+\w?$", 3.0),
    (r"^\d+ [A-Za-z]", 3.2),
)
_MOST_MARKS = 40


def predicates(texts: Sequence[str], node: Node) -> tuple[Term, ...]:
    """Return the conditions that hold for some of *texts* and not for others, cheapest first, each once."""
    return _predicates(tuple(texts), node)


# The items of one list are told apart again for every way to join them.
@functools.lru_cache(maxsize=64)
def _predicates(texts: tuple[str, ...], node: Node) -> tuple[Term, ...]:
    best: dict[tuple[bool, ...], _Found] = {}
    for found in itertools.chain(_signs(texts), _shapes(texts), _sizes(texts)):
        known = best.get(found.holds)
        if (known is None or found.cost < known.cost) and any(found.holds) and not all(found.holds):
            best[found.holds] = found
    made = (Term(f.node(node), f.cost, f.holds) for f in best.values())
    return tuple(sorted(made, key=lambda p: p.cost))


@dataclass(frozen=True, slots=True)
class _Found:
    """A condition before it is written as a program."""

    holds: tuple[bool, ...]
    operator: Operator
    arguments: tuple[str | int, ...]
    cost: float

    def node(self, text: Node) -> Node:
        if self.operator is ops.FOUND:
            return Apply(ops.FOUND, (Literal(self.arguments[0], regex=True), text))
        return Apply(self.operator, (text, *map(Literal, self.arguments)))


def separating(wanted: Sequence[bool], texts: Sequence[str], node: Node) -> Term | None:
    """Return the cheapest condition that holds exactly where *wanted* says."""
    target = tuple(wanted)
    for predicate in predicates(texts, node):
        if predicate.values == target:
            return predicate
        if tuple(not h for h in predicate.values) == target:
            return Term(negated(predicate.node), predicate.cost + 0.5, target)
    return None


_OPPOSITES = {ops.CONTAINS: ops.LACKS, ops.FOUND: ops.NOT_FOUND, ops.EQUAL: ops.DIFFERENT}


def negated(node: Node) -> Node:
    """Return the opposite condition."""
    if isinstance(node, Apply) and node.operator in _OPPOSITES:
        return Apply(_OPPOSITES[node.operator], node.arguments)
    return Apply(ops.NOT, (node,))


def _signs(texts: tuple[str, ...]) -> Iterator[_Found]:
    counts: dict[str, int] = {}
    for text in texts:
        marks = (
            {c for c in text if not c.isalnum()}
            | set(re.findall(r"[^\w\s]+|\w[\w.]*", text))
            | set(re.findall(r"\W+", text))
        )
        for mark in marks:
            counts[mark] = counts.get(mark, 0) + 1
    ranked = sorted(
        (m for m, n in counts.items() if n < len(texts)), key=lambda m: (m.isalnum(), -counts[m], len(m), m)
    )
    for mark in ranked[:_MOST_MARKS]:
        price = 1.0 + sum(1.5 if c.isalnum() else 0.4 for c in mark) + 2.0 * mark.isalnum()
        yield _Found(tuple([mark in t for t in texts]), ops.CONTAINS, (mark,), price)
        yield _Found(tuple([t.startswith(mark) for t in texts]), ops.STARTS, (mark,), price + 0.3)
        yield _Found(tuple([t.endswith(mark) for t in texts]), ops.ENDS, (mark,), price + 0.3)
    for mark in sorted({c for t in texts for c in t if not c.isalnum()}):
        times = [t.count(mark) for t in texts]
        for number in sorted(set(times))[:-1]:
            yield _Found(tuple([n > number for n in times]), ops.COUNT_ABOVE, (mark, number), 3.0 + 0.3 * number)
    for length in (1, 2, 3):
        for start in sorted({t[:length] for t in texts if len(t) >= length}):
            yield _Found(tuple([t.startswith(start) for t in texts]), ops.STARTS, (start,), 5.5 + 1.5 * length)
        for end in sorted({t[-length:] for t in texts if len(t) >= length}):
            yield _Found(tuple([t.endswith(end) for t in texts]), ops.ENDS, (end,), 5.7 + 1.5 * length)


def _shapes(texts: tuple[str, ...]) -> Iterator[_Found]:
    for pattern, cost in _SHAPES:
        yield _Found(tuple([bool(re.search(pattern, t)) for t in texts]), ops.FOUND, (pattern,), cost)


def _sizes(texts: tuple[str, ...]) -> Iterator[_Found]:
    words = [len(t.split()) for t in texts]
    lengths = [len(t) for t in texts]
    for number in sorted(set(words)):
        yield _Found(tuple([n == number for n in words]), ops.WORDS_ARE, (number,), 3.5)
        yield _Found(tuple([n > number for n in words]), ops.WORDS_ABOVE, (number,), 3.0)
    for number in sorted(set(lengths))[:12]:
        # Lengths in characters are natural in codes alone.
        yield _Found(tuple([n == number for n in lengths]), ops.LENGTH_IS, (number,), 7.5)
        yield _Found(tuple([n > number for n in lengths]), ops.LENGTH_ABOVE, (number,), 7.0)


def numeric(envs: Sequence[Any], text: Node) -> list[Term]:
    """Return the thresholds on the first and last number in *text*, at the roundest value between neighbours."""
    found = []
    for index in (0, -1):
        number = Apply(numbers.NUMBER_IN, (text, Literal(index)))
        values = [attempt(number, env) for env in envs]
        if any(v is None for v in values):
            continue
        ordered = sorted(set(values))
        for low, high in itertools.pairwise(ordered):
            limit = _roundest(low, high)
            said = int(limit) if limit == int(limit) else str(limit)
            node = Apply(numbers.ABOVE, (number, Literal(said)))
            found.append(Term(node, 4.0 + 0.5 * len(str(limit).strip("0.")), tuple(v > limit for v in values)))
    return found


def _roundest(low: Decimal, high: Decimal) -> Decimal:
    """Return the value with the fewest digits in [low, high)."""
    for places in range(-6, 12):
        scale = Decimal(1).scaleb(-places)
        candidate = (high / scale).to_integral_value(rounding=ROUND_CEILING) * scale - scale
        if candidate >= low:
            return candidate.normalize() + 0
    return low


def across(envs: Sequence[Any]) -> list[Term]:
    """Return the conditions between two parameters: equal, contained, at the start or end, in another case."""
    found = []
    width = len(envs[0])
    for left, right in itertools.permutations(range(width), 2):
        pairs = [(env[left], env[right]) for env in envs]
        operators = [(ops.EQUAL, 1.2)] if left < right else []
        if all(isinstance(a, str) and isinstance(b, str) for a, b in pairs):
            operators += [(ops.WITHIN, 1.4), (ops.STARTS, 2.0), (ops.ENDS, 2.0), (ops.WITHIN_ANY_CASE, 1.8)]
            operators += [(ops.EQUAL_ANY_CASE, 1.8)] if left < right else []
        elif all(isinstance(a, int | float) and isinstance(b, int | float) for a, b in pairs):
            operators += [(ops.ABOVE, 2.5)]
        for operator, cost in operators:
            holds = tuple(bool(operator.function(a, b)) for a, b in pairs)
            if any(holds) and not all(holds):
                found.append(Term(Apply(operator, (Var(left), Var(right))), cost, holds))
    return found
