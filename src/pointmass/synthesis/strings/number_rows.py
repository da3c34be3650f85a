"""Tables of operators on numbers: to read them from a text, to compute with them, and to write them as outputs do."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operator_rows import Row, Value, listed, sized
from pointmass.synthesis.operators import numbers as ops
from pointmass.synthesis.operators import numerals, records
from pointmass.synthesis.program import Apply, inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.strings.written_values import Style

_WIDEST = 12
_BASES = ("x", "X", "#x", "b", "o", "02x", "02X", "04x", "04X", "06x", "06X", "08x", "08X", "08b", "#b", "#o")
_STEPS = tuple("1 10 100 5 0.1 0.01 0.5 0.05 0.25 2 20 25 50 15 30 1000 500 0.001 0.2 3 4 6 12 60 10000 100000".split())  # noqa: SIM905 - shorter to read than a list of quoted numbers
_FACTORS = (100, "0.01", 1000, "0.001", 1_000_000, "0.000001", "0.000000001", 10, "0.1", 60, -1, 2, "0.5")
_FINE = ("1", "0.1", "0.01")
_WIDTHS = (2, 3, 4, 5, 6, 8, 10)
_MOST_DIGITS = 10

# Text to number. Each row has a pattern: it is tried only if an input matches.
READ: tuple[tuple[Row, str], ...] = (
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
)


def _is_negative(number: Value, _: Style) -> bool:
    return any(v < 0 for v in number.values)


def _ends(low: Value, style: Style) -> Iterator[tuple[float, int | str]]:
    """Yield lengths of a range: the step, the step less one unit of its last digit, or the step less 0.01."""
    width = Decimal(low.constants[0])
    unit = Decimal(1).scaleb(min(0, int(width.as_tuple().exponent)))
    for end, extra in ((width, 1.0), (width - unit, 1.3), (width - Decimal("0.01"), 2.5)) if style.pairs else ():
        if end > 0:
            yield extra, int(end) if end == int(end) else str(end)


# Number to number, in one step, or in two if `then` names the second.
END = (Row(ops.PLUS, 0.0, _ends),)
ROUNDED = (Row(ops.NEAREST, 1.0, listed(0.0, *_FINE)), Row(ops.DOWN, 1.5, listed(0.0, *_FINE)))
LOW = (
    Row(ops.DOWN, 3.0, listed(0.2, *_STEPS)),
    Row(ops.FROM_ONE, 5.0, listed(0.2, *_STEPS), when=lambda _, style: style.pairs),
)
COMPUTED = (
    Row(ops.NEAREST, 3.0, listed(0.2, *_STEPS)),
    *(replace(row, then=END) for row in LOW),
    Row(ops.UP, 3.5, listed(0.2, *_STEPS)),
    Row(ops.TIMES, 3.0, listed(0.4, *_FACTORS), then=(Row(ops.NEAREST, 2.5, listed(0.0, *_FINE)),)),
)


# Number to text.
def _fixed(_: Value, style: Style) -> Iterator[tuple[float, int]]:
    return ((0.2 * d, d) for d in style.decimals)


def _padding(number: Value, _: Style) -> Iterator[tuple[float, int]]:
    """Yield the widths that exceed the shortest number, so that padding changes at least one number."""
    shortest = min(len(ops.plain(v)) for v in number.values)
    return ((0.2 * w, w) for w in _WIDTHS if w > shortest)


def _is_shown(number: Value, style: Style) -> bool:
    """Whether the first output holds the number in its plain form."""
    return style.shows(0, ops.plain(number.values[0]))


def _is_ragged(number: Value, style: Style) -> bool:
    """Whether the numbers have different lengths and the outputs have blanks, so that these may be padding."""
    return " " in style.signs and _is_shown(number, style) and len({len(ops.plain(v)) for v in number.values}) > 1


def _own(*signs: str) -> Callable[[Value, Style], Iterator[tuple[Any, ...]]]:
    """Return a function that yields the signs, each with its extra cost in about bits.

    The cost is 2 if all numbers have the same number of decimals, as a fixed number of decimals is then likelier.
    """

    def priced(number: Value, _: Style) -> Iterator[tuple[Any, ...]]:
        decimals = {len(ops.plain(v).partition(".")[2]) for v in number.values}
        dearer = 2.0 * (len(decimals) == 1 and decimals != {0} and len(number.values) > 1)
        yield from ((dearer, sign) for sign in signs) if signs else [(dearer,)]

    return priced


def _has_decimals(number: Value, _: Style) -> bool:
    return any(v != int(v) for v in number.values)


def _is_whole(number: Value, _: Style) -> bool:
    return all(v == int(v) for v in number.values)


def _has_thousands(number: Value, style: Style) -> bool:
    return bool(style.signs & set(",.' _")) and any(abs(v) >= 1000 for v in number.values)  # noqa: PLR2004 - thousands


def _keeps_zeros(number: Value, style: Style) -> bool:
    """Whether zeros at the end of the number should be kept.

    True for a product with a decimal below 1, such as 0.01, and for a number that the input writes with leading zeros.
    """
    node = number.node
    if isinstance(node, Apply) and node.operator is ops.TIMES and str(node.arguments[1].value(())).startswith("0."):
        return True
    shown = zip(number.values, style.pool.inputs, strict=False)
    return number.whole and any(re.search(rf"(?<![\d.])0+{re.escape(format(v, 'f'))}", i) for v, i in shown)


def _significant(_: Value, style: Style) -> Iterator[tuple[float, str]]:
    for digits in (d for d in style.digits if 1 < d <= _MOST_DIGITS and "." in style.signs):
        yield 0.3 * digits, f".{digits}g"
        yield 0.3 * digits + 0.3, f"#.{digits}g"


def _by(_: Value, style: Style) -> Iterator[tuple[float, int, str]]:
    signs = (".,", " ,", "',", " .", "'.")
    return ((0.1 * d, d, sign) for d in style.decimals for sign in signs if d or sign[1] == ".")


WRITTEN = (
    Row(ops.PLAIN, 0.0, _own()),
    Row(ops.PADDED, 2.0, _padding, _is_shown),
    Row(ops.RIGHT, 3.0, _padding, _is_ragged),
    Row(ops.LEFT, 3.0, _padding, _is_ragged),
    Row(ops.WHOLE_PADDED, 2.5, sized(0.2, _WIDTHS), lambda n, style: _has_decimals(n, style) and _is_shown(n, style)),
    Row(ops.ALIGNED, 3.0, sized(0.2, _WIDTHS), lambda n, style: " " in style.signs and _has_decimals(n, style)),
    Row(ops.FIXED, 0.5, _fixed),
    Row(ops.GROUPED, 1.5, _fixed),
    Row(ops.AT_LEAST, 3.0, _fixed),
    Row(numerals.ACCOUNTING, 3.0, _fixed, lambda n, style: "(" in style.signs and _is_negative(n, style)),
    Row(ops.FORMAT, -0.2, ((0.0, "f"),), _keeps_zeros, copies=False),
    Row(ops.FORMAT, 1.0, ((0.0, "f"),), lambda n, style: not _keeps_zeros(n, style)),
    Row(ops.FORMAT_FLOAT, 3.5, _significant),
    Row(ops.OWN_GROUPED, 2.0, _own(), _has_thousands),
    Row(ops.OWN_COMMA, 4.0, _own(), lambda n, style: "," in style.signs and _has_decimals(n, style)),
    Row(ops.OWN_GROUPED_BY, 4.0, _own(".,", " ,", "',"), lambda n, s: _has_thousands(n, s) and "," in s.signs),
    Row(ops.OWN_GROUPED_BY, 3.0, _own(" .", "'.", "_."), _has_thousands),
    Row(ops.OWN_GROUPED_BY, 3.0, _own(".,"), lambda n, s: _has_thousands(n, s) and _is_whole(n, s)),
    Row(numerals.INDIAN, 2.0, _fixed, lambda n, style: "," in style.signs and _has_thousands(n, style)),
    Row(ops.FIXED_COMMA, 3.0, _fixed, lambda _, style: "," in style.signs),
    Row(ops.GROUPED_BY, 4.0, _by, _has_thousands),
)
# Formats whose digits are not those of the number. They are tried on numbers as they were read.
_NAMED = tuple(
    (price, style)
    for price, styles in (
        (0.0, "{h}:{m:02d}:{s:02d}"),
        (0.2, "{h:02d}:{m:02d}:{s:02d}"),
        (0.3, "{h}:{m:02d}|{t}:{s:02d}"),
        (0.4, "{h:02d}:{m:02d}|{t:02d}:{s:02d}"),
        (0.5, "{h}h {m}m {s}s|{h}h {m}m|{t}m {s}s"),
        (0.6, "{h}h {m:02d}m"),
    )
    for style in styles.split("|")
)
# How many seconds the unit of the number has (a second, a minute, an hour), with the extra cost.
_SECONDS = ((1, 0.0), (60, 0.3), (3600, 0.5))
_CLOCKS = tuple((extra + odd, unit, style) for unit, extra in _SECONDS for odd, style in _NAMED)


def _is_spelled(number: Value, style: Style) -> bool:
    return _is_whole(number, style) and any(c.isalpha() for o in style.pool.outputs for c in o)


ODD = (
    Row(ops.FORMAT_WHOLE, 3.0, tuple((0.3 * len(s), s) for s in ("x", "X", "b", "o", "02x", "02X", "08b")), _is_whole),
    Row(numerals.AS_FRACTION, 2.0, when=lambda _, style: "/" in style.signs),
    Row(numerals.SCIENTIFIC, 3.0, sized(0.2, range(5)), lambda _, style: style.any_holds("e", "E")),
    Row(numerals.ORDINAL_OF, 1.5, when=lambda n, s: s.any_holds("th", "st", "nd", "rd") and _is_whole(n, s)),
    Row(numerals.ROMAN, 2.0, when=_is_spelled),
    Row(numerals.IN_WORDS, 2.0, listed(0.0, " ", "-"), _is_spelled),
    Row(numerals.CLOCK_OF, 4.0, _CLOCKS, lambda n, s: s.any_holds(":", "h", "m") and not _is_negative(n, s)),
    Row(numerals.COMPACT, 4.0, listed(0.2, 1, 0, 2), lambda _, style: style.any_holds(*"KMBT")),
)


# A parameter that is a number, to text.
def _is_given_fixed(number: Value) -> bool:
    """Whether all numbers have the same number of decimals, not one: a fixed number of decimals is then likelier."""
    lengths = {len(str(v).partition(".")[2]) for v in number.values}
    return isinstance(number.values[0], float) and len(lengths) == 1 and len(number.values) > 1 and lengths != {1}


def _specs(number: Value, style: Style) -> Iterator[tuple[float, str]]:
    """Yield the format specifications that the outputs may show, each after its cost in about bits."""
    signs, lowest, highest = style.signs, min(number.values), max(map(abs, number.values))
    if all(isinstance(v, int) for v in number.values):
        yield from ((1.5, sign) for sign in ",_" if sign in signs and highest >= 1000)  # noqa: PLR2004 - thousands
        yield from ((2.0, "+d") for _ in signs & {"+"})
        # Widths that pad no number are left out.
        longest, shortest = (limit(len(str(v)) for v in number.values) for limit in (max, min))
        yield from ((1.5 + 0.1 * w, f"0{w}d") for w in range(max(2, longest), _WIDEST + 1) if w > shortest)
        if lowest >= 0 and highest > 9:  # noqa: PLR2004 - digits are written alike
            yield from ((3.0 + 0.1 * place, spec) for place, spec in enumerate(_BASES))
    zero = "z" if lowest < 0 else ""
    for decimals in (d for d in style.decimals):
        yield 1.5 + 0.2 * decimals, f"{zero}.{decimals}f"
        yield from ((2.0 + 0.2 * decimals, f"{zero},.{decimals}f") for _ in signs & {","})
        yield from ((1.5 + 0.2 * decimals, f"{zero}.{decimals}%") for _ in signs & {"%"})
        yield from ((2.0 + 0.2 * decimals, f"+.{decimals}f") for _ in signs & {"+"})


FORMATTED = (
    Row(records.TEXT, 0.5, lambda number, _: ((2.0 * _is_given_fixed(number),),), copies=False),
    Row(ops.FORMAT, 0.0, _specs, copies=False),
)


# Text to text.
GROUPED = inline(
    "{2}.join([{0}[start : start + {1}] for start in range(0, len({0}), {1})])", "{0} in groups of {1}", noun="groups"
)
MASKED = inline("{2} * (len({0}) - {1}) + {0}[-{1}:]", "{0} masked but for {1}", noun="masked")


def _marked(sizes: Sequence[int], signs: str) -> Callable[[Value, Style], Iterator[tuple[float, int, str]]]:
    """Return a function that yields, for each of *signs* that every output holds, a cost, a size and the sign."""
    return lambda _, style: (
        (0.3 * place, size, sign) for sign in signs if style.holds(sign) for place, size in enumerate(sizes)
    )


OF_CODES = (
    Row(GROUPED, 6.0, _marked((4, 3, 2), " -.:"), copies=False),
    Row(MASKED, 6.0, _marked((4, 2, 3), "*Xx#"), copies=False),
)
