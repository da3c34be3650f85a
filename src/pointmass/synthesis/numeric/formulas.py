"""Find the formula that gives numbers from numbers: a sum, a product, a line, a rounding, a limit."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.conditions import roundest
from pointmass.synthesis.numeric.expressions import applied, divided, of_one, of_shares, of_three, of_two, scales
from pointmass.synthesis.numeric.rounded import Rounding
from pointmass.synthesis.numeric.source import is_number, same
from pointmass.synthesis.operators import arithmetic as ops
from pointmass.synthesis.operators import records
from pointmass.synthesis.program import UNDEFINED, Apply, Node, Var, replaced
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST = 8
_ANSWERS = 6
_STEP = 2.0
_DIGIT = 1.5
# A line of two free numbers is borne out by so many points.
_ENOUGH = 5


def formulas(sources: Sequence[Term], outputs: Sequence[Any]) -> list[Term]:
    """Return formulas over *sources* that give *outputs* exactly, cheapest first.

    A formula with so many free numbers is only taken where more examples than those bear it out.
    """
    usable = [s for s in sources if all(map(is_number, s.values))][:_MOST]
    if not usable or not all(map(is_number, outputs)) or len({str(o) for o in outputs}) < 2:  # noqa: PLR2004 - a constant
        return []
    # The formulas are looked for over variables, and those then stand for what the sources are.
    plain = [Term(Var(place), s.cost, s.values) for place, s in enumerate(usable)]
    envs = tuple(zip(*(s.values for s in plain), strict=True))
    found = _found(plain, outputs, Rounding(envs, outputs))
    nodes = tuple(s.node for s in usable)
    made = [Term(replaced(s.node, nodes), s.cost) for s in found]
    return sorted(made, key=lambda s: s.cost)[:_ANSWERS]


def _found(sources: list[Term], outputs: Sequence[Any], rounding: Rounding) -> list[Term]:
    steps = [*itertools.chain.from_iterable(map(of_one, sources)), *of_two(sources)]
    found = [s for s in steps if _gives(s.values, outputs)]
    if found:
        return found
    shares = [*of_shares(sources), *itertools.chain.from_iterable(map(scales, sources))]
    found = [s for s in shares if _gives(s.values, outputs)]
    parts = itertools.chain.from_iterable(map(divided, sources)) if rounding.whole and not found else ()
    for source in (*steps, *shares, *parts) if not found else ():
        found += rounding.ways(source)
    if not found:
        found = [
            *_fitted(steps, outputs),
            *_proportional(steps, outputs, rounding),
            *_sloped(sources, outputs, rounding),
        ]
    if not found:
        threes = list(of_three(sources))
        found = [s for s in threes if _gives(s.values, outputs)]
        found += [w for s in threes for w in rounding.ways(s)] if not found else []
    if not found:
        found = list(_weighted(sources, outputs))
    if not found:
        found = list(_limited([*sources, *of_two(sources)], outputs, rounding))
    return found


def _gives(values: Iterable[Any], outputs: Iterable[Any]) -> bool:
    return all(same(v, o) for v, o in zip(values, outputs, strict=True))


def _fitted(sources: Sequence[Term], outputs: Sequence[Any]) -> Iterator[Term]:
    """Yield the lines through the examples: a source times a factor plus an addend."""
    for source in sources:
        points = {v: o for v, o in zip(source.values, outputs, strict=True)}  # noqa: C416 - later ones win on purpose
        if len(points) < 2:  # noqa: PLR2004 - two points make a line
            continue
        (x1, y1), (x2, y2) = itertools.islice(points.items(), 2)
        factor = (_exact(y2) - _exact(y1)) / (_exact(x2) - _exact(x1))
        addend = _exact(y1) - factor * _exact(x1)
        free = (factor != 1) + (addend != 0)
        if len(points) <= free:
            continue
        for line in _line(source, factor, addend):
            if _gives(line.values, outputs):
                yield line


def _exact(number: Any) -> Fraction:
    return Fraction(str(number))


def _line(source: Term, factor: Fraction, addend: Fraction) -> Iterator[Term]:
    for scaled in _scaled(source, factor):
        if addend == 0:
            yield scaled
        elif addend < 0:
            yield from applied(records.SUBTRACT, [scaled], _number(-addend), cost=_STEP + _digits(addend))
        else:
            yield from applied(records.ADD, [scaled], _number(addend), cost=_STEP + _digits(addend))


def _scaled(source: Term, factor: Fraction) -> Iterator[Term]:
    if factor == 1:
        yield source
    elif factor == -1:
        yield from applied(ops.NEGATIVE, [source], cost=_STEP)
    elif factor.denominator == 1:
        yield from applied(records.MULTIPLY, [source], factor.numerator, cost=_STEP + _digits(factor))
    elif factor.numerator == 1:
        yield from applied(records.DIVIDE, [source], factor.denominator, cost=_STEP + _digits(factor))
        yield from applied(ops.WHOLE_PART, [source], factor.denominator, cost=_STEP + _digits(factor))
    elif _digits(factor) < _LONG:
        yield from applied(records.MULTIPLY, [source], float(factor), cost=_STEP + _digits(factor))
        for whole in applied(records.MULTIPLY, [source], factor.numerator, cost=_STEP + _digits(factor)):
            yield from applied(records.DIVIDE, [whole], factor.denominator, cost=_STEP)


def _sloped(sources: Sequence[Term], outputs: Sequence[Any], rounding: Rounding) -> Iterator[Term]:
    """Yield the roundest line that gives every output when it is rounded as they are."""
    half = float(rounding.half)
    for source in sources if rounding.possible else ():
        points = sorted({(float(v), float(o)) for v, o in zip(source.values, outputs, strict=True)})
        if len({x for x, _ in points}) < _ENOUGH:
            continue
        rises = [(u - x, v - y) for (x, y), (u, v) in itertools.combinations(points, 2) if u > x]
        low, high = max((dy - 2 * half) / dx for dx, dy in rises), min((dy + 2 * half) / dx for dx, dy in rises)
        if not low < high or low < 0 < high:
            continue
        slope = roundest(low, high)
        least, most = max(y - slope * x for x, y in points) - half, min(y - slope * x for x, y in points) + half
        if least < most and not least <= 0 <= most:
            for line in _line(source, Fraction(str(slope)), Fraction(str(roundest(least, most)))):
                yield from rounding.ways(line)


def _proportional(sources: Sequence[Term], outputs: Sequence[Any], rounding: Rounding) -> Iterator[Term]:
    """Yield a source times the roundest factor that gives every output when the product is rounded as they are."""
    half = rounding.half
    if not rounding.possible:
        return
    for source in sources:
        pairs = [(_exact(v), _exact(o)) for v, o in zip(source.values, outputs, strict=True) if v > 0 and o > 0]
        if len(pairs) < len(outputs) or len(pairs) < 3:  # noqa: PLR2004 - two products share too many factors
            continue
        low, high = max((o - half) / v for v, o in pairs), min((o + half) / v for v, o in pairs)
        if low <= high:
            for scaled in _by_factor(source, low, high):
                yield from rounding.ways(scaled)


def _by_factor(source: Term, low: Fraction, high: Fraction) -> Iterator[Term]:
    """Yield *source* times the roundest factor from *low* to *high*, and divided by the roundest divisor."""
    # So near to one, a factor would only imitate another way to round.
    if high > 1 - _NEAR and low < 1 + _NEAR:
        return
    # Where a half was rounded either way, the factor is at an end of its range.
    inner = [Fraction(str(roundest(float(low), float(high))))] if low < high else []
    for factor in sorted({low, high, *inner}, key=_digits)[:2]:
        yield from _scaled(source, factor)
    if low == high:
        return
    divisor = Fraction(str(roundest(float(1 / high), float(1 / low)))) if low > 0 else Fraction(1)
    if divisor.denominator != 1:
        yield from applied(records.DIVIDE, [source], float(divisor), cost=_STEP + _digits(divisor))


def _weighted(sources: Sequence[Term], outputs: Sequence[Any]) -> Iterator[Term]:
    """Yield sums of two sources, each times a factor: hours times 60 and minutes."""
    for left, right in itertools.combinations(sources, 2):
        rows = list(zip(map(_exact, left.values), map(_exact, right.values), map(_exact, outputs), strict=True))
        for (a, b, one), (c, d, two) in itertools.combinations(rows[:4], 2):
            if len(rows) > 2 and (area := a * d - b * c):  # noqa: PLR2004 - two rows have such a sum always
                factors = ((one * d - b * two) / area, (a * two - one * c) / area)
                if all(f and _digits(f) < _LONG for f in factors):
                    for first, second in itertools.product(_scaled(left, factors[0]), _scaled(right, factors[1])):
                        summed = applied(records.ADD, [first, second], cost=_STEP)
                        yield from (made for made in summed if _gives(made.values, outputs))
                break


def _limited(sources: Sequence[Term], outputs: Sequence[Any], rounding: Rounding) -> Iterator[Term]:
    """Yield what is held within limits: the outputs that come more than once are where a limit cuts."""
    low, high = min(outputs), max(outputs)
    for source in [s for s in sources if s.cost < _PLAIN]:
        under = [ops.MORE] if sum(o == low for o in outputs) > 1 else []
        over = [ops.LESS] if sum(o == high for o in outputs) > 1 else []
        inner = [i for i, o in enumerate(outputs) if (o != low or not under) and (o != high or not over)]
        if len(inner) < 2:  # noqa: PLR2004 - one example shows no line
            continue
        for base in (source, *_within(source, outputs, inner)):
            for clamped in _clamped(base, low, high):
                if _gives(clamped.values, outputs):
                    yield clamped
                else:
                    yield from rounding.ways(clamped)


def _within(source: Term, outputs: Sequence[Any], inner: Sequence[int]) -> Iterator[Term]:
    """Yield the lines through the examples that no limit cuts, drawn out to the others."""
    part = Term(source.node, source.cost, tuple(source.values[i] for i in inner))
    for line in _fitted([part], [outputs[i] for i in inner]):
        node = line.node
        try:
            values = tuple(_again(node, source, v) for v in source.values)
        except UNDEFINED:
            continue
        yield Term(node, line.cost, values)


def _again(node: Node, source: Term, value: Any) -> Any:
    """Return what *node* makes of *value* in the place of *source*."""
    if node == source.node:
        return value
    if isinstance(node, Apply):
        return node.operator.function(*(_again(argument, source, value) for argument in node.arguments))
    return node.value(())


def _clamped(source: Term, low: Any, high: Any) -> Iterator[Term]:
    yield from applied(ops.MORE, [source], low, cost=_STEP + _digits(low))
    for below in applied(ops.LESS, [source], high, cost=_STEP + _digits(high)):
        yield below
        yield from applied(ops.MORE, [below], low, cost=_STEP + _digits(low))


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _digits(number: Any) -> float:
    """Return what it costs to say a number."""
    exact = Fraction(str(number)) if isinstance(number, float) else Fraction(number)
    shown = f"{abs(exact.numerator)}".rstrip("0") + (
        "" if exact.denominator == 1 else f"{exact.denominator}".rstrip("0")
    )
    return _DIGIT * max(1, len(shown))


# A factor within so much of one, where the outputs are rounded, is another way to round.
_NEAR = Fraction(1, 100)
_LONG = 12.0
_PLAIN = 6.0
