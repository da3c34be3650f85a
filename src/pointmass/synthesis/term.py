"""A term, which every search handles: a program, its price, and its value on every example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pointmass.synthesis.program import Node


@dataclass(frozen=True, slots=True)
class Term:
    """A program for a value: a piece of a text, a number, a condition, or the whole output.

    Attributes:
        node: The program.
        cost: Its description length, in about bits.
        values: What it gives on each example, in order; empty where they are known anyway, as of the whole output.
    """

    node: Node
    cost: float
    values: tuple[Any, ...] = ()
