"""Numbers as text: plain, with fixed decimals, with thousands apart, padded, in other bases and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operators import numbers as ops
from pointmass.synthesis.operators import numerals
from pointmass.synthesis.operators import text as text_ops
from pointmass.synthesis.program import Apply, Literal, Node
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from pointmass.synthesis.strings.pool import Pool

_MOST_DECIMALS = 8
_MOST_DIGITS = 10
_THOUSANDS = frozenset(",.' _")
_WIDTHS = (2, 3, 4, 5, 6, 8, 10)
_GREATEST = 10**18
_CLOCKS = (
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
# Units of time in seconds, for a number that is one of them.
_SECONDS = ((1, 0.0), (60, 0.3), (3600, 0.5))


@dataclass(frozen=True, slots=True)
class Quantity(Term):
    """A number on every example.

    Attributes:
        direct: Whether it is a number as the input has it, with nothing computed.
    """

    direct: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How the outputs write numbers, so that other ways need no trying.

    Attributes:
        decimals: How many digits stand after a dot or comma, 0 included.
        digits: How many digits stand in a row, dots among them.
        signs: The characters that are neither letters nor digits.
        pairs: Whether every output holds two numbers or more.
    """

    decimals: tuple[int, ...]
    digits: tuple[int, ...]
    signs: frozenset[str]
    pairs: bool


def style_of(outputs: tuple[str, ...]) -> Style:
    """Return how *outputs* write numbers."""
    decimals = {0} | {len(d) for o in outputs for d in re.findall(r"[.,](\d+)", o)}
    digits = {sum(map(str.isdigit, d.lstrip("0."))) for o in outputs for d in re.findall(r"[\d.]+", o)}
    signs = frozenset(c for o in outputs for c in o if not c.isalnum())
    pairs = all(len(re.findall(r"\d+", o)) > 1 for o in outputs)
    return Style(tuple(sorted(decimals)), tuple(sorted(digits)), signs, pairs)


def write(pool: Pool, q: Quantity, style: Style) -> None:
    """Offer *q* as text in the ways that outputs write numbers."""
    try:
        if hinted(q, pool.outputs):
            _plainly(pool, q)
            _decimals(pool, q, style)
            if "." in style.signs:
                _significant(pool, q, style)
            if style.signs & _THOUSANDS:
                _grouped(pool, q)
    except (ArithmeticError, ValueError):
        return


def write_oddly(pool: Pool, q: Quantity) -> None:
    """Offer a number as it was read in bases, numerals, words and units that show other digits."""
    for offer in (_bases, _numerals, _clocks, _compact):
        try:
            offer(pool, q)
        except (ArithmeticError, ValueError, OverflowError):
            continue


def hinted(q: Quantity, outputs: tuple[str, ...]) -> bool:
    """Whether each output holds the whole part of the number, rounded one way or the other: cheap to ask first."""
    for value, output in zip(q.values, outputs, strict=True):
        if abs(value) > _GREATEST:
            return False
        whole, digits = int(abs(value)), re.sub(r"(?<=\d)[., '](?=\d)", "", output) + output
        if str(whole) not in digits and str(whole + 1) not in digits:
            return False
    return True


def _plainly(pool: Pool, q: Quantity) -> None:
    shown = tuple(ops.plain(v) for v in q.values)
    # As many decimals in every example are hardly chance: then a fixed number of them is the better guess.
    even = len({len(s.partition(".")[2]) for s in shown}) == 1 and any("." in s for s in shown) and len(shown) > 1
    plain = Apply(ops.PLAIN, (q.node,))
    _offer(pool, shown, q.cost + 2.0 * even, plain)
    for width in _WIDTHS:
        padded = tuple(s.zfill(width) for s in shown)
        if padded != shown:
            _offer(pool, padded, q.cost + 2.0 + 0.2 * width, Apply(ops.PADDED, (plain, Literal(width))))
        # Where all are of one length, blanks beside them are no padding but a constant.
        for operator in (numerals.RIGHT, numerals.LEFT) if len(set(map(len, shown))) > 1 else ():
            values = tuple(operator.function(s, width) for s in shown)
            if values != shown:
                _offer(pool, values, q.cost + 3.0 + 0.2 * width, Apply(operator, (plain, Literal(width))))
        if any("." in v for v in shown):
            values = tuple(ops.whole_padded(v, width) for v in shown)
            _offer(pool, values, q.cost + 2.5 + 0.2 * width, Apply(ops.WHOLE_PADDED, (plain, Literal(width))))
            values = tuple(numerals.aligned(v, width) for v in shown)
            _offer(pool, values, q.cost + 3.0 + 0.2 * width, Apply(numerals.ALIGNED, (plain, Literal(width))))


def _decimals(pool: Pool, q: Quantity, style: Style) -> None:
    for decimals in (d for d in style.decimals if d <= _MOST_DECIMALS):
        for operator, extra in ((ops.FIXED, 0.0), (ops.GROUPED, 1.0), (ops.AT_LEAST, 2.5), (numerals.ACCOUNTING, 2.5)):
            values = tuple(operator.function(v, decimals) for v in q.values)
            if operator is numerals.ACCOUNTING and not any("(" in v for v in values):
                continue
            price = q.cost + 0.5 + 0.2 * decimals + extra
            _offer(pool, values, price, Apply(operator, (q.node, Literal(decimals))))
    # A number that was divided by a power of ten keeps its own zeros.
    kept = tuple(format(v, "f") for v in q.values)
    price = q.cost + (-0.2 if _is_divided(q.node) or _is_stripped(pool, q, kept) else 1.0)
    _offer(pool, kept, price, Apply(ops.FORMAT, (q.node, Literal("f"))))


def _is_divided(node: Node) -> bool:
    """Whether *node* is a number times a power of ten below one."""
    return isinstance(node, Apply) and node.operator is ops.TIMES and str(node.arguments[1].value(())).startswith("0.")


def _is_stripped(pool: Pool, q: Quantity, kept: tuple[str, ...]) -> bool:
    """Whether the number is as it was read but for zeros in front."""
    return q.direct and any(
        re.search(rf"(?<![\d.])0+{re.escape(k)}", i) for k, i in zip(kept, pool.inputs, strict=False)
    )


def _significant(pool: Pool, q: Quantity, style: Style) -> None:
    for digits in (d for d in style.digits if 1 < d <= _MOST_DIGITS):
        for mark, extra in (("", 0.0), ("#", 0.3)):
            spec = f"{mark}.{digits}g"
            values = tuple(format(float(v), spec) for v in q.values)
            if not any("e" in v for v in values):
                _offer(
                    pool, values, q.cost + 3.5 + 0.3 * digits + extra, Apply(ops.FORMAT_FLOAT, (q.node, Literal(spec)))
                )


def _grouped(pool: Pool, q: Quantity) -> None:
    kept = tuple(format(v.normalize(), ",f") if v else "0" for v in q.values)
    grouped = Apply(ops.FORMAT, (q.node, Literal(",f")))
    if any("," in g for g in kept):
        _offer(pool, kept, q.cost + 2.0, grouped)
    for sign in (" ", "'", ".", "_", ""):
        values = tuple(numerals.comma_decimals(g, sign) for g in kept)
        if any("," in v for v in values):
            _offer(pool, values, q.cost + 4.0, Apply(numerals.COMMA_DECIMALS, (grouped, Literal(sign))))
        elif sign and values != kept:
            _offer(pool, values, q.cost + 3.0, Apply(numerals.SEPARATED, (grouped, Literal(sign))))
    for decimals in (0, 2, 1):
        thousands = tuple(ops.grouped(v, decimals) for v in q.values)
        node = Apply(ops.GROUPED, (q.node, Literal(decimals)))
        if any("," in t for t in thousands):
            indian = tuple(numerals.grouped_indian(v, decimals) for v in q.values)
            if indian != thousands:
                shown = Apply(numerals.INDIAN, (q.node, Literal(decimals)))
                _offer(pool, indian, q.cost + 2.0 + 0.2 * decimals, shown)
        for sign in (".", " ", "'"):
            if decimals:
                values = tuple(numerals.comma_decimals(t, sign) for t in thousands)
                _offer(pool, values, q.cost + 4.0, Apply(numerals.COMMA_DECIMALS, (node, Literal(sign))))


def _bases(pool: Pool, q: Quantity) -> None:
    """Offer a number in other bases: hexadecimal, binary, octal."""
    if all(v == int(v) for v in q.values):
        for spec in ("x", "X", "b", "o", "02x", "02X", "08b"):
            values = tuple(format(int(v), spec) for v in q.values)
            _offer(pool, values, q.cost + 3.0 + 0.3 * len(spec), Apply(ops.FORMAT_WHOLE, (q.node, Literal(spec))))


def _numerals(pool: Pool, q: Quantity) -> None:
    if any("/" in o for o in pool.outputs):
        for operator in (numerals.AS_FRACTION, numerals.MIXED_FRACTION):
            _add(pool, q, operator, 2.0)
    if any("e" in o.lower() for o in pool.outputs):
        for decimals in range(5):
            _add(pool, q, numerals.SCIENTIFIC, 3.0 + 0.2 * decimals, decimals)
            _add(pool, q, ops.FORMAT, 3.2 + 0.2 * decimals, f".{decimals}E")
            _add(pool, q, ops.FORMAT_FLOAT, 3.4 + 0.2 * decimals, f".{decimals}E")
    if not all(v == int(v) for v in q.values):
        return
    if any(any(c.isalpha() for c in o) for o in pool.outputs):
        if any(o.endswith(("st", "nd", "rd", "th")) or "th" in o for o in pool.outputs):
            _add(pool, q, numerals.ORDINAL_OF, 1.5)
        for operator, arguments in ((numerals.ROMAN, ()), (numerals.IN_WORDS, (" ",)), (numerals.IN_WORDS, ("-",))):
            try:
                _add(pool, q, operator, 2.0, *arguments)
            except ValueError:
                continue


def _clocks(pool: Pool, q: Quantity) -> None:
    """Offer a number of seconds, minutes or hours as a duration."""
    if not any(":" in o or "h" in o or "m" in o for o in pool.outputs) or min(q.values) < 0:
        return
    for seconds, extra in _SECONDS:
        for style, odd in _CLOCKS:
            _add(pool, q, numerals.CLOCK_OF, 4.0 + extra + odd, seconds, style)


def _compact(pool: Pool, q: Quantity) -> None:
    if any(c in o for o in pool.outputs for c in "KMBT"):
        for decimals in (1, 0, 2):
            _add(pool, q, numerals.COMPACT, 4.0 + 0.2 * decimals, decimals)


def _add(pool: Pool, q: Quantity, operator: Any, cost: float, *arguments: Any) -> None:
    """Offer a way to write that may come in another case."""
    values = tuple(operator.function(v, *arguments) for v in q.values)
    if all(v.lower() in o for v, o in zip(values, pool.folded, strict=True)):
        node = Apply(operator, (q.node, *(Literal(a) for a in arguments)))
        pool.add(values, q.cost + cost + pool.copied(values), text_ops.STR, node)


def _offer(pool: Pool, values: tuple[str, ...], cost: float, node: Node) -> None:
    if all(v in o for v, o in zip(values, pool.outputs, strict=True)):
        stripped = isinstance(node, Apply) and node.operator is ops.FORMAT and cost < 3.0  # noqa: PLR2004 - see `_is_stripped`
        pool.put(values, cost + (0.0 if stripped else pool.copied(values)), node)
