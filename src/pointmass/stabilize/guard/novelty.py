"""What is new about an input: signs, lengths, magnitudes, types and answers that no example showed.

Agreement is measured on inputs like those that were sampled; of others nothing is known, so that novelty is never paid for
coverage: every level of every guard hands back what is new where the code treats it. The levels differ in how finely they
look: whether a new sign that code only copies or skips counts, too, and whether it counts which kinds of characters stand
side by side (``C++``, ``camelCase``, ``v2.1``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.stabilize.guard.traits import joints, traits, turns

_ROOM = 2.0
"""How many times as long, or as large, as the greatest that was seen an input may be."""

_SHORT = 20
"""Texts up to this length are never too long: twice as long as a few short ones is still short."""

MOST_JOINTS = 250
"""How many pairs of kinds may be listed; where there are more, they tell nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """What was seen of one parameter.

    Attributes:
        traits: What its values were made of.
        joints: Which kinds of characters stood side by side; ``None`` where values are no texts, or there are too many.
        longest: The greatest length of a text that is answered; 0 where values are no texts.
        largest: The greatest magnitude of a number that is answered; 0 where values are no numbers.
        turns: The words that turn the sense of a text and were seen; ``None`` where they are not looked at.
        texts: Whether all values were texts.
    """

    traits: frozenset[str]
    joints: frozenset[str] | None
    longest: int
    largest: float
    turns: frozenset[str] | None
    texts: bool


@dataclass(frozen=True, slots=True)
class Novelty:
    """What was seen of inputs and answers.

    Attributes:
        columns: What was seen of each parameter.
        answers: What the answers were made of.
        texts: Whether all answers were texts.
    """

    columns: tuple[Column, ...]
    answers: frozenset[str]
    texts: bool


def novelty(inputs: Sequence[Sequence[Any]], answers: Sequence[Any], *, labels: bool) -> Novelty:
    """Learn what is not new.

    Args:
        inputs: The arguments of every example, ``(n_examples, n_parameters)``.
        answers: What the code rightly answered to them, ``(n_examples,)``.
        labels: Whether the answers are labels: then words that turn the sense of a text are looked at, too.
    """
    columns = tuple(_column(values, labels=labels) for values in zip(*inputs, strict=True))
    texts = all(isinstance(answer, str) for answer in answers)
    return Novelty(columns, frozenset[str]().union(*map(traits, answers)), texts)


def _column(values: Sequence[Any], *, labels: bool) -> Column:
    made_of = frozenset[str]().union(*map(traits, values))
    texts = [value for value in values if isinstance(value, str)]
    sizes = [abs(value) for value in values if isinstance(value, int | float)]
    pairs = frozenset[str]().union(*map(joints, texts))
    return Column(
        traits=made_of,
        joints=pairs if texts and len(pairs) <= MOST_JOINTS else None,
        longest=int(max(_SHORT, _ROOM * max(map(len, texts)))) if texts else 0,
        largest=_ROOM * max(sizes) if sizes else 0,
        turns=frozenset[str]().union(*map(turns, texts)) if texts and labels else None,
        texts=len(texts) == len(values),
    )
