"""Find formulas from numbers to numbers: sums, products, lines, roundings, limits."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.expressions import applied, digits, divided, of_one, of_three, of_two, scales, shares
from pointmass.synthesis.numeric.lines import exact, factors, sloped, through_all
from pointmass.synthesis.numeric.number_values import is_number, roundest, same
from pointmass.synthesis.numeric.rounding import Rounding
from pointmass.synthesis.operators import arithmetic as ops
from pointmass.synthesis.operators import records
from pointmass.synthesis.program import UNDEFINED, Var, replaced
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST = 8
_ANSWERS = 6
_STEP = 2.0
_LONG = 12.0
_PLAIN = 6.0


def formulas(sources: Sequence[Term], outputs: Sequence[Any]) -> list[Term]:
    """Return formulas over *sources* that give *outputs* exactly, the cheapest first; at most six.

    A formula whose constants are fitted needs more examples than it has such constants. There is no formula for outputs
    that are all equal.
    """
    usable = [s for s in sources if all(map(is_number, s.values))][:_MOST]
    if not usable or not all(map(is_number, outputs)) or len({str(o) for o in outputs}) < 2:  # noqa: PLR2004 - a constant
        return []
    # The search uses variables in place of the sources, and the result gets their programs back.
    plain = [Term(Var(place), s.cost, s.values) for place, s in enumerate(usable)]
    found = _found(plain, Rounding(tuple(zip(*(s.values for s in plain), strict=True)), outputs))
    nodes = tuple(s.node for s in usable)
    return [Term(replaced(s.node, nodes), s.cost) for s in sorted(found, key=lambda s: s.cost)[:_ANSWERS]]


def _found(sources: list[Term], rounding: Rounding) -> list[Term]:
    """Try one kind of formula after the other, the simplest first, and return those of the first kind that fits."""
    steps = [*itertools.chain.from_iterable(map(of_one, sources)), *of_two(sources)]
    shared = [*shares(sources), *itertools.chain.from_iterable(map(scales, sources))]
    found = _exactly(steps, rounding) or _exactly(shared, rounding)
    if found:
        return found
    parts = itertools.chain.from_iterable(map(divided, sources)) if rounding.whole else ()
    lines = itertools.chain(_fitted(steps, rounding.outputs), _nearly_fitted(steps, sources, rounding))
    found = _rounded((*steps, *shared, *parts), rounding) or list(lines)
    if not found:
        threes = list(of_three(sources))
        found = _exactly(threes, rounding) or _rounded(threes, rounding)
    return found or list(_weighted(sources, rounding)) or list(_limited([*sources, *of_two(sources)], rounding))


def _exactly(found: Iterable[Term], rounding: Rounding) -> list[Term]:
    return [s for s in found if all(same(v, o) for v, o in zip(s.values, rounding.outputs, strict=True))]


def _rounded(found: Iterable[Term], rounding: Rounding) -> list[Term]:
    return [way for s in found for way in rounding.ways(s)]


def _fitted(sources: Iterable[Term], outputs: Sequence[Any]) -> Iterator[Term]:
    """Yield the lines that go exactly through the examples: a source times a factor plus an addend."""
    for source in sources:
        if found := through_all(source.values, outputs):
            for line in _line(source, *found):
                if all(same(v, o) for v, o in zip(line.values, outputs, strict=True)):
                    yield line


def _line(source: Term, factor: Fraction, addend: Fraction) -> Iterator[Term]:
    operator = records.SUBTRACT if addend < 0 else records.ADD
    for scaled in _scaled(source, factor):
        if addend:
            size = abs(addend)
            said = int(size) if size.denominator == 1 else float(size)
            yield from applied(operator, [scaled], said, cost=_STEP + _digits(addend))
        else:
            yield scaled


def _scaled(source: Term, factor: Fraction) -> Iterator[Term]:
    """Yield *source* times a factor, written as a product, a quotient or a negation."""
    cost = _STEP + _digits(factor)
    if factor == 1:
        yield source
    elif factor == -1:
        yield from applied(ops.NEGATIVE, [source])
    elif factor.denominator == 1:
        yield from applied(records.MULTIPLY, [source], factor.numerator, cost=cost)
    elif factor.numerator == 1:
        for operator in (records.DIVIDE, ops.WHOLE_PART):
            yield from applied(operator, [source], factor.denominator, cost=cost)
    elif _digits(factor) < _LONG:
        yield from applied(records.MULTIPLY, [source], float(factor), cost=cost)
        for whole in applied(records.MULTIPLY, [source], factor.numerator, cost=cost):
            yield from applied(records.DIVIDE, [whole], factor.denominator)


def _nearly_fitted(steps: Sequence[Term], sources: Sequence[Term], rounding: Rounding) -> Iterator[Term]:
    """Yield the lines with the roundest constants that give every output after rounding."""
    if rounding.possible:
        halves = [rounding.half] * len(rounding.outputs)
        for source in steps:
            if len(halves) > 2 and (found := factors(source.values, rounding.outputs, halves)):  # noqa: PLR2004 - few
                yield from _rounded(_by_factor(source, *found), rounding)
        for source in sources:
            for line in sloped(source.values, rounding.outputs, rounding.half):
                yield from _rounded(_line(source, *line), rounding)


def _by_factor(source: Term, low: Fraction, high: Fraction) -> Iterator[Term]:
    """Yield *source* times the roundest factor from *low* to *high*, and divided by the roundest divisor."""
    # If an example was rounded at exactly a half, the factor is at an end of its range.
    inner = [exact(roundest(float(low), float(high)))] if low < high else []
    for factor in sorted({low, high, *inner}, key=_digits)[:2]:
        yield from _scaled(source, factor)
    if 0 < low < high:
        divisor = exact(roundest(float(1 / high), float(1 / low)))
        if divisor.denominator != 1:
            yield from applied(records.DIVIDE, [source], float(divisor), cost=_STEP + _digits(divisor))


def _weighted(sources: Sequence[Term], rounding: Rounding) -> Iterator[Term]:
    """Yield sums of two sources, each times a factor, such as hours times 60 plus minutes."""
    for left, right in itertools.combinations(sources, 2):
        rows = list(zip(*(map(exact, column) for column in (left.values, right.values, rounding.outputs)), strict=True))
        for (a, b, one), (c, d, two) in itertools.combinations(rows[:4], 2):
            if len(rows) > 2 and (area := a * d - b * c):  # noqa: PLR2004 - two rows have such a sum always
                factors = ((one * d - b * two) / area, (a * two - one * c) / area)
                if all(f and _digits(f) < _LONG for f in factors):
                    for both in itertools.product(_scaled(left, factors[0]), _scaled(right, factors[1])):
                        yield from _exactly(applied(records.ADD, both), rounding)
                break


def _limited(sources: Sequence[Term], rounding: Rounding) -> Iterator[Term]:
    """Yield sources and lines limited to a range, if the least or the greatest output comes more than once."""
    outputs = rounding.outputs
    low, high = min(outputs), max(outputs)
    cut = {limit for limit in (low, high) if sum(o == limit for o in outputs) > 1}
    inner = [i for i, o in enumerate(outputs) if o not in cut]
    for source in sources if len(inner) > 1 else ():
        if source.cost < _PLAIN:
            part = Term(source.node, source.cost, tuple(source.values[i] for i in inner))
            for base in (source, *_fitted([part], [outputs[i] for i in inner])):
                for clamped in _clamped(_drawn_out(base, rounding), low, high):
                    yield from _exactly([clamped], rounding) or rounding.ways(clamped)


def _drawn_out(line: Term, rounding: Rounding) -> Term:
    """Return a line through some examples with its values on all; without values if it is undefined on one."""
    try:
        return Term(line.node, line.cost, tuple([line.node.value(env) for env in rounding.envs]))
    except UNDEFINED:
        return Term(line.node, line.cost)


def _clamped(source: Term, low: Any, high: Any) -> Iterator[Term]:
    if source.values:
        yield from applied(ops.MORE, [source], low, cost=_STEP + _digits(low))
        for below in applied(ops.LESS, [source], high, cost=_STEP + _digits(high)):
            yield below
            yield from applied(ops.MORE, [below], low, cost=_STEP + _digits(low))


def _digits(number: Any) -> float:
    """Return the cost of a number, in bits, by the digits of its numerator and denominator."""
    exact = Fraction(str(number)) if isinstance(number, float) else Fraction(number)
    shown = f"{abs(exact.numerator)}".rstrip("0")
    return digits(int(shown + (f"{exact.denominator}".rstrip("0") if exact.denominator > 1 else "") or "0"))
