"""Conditions on texts, numbers, truth values and lists, each with the examples that meet it."""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.number_values import is_number, roundest
from pointmass.synthesis.operators import arithmetic, numbers, records
from pointmass.synthesis.operators import tests as ops
from pointmass.synthesis.problem import json_key
from pointmass.synthesis.program import Apply, Literal, Node, Operator, Var
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# Patterns that a text may match, each with its cost in about bits.
_SHAPES = {
    r"\d": 1.5,
    r"^\d": 2.0,
    r"\d$": 2.2,
    r"^[A-Z]": 2.4,
    r"^[a-z]": 2.4,
    r"[A-Z]": 2.6,
    r"[a-z]": 2.6,
    r"^\d+$": 2.4,
    r"^[A-Za-z]+$": 2.6,
    r"^[A-Z]+$": 2.6,
    r"^[a-z]+$": 2.6,
    r"^[A-Z][a-z]+$": 2.8,
    r"^\w+$": 3.0,
    r"\d{4}": 3.0,
    r"\b[A-Z]\b": 3.2,
    r"\b[A-Z]{2,}\b": 3.4,
    r"\d\.\d": 3.2,
    r"[a-z][A-Z]": 3.4,
    r"^[A-Za-z]": 3.0,
    r"[a-zA-Z]$": 3.2,
    r"[^\w\s]": 3.2,
    r"^[A-Za-z.]+ \d+\w?$": 3.0,
    r"^\d+ [A-Za-z]": 3.2,
}
_BETWEEN: tuple[tuple[Operator, float, Callable[[Any], bool], bool], ...] = (
    (ops.EQUAL, 1.2, lambda _: True, False),
    (ops.EQUAL_ANY_CASE, 1.8, lambda v: isinstance(v, str), False),
    (ops.WITHIN, 1.4, lambda v: isinstance(v, str), True),
    (ops.STARTS, 2.0, lambda v: isinstance(v, str), True),
    (ops.ENDS, 2.0, lambda v: isinstance(v, str), True),
    (ops.WITHIN_ANY_CASE, 1.8, lambda v: isinstance(v, str), True),
    (records.ABOVE, 2.0, is_number, False),
    (arithmetic.AT_LEAST, 2.0, is_number, False),
)
"""Conditions on two values: operator, cost in about bits, which values it takes, whether both orders are tried."""

_MARKS = (r"[^\w\s]+|\w[\w.]*", r"\W+", r"[\W_]")
_DIVISORS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 100, 400)
_OPPOSITES = {
    ops.CONTAINS: ops.LACKS,
    ops.FOUND: ops.NOT_FOUND,
    ops.EQUAL: ops.DIFFERENT,
    records.SAME: records.DIFFERS,
    records.ABOVE: arithmetic.AT_MOST,
    arithmetic.AT_LEAST: records.BELOW,
    records.BELOW: arithmetic.AT_LEAST,
}
_NOT = 0.4
_DIGIT = 1.5
_LETTER = 1.0
_MOST_MARKS = 40
_MOST_LIMITS = 100
_KNOWN = 12
_COMPARED = 10
_REPEATED = 3
_MANY_VALUES = 200


def conditions(sources: Sequence[Term], *, inside: bool = False) -> list[Term]:
    """Return the conditions that some examples meet and others do not, the cheapest first.

    Args:
        sources: Programs with their values on every example: what the conditions are about.
        inside: Whether these are values inside of records; then texts are only compared with known texts, and searched
            for words.
    """
    found = [term for source in sources for term in _of_one(source, inside=inside)]
    compared = sources[:_COMPARED] if inside else sources
    pairs = list(itertools.combinations(compared, 2))
    price = math.log2(len(pairs)) if pairs else 0.0
    found += [term for left, right in pairs for term in _of_two(left, right, price, inside=inside)]
    found = [term for term in found if any(term.values) and not all(term.values)]
    return sorted([*found, *map(opposite, found)], key=lambda term: term.cost)


def of_inputs(envs: Sequence[Sequence[Any]]) -> list[Term]:
    """Return the conditions on the parameters that some of the inputs meet and others do not, the cheapest first."""
    return conditions([Term(Var(index), 0.0, column) for index, column in enumerate(zip(*envs, strict=True))])


def opposite(term: Term) -> Term:
    """Return the opposite condition, which costs a little more; for a limit the opposite is a limit, too."""
    limit = isinstance(term.node, Apply) and term.node.operator is records.BELOW
    return Term(negated(term.node), term.cost + (0.01 if limit else _NOT), tuple(not held for held in term.values))


def negated(node: Node) -> Node:
    """Return the program for the opposite of a condition."""
    if isinstance(node, Apply) and node.operator in _OPPOSITES:
        return Apply(_OPPOSITES[node.operator], node.arguments)
    return Apply(ops.NOT, (node,))


def separating(wanted: Sequence[bool], texts: Sequence[str], node: Node) -> Term | None:
    """Return the cheapest condition on *texts* that holds exactly where *wanted* is true, or None.

    Args:
        wanted: Whether it must hold, one value for each text.
        texts: The values of *node*.
        node: The program that the condition is about.
    """
    target = tuple(wanted)
    both = (each for term in of_texts(texts, node) for each in (term, opposite(term)))
    return next((term for term in both if term.values == target), None)


def of_texts(texts: Sequence[str], node: Node) -> tuple[Term, ...]:
    """Return the conditions that some of *texts* meet and others do not, the cheapest first, one per set of texts."""
    return _of_texts(tuple(texts), node)


# Cached, as the items of a list are asked about again for every separator.
@functools.lru_cache(maxsize=64)
def _of_texts(texts: tuple[str, ...], node: Node) -> tuple[Term, ...]:
    best: dict[tuple[bool, ...], Term] = {}
    for operator, arguments, cost in itertools.chain(_signs(texts), _sizes(texts)):
        function = operator.function
        holds = tuple([function(text, *arguments) for text in texts])
        if any(holds) and not all(holds) and (holds not in best or cost < best[holds].cost):
            best[holds] = Term(Apply(operator, (node, *map(Literal, arguments))), cost, holds)
    for pattern, cost in _SHAPES.items():
        holds = tuple([re.search(pattern, text) is not None for text in texts])
        if any(holds) and not all(holds) and (holds not in best or cost < best[holds].cost):
            best[holds] = Term(Apply(ops.FOUND, (Literal(pattern, regex=True), node)), cost, holds)
    return tuple(sorted(best.values(), key=lambda term: term.cost))


def _signs(texts: tuple[str, ...]) -> Iterator[tuple[Operator, tuple[Any, ...], float]]:
    """Yield conditions that a text holds, starts with or ends in a sign, a word or up to three characters."""
    held = Counter(m for t in texts for m in {m for p in _MARKS for m in re.findall(p, t)})
    ranked = sorted((m for m in held if held[m] < len(texts)), key=lambda m: (m.isalnum(), -held[m], len(m), m))
    for mark in ranked[:_MOST_MARKS]:
        price = 1.0 + sum(1.5 if c.isalnum() else 0.4 for c in mark) + 2.0 * mark.isalnum()
        yield from (
            (ops.CONTAINS, (mark,), price),
            (ops.STARTS, (mark,), price + 0.3),
            (ops.ENDS, (mark,), price + 0.3),
        )
    for mark in sorted({c for t in texts for c in t if not c.isalnum()}):
        for number in sorted({t.count(mark) for t in texts})[:-1]:
            yield ops.COUNT_ABOVE, (mark, number), 3.0 + 0.3 * number
    for length in (1, 2, 3):
        long = [t for t in texts if len(t) >= length]
        yield from ((ops.STARTS, (start,), 5.5 + 1.5 * length) for start in _often(t[:length] for t in long))
        yield from ((ops.ENDS, (end,), 5.7 + 1.5 * length) for end in _often(t[-length:] for t in long))


def _often(held: Iterable[str]) -> list[str]:
    """Return the 40 most frequent texts, sorted: to compare all of very many with each other takes quadratic time."""
    counts = Counter(held)
    return sorted(sorted(counts, key=lambda each: (-counts[each], each))[:_MOST_MARKS])


def _sizes(texts: tuple[str, ...]) -> Iterator[tuple[Operator, tuple[Any, ...], float]]:
    for number in sorted({len(t.split()) for t in texts}):
        yield from ((ops.WORDS_ARE, (number,), 3.5), (ops.WORDS_ABOVE, (number,), 3.0))
    for number in sorted(set(map(len, texts)))[:_KNOWN]:
        # Lengths in characters matter only for codes, so they cost much.
        yield from ((ops.LENGTH_IS, (number,), 7.5), (ops.LENGTH_ABOVE, (number,), 7.0))


def _of_one(source: Term, *, inside: bool) -> Iterator[Term]:
    values = source.values
    if all(isinstance(v, bool) for v in values):
        yield source
    elif all(map(is_number, values)):
        yield from _limits(source)
        yield from _remainders(source)
    elif all(isinstance(v, str) for v in values):
        yield from _of_text(source, inside=inside)
    elif all(v is None or isinstance(v, str | int | float) for v in values) and len({type(v) for v in values}) == 2:  # noqa: PLR2004 - one kind, or nothing
        yield from (_asked(ops.IS_NONE, source, 1.0), *_known(source))
    elif inside:
        if all(isinstance(v, list) for v in values):
            yield from _holding(source)
        yield from _of_any_type(source)


def _asked(operator: Operator, source: Term, price: float, *arguments: Any) -> Term:
    holds = tuple([bool(operator.function(v, *arguments)) for v in source.values])
    return Term(Apply(operator, (source.node, *map(Literal, arguments))), source.cost + price, holds)


def _of_text(source: Term, *, inside: bool) -> Iterator[Term]:
    texts = source.values
    if inside or _REPEATED * len(set(texts)) <= len(texts):
        yield from _known(source)
    if inside:
        held = Counter(word for text in set(texts) for word in set(text.split()) if len(word) > 2)  # noqa: PLR2004 - no word
        for word in sorted(held, key=lambda word: (-held[word], word))[:_COMPARED]:
            yield _asked(ops.CONTAINS, source, 3.0 + _LETTER * len(word), word)
        return
    yield from (Term(t.node, source.cost + t.cost, t.values) for t in of_texts(texts, source.node))
    for index in (0, -1):
        try:
            found = [float(numbers.NUMBER_IN.function(text, index)) for text in texts]
        except (ValueError, ArithmeticError, LookupError, TypeError):
            continue
        number = Apply(numbers.NUMBER_IN, (source.node, Literal(index)))
        for low, high in itertools.islice(itertools.pairwise(sorted(set(found))), _MOST_LIMITS):
            limit = -roundest(-high, -low)
            said = int(limit) if limit == int(limit) else str(limit)
            price = source.cost + 4.0 + 0.5 * len(str(limit).strip("0."))
            yield Term(Apply(numbers.ABOVE, (number, Literal(said))), price, tuple(v > limit for v in found))


def _known(source: Term) -> Iterator[Term]:
    """Yield conditions that a value equals one of the known values, at most 12."""
    for known in sorted({v for v in source.values if v is not None}, key=str)[:_KNOWN]:
        yield _asked(ops.EQUAL, source, 3.0, known)


def _limits(source: Term) -> Iterator[Term]:
    """Yield a limit between every two neighbouring numbers, and conditions that a number equals a known one."""
    ordered = sorted(set(source.values))
    for low, high in itertools.islice(itertools.pairwise(ordered), _MOST_LIMITS):
        limit = roundest(low, high)
        yield _asked(records.BELOW, source, 2.0 + _digits(limit), limit)
    yield from (_asked(ops.EQUAL, source, 4.0 + _digits(known), known) for known in ordered[:_KNOWN])


def _remainders(source: Term) -> Iterator[Term]:
    if all(isinstance(v, int) for v in source.values):
        # Divisibility by 7, for instance, matters more rarely than being even, so it costs more.
        yield _asked(arithmetic.DIVIDES, source, 3.5 + _digits(2), 2)
        yield _asked(arithmetic.LEAVES, source, 4.0 + _digits(2), 2, 1)
        for divisor in _DIVISORS[1:]:
            yield _asked(arithmetic.DIVIDES, source, 5.0 + _digits(divisor), divisor)


def _digits(number: Any) -> float:
    shown = f"{abs(number):.6f}".rstrip("0").rstrip(".").rstrip("0") or "0"
    return _DIGIT * len(shown.replace(".", ""))


def _holding(source: Term) -> Iterator[Term]:
    """Yield conditions that a list holds a certain text, for texts that several lists hold."""
    held = Counter(item for v in source.values for item in {i for i in v if isinstance(i, str)})
    for item in [i for i, count in held.most_common(_KNOWN) if count > 1]:
        yield _asked(records.CONTAINS, source, 3.0 + _LETTER * len(item), item)


def _of_any_type(source: Term) -> Iterator[Term]:
    """Yield conditions on values of several types: that they are not empty, and that they equal a known value."""
    yield _asked(records.IS_SET, source, 2.0)
    values = source.values
    if any(isinstance(v, dict | list) for v in values) and len(values) > _MANY_VALUES:
        return
    for known in {json_key(v): v for v in values if not isinstance(v, dict | list)}.values():
        yield _asked(records.SAME, source, 4.0, known)


def _of_two(left: Term, right: Term, price: float, *, inside: bool) -> Iterator[Term]:
    for operator, bits, kind, either in _BETWEEN[-2:] if inside else _BETWEEN:
        if not all(map(kind, (*left.values, *right.values))):
            continue
        for one, other in ((left, right), (right, left))[: 1 + either]:
            holds = tuple([bool(operator.function(a, b)) for a, b in zip(one.values, other.values, strict=True)])
            # The choice of two among many numbers costs extra, as some pair may fit by chance.
            chosen = price if isinstance(one.values[0], int | float) else 0.0
            yield Term(Apply(operator, (one.node, other.node)), one.cost + other.cost + bits + chosen, holds)
