"""What the examples leave open in a program: which way a half goes, where a limit lies, what another value means."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.guard import Check
from pointmass.synthesis.numeric.places import Place, places
from pointmass.synthesis.numeric.rounded import exactly
from pointmass.synthesis.numeric.source import decimals_of, is_number
from pointmass.synthesis.operators import arithmetic, familiar, numerals, records, rounding, tests
from pointmass.synthesis.operators import numbers as decimal
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import Apply, Choice, Literal, Node, attempt, children, swapped
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
_MOST_MOVED = 4
_MOST_STEPS = 40
_MOST_VALUES = 12
# Values that come so often on average are names of states and kinds, not of single things.
_REPEATED = 3


def doubts(task: Problem, program: Node) -> tuple[Check, ...]:
    """Return the checks that hand back what no example decides: halves, and what lies beside a limit."""
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


def differ_in_limits(one: Node, other: Node) -> bool:
    """Whether two programs are the same but for where their limits lie: `doubts` hands back what is between."""
    return one != other and _without_limits(one) == _without_limits(other)


def _without_limits(node: Node) -> Any:
    if isinstance(node, Apply) and node.operator in (*_AT_LEAST, *_ABOVE) and isinstance(node.arguments[1], Literal):
        return node.operator in _AT_LEAST, _without_limits(node.arguments[0])
    if isinstance(node, Choice):
        cases = [(_without_limits(c.test), _without_limits(c.node)) for c in node.cases]
        return cases, None if node.default is None else _without_limits(node.default)
    below = children(node)
    return (type(node), getattr(node, "operator", None), *map(_without_limits, below)) if below else node


def _halves(place: Place, envs: Sequence[Env]) -> Iterator[Check]:
    """Yield that a number lies just between two, where the examples do not tell which of them is meant."""
    rounded = _rounded(place.node)
    if rounded is None:
        return
    number, decimals = rounded
    width = len(envs[0]) + place.loops
    exact = exactly(number, width)
    values = [v for v in place.values(exact, envs) if isinstance(v, Decimal)]
    if not values or all(decimals_of(v) <= decimals for v in values):
        return  # nothing was rounded: further decimals are handed back by themselves
    ties = [v for v in values if rounding.is_halfway(v, decimals)]
    if _is_decided(ties, decimals, up=isinstance(place.node, Apply) and place.node.operator in _UP):
        return
    test = Apply(rounding.HALFWAY, (exact, Literal(decimals)))
    yield Check(place.holds(test), "Just between two numbers: no example tells which is meant.")


def _rounded(node: Node) -> tuple[Node, int] | None:
    """Return the number that *node* rounds, and to how many decimals; nothing for any other node."""
    if not isinstance(node, Apply):
        return None
    arguments = [a.content if isinstance(a, Literal) else None for a in node.arguments]
    if node.operator in _WHOLE:
        return node.arguments[0], 0
    if node.operator in _TO_DECIMALS and isinstance(arguments[1], int):
        # A number of steps times the step is rounded only to write it.
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
    """Whether the halves among the examples leave only one way to round them."""
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
    # What is a half in binary fractions too goes to the even digit either way.
    return said[0] not in said[1:] and (decimals == 0 or said[1] != said[2])


def _limits(place: Place, envs: Sequence[Env]) -> Iterator[Check]:
    """Yield that a number lies between the last one below a limit that was seen and the first one above it."""
    limit = _limit(place, envs)
    if limit is None or _is_closed(limit.values[limit.cut - 1], limit.values[limit.cut]):
        return
    ends = limit.values[limit.cut - 1], limit.values[limit.cut]
    yield Check(place.holds(_between(limit.number, ends)), "No example tells on which side of the limit this is.")


def moved(task: Problem, program: Node) -> tuple[Node, ...]:
    """Return the program with each limit moved past numbers that were seen, as far as it explains the examples still."""
    found: dict[Node, None] = {}
    for place in places(program):
        limit = _limit(place, task.envs)
        for step in (-1, 1):
            farthest = _farthest(limit, step, program, task) if limit is not None else None
            if farthest is not None:
                found[farthest] = None
    return tuple(found)[:_MOST_MOVED]


def _farthest(limit: _Limit, step: int, program: Node, task: Problem) -> Node | None:
    best, cut = None, limit.cut + step
    while 0 < cut < len(limit.values) and abs(cut - limit.cut) <= _MOST_STEPS:
        # The lowest limit is just above the number before it, the highest is the number after it.
        node = limit.above(limit.values[cut - 1]) if step < 0 else limit.at_least(limit.values[cut])
        other = swapped(program, limit.node, node)
        if any(_differs(other, env, output) for env, output in zip(task.envs, task.outputs, strict=True)):
            break
        best, cut = other, cut + step
    return best


def _differs(node: Node, env: Env, output: Any) -> bool:
    try:
        return canonical(attempt(node, env)) != canonical(output)
    except (TypeError, ValueError):
        return True


@dataclass(frozen=True, slots=True)
class _Limit:
    """A comparison with a constant.

    Attributes:
        values: The different numbers that the examples compare with it, in order.
        cut: The place of the first of them that is above the limit.
    """

    node: Apply
    number: Node
    values: list[Any]
    cut: int

    def at_least(self, value: Any) -> Node:
        """Return the comparison with the limit at *value*, which is above it."""
        turned = self.node.operator in _TURNED
        return self._of(records.BELOW if turned else arithmetic.AT_LEAST, value)

    def above(self, value: Any) -> Node:
        """Return the comparison with the limit just above *value*, which is below it."""
        turned = self.node.operator in _TURNED
        return self._of(arithmetic.AT_MOST if turned else records.ABOVE, value)

    def _of(self, operator: Operator, value: Any) -> Node:
        shown: Node = Literal(value)
        if isinstance(value, Decimal):
            shown = Apply(decimal.DECIMAL, (Literal(str(value)),))
        return Apply(operator, (self.number, shown))


def _limit(place: Place, envs: Sequence[Env]) -> _Limit | None:
    """Return the limit that stands at *place*, where the examples have numbers on both of its sides."""
    node = place.node
    if not isinstance(node, Apply) or node.operator not in (*_AT_LEAST, *_ABOVE):
        return None
    number, constant = node.arguments
    if not isinstance(constant, Literal):
        return None
    values = sorted({v for v in place.values(number, envs) if is_number(v) or isinstance(v, Decimal)})
    # Comparing with decimals is exact, whatever the numbers are.
    least = Decimal(str(constant.content))
    cut = sum(v < least if node.operator in _AT_LEAST else v <= least for v in values)
    return _Limit(node, number, values, cut) if 0 < cut < len(values) else None


def _is_closed(low: Any, high: Any) -> bool:
    return isinstance(low, int) and isinstance(high, int) and high - low == 1


def _between(number: Node, ends: tuple[Any, Any]) -> Node:
    if any(isinstance(end, Decimal) for end in ends):
        return Apply(familiar.WITHIN_DECIMALS, (number, *(Literal(str(end)) for end in ends)))
    return Apply(familiar.WITHIN, (number, *map(Literal, ends)))


def _centuries(place: Place, envs: Sequence[Env]) -> Iterator[Check]:
    """Yield that a year is the last of a century, where every fourth year counts and no example was such a year."""
    node = place.node
    if not isinstance(node, Apply) or node.operator is not arithmetic.DIVIDES or node.arguments[1] != Literal(_LEAP):
        return
    years = place.values(node.arguments[0], envs)
    if years and all(_FIRST_YEAR <= y <= _LAST_YEAR and y % _CENTURY for y in years):
        test = Apply(arithmetic.DIVIDES, (node.arguments[0], Literal(_CENTURY)))
        yield Check(place.holds(test), "No example was the last year of a century.")


def _values(place: Place, envs: Sequence[Env]) -> Iterator[Check]:
    """Yield that a value is none of the few that were seen, where the program asks for one of them."""
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
