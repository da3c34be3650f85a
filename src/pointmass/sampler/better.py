"""Stop drawing a variant as soon as it is known to be better, or worse, than another sample on inputs like these."""

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
    """How a variant compares with the other sample so far.

    Attributes:
        draws: The number of draws of each input that are needed for the next look; at the end, that of the last look.
        word: The result, such as ``right more often``; empty if it is still open.
        evidence: The evidence for the likelier direction; it is enough if it reaches ``needed``.
        needed: 2 / (1 - level), as the two directions share the error.
    """

    draws: int
    word: str
    evidence: float
    needed: float


@dataclass(frozen=True, slots=True)
class Better:
    """Compares a variant with another sample, input by input, at 1, 2, 4, 8, … draws of each.

    At each look, the difference for an input is the mean over its draws so far minus the mean of the other sample.
    These differences are tested by betting (as in ``pointmass.stats.betting_lower_bound``): if the mean difference on
    inputs like these is at most 0, the expected capital is at most 1 at each look, for any distribution. The looks
    share the error evenly, by averaging their capitals. So whenever one stops, the claim is wrong with a probability of
    at most 1 - level.

    Attributes:
        other: The other sample.
        target: The right outcomes, as for ``compare``; or ``None``.
        score: A function of the outcome, or of input and outcome, with values in [0, 1]; or ``None``. If *target* and
            *score* are both ``None``, the sample whose draws agree more is better.
        level: The confidence over both directions and all looks, a fraction in (0, 1).
        most: The number of draws of each input after which the question is left open.
    """

    other: SampleData
    target: Target | None
    score: Predicate | None
    level: float
    most: int

    @property
    def words(self) -> tuple[str, str]:
        """The words for a better and for a worse variant."""
        if self.target is not None:
            return "right more often", "right less often"
        return ("scored higher", "scored lower") if self.score is not None else ("more consistent", "less consistent")

    @property
    def looks(self) -> int:
        """The greatest number of looks."""
        return len(self._looks())

    def standing(self, inputs: Sequence[Any], rows: Sequence[Sequence[Draw]]) -> Standing:
        """Compare by the draws that are there, in the order of their numbers.

        Args:
            inputs: The inputs of the variant, as they were given.
            rows: The draws of each, by index. Draws after a missing one of any input are not used.

        Raises:
            InputError: The samples have no input in common, or a score is outside [0, 1].
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
        """Return the mean for each input of the other sample, by its canonical text, without inputs that have none."""
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
