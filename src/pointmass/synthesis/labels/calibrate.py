"""How far the best label must lead before it is trusted: learned from held-out examples."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

AGREEMENTS = (0.9, 0.95, 0.98, 0.99, 0.995)
"""What share of the answers a guard of each strictness is to have right, loose to strict."""

STANDARD = 2
"""The strictness in force where nothing else is asked for."""

_TEMPERATURES = tuple(step / 4 for step in range(1, 80))
# How many right answers one wrong answer outweighs.
_WRONG = 20
_USUAL = 2.0
_FOUND = 0.5


@dataclass(frozen=True, slots=True)
class Calibrated:
    """An example, answered by what was learned from the others.

    Attributes:
        lead: By how much the best label leads, 0 or more; below 0 where nothing in the text was known.
        answer: The best label.
        wanted: The label that the example has.
    """

    lead: float
    answer: Any
    wanted: Any

    @property
    def right(self) -> bool:
        """Whether the answer is the label that is wanted."""
        return type(self.answer) is type(self.wanted) and self.answer == self.wanted


@dataclass(frozen=True, slots=True)
class CalibrationScore:
    """What is answered of the examples that it was not learned from.

    Attributes:
        number: How many examples were tried.
        right: How many of them were answered rightly.
        wrong: How many wrongly.
    """

    number: int
    right: int = 0
    wrong: int = 0

    @property
    def share(self) -> float:
        """The share of the examples that were answered rightly, in [0, 1]."""
        return self.right / self.number

    @property
    def wrong_share(self) -> float:
        """The share of the answers that were wrong, in [0, 1]."""
        return self.wrong / (self.right + self.wrong) if self.wrong else 0.0

    def worth(self, slips: float) -> float:
        """Return what the answers are worth for each example, where some labels are slips, which no answer could get right.

        Args:
            slips: The share of the labels that are thought to be wrong, in [0, 1].
        """
        wrong = max(0.0, self.wrong - slips * (self.right + self.wrong))
        return (self.right - _WRONG * wrong) / self.number

    def and_also(self, other: CalibrationScore) -> CalibrationScore:
        """Return what both answer together."""
        return CalibrationScore(self.number + other.number, self.right + other.right, self.wrong + other.wrong)


@dataclass(frozen=True, slots=True)
class Calibration:
    """When to trust an answer, learned from the judged examples.

    Attributes:
        judged: The examples, each answered by what was learned from others.
        limits: The lead to ask for at each of `AGREEMENTS`.
        left_over: The labels that are never answered: see `catch_alls`.
    """

    judged: tuple[Calibrated, ...]
    limits: tuple[float, ...]
    left_over: tuple[Any, ...]

    def limit(self, strictness: int) -> float:
        """Return the lead to ask for at a strictness; where none is enough, the greatest that is enough for a looser one."""
        shown = max((limit for limit in self.limits[: strictness + 1] if limit < math.inf), default=math.inf)
        return math.ceil(shown * 100) / 100 if shown < math.inf else shown

    def passed(self, strictness: int) -> list[Calibrated]:
        """Return the judged examples that are answered at a strictness."""
        return [one for one in self.judged if one.lead >= self.limit(strictness) and one.answer not in self.left_over]

    @property
    def share(self) -> float:
        """The share of the judged examples that are answered at the standard strictness, in [0, 1]; 0 where none proves it."""
        return len(self.passed(STANDARD)) / len(self.judged) if self.limits[STANDARD] < math.inf else 0.0

    @property
    def tried(self) -> CalibrationScore:
        """What is answered at the standard strictness."""
        passed = self.passed(STANDARD) if self.limits[STANDARD] < math.inf else []
        right = sum(one.right for one in passed)
        return CalibrationScore(len(self.judged), right, len(passed) - right)


def calibrated(judged: Sequence[Calibrated], contested: Sequence[Calibrated] = ()) -> Calibration:
    """Return when to trust an answer; a contested input counts as one that is answered wrongly."""
    left_over = catch_alls(judged)
    trusted = [one for one in judged if one.answer not in left_over]
    return Calibration(tuple(judged), limits([*trusted, *contested]), left_over)


def limits(judged: Sequence[Calibrated]) -> tuple[float, ...]:
    """Return the lead to ask for at each of `AGREEMENTS`; infinite where no lead is enough.

    The chance that an answer is right is taken as ``1 / (1 + exp(-lead / temperature))``, the temperature as the
    likeliest by the examples (temperature scaling: Guo et al. 2017, section 4.2, on the lead instead of all scores), drawn
    towards a usual one where they are few. The limit is the least lead at which the mean chance of what passes it
    reaches the agreement: far steadier than the lead of the worst mistake.
    """
    temperature = max(_TEMPERATURES, key=lambda t: _likelihood(judged, t))
    leads = sorted((one.lead for one in judged), reverse=True)
    passed, total = [], 0.0
    for count, lead in enumerate(leads, start=1):
        total += _chance(lead, temperature)
        passed.append((lead, total / count))
    return tuple(min((lead for lead, mean in passed if mean >= wanted), default=math.inf) for wanted in AGREEMENTS)


def catch_alls(judged: Sequence[Calibrated]) -> tuple[Any, ...]:
    """Return the catch-all labels: those whose examples are mostly taken for others.

    No word indicates such a label, so that an answer with it says little.
    """
    own = Counter(one.wanted for one in judged)
    found = Counter(one.wanted for one in judged if one.right)
    return tuple(sorted((label for label in own if found[label] < _FOUND * own[label]), key=str))


def _likelihood(judged: Sequence[Calibrated], temperature: float) -> float:
    """Return the logarithm of how likely the mistakes and hits are at this temperature, and the temperature itself."""
    chances = [(_chance(one.lead, temperature), one.right) for one in judged]
    return sum(math.log(c if right else 1 - c) for c, right in chances) - math.log(temperature / _USUAL) ** 2


def _chance(lead: float, temperature: float) -> float:
    return min(1 / (1 + math.exp(-max(lead, 0.0) / temperature)), 1 - 1e-6)
