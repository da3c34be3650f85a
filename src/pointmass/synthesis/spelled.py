"""A program with its price, as every search returns it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pointmass.synthesis.program import Node


@dataclass(frozen=True, slots=True)
class Spelled:
    """One program for the outputs and its cost in about bits."""

    node: Node
    cost: float
