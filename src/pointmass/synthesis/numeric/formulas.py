"""Find the formula that gives numbers from numbers: a sum, a product, a line, a rounding, a limit."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.conditions import roundest
from pointmass.synthesis.numeric.source import Source, is_number, same
from pointmass.synthesis.operators import arithmetic as ops
from pointmass.synthesis.operators import records
from pointmass.synthesis.program import UNDEFINED, Apply, Literal, Node, Operator
from pointmass.synthesis.spelled import Spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DIVISORS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 24, 50, 60, 100, 360, 1000, 1024, 3600)
_PAIRED = (
    records.ADD,
    records.SUBTRACT,
    records.MULTIPLY,
    records.DIVIDE,
    ops.WHOLE_PART,
    ops.REST,
    ops.LESS,
    ops.MORE,
)
_MOST = 8
_ANSWERS = 6
_STEP = 2.0
_DIGIT = 1.5
_DECIMALS = 4


def formulas(sources: Sequence[Source], outputs: Sequence[Any]) -> list[Spelled]:
    """Return formulas over *sources* that give *outputs* exactly, cheapest first.

    A formula with so many free numbers is only taken where more examples than those bear it out.
    """
    usable = [s for s in sources if all(map(is_number, s.values))][:_MOST]
    if not usable or not all(map(is_number, outputs)) or len({str(o) for o in outputs}) < 2:  # noqa: PLR2004 - a constant
        return []
    single = [changed for source in usable for changed in _changed(source)]
    paired = list(_combined(usable))
    found = [s for s in (*single, *paired) if _gives(s.values, outputs)]
    if not found:
        found = [*_fitted([*single, *paired], outputs), *_proportional([*single, *paired], outputs)]
    if not found:
        found = list(_weighted(usable, outputs))
    if not found:
        found = list(_limited([*usable, *paired], outputs))
    return sorted((Spelled(s.node, s.cost) for s in found), key=lambda s: s.cost)[:_ANSWERS]


def _gives(values: Iterable[Any], outputs: Iterable[Any]) -> bool:
    return all(same(v, o) for v, o in zip(values, outputs, strict=True))


def applied(operator: Operator, sources: Sequence[Source], *arguments: Any, cost: float) -> Iterator[Source]:
    """Yield the operator on sources and constants, where it is defined on every example."""
    try:
        rows = zip(*(s.values for s in sources), strict=True)
        values = tuple(operator.function(*row, *arguments) for row in rows)
    except UNDEFINED:
        return
    node = Apply(operator, (*(s.node for s in sources), *map(Literal, arguments)))
    yield Source(values, node, sum(s.cost for s in sources) + cost)


def _changed(source: Source) -> Iterator[Source]:
    """Yield the source itself, and what one step makes of it."""
    yield source
    yield from applied(ops.SIZE, [source], cost=_STEP)
    yield from applied(records.MULTIPLY, [source, source], cost=_STEP)
    if any(isinstance(v, float) for v in source.values):
        for operator in (ops.ROUNDED, ops.FLOOR, ops.CEILING):
            yield from applied(operator, [source], cost=_STEP)
        for decimals in range(1, _DECIMALS):
            yield from applied(ops.ROUNDED_TO, [source], decimals, cost=_STEP + 1)
        return
    yield from applied(ops.AS_FLOAT, [source], cost=_STEP)
    for divisor in _DIVISORS:
        for operator in (ops.WHOLE_PART, ops.REST):
            yield from applied(operator, [source], divisor, cost=_STEP + _digits(divisor))


def _combined(sources: Sequence[Source]) -> Iterator[Source]:
    for left, right in itertools.permutations(sources, 2):
        for operator in _PAIRED:
            turned = operator in (records.ADD, records.MULTIPLY, ops.LESS, ops.MORE)
            if not turned or sources.index(left) < sources.index(right):
                yield from applied(operator, [left, right], cost=_STEP)


def _fitted(sources: Sequence[Source], outputs: Sequence[Any]) -> Iterator[Source]:
    """Yield the lines through the examples: a source times a factor plus an addend, rounded where the outputs are."""
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
            yield from (made for made in _rounded(line, outputs) if _gives(made.values, outputs))


def _exact(number: Any) -> Fraction:
    return Fraction(str(number))


def _line(source: Source, factor: Fraction, addend: Fraction) -> Iterator[Source]:
    for scaled in _scaled(source, factor):
        if addend == 0:
            yield scaled
        elif addend < 0:
            yield from applied(records.SUBTRACT, [scaled], _number(-addend), cost=_STEP + _digits(addend))
        else:
            yield from applied(records.ADD, [scaled], _number(addend), cost=_STEP + _digits(addend))


def _scaled(source: Source, factor: Fraction) -> Iterator[Source]:
    if factor == 1:
        yield source
    elif factor == -1:
        yield from applied(_NEGATIVE, [source], cost=_STEP)
    elif factor.denominator == 1:
        yield from applied(records.MULTIPLY, [source], factor.numerator, cost=_STEP + _digits(factor))
    elif factor.numerator == 1:
        yield from applied(records.DIVIDE, [source], factor.denominator, cost=_STEP + _digits(factor))
        yield from applied(ops.WHOLE_PART, [source], factor.denominator, cost=_STEP + _digits(factor))
    elif _digits(factor) < _LONG:
        yield from applied(records.MULTIPLY, [source], float(factor), cost=_STEP + _digits(factor))
        for whole in applied(records.MULTIPLY, [source], factor.numerator, cost=_STEP + _digits(factor)):
            yield from applied(records.DIVIDE, [whole], factor.denominator, cost=_STEP)


def _rounded(source: Source, outputs: Sequence[Any]) -> Iterator[Source]:
    yield source
    decimals = max(len(repr(o).partition(".")[2]) for o in outputs)
    if isinstance(outputs[0], int):
        yield from applied(ops.ROUNDED, [source], cost=_STEP)
    elif decimals <= _DECIMALS:
        yield from applied(ops.ROUNDED_TO, [source], decimals, cost=_STEP + 1)


def _proportional(sources: Sequence[Source], outputs: Sequence[Any]) -> Iterator[Source]:
    """Yield a source times the roundest factor that gives every output when the product is rounded as they are."""
    decimals = 0 if isinstance(outputs[0], int) else max(len(repr(o).partition(".")[2]) for o in outputs)
    half = Fraction(1, 2 * 10**decimals)
    if decimals > _DECIMALS:
        return
    for source in sources:
        pairs = [(_exact(v), _exact(o)) for v, o in zip(source.values, outputs, strict=True) if v > 0 and o > 0]
        if len(pairs) < len(outputs) or len(pairs) < 3:  # noqa: PLR2004 - two products share too many factors
            continue
        low, high = max((o - half) / v for v, o in pairs), min((o + half) / v for v, o in pairs)
        if low < high:
            factor = Fraction(str(roundest(float(low), float(high))))
            for scaled in _scaled(source, factor):
                yield from (made for made in _rounded(scaled, outputs) if _gives(made.values, outputs))


def _weighted(sources: Sequence[Source], outputs: Sequence[Any]) -> Iterator[Source]:
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


def _limited(sources: Sequence[Source], outputs: Sequence[Any]) -> Iterator[Source]:
    """Yield what is held within limits: the outputs that come more than once are where a limit cuts."""
    low, high = min(outputs), max(outputs)
    for source in [s for s in sources if s.cost < _PLAIN]:
        under = [ops.MORE] if sum(o == low for o in outputs) > 1 else []
        over = [ops.LESS] if sum(o == high for o in outputs) > 1 else []
        inner = [i for i, o in enumerate(outputs) if (o != low or not under) and (o != high or not over)]
        if len(inner) < 2:  # noqa: PLR2004 - one example shows no line
            continue
        for base in (source, *_within(source, outputs, inner)):
            yield from (m for m in _clamped(base, low, high) if _gives(m.values, outputs))


def _within(source: Source, outputs: Sequence[Any], inner: Sequence[int]) -> Iterator[Source]:
    """Yield the lines through the examples that no limit cuts, drawn out to the others."""
    part = Source(tuple(source.values[i] for i in inner), source.node, source.cost)
    for line in _fitted([part], [outputs[i] for i in inner]):
        node = line.node
        try:
            values = tuple(_again(node, source, v) for v in source.values)
        except UNDEFINED:
            continue
        yield Source(values, node, line.cost)


def _again(node: Node, source: Source, value: Any) -> Any:
    """Return what *node* makes of *value* in the place of *source*."""
    if node == source.node:
        return value
    if isinstance(node, Apply):
        return node.operator.function(*(_again(argument, source, value) for argument in node.arguments))
    return node.value(())


def _clamped(source: Source, low: Any, high: Any) -> Iterator[Source]:
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


def _negative(number: Any) -> Any:
    return -number


_NEGATIVE = Operator(_negative, "-{0}", "{0} negated", primary=False)
_LONG = 12.0
_PLAIN = 6.0
