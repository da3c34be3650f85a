"""What is new about an input: signs, lengths, magnitudes, types and answers that no example showed.

Agreement is measured on inputs like those that were sampled; of others nothing is known, so that novelty is never paid for
coverage: every level of every guard hands back what is new where the code treats it. The levels differ in how finely they
look: whether a new sign that code only copies or skips counts, too, and whether it counts what stands where (``C++``,
``camelCase``, ``v2.1``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.stabilize.guard.traits import traits
from pointmass.synthesis.operators.places import places
from pointmass.synthesis.operators.turns import turns
from pointmass.synthesis.seen import unlike

_ROOM = 2.0
"""How many times as long, or as large, as the greatest that was seen an input may be."""

_SHORT = 20
"""Texts up to this length are never too long: twice as long as a few short ones is still short."""

_MOST_PLACES = 250
"""How many places may be listed; where there are more, they tell nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """What was seen of one parameter.

    Attributes:
        unlike: The pattern of a character unlike those of the texts; empty where not all values are texts.
        traits: What the values are made of, where they are no texts.
        places: What stood where in the texts; ``None`` where values are no texts, or there are too many places.
        longest: The greatest length of a text that is answered; 0 where values are no texts.
        largest: The greatest magnitude of a number that is answered; 0 where values are no numbers.
        turns: The words that turn the sense of a text and were seen; ``None`` where they are not looked at.
        filled: Whether all values are texts, and none is empty.
    """

    unlike: str
    traits: frozenset[str]
    places: frozenset[str] | None = None
    longest: int = 0
    largest: float = 0
    turns: frozenset[str] | None = None
    filled: bool = False

    @property
    def texts(self) -> bool:
        """Whether all values are texts."""
        return bool(self.unlike)


@dataclass(frozen=True, slots=True)
class Novelty:
    """What was seen of inputs and answers."""

    columns: tuple[Column, ...]
    answers: Column


def novelty(inputs: Sequence[Sequence[Any]], answers: Sequence[Any], *, labels: bool) -> Novelty:
    """Learn what is not new.

    Args:
        inputs: The arguments of every example, ``(n_examples, n_parameters)``.
        answers: What the code rightly answered to them, ``(n_examples,)``.
        labels: Whether the answers are labels: then words that turn the sense of a text are looked at, too.
    """
    columns = tuple(_column(values, labels=labels) for values in zip(*inputs, strict=True))
    return Novelty(columns, _column(answers, labels=False))


def _column(values: Sequence[Any], *, labels: bool) -> Column:
    texts = [value for value in values if isinstance(value, str)]
    sizes = [abs(value) for value in values if isinstance(value, int | float)]
    found = frozenset[str]().union(*map(places, texts))
    plain = len(texts) == len(values)
    return Column(
        unlike=unlike(texts) if plain else "",
        traits=frozenset() if plain else frozenset[str]().union(*map(traits, values)),
        places=found if texts and len(found) <= _MOST_PLACES else None,
        longest=int(max(_SHORT, _ROOM * max(map(len, texts)))) if texts else 0,
        largest=_ROOM * max(sizes) if sizes else 0,
        turns=frozenset[str]().union(*map(turns, texts)) if texts and labels else None,
        filled=plain and all(texts),
    )
