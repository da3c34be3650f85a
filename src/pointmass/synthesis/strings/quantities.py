"""Numbers in the inputs: read, computed with, and written as pieces of the outputs, over tables of operators."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.expressions import divided, of_one, of_two, scales, shares
from pointmass.synthesis.operators import numbers as ops
from pointmass.synthesis.operators import numerals
from pointmass.synthesis.program import Apply, Literal, Node, attempt
from pointmass.synthesis.rows import Row, Value, listed, sized, steps
from pointmass.synthesis.strings.fitted import FITTED
from pointmass.synthesis.strings.moments import passed
from pointmass.synthesis.strings.values import Style, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.strings.pool import Pool
    from pointmass.synthesis.term import Term

_MOST_NUMBERS = 5
_MOST_WRITTEN = 4
_MOST_FITTED = 2
_STEPS = tuple("1 10 100 5 0.1 0.01 0.5 0.05 0.25 2 20 25 50 15 30 1000 500 0.001 0.2 3 4 6 12 60 10000 100000".split())  # noqa: SIM905 - shorter to read than a list of quoted numbers
_FACTORS = (100, "0.01", 1000, "0.001", 1_000_000, "0.000001", "0.000000001", 10, "0.1", 60, -1, 2, "0.5")
_FINE = ("1", "0.1", "0.01")
_WIDTHS = (2, 3, 4, 5, 6, 8, 10)
_MOST_DIGITS = 10
_PATIENCE = 16

# text -> number: the pattern is the hint, each with where in a text it stands for a number.
_READ: tuple[tuple[Row, str], ...] = (
    (Row(ops.IN_BASE, 7.0, ((0.0, 2),)), "^[01]{1,64}$"),
    (Row(ops.IN_BASE, 7.0, ((0.0, 16),)), "^[0-9A-Fa-f]{1,32}$"),
    (Row(numerals.DURATION_IN, 4.0), r"\d:\d\d|\d ?[hms]"),
    (Row(numerals.FRACTION_IN, 3.0), r"^\s*(?:\d+[ -])?\d+/\d+\s*$"),
    (Row(numerals.BRACKETED_IN, 4.0), r"\(.*\d.*\)|\d-\s*$"),
    (Row(numerals.COMMA_NUMBER_IN, 4.5), r"\d,\d+\s*$"),
    (Row(numerals.SIZE_IN, 4.5, ((0.0, 1000),)), r"\d ?[KkMmGgTtBb]"),
    (Row(numerals.SIZE_IN, 5.0, ((0.0, 1024),)), r"\d ?[KkMmGgTt]"),
    (Row(numerals.ROMAN_IN, 4.0), r"^\s*[IVXLCDMivxlcdm]+\s*$"),
    (Row(numerals.TOTAL, 6.0), r"\d\D+\d"),
    (Row(numerals.GREATEST, 6.5), r"\d\D+\d"),
    (Row(numerals.LEAST, 6.5), r"\d\D+\d"),
    (Row(numerals.MEAN, 7.0), r"\d\D+\d"),
)


def _is_negative(number: Value, _: Style) -> bool:
    return any(v < 0 for v in number.values)


def _ends(low: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    """Yield how far the end of a range is from its start: the step, or a unit of the last place less."""
    width = Decimal(low.constants[0])
    unit = Decimal(1).scaleb(min(0, int(width.as_tuple().exponent)))
    for end, extra in ((width, 1.0), (width - unit, 1.3), (width - Decimal("0.01"), 2.5)) if style.pairs else ():
        if end > 0:
            yield extra, int(end) if end == int(end) else str(end)


# number -> number, in one step, or in two where one is known to follow the other.
_END = (Row(ops.PLUS, 0.0, _ends),)
_ROUNDED = (Row(ops.NEAREST, 1.0, listed(0.0, *_FINE)), Row(ops.DOWN, 1.5, listed(0.0, *_FINE)))
_COMPUTED = (
    Row(ops.DOWN, 3.0, listed(0.2, *_STEPS), then=_END),
    Row(ops.NEAREST, 3.0, listed(0.2, *_STEPS)),
    Row(ops.UP, 3.5, listed(0.2, *_STEPS)),
    Row(ops.FROM_ONE, 5.0, listed(0.2, *_STEPS), when=lambda _, style: style.pairs, then=_END),
    Row(ops.TIMES, 3.0, listed(0.4, *_FACTORS), then=(Row(ops.NEAREST, 2.5, listed(0.0, *_FINE)),)),
)


# number -> text.
def _fixed(each: float, most: int = 8) -> Callable[[Value, Style], Iterator[tuple[float, int]]]:
    return lambda _, style: ((each * d, d) for d in style.decimals if d <= most)


def _padding(each: float, *, ragged: bool = False) -> Callable[[Value, Style], Iterator[tuple[float, int]]]:
    """Return what yields the widths to which some number is padded; blanks beside numbers of one length are constants."""

    def widths(number: Value, _: Style) -> Iterator[tuple[float, int]]:
        lengths = {len(ops.plain(v)) for v in number.values}
        if not ragged or len(lengths) > 1:
            yield from ((each * w, w) for w in _WIDTHS if w > min(lengths))

    return widths


def _is_even(number: Value) -> bool:
    """Whether every number has as many decimals: that is hardly chance, and a fixed number of them the better guess."""
    decimals = {len(ops.plain(v).partition(".")[2]) for v in number.values}
    return len(decimals) == 1 and decimals != {0} and len(number.values) > 1


def _has_decimals(number: Value, _: Style) -> bool:
    return any(v != int(v) for v in number.values)


def _is_whole(number: Value, _: Style) -> bool:
    return all(v == int(v) for v in number.values)


def _has_thousands(number: Value, style: Style) -> bool:
    return bool(style.signs & set(",.' _")) and any(abs(v) >= 1000 for v in number.values)  # noqa: PLR2004 - thousands


def _keeps_zeros(number: Value, style: Style) -> bool:
    """Whether a number was divided by a power of ten, or is as it was read but for zeros in front: its zeros stay."""
    node = number.node
    if isinstance(node, Apply) and node.operator is ops.TIMES and str(node.arguments[1].value(())).startswith("0."):
        return True
    shown = zip(number.values, style.pool.inputs, strict=False)
    return number.whole and any(re.search(rf"(?<![\d.])0+{re.escape(format(v, 'f'))}", i) for v, i in shown)


def _significant(_: Value, style: Style) -> Iterator[tuple[float, str]]:
    for digits in (d for d in style.digits if 1 < d <= _MOST_DIGITS and "." in style.signs):
        yield 0.3 * digits, f".{digits}g"
        yield 0.3 * digits + 0.3, f"#.{digits}g"


def _by(each: float) -> Callable[[Value, Style], Iterator[tuple[float, int, str]]]:
    return lambda _, style: (
        (each * d, d, signs) for d in style.decimals for signs in (".,", " ,", "',", " .", "'.") if d or signs[1] == "."
    )


_WRITTEN = (
    Row(ops.PLAIN, 0.0, lambda n, _: ((2.0 * _is_even(n),),)),
    Row(ops.PADDED, 2.0, _padding(0.2)),
    Row(ops.RIGHT, 3.0, _padding(0.2, ragged=True), lambda _, style: " " in style.signs),
    Row(ops.LEFT, 3.0, _padding(0.2, ragged=True), lambda _, style: " " in style.signs),
    Row(ops.WHOLE_PADDED, 2.5, sized(0.2, _WIDTHS), _has_decimals),
    Row(ops.ALIGNED, 3.0, sized(0.2, _WIDTHS), lambda n, style: " " in style.signs and _has_decimals(n, style)),
    Row(ops.FIXED, 0.5, _fixed(0.2)),
    Row(ops.GROUPED, 1.5, _fixed(0.2)),
    Row(ops.AT_LEAST, 3.0, _fixed(0.2)),
    Row(numerals.ACCOUNTING, 3.0, _fixed(0.2), lambda n, style: "(" in style.signs and _is_negative(n, style)),
    Row(ops.FORMAT, -0.2, ((0.0, "f"),), _keeps_zeros, copies=False),
    Row(ops.FORMAT, 1.0, ((0.0, "f"),), lambda n, style: not _keeps_zeros(n, style)),
    Row(ops.FORMAT_FLOAT, 3.5, _significant),
    Row(ops.OWN_GROUPED, 2.0, when=_has_thousands),
    Row(ops.OWN_COMMA, 4.0, when=lambda n, style: "," in style.signs and _has_decimals(n, style)),
    Row(ops.OWN_GROUPED_BY, 4.0, listed(0.0, ".,", " ,", "',"), lambda n, s: _has_thousands(n, s) and "," in s.signs),
    Row(ops.OWN_GROUPED_BY, 3.0, listed(0.0, " .", "'.", "_."), _has_thousands),
    Row(ops.OWN_GROUPED_BY, 3.0, ((0.0, ".,"),), lambda n, s: _has_thousands(n, s) and _is_whole(n, s)),
    Row(numerals.INDIAN, 2.0, _fixed(0.2, 2), lambda n, style: "," in style.signs and _has_thousands(n, style)),
    Row(ops.FIXED_COMMA, 3.0, _fixed(0.2), lambda _, style: "," in style.signs),
    Row(ops.GROUPED_BY, 4.0, _by(0.1), _has_thousands),
)
# Ways to write that show other digits than the number has; of a number as it was read.
_NAMED = (
    ("{h}:{m:02d}:{s:02d}", 0.0),
    ("{h:02d}:{m:02d}:{s:02d}", 0.2),
    ("{h}:{m:02d}", 0.3),
    ("{h:02d}:{m:02d}", 0.4),
    ("{t}:{s:02d}", 0.3),
    ("{t:02d}:{s:02d}", 0.4),
    ("{h}h {m}m {s}s", 0.5),
    ("{h}h {m}m", 0.5),
    ("{h}h {m:02d}m", 0.6),
    ("{t}m {s}s", 0.5),
)
# A number of seconds, minutes or hours.
_SECONDS = ((1, 0.0), (60, 0.3), (3600, 0.5))
_CLOCKS = tuple((extra + odd, unit, style) for unit, extra in _SECONDS for style, odd in _NAMED)


def _is_spelled(number: Value, style: Style) -> bool:
    return _is_whole(number, style) and any(c.isalpha() for o in style.pool.outputs for c in o)


_ODD = (
    Row(ops.FORMAT_WHOLE, 3.0, tuple((0.3 * len(s), s) for s in ("x", "X", "b", "o", "02x", "02X", "08b")), _is_whole),
    Row(numerals.AS_FRACTION, 2.0, when=lambda _, style: "/" in style.signs),
    Row(numerals.SCIENTIFIC, 3.0, sized(0.2, range(5)), lambda _, style: style.any_holds("e", "E")),
    Row(numerals.ORDINAL_OF, 1.5, when=lambda n, s: s.any_holds("th", "st", "nd", "rd") and _is_whole(n, s)),
    Row(numerals.ROMAN, 2.0, when=_is_spelled),
    Row(numerals.IN_WORDS, 2.0, listed(0.0, " ", "-"), _is_spelled),
    Row(numerals.CLOCK_OF, 4.0, _CLOCKS, lambda n, s: s.any_holds(":", "h", "m") and not _is_negative(n, s)),
    Row(numerals.COMPACT, 4.0, listed(0.2, 1, 0, 2), lambda _, style: style.any_holds(*"KMBT")),
)


def quantities(pool: Pool, envs: Sequence[Env], texts: Sequence[Node], late: Callable[[], bool]) -> None:
    """Offer the numbers in *texts* (programs for a text each) in the ways that outputs write them."""
    style = Style(pool)
    read = list(
        {q.values: q for q in sorted((q for t in texts for q in _read(envs, t)), key=lambda q: -q.cost)}.values()
    )
    read.sort(key=lambda q: q.cost)
    for quantity in read[:_MOST_WRITTEN]:
        write(pool, quantity, _ODD, style)
    if not all(any(c.isdigit() for c in o) for o in pool.outputs):
        return
    for quantity in passed(envs, texts):
        write(pool, quantity, _ODD, style)
        read.append(quantity)
    direct = [q for q in read if q.whole][:_MOST_NUMBERS]
    fits = style.fits
    computed: Iterator[Term] = itertools.chain(
        read,
        (s for q in read for s in (*steps(q, _COMPUTED, style), *of_one(q, fits), *divided(q, fits))),
        of_two(direct, fits),
        shares(direct, fits),
        (s for q in read[:_MOST_FITTED] for s in steps(q, FITTED, style)),
        (r for q in read[:_MOST_FITTED] for s in scales(q) for r in (s, *steps(_number(s), _ROUNDED, style))),
    )
    for place, made in enumerate(computed):
        if place % _PATIENCE == 0 and late():
            return
        write_number(pool, made if isinstance(made, Value) else _number(made), style)


def _number(made: Term) -> Value:
    return Value(made.node, made.cost, made.values)


def write_number(pool: Pool, quantity: Value, style: Style) -> None:
    """Offer a number in the ways that show its digits, where every output holds those."""
    if all(map(style.fits, itertools.count(), quantity.values)):
        write(pool, quantity, _WRITTEN, style)


def write_oddly(pool: Pool, quantity: Value, style: Style) -> None:
    """Offer a number in bases, numerals, words and units, which show other digits."""
    write(pool, quantity, _ODD, style)


def convert(quantity: Value, style: Style) -> Iterator[Value]:
    """Yield a number times or plus what the outputs tell."""
    return steps(quantity, FITTED, style)


def _read(envs: Sequence[Env], text: Node) -> Iterator[Value]:
    sources: list[Any] = [attempt(text, env) for env in envs]
    if not all(isinstance(s, str) for s in sources):
        return
    for index in (*range(_MOST_NUMBERS), -1, -2):
        node = Apply(ops.NUMBER_IN, (text, Literal(index)))
        cost = 3.0 + (0.6 * index if index >= 0 else 0.5 - 0.6 * index)
        yield from _numbers(node, cost, envs, whole=True)
    for row, pattern in _READ:
        if any(re.search(pattern, s) for s in sources):
            for _, *arguments in row.told(None, None):
                yield from _numbers(Apply(row.operator, (text, *map(Literal, arguments))), row.price, envs, whole=False)


def _numbers(node: Node, cost: float, envs: Sequence[Env], *, whole: bool) -> Iterator[Value]:
    values = tuple(attempt(node, env) for env in envs)
    if all(isinstance(v, Decimal) for v in values):
        yield Value(node, cost, values, "number", whole=whole)
