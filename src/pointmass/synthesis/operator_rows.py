"""Rows of the tables of operators: what an operator takes and gives, its constants, its cost, and when to try it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pointmass.synthesis.program import UNDEFINED, Apply, Literal, Named, Node, Operator
from pointmass.synthesis.term import Term


@dataclass(frozen=True, slots=True)
class Value(Term):
    """A value that is not yet written as text: a number, a date, a time of day.

    Attributes:
        kind: Its type in the tables: ``number`` (a `Decimal`), ``given`` (a number of the input, as JSON has it),
            ``date``, ``time`` or ``text``.
        fields: The fields of a date that the text has: some of ``day``, ``month`` and ``year``.
        whole: Whether it is read directly from the input: a number without computation, or a text that is only a date.
        constants: The constants of the last step.
    """

    kind: str = "number"
    fields: frozenset[str] = frozenset()
    whole: bool = False
    constants: tuple[Any, ...] = ()


# Tuples of an extra cost in about bits and the constants of the operator: a fixed list, or computed from the value and
# from the style of the outputs.
Constants: TypeAlias = Sequence[tuple[Any, ...]]
Asked: TypeAlias = Callable[[Any, Any], Iterable[tuple[Any, ...]]]


def _always(value: Any, style: Any) -> bool:  # noqa: ARG001 - the hint of what always may matter
    return True


@dataclass(frozen=True, slots=True)
class Row:
    """One operator of a table.

    Attributes:
        operator: The operator.
        price: Its cost, in about bits.
        constants: Tuples of an extra cost and the constants, or a function of the value and the style that gives them.
        when: Whether the operator is worth trying, by the value and the style of the outputs: a quick test.
        then: The rows that may follow this one.
        gives: The kind of the result; empty if it is the kind of the argument.
        copies: Whether its text costs extra if the input holds it word for word, as to copy it is simpler.
    """

    operator: Operator
    price: float
    constants: Constants | Asked = ((0.0,),)
    when: Callable[[Any, Any], bool] = _always
    then: tuple[Row, ...] = field(default=(), compare=False)
    gives: str = ""
    copies: bool = True

    def told(self, value: Any, style: Any) -> Iterable[tuple[Any, ...]]:
        """Return the constants for *value*, each with its extra cost; none if the row is not worth trying."""
        if not self.when(value, style):
            return ()
        return self.constants(value, style) if callable(self.constants) else self.constants


def listed(each: float, *constants: Any) -> Constants:
    """Return the constants one by one, each costing *each* bits more than the one before it."""
    return tuple((each * place, constant) for place, constant in enumerate(constants))


def sized(each: float, constants: Iterable[float]) -> Constants:
    """Return the constants one by one, each costing *each* bits times its value."""
    return tuple((each * constant, constant) for constant in constants)


def outcomes(
    function: Callable[..., Any], rows: Iterable[Sequence[Any]], fits: Callable[[int, Any], bool] | None = None
) -> tuple[Any, ...] | None:
    """Return the results of a function, one an example; None if it is undefined on one, or if a result does not fit.

    Args:
        function: The function.
        rows: Its arguments, one sequence an example.
        fits: Whether a result may be right for the example at a position; None for any result.
    """
    found = []
    try:
        for place, row in enumerate(rows):
            value = function(*row)
            if fits is not None and not fits(place, value):
                return None
            found.append(value)
    except (*UNDEFINED, OverflowError):
        return None
    return tuple(found)


def steps(value: Value, rows: Iterable[Row], style: Any) -> Iterator[Value]:
    """Apply the rows, and the rows that may follow each, to *value*, and yield the results."""
    for row in rows:
        for extra, *arguments in row.told(value, style):
            # The outputs must hold a number that no further step follows.
            fits = style.fits if (row.gives or value.kind) == "number" and not row.then else None
            made = step(row, (value,), arguments, extra, fits)
            if made is not None:
                yield made
                yield from steps(made, row.then, style)


def step(
    row: Row,
    sources: Sequence[Value],
    arguments: Sequence[Any] = (),
    extra: float = 0.0,
    fits: Callable[[int, Any], bool] | None = None,
) -> Value | None:
    """Apply one row to *sources*; None if it is undefined on an example, or if a result does not fit.

    Args:
        row: The row.
        sources: The values that the operator takes.
        arguments: The constants.
        extra: The extra cost of the constants, in about bits.
        fits: Whether a result may be right for the example at a position; None for any result.
    """
    columns = zip(*(s.values for s in sources), strict=True)
    values = outcomes(row.operator.function, ((*column, *arguments) for column in columns), fits)
    if values is None:
        return None
    first = sources[0]
    node: Node = Apply(row.operator, (*(s.node for s in sources), *map(Literal, arguments)))
    kind = row.gives or first.kind
    if kind in {"date", "time"}:
        node = Named(row.operator.noun, node)
    cost = sum(s.cost for s in sources) + row.price + extra
    return Value(node, cost, values, kind, first.fields, first.whole and kind in {"date", "time"}, tuple(arguments))
