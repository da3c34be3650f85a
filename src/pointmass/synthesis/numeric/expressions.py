"""Formulas of a few steps over one, two or three numbers, before anything is rounded."""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.operator_rows import outcomes
from pointmass.synthesis.operators import arithmetic as ops
from pointmass.synthesis.operators import numbers, records
from pointmass.synthesis.program import Apply, Literal, Node, Operator, Var, replaced
from pointmass.synthesis.term import Term

# Whether a value may be right for the example at a position; asked as soon as the value is computed.
Fits: TypeAlias = Callable[[int, Any], bool] | None
_STEP = 2.0
_DIGIT = 1.5
_MOST_OF_THREE = 5
_DIVISORS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 24, 50, 60, 100, 360, 1000, 1024, 3600)
# Common divisors: dividing by any other number costs more.
_USUAL = (2, 7, 10, 12, 24, 60, 100, 1000, 1024, 3600)
_OPERATORS: dict[str, Operator] = {
    "Add": records.ADD,
    "Sub": records.SUBTRACT,
    "Mult": records.MULTIPLY,
    "Div": records.DIVIDE,
    "FloorDiv": ops.WHOLE_PART,
    "Mod": ops.REST,
    "USub": ops.NEGATIVE,
    "abs": ops.SIZE,
    "min": ops.LESS,
    "max": ops.MORE,
    "round": ops.ROUNDED,
    "floor": ops.FLOOR,
    "ceil": ops.CEILING,
    "float": numbers.FLOAT,
}


class Formula(NamedTuple):
    """A formula over the numbers a, b and c.

    Attributes:
        function: Computes it.
        node: The formula as a program.
        cost: Its cost, in bits.
        turns: Whether a and b may be exchanged without changing the result.
    """

    function: Callable[..., Any]
    node: Node
    cost: float
    turns: bool


def _formula(text: str, extra: float = 0.0) -> Formula:
    """Return the formula that *text*, a Python expression over a, b and c, says.

    Its cost is 2 bits a step and *extra* for its constants.
    """
    tree = ast.parse(text, mode="eval").body
    steps = sum(isinstance(n, ast.BinOp | ast.Call) for n in ast.walk(tree))
    names = sorted({n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and len(n.id) == 1})
    function = eval(f"lambda {', '.join(names)}: {text}", {"floor": math.floor, "ceil": math.ceil})  # noqa: S307 - ours
    node = _node(tree)
    turns = isinstance(node, Apply) and node.operator in (records.ADD, records.MULTIPLY, ops.LESS, ops.MORE)
    return Formula(function, node, _STEP * steps + extra, turns and len(names) == 2)  # noqa: PLR2004 - a and b


def _node(tree: ast.expr) -> Node:
    match tree:
        case ast.BinOp(left, op, right):
            return Apply(_OPERATORS[type(op).__name__], (_node(left), _node(right)))
        case ast.Call(ast.Name(name), arguments):
            return Apply(_OPERATORS[name], tuple(map(_node, arguments)))
        case ast.Name(name):
            return Var(ord(name) - ord("a"))
        case _:
            return Literal(ast.literal_eval(tree))


def digits(number: Any) -> float:
    """Return the cost of a whole number, in bits: 1.5 for each digit, without zeros at its end."""
    return _DIGIT * max(1, len(str(abs(number)).rstrip("0")))


_SINGLE = tuple(map(_formula, ("abs(a)", "a * a")))
_OF_WHOLE = (_formula("float(a)"),)
_OF_FLOATS = tuple(map(_formula, ("round(a)", "floor(a)", "ceil(a)")))
_DIVIDED = tuple(
    _formula(f"a {sign} {by}", digits(by) + (by not in _USUAL)) for by in _DIVISORS for sign in ("//", "%")
)
_PARTS = tuple(_formula(f"a / {by}", digits(by) + 1.0) for by in _DIVISORS)
# Conversions between degrees Fahrenheit and Celsius.
_SCALES = tuple(map(_formula, ("(a - 32) * 5 / 9", "a * 9 / 5 + 32")))
_OF_TWO = tuple(map(_formula, ("a + b", "a - b", "a * b", "a / b", "a // b", "a % b", "min(a, b)", "max(a, b)")))
# Percentages, changes, and b percent added to a or taken off, in several forms: these round differently.
_SHARES = tuple(
    map(
        _formula,
        (
            "abs(a - b)",
            "a / b * 100",
            "a * 100 / b",
            "(a - b) / b * 100",
            "a / (b * b)",
            "a * b / 100",
            "a + a * b / 100",
            "a - a * b / 100",
            "a * (100 + b) / 100",
            "a * (100 - b) / 100",
            "a * (1 + b / 100)",
            "a * (1 - b / 100)",
            "a * (1 + b)",
            "a * (1 - b)",
        ),
    )
)
_OF_THREE = tuple(_formula(f"(a {one} b) {two} c") for one in "+*-" for two in "+-*/")


def of_one(source: Term, fits: Fits = None) -> Iterator[Term]:
    """Yield the source itself, and the results of one step on it."""
    yield source
    yield from _made(_SINGLE, (source,), fits)
    if any(isinstance(v, float) for v in source.values):
        yield from _made(_OF_FLOATS, (source,))
        for decimals in (1, 2, 3):
            yield from applied(ops.ROUNDED_TO, [source], decimals, cost=_STEP + 1)
        return
    if not any(isinstance(v, Decimal) for v in source.values):
        yield from _made(_OF_WHOLE, (source,))
    yield from _made(_DIVIDED, (source,), fits)


def divided(source: Term, fits: Fits = None) -> Iterator[Term]:
    """Yield the source divided by each of the common divisors."""
    return _made(_PARTS, (source,), fits)


def of_two(sources: Sequence[Term], fits: Fits = None) -> Iterator[Term]:
    """Yield the results of one step on two numbers, for each pair of sources."""
    return _of_pairs(_OF_TWO, sources, fits)


def shares(sources: Sequence[Term], fits: Fits = None) -> Iterator[Term]:
    """Yield percentages and changes of two numbers, for each pair of sources."""
    return _of_pairs(_SHARES, sources, fits)


def scales(source: Term) -> Iterator[Term]:
    """Yield the source converted from degrees Fahrenheit to Celsius, and the other way."""
    return _made(_SCALES, (source,))


def of_three(sources: Sequence[Term]) -> Iterator[Term]:
    """Yield the results of two steps on three numbers, for the first five sources in every order."""
    for three in itertools.permutations(sources[:_MOST_OF_THREE], 3):
        yield from _made(_OF_THREE, three)


def _of_pairs(table: Iterable[Formula], sources: Sequence[Term], fits: Fits = None) -> Iterator[Term]:
    for one, two in itertools.combinations(sources, 2):
        yield from _made(table, (one, two), fits)
        yield from _made((f for f in table if not f.turns), (two, one), fits)


def _made(table: Iterable[Formula], sources: tuple[Term, ...], fits: Fits = None) -> Iterator[Term]:
    """Yield the formulas of *table* that are defined on every example and whose values fit."""
    nodes, cost = tuple(s.node for s in sources), sum(s.cost for s in sources)
    rows = list(zip(*(s.values for s in sources), strict=True))
    for formula in table:
        values = outcomes(formula.function, rows, fits or _is_computed)
        if values is not None:
            yield Term(replaced(formula.node, nodes), cost + formula.cost, values)


def _is_computed(_: int, value: Any) -> bool:
    return isinstance(value, Decimal) or is_number(value)


def applied(operator: Operator, sources: Sequence[Term], *arguments: Any, cost: float = _STEP) -> Iterator[Term]:
    """Yield the operator applied to sources and constants, if it is defined on every example."""
    columns = zip(*(s.values for s in sources), strict=True)
    values = outcomes(operator.function, ((*column, *arguments) for column in columns), _is_computed)
    if values is not None:
        node = Apply(operator, (*(s.node for s in sources), *map(Literal, arguments)))
        yield Term(node, sum(s.cost for s in sources) + cost, values)
