"""Find conditions that doubtful inputs (the model is divided or answers differently) meet more often than by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.synthesis.apart import kinds
from pointmass.synthesis.guard import Check
from pointmass.synthesis.operators.numbers import ABOVE
from pointmass.synthesis.program import Apply, Literal, Node, children
from pointmass.synthesis.say import said
from pointmass.synthesis.term import Term

_LEVEL = 0.01
_SHARE = 0.2
"""The least share of doubtful inputs among those that meet a condition, for which all of them are handed back."""

_FEWEST = 3
"""The least number of inputs that must meet a condition, and that must not: a rarer one may be about a single name."""


@dataclass(frozen=True, slots=True)
class ContestedRegion:
    """One condition under which an input is handed back.

    Attributes:
        test: The condition, on the parameters of the code.
        words: The condition in words.
        doubtful: How many doubtful inputs meet it.
        others: How many other inputs meet it.
    """

    test: Node
    words: str
    doubtful: int = 0
    others: int = 0

    @property
    def why(self) -> str:
        """Why such inputs are handed back, as a comment beside the condition."""
        return f"{self.words}: the model was divided, or answered otherwise, on {self.doubtful} of {self.doubtful + self.others}"

    @property
    def check(self) -> Check:
        """The condition as a check of a guard."""
        return Check(self.test, self.why)


def contested_regions(
    inputs: Sequence[Sequence[Any]], doubtful: Sequence[bool], names: Sequence[str]
) -> tuple[ContestedRegion, ...]:
    """Find conditions that doubtful inputs meet more often than by chance.

    Args:
        inputs: The arguments of every example, ``(n_examples, n_parameters)``.
        doubtful: Whether the model is divided on it, or answers differently from the code, ``(n_examples,)``.
        names: The names of the parameters.

    Returns:
        At most three conditions, the strongest first.
    """
    inside, outside = (
        [tuple(each) for each, bad in zip(inputs, doubtful, strict=True) if bad is side] for side in (True, False)
    )
    found = kinds(inside, outside, level=_LEVEL, share=_SHARE, usable=_is_a_kind)
    return tuple(ContestedRegion(one.test, said(one.test, tuple(names)), one.inside, one.outside) for one in found)


def _is_a_kind(term: Term) -> bool:
    """Whether a condition describes a kind of input, and not a single one."""
    held = sum(term.values)
    return min(held, len(term.values) - held) >= _FEWEST and not _names_one(term.node)


def _names_one(node: Node) -> bool:
    """Whether a condition has a text with digits, which is probably an identifier; limits of numbers are allowed."""
    if isinstance(node, Apply) and node.operator is ABOVE:
        return False
    if isinstance(node, Literal) and not node.regex and isinstance(node.content, str):
        return any(map(str.isdigit, node.content))
    return any(map(_names_one, children(node)))
