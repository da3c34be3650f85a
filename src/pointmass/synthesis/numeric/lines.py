"""Lines through examples: the factors and addends, as round as possible, that give the outputs up to rounding."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.number_values import roundest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The least number of points for a line with two free numbers, and with one, if the outputs were rounded.
_ENOUGH, _FEW = 5, 3
# A factor this near to 1 is not used for rounded outputs: it would only imitate another way to round.
_NEAR = Fraction(1, 100)
_GREATEST = 10**18


def exact(number: Any) -> Fraction:
    """Return a number as an exact fraction of its decimal text: 0.1 is 1/10."""
    return Fraction(str(number))


def through_all(values: Sequence[Any], outputs: Sequence[Any]) -> tuple[Fraction, Fraction] | None:
    """Return the factor and the addend that give every output exactly; None if there are none, or too few points."""
    points = dict(zip(values, outputs, strict=True))
    if len(points) < 2:  # noqa: PLR2004 - two points make a line
        return None
    (x, y), (u, v) = [(exact(a), exact(b)) for a, b in itertools.islice(points.items(), 2)]
    factor = (v - y) / (u - x)
    addend = y - factor * x
    if len(points) <= (factor != 1) + (addend != 0):
        return None
    return (factor, addend) if all(factor * exact(a) + addend == exact(b) for a, b in points.items()) else None


def factors(
    values: Sequence[Any], outputs: Sequence[Any], halves: Sequence[Fraction]
) -> tuple[Fraction, Fraction] | None:
    """Return the least and the greatest factor that give every output up to rounding.

    None if there is no such factor, if it is within 1 % of 1, or if a value or an output is not above 0.

    Args:
        values: The numbers to multiply.
        outputs: The rounded products.
        halves: By how much each output may differ.
    """
    low, high = Fraction(0), Fraction(_GREATEST)
    if len(values) < _FEW and len({exact(o) / exact(v) for v, o in zip(values, outputs, strict=True) if v}) > 1:
        return None
    for value, output, half in zip(values, outputs, halves, strict=True):
        if not value > 0 < output:
            return None
        low, high = max(low, (exact(output) - half) / exact(value)), min(high, (exact(output) + half) / exact(value))
        if low > high:
            return None
    # A factor near 1 would only imitate another way to round.
    return None if high > 1 - _NEAR and low < 1 + _NEAR else (low, high)


def sloped(values: Sequence[Any], outputs: Sequence[Any], half: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield the roundest factor and addend that give every output up to *half*, if there are at least five points."""
    points = sorted({(float(v), float(o)) for v, o in zip(values, outputs, strict=True)})
    if len({x for x, _ in points}) < _ENOUGH:
        return
    slack = float(half)
    rises = [(u - x, v - y) for (x, y), (u, v) in itertools.combinations(points, 2) if u > x]
    low, high = max((dy - 2 * slack) / dx for dx, dy in rises), min((dy + 2 * slack) / dx for dx, dy in rises)
    if low < high and not low < 0 < high:
        slope = roundest(low, high)
        least, most = max(y - slope * x for x, y in points) - slack, min(y - slope * x for x, y in points) + slack
        if least < most and not least <= 0 <= most:
            yield exact(slope), exact(roundest(least, most))
