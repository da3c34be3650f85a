"""Stop drawing a variant when it is known to be better, or worse, than another sample on inputs like these."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pointmass import stats
from pointmass.comparison.scoring import Predicate, Scorer, Target, right_by, scored_by
from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.errors import InputError
from pointmass.sample import SampleData
from pointmass.sample.data import values_of
from pointmass.sampler.rules import unbroken

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """How a variant stands against the other sample.

    Attributes:
        draws: Draws of each input that are needed, by what is known; the last look if it is decided.
        word: What is known, ``right more often`` for one; empty as long as nothing is.
        evidence: The evidence for the likelier direction, to be compared with ``needed``.
        needed: 2 / (1 - level): two directions share the error.
    """

    draws: int
    word: str
    evidence: float
    needed: float


@dataclass(frozen=True, slots=True)
class Better:
    """Compares a variant with another sample, input by input, at 1, 2, 4, 8, … draws of each.

    At each look the difference of an input is the mean over its draws so far minus the other sample's mean. Capital is bet
    on it (as in ``pointmass.stats.betting_lower_bound``): where the mean difference on inputs like these is not above 0, its
    expectation is at most 1 at each look, whatever the distribution. The looks share the error evenly, by adding up
    their capitals; so however one stops, the claim is wrong in at most 1 - level of all cases.

    Attributes:
        other: The other sample.
        target: What is right, as for ``compare``; or ``None``.
        score: Gives an outcome (or input and outcome) a number in [0, 1]; or ``None``. Where both are ``None``, the one
            is better whose draws agree more.
        level: Confidence over both directions and all looks.
        most: Draws of each input after which it is left open.
    """

    other: SampleData
    target: Target | None
    score: Predicate | None
    level: float
    most: int

    @property
    def words(self) -> tuple[str, str]:
        """What a better and what a worse variant is called."""
        if self.target is not None:
            return "right more often", "right less often"
        return ("scored higher", "scored lower") if self.score is not None else ("more consistent", "less consistent")

    @property
    def looks(self) -> int:
        """How many looks there are at most."""
        return len(self._looks())

    def standing(self, inputs: Sequence[Any], rows: Sequence[Sequence[Draw]]) -> Standing:
        """Say what is known by the draws that are there, in the order of their numbers.

        Args:
            inputs: The inputs of the variant, as they were given.
            rows: Their draws, by index. What comes after a missing one of any input is not looked at.

        Raises:
            InputError: The samples have no input in common, or a score lies outside [0, 1].
        """
        looks = self._looks()
        there = min(map(unbroken, rows), default=0)
        judge, held = self._judge(), self._held()
        if not any(canonical(given) in held for given in inputs):
            raise InputError(
                f"until: better={self.other.name} has no input in common with what is drawn; sample both on the same inputs"
            )
        up = down = 0.0
        needed = 2 / (1 - self.level)
        for look in looks:
            if look > there:
                return Standing(look, "", max(up, down), needed)
            found = [
                _value(given, row[:look], judge) - held[canonical(given)]
                for given, row in zip(inputs, rows, strict=True)
                if canonical(given) in held
            ]
            differences = [d for d in found if not math.isnan(d)]
            up += stats.betting_capital(differences) / len(looks)
            down += stats.betting_capital([-d for d in differences]) / len(looks)
            if max(up, down) >= needed:
                return Standing(look, self.words[0 if up >= down else 1], max(up, down), needed)
        return Standing(self.most, "", max(up, down), needed)

    def _looks(self) -> list[int]:
        first = 1 if self._judge() else _PAIR
        looks = [first << k for k in range(self.most.bit_length()) if first << k < self.most]
        return [*looks, self.most]

    def _judge(self) -> Scorer | None:
        if self.target is not None:
            return right_by(self.target, sample=self.other)
        return _fraction(scored_by(self.score)) if self.score is not None else None

    def _held(self) -> dict[str, float]:
        """Return the mean of each input of the other sample, by its content; without those that have none."""
        judge, pairs = self._judge(), zip(self.other.inputs, self.other.draws, strict=True)
        found = {canonical(given): _value(given, row, judge) for given, row in pairs}
        return {key: value for key, value in found.items() if not math.isnan(value)}


def _value(given: Any, row: Sequence[Draw], judge: Scorer | None) -> float:
    counts = Counter(draw.key for draw in row if draw.answered)
    if judge is None:
        return stats.pairwise_agreement(values_of(counts))
    judged = [(value, n) for key, n in counts.items() if not math.isnan(value := judge(given, str(key)))]
    total = sum(n for _, n in judged)
    return math.fsum(value * n for value, n in judged) / total if total else math.nan


def _fraction(judge: Scorer) -> Scorer:
    def checked(given: Any, key: str) -> float:
        value = judge(given, key)
        if not math.isnan(value) and not 0 <= value <= 1:
            raise InputError(
                f"until: the score of an outcome lies in [0, 1], got {value!r}; divide it by its largest value"
            )
        return value

    return checked
