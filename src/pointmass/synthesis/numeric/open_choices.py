"""Choices that the examples leave open in a program: how a half is rounded, where a limit is, what new values mean."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.guard import Check
from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.numeric.rounding import exactly
from pointmass.synthesis.numeric.scopes import Place, places
from pointmass.synthesis.operators import arithmetic, familiar, numerals, records, rounding, tests
from pointmass.synthesis.operators import numbers as decimal
from pointmass.synthesis.operators.familiar import decimals_of
from pointmass.synthesis.program import Apply, Literal, Node
from pointmass.synthesis.table import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.program import Env, Operator

_AT_LEAST = (arithmetic.AT_LEAST, records.BELOW)
_ABOVE = (arithmetic.AT_MOST, records.ABOVE, tests.ABOVE, decimal.ABOVE)
_TO_DECIMALS = (
    arithmetic.ROUNDED_TO,
    rounding.HALF_UP,
    rounding.HALF_EVEN,
    *decimal.TO_DECIMALS,
    numerals.INDIAN,
)
_WHOLE = (arithmetic.ROUNDED, rounding.WHOLE_HALF_UP)
_UP = (rounding.HALF_UP, rounding.WHOLE_HALF_UP, *decimal.TO_DECIMALS, numerals.INDIAN)
_TURNED = (records.BELOW, arithmetic.AT_MOST)
_LEAP, _CENTURY, _FIRST_YEAR, _LAST_YEAR = 4, 100, 1000, 3000
_DECIDING = 2
_MOST_VALUES = 12
# Texts that come at least so often on average are labels.
_REPEATED = 3


def open_choices(task: Problem, program: Node) -> tuple[Check, ...]:
    """Return the checks that hand back inputs which no example decides.

    These are numbers halfway between two roundings, numbers next to a limit, new values of a label, and last years of a
    century.
    """
    found: dict[Node, Check] = {}
    for place in places(program):
        for check in (
            *_halves(place, task.envs),
            *_limits(place, task.envs),
            *_values(place, task.envs),
            *_centuries(place, task.envs),
        ):
            found.setdefault(check.test, check)
    return tuple(found.values())


def _halves(place: Place, envs: Sequence[Env]) -> Iterator[Check]:
    """Yield a check for numbers halfway between two roundings, if the examples do not tell which is meant."""
    rounded = _rounded(place.node)
    if rounded is None:
        return
    number, decimals = rounded
    width = len(envs[0]) + place.loops
    exact = exactly(number, width)
    values = [v for v in place.values(exact, envs) if isinstance(v, Decimal)]
    if not values or all(decimals_of(v) <= decimals for v in values):
        return  # no example was rounded; another check hands numbers with more decimals back
    ties = [v for v in values if rounding.is_halfway(v, decimals)]
    if _is_decided(ties, decimals, up=isinstance(place.node, Apply) and place.node.operator in _UP):
        return
    test = Apply(rounding.HALFWAY, (exact, Literal(decimals)))
    yield Check(place.holds(test), "Just between two numbers: no example tells which is meant.")


def _rounded(node: Node) -> tuple[Node, int] | None:
    """Return the number that *node* rounds, and the number of decimals; None for nodes that do not round."""
    if not isinstance(node, Apply):
        return None
    arguments = [a.content if isinstance(a, Literal) else None for a in node.arguments]
    if node.operator in _WHOLE:
        return node.arguments[0], 0
    if node.operator in _TO_DECIMALS and isinstance(arguments[1], int):
        # A whole number of steps times the step is rounded only to remove errors of binary fractions.
        inner = node.arguments[0]
        counted = isinstance(inner, Apply) and any(
            isinstance(a, Apply) and a.operator in _WHOLE for a in inner.arguments
        )
        return None if counted else (inner, arguments[1])
    if node.operator in (decimal.FORMAT, decimal.FORMAT_FLOAT):
        spec = re.search(r"\.(\d+)([f%])$", str(arguments[1]))
        return (node.arguments[0], int(spec[1]) + 2 * (spec[2] == "%")) if spec else None
    return None


def _is_decided(ties: Sequence[Decimal], decimals: int, *, up: bool) -> bool:
    """Whether the halfway numbers among the examples fit only one way to round."""
    if len(ties) < _DECIDING:
        return False
    unit = Decimal(1).scaleb(-decimals)
    ways: tuple[Callable[[Decimal], Decimal], ...] = (
        lambda number: number.quantize(unit, rounding=ROUND_HALF_UP),
        lambda number: Decimal(format(float(number), f".{decimals}f")),
        lambda number: number.quantize(unit, rounding=ROUND_HALF_EVEN),
    )
    said = [tuple(map(way, ties)) for way in ways]
    if up:
        return said[0] not in said[1:]
    # For halves that are exact in binary, the last two ways give the same.
    return said[0] not in said[1:] and (decimals == 0 or said[1] != said[2])


def _limits(place: Place, envs: Sequence[Env]) -> Iterator[Check]:
    """Yield a check for numbers between the nearest one below a limit and the nearest one above it that were seen."""
    limit = limit_at(place, envs)
    if limit is None:
        return
    low, high = limit.values[limit.cut - 1], limit.values[limit.cut]
    if not (isinstance(low, int) and isinstance(high, int) and high - low == 1):
        test = place.holds(_between(limit.number, (low, high)))
        yield Check(test, "No example tells on which side of the limit this is.")


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison with a constant.

    Attributes:
        node: The comparison.
        number: The program for the number that is compared.
        least: The constant.
        values: The different numbers that the examples compare with it, sorted.
        cut: The position of the first of them that is above the limit.
    """

    node: Apply
    number: Node
    least: Any
    values: tuple[Any, ...] = ()
    cut: int = 0

    @classmethod
    def of(cls, node: Node) -> Limit | None:
        """Return the limit for a node that compares with a constant; None for other nodes."""
        if not isinstance(node, Apply) or node.operator not in (*_AT_LEAST, *_ABOVE):
            return None
        number, constant = node.arguments
        return cls(node, number, constant.content) if isinstance(constant, Literal) else None

    @property
    def is_upper(self) -> bool:
        """Whether a number equal to the constant counts as above the limit."""
        return self.node.operator in _AT_LEAST

    def at_least(self, value: Any) -> Node:
        """Return the comparison with *value* as the least number above the limit."""
        return self._of(records.BELOW if self.node.operator in _TURNED else arithmetic.AT_LEAST, value)

    def above(self, value: Any) -> Node:
        """Return the comparison with *value* as the greatest number below the limit."""
        return self._of(arithmetic.AT_MOST if self.node.operator in _TURNED else records.ABOVE, value)

    def _of(self, operator: Operator, value: Any) -> Node:
        exact = isinstance(value, Decimal)
        shown = Apply(decimal.DECIMAL, (Literal(str(value)),)) if exact else Literal(value)
        return Apply(operator, (self.number, shown))


def limit_at(place: Place, envs: Sequence[Env]) -> Limit | None:
    """Return the limit at *place*; None if there is none, or if the examples have numbers on one side only."""
    found = Limit.of(place.node)
    if found is None:
        return None
    values = sorted({v for v in place.values(found.number, envs) if is_number(v) or isinstance(v, Decimal)})
    # Comparisons with a Decimal are exact for ints, floats and Decimals.
    least = Decimal(str(found.least))
    cut = sum(v < least if found.is_upper else v <= least for v in values)
    return replace(found, values=tuple(values), cut=cut) if 0 < cut < len(values) else None


def _between(number: Node, ends: tuple[Any, Any]) -> Node:
    if any(isinstance(end, Decimal) for end in ends):
        return Apply(familiar.WITHIN_DECIMALS, (number, *(Literal(str(end)) for end in ends)))
    return Apply(familiar.WITHIN, (number, *map(Literal, ends)))


def _centuries(place: Place, envs: Sequence[Env]) -> Iterator[Check]:
    """Yield a check for years divisible by 100, if the program asks for years divisible by 4 and no example was one."""
    node = place.node
    if not isinstance(node, Apply) or node.operator is not arithmetic.DIVIDES or node.arguments[1] != Literal(_LEAP):
        return
    years = place.values(node.arguments[0], envs)
    if years and all(_FIRST_YEAR <= y <= _LAST_YEAR and y % _CENTURY for y in years):
        test = Apply(arithmetic.DIVIDES, (node.arguments[0], Literal(_CENTURY)))
        yield Check(place.holds(test), "No example was the last year of a century.")


def _values(place: Place, envs: Sequence[Env]) -> Iterator[Check]:
    """Yield a check for new values of a label, if the program compares it with one of its values."""
    node = place.node
    if not isinstance(node, Apply) or node.operator not in _EQUALITY:
        return
    value, known = node.arguments
    if not isinstance(known, Literal) or not isinstance(known.content, str):
        return
    seen = Counter(v for v in place.values(value, envs) if isinstance(v, str))
    if 1 < len(seen) <= _MOST_VALUES and _REPEATED * len(seen) <= seen.total():
        test = Apply(MISSING, (value, Literal(tuple(sorted(seen)))))
        yield Check(place.holds(test), "A value that no example had.")


_EQUALITY: tuple[Operator, ...] = (tests.EQUAL, tests.DIFFERENT, records.SAME, records.DIFFERS)
