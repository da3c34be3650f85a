"""Rows of the tables of operators: what an operator takes and gives, its constants, its price, and when it can matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pointmass.synthesis.program import UNDEFINED, Apply, Literal, Named, Node, Operator
from pointmass.synthesis.term import Term


@dataclass(frozen=True, slots=True)
class Value(Term):
    """A value that is not text yet: a number, a date, a time of day.

    Attributes:
        kind: Its type in the tables: ``number`` (a `Decimal`), ``given`` (as JSON has it), ``date`` or ``time``.
        fields: What the text says of a date: some of day, month and year.
        whole: Whether it is as the input has it: a number with nothing computed, a date and nothing else.
        constants: What the last step takes besides the value before it.
    """

    kind: str = "number"
    fields: frozenset[str] = frozenset()
    whole: bool = False
    constants: tuple[Any, ...] = ()


# Further arguments, after what they cost more in about bits; fixed, or asked of the value and of how the outputs look.
Constants: TypeAlias = Sequence[tuple[Any, ...]]
Asked: TypeAlias = Callable[[Any, Any], Iterable[tuple[Any, ...]]]


def _always(value: Any, style: Any) -> bool:  # noqa: ARG001 - the hint of what always may matter
    return True


@dataclass(frozen=True, slots=True)
class Row:
    """One operator of a table.

    Attributes:
        operator: What is done.
        price: What it costs to say, in about bits.
        constants: The further arguments, each after what it costs more.
        when: Whether it can matter, asked of the value and of how the outputs look: cheaper than trying it.
        then: The rows that may follow at once.
        gives: The kind of value that it makes; empty for the kind that it takes.
        copies: Whether a text that it writes, and that the input holds as it is, had better be copied.
    """

    operator: Operator
    price: float
    constants: Constants | Asked = ((0.0,),)
    when: Callable[[Any, Any], bool] = _always
    then: tuple[Row, ...] = field(default=(), compare=False)
    gives: str = ""
    copies: bool = True

    def told(self, value: Any, style: Any) -> Iterable[tuple[Any, ...]]:
        """Return the constants for *value*, none where the row cannot matter."""
        if not self.when(value, style):
            return ()
        return self.constants(value, style) if callable(self.constants) else self.constants


def listed(each: float, *constants: Any) -> Constants:
    """Yield the constants one by one, each further one for *each* bits more."""
    return tuple((each * place, constant) for place, constant in enumerate(constants))


def sized(each: float, constants: Iterable[float]) -> Constants:
    """Yield the constants one by one, each for *each* bits times its size."""
    return tuple((each * constant, constant) for constant in constants)


def outcomes(
    function: Callable[..., Any], rows: Iterable[Sequence[Any]], fits: Callable[[int, Any], bool] | None = None
) -> tuple[Any, ...] | None:
    """Return what a function makes of each example; None as soon as it is undefined on one, or does not fit there."""
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
    """Yield what the rows, and those that may follow them, make of *value*."""
    for row in rows:
        for extra, *arguments in row.told(value, style):
            # A value that no step follows must itself be in the outputs.
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
    """Return what one row makes of *sources*, or None where it is undefined on an example, or does not fit."""
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
