"""Numbers that are given as numbers, and what is computed from them, written as pieces of a text."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.source import is_number
from pointmass.synthesis.operators import arithmetic, records, rounding
from pointmass.synthesis.program import UNDEFINED, Apply, Literal, Operator, Var
from pointmass.synthesis.strings.lines import linear
from pointmass.synthesis.strings.written import Quantity, Style, style_of, write, write_oddly
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.strings.pool import Pool

_MOST = 6
_PAIRED = 4
_DIVISORS = (100, 1000, 60, 10, 3600, 1024, 1_000_000, 1_048_576, 7, 12, 24, 2)
_FACTORS = (100, 1000, 60, 10)
_MOST_DECIMALS = 6
_WIDEST = 12
_BASES = ("x", "X", "#x", "b", "o", "02x", "02X", "04x", "04X", "06x", "06X", "08x", "08X", "08b", "#b", "#o")
_STEP = 3.0
_PERCENT = 1.5


def written_numbers(pool: Pool, envs: Sequence[Env], late: Callable[..., bool]) -> None:
    """Offer the numbers among the parameters, and what is computed from one or two of them, as texts."""
    columns = [
        Term(Var(index), 0.5, column)
        for index, column in enumerate(zip(*envs, strict=True))
        if all(map(is_number, column))
    ][:_MOST]
    if not columns or not any(c.isalnum() for o in pool.outputs for c in o):
        return
    style = style_of(pool.outputs)
    for source in itertools.chain(columns, _computed(columns)):
        if late():
            return
        _write(pool, source, style)
    for source in columns:
        exact = tuple(Decimal(str(v)) for v in source.values)
        quantity = Quantity(Apply(rounding.EXACT, (source.node,)), source.cost + 1.5, exact, direct=True)
        write_oddly(pool, quantity)
        if late():
            return
        write(pool, quantity, style)
        for converted in linear(quantity, pool.outputs):
            write(pool, converted, style)


def _computed(columns: Sequence[Term]) -> Iterator[Term]:
    """Yield parts, multiples, differences, products and ratios."""
    for source in columns:
        yield from _changed(source)
    for left, right in itertools.permutations(columns[:_PAIRED], 2):
        yield from _paired(left, right)


def _changed(source: Term) -> Iterator[Term]:
    whole = all(isinstance(v, int) for v in source.values)
    if any(v < 0 for v in source.values):
        yield from _applied(arithmetic.SIZE, (source,), 1.0)
    for place, by in enumerate(_DIVISORS):
        price = _STEP + 0.3 * place
        yield from _applied(records.DIVIDE, (source,), price, by)
        if whole:
            yield from _applied(arithmetic.WHOLE_PART, (source,), price, by)
            yield from _applied(arithmetic.REST, (source,), price, by)
    for place, factor in enumerate(_FACTORS):
        yield from _applied(records.MULTIPLY, (source,), _STEP + 0.3 * place, factor)


def _paired(left: Term, right: Term) -> Iterator[Term]:
    first = str(left.node) < str(right.node)
    for operator, price in ((records.ADD, 1.5), (records.MULTIPLY, 2.0)) if first else ():
        yield from _applied(operator, (left, right), price)
    yield from _applied(records.SUBTRACT, (left, right), 1.5)
    for ratio in _applied(records.DIVIDE, (left, right), 2.0):
        yield ratio
        yield from _applied(records.MULTIPLY, (ratio,), 1.0, 100)


def _applied(operator: Operator, sources: tuple[Term, ...], price: float, *arguments: Any) -> Iterator[Term]:
    try:
        values = tuple(operator.function(*row, *arguments) for row in zip(*(s.values for s in sources), strict=True))
    except UNDEFINED:
        return
    if all(map(is_number, values)):
        node = Apply(operator, (*(s.node for s in sources), *map(Literal, arguments)))
        yield Term(node, sum(s.cost for s in sources) + price, values)


def _write(pool: Pool, source: Term, style: Style) -> None:
    plain = tuple(map(str, source.values))
    if _fits(pool, plain):
        # As many decimals in every example are hardly chance: then a fixed number of them is the better guess.
        lengths = {len(v.partition(".")[2]) for v in plain}
        fixed = isinstance(source.values[0], float) and len(lengths) == 1 and len(plain) > 1 and lengths != {1}
        pool.put(plain, source.cost + 0.5 + 2.0 * fixed, Apply(records.TEXT, (source.node,)))
    for spec, price in _specs(source, style):
        first = _format(source.values[0], spec)
        if first is None or first not in pool.outputs[0]:
            continue
        values = tuple(format(v, spec) for v in source.values)
        # What a fixed number of decimals and the number itself say alike on the examples, they say differently of others.
        if (values != plain or "." in spec) and _fits(pool, values):
            pool.put(values, source.cost + price, Apply(rounding.FORMATTED, (source.node, Literal(spec))))


def _fits(pool: Pool, values: Sequence[str]) -> bool:
    return all(v in o for v, o in zip(values, pool.outputs, strict=True))


def _format(number: Any, spec: str) -> str | None:
    try:
        return format(number, spec)
    except (ValueError, OverflowError):
        return None


def _specs(source: Term, style: Style) -> Iterator[tuple[str, float]]:
    """Yield the formats that the outputs may show, and what each costs."""
    if all(isinstance(v, int) for v in source.values):
        yield from _whole(source, style)
    zero = "z" if any(v < 0 for v in source.values) else ""
    for decimals in (d for d in style.decimals if d <= _MOST_DECIMALS):
        yield f"{zero}.{decimals}f", 1.5 + 0.2 * decimals
        if "," in style.signs:
            yield f"{zero},.{decimals}f", 2.0 + 0.2 * decimals
        if "%" in style.signs:
            yield f"{zero}.{decimals}%", _PERCENT + 0.2 * decimals
        if "+" in style.signs:
            yield f"+.{decimals}f", 2.0 + 0.2 * decimals


def _whole(source: Term, style: Style) -> Iterator[tuple[str, float]]:
    for sign in {",", "_"} & style.signs:
        yield sign, 1.5
    if "+" in style.signs:
        yield "+d", 2.0
    longest = max(len(str(v)) for v in source.values)
    for width in range(2, _WIDEST + 1):
        if width >= longest:
            yield f"0{width}d", 1.5 + 0.1 * width
    if min(source.values) >= 0:
        for place, spec in enumerate(_BASES):
            yield spec, 3.0 + 0.1 * place
