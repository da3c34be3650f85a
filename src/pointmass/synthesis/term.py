"""A term, the unit of every search: a program, its cost, and its value on every example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pointmass.synthesis.program import Node


@dataclass(frozen=True, slots=True)
class Term:
    """A program that gives a value: a piece of a text, a number, a condition, or the whole output.

    Attributes:
        node: The program.
        cost: Its description length, in about bits.
        values: Its value on each example, in order; empty if they are known anyway, as for the whole output.
    """

    node: Node
    cost: float
    values: tuple[Any, ...] = ()
