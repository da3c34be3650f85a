"""Numbers that are given as numbers, and what is computed from them, written as pieces of a text."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import TYPE_CHECKING

from pointmass.synthesis.numeric.expressions import divided, of_one, of_two, shares
from pointmass.synthesis.numeric.source import is_number
from pointmass.synthesis.operators import numbers, records, rounding
from pointmass.synthesis.program import Apply, Var
from pointmass.synthesis.rows import Row, Value
from pointmass.synthesis.strings.quantities import convert, write_number, write_oddly
from pointmass.synthesis.strings.values import Style, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.strings.pool import Pool

_MOST = 6
_PAIRED = 4
_MOST_DECIMALS = 6
_WIDEST = 12
_BASES = ("x", "X", "#x", "b", "o", "02x", "02X", "04x", "04X", "06x", "06X", "08x", "08X", "08b", "#b", "#o")


def _is_fixed(number: Value, _: Style) -> bool:
    """Whether all have as many decimals: that is hardly chance, and a fixed number of them the better guess."""
    lengths = {len(str(v).partition(".")[2]) for v in number.values}
    return isinstance(number.values[0], float) and len(lengths) == 1 and len(number.values) > 1 and lengths != {1}


def _specs(number: Value, style: Style) -> Iterator[tuple[float, str]]:
    """Yield the formats that the outputs may show, and what each costs."""
    signs, lowest = style.signs, min(number.values)
    if all(isinstance(v, int) for v in number.values):
        yield from ((1.5, sign) for sign in ",_" if sign in signs)
        yield from ((2.0, "+d") for _ in signs & {"+"})
        # What is written as it is needs no format.
        longest, shortest = (limit(len(str(v)) for v in number.values) for limit in (max, min))
        yield from ((1.5 + 0.1 * w, f"0{w}d") for w in range(max(2, longest), _WIDEST + 1) if w > shortest)
        if lowest >= 0:
            yield from ((3.0 + 0.1 * place, spec) for place, spec in enumerate(_BASES))
    zero = "z" if lowest < 0 else ""
    for decimals in (d for d in style.decimals if d <= _MOST_DECIMALS):
        yield 1.5 + 0.2 * decimals, f"{zero}.{decimals}f"
        yield from ((2.0 + 0.2 * decimals, f"{zero},.{decimals}f") for _ in signs & {","})
        yield from ((1.5 + 0.2 * decimals, f"{zero}.{decimals}%") for _ in signs & {"%"})
        yield from ((2.0 + 0.2 * decimals, f"+.{decimals}f") for _ in signs & {"+"})


_WRITTEN = (
    Row(records.TEXT, 0.5, when=lambda number, style: not _is_fixed(number, style), copies=False),
    Row(records.TEXT, 2.5, when=_is_fixed, copies=False),
    Row(numbers.FORMAT, 0.0, _specs, copies=False),
)


def written_numbers(pool: Pool, envs: Sequence[Env], late: Callable[[], bool]) -> None:
    """Offer the numbers among the parameters, and what is computed from one or two of them, as texts."""
    columns = [
        Value(Var(index), 0.5, column, "given")
        for index, column in enumerate(zip(*envs, strict=True))
        if all(map(is_number, column))
    ][:_MOST]
    if not columns or not any(c.isalnum() for o in pool.outputs for c in o):
        return
    style = Style(pool)
    alone = (made for c in columns for steps in (of_one, divided) for made in steps(c))
    for made in itertools.chain(alone, of_two(columns[:_PAIRED]), shares(columns[:_PAIRED])):
        if late():
            return
        write(pool, Value(made.node, made.cost, made.values, "given"), _WRITTEN, style)
    for column in columns:
        exact = tuple(Decimal(str(v)) for v in column.values)
        quantity = Value(Apply(rounding.EXACT, (column.node,)), column.cost + 1.5, exact, whole=True)
        write_oddly(pool, quantity, style)
        for number in (quantity, *convert(quantity, style)):
            if late():
                return
            write_number(pool, number, style)
