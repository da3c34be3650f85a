"""Calibration: how far the best label must lead to be trusted, learned from held-out examples."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

AGREEMENTS = (0.9, 0.95, 0.98, 0.99, 0.995)
"""The share of right answers that the guard of each strictness aims at, from loose to strict."""

STANDARD = 2
"""The strictness in force by default."""

_TEMPERATURES = tuple(step / 4 for step in range(1, 80))
# A wrong answer counts as much as this many right ones.
_WRONG = 20
_USUAL = 2.0
_FOUND = 0.5


@dataclass(frozen=True, slots=True)
class Calibrated:
    """An example, answered by what was learned from the others.

    Attributes:
        lead: By how much the best label leads, 0 or more; below 0 if nothing in the text is known.
        answer: The best label.
        wanted: The label of the example; None for a contested input.
    """

    lead: float
    answer: Any
    wanted: Any

    @property
    def right(self) -> bool:
        """Whether the answer is the wanted label."""
        return type(self.answer) is type(self.wanted) and self.answer == self.wanted


@dataclass(frozen=True, slots=True)
class CalibrationScore:
    """How many held-out examples were answered, rightly and wrongly.

    Attributes:
        number: The number of examples tried.
        right: The number of right answers.
        wrong: The number of wrong answers; the rest were handed back.
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
        """Return the worth of the answers per example: right ones minus 20 times the wrong ones, at most 1.

        Args:
            slips: The share of the labels that are thought to be wrong, in [0, 1]: as many wrong answers do not count.
        """
        wrong = max(0.0, self.wrong - slips * (self.right + self.wrong))
        return (self.right - _WRONG * wrong) / self.number

    def and_also(self, other: CalibrationScore) -> CalibrationScore:
        """Return the sum of both scores."""
        return CalibrationScore(self.number + other.number, self.right + other.right, self.wrong + other.wrong)


@dataclass(frozen=True, slots=True)
class Calibration:
    """When to trust an answer, learned from held-out examples.

    Attributes:
        judged: The examples, each answered by what was learned from others.
        limits: The lead that is required for each of `AGREEMENTS`; infinite if no lead is enough.
        left_over: The labels that are never answered: see `catch_alls`.
    """

    judged: tuple[Calibrated, ...]
    limits: tuple[float, ...]
    left_over: tuple[Any, ...]

    def limit(self, strictness: int) -> float:
        """Return the required lead at a strictness, rounded up; if no lead is enough, that of the looser ones."""
        shown = max((limit for limit in self.limits[: strictness + 1] if limit < math.inf), default=math.inf)
        return math.ceil(shown * 100) / 100 if shown < math.inf else shown

    def passed(self, strictness: int) -> list[Calibrated]:
        """Return the held-out examples that are answered at a strictness."""
        return [one for one in self.judged if one.lead >= self.limit(strictness) and one.answer not in self.left_over]

    @property
    def share(self) -> float:
        """The share of held-out examples answered at the standard strictness, in [0, 1]; 0 if no lead is enough."""
        return len(self.passed(STANDARD)) / len(self.judged) if self.limits[STANDARD] < math.inf else 0.0

    @property
    def tried(self) -> CalibrationScore:
        """The score of the held-out examples at the standard strictness."""
        passed = self.passed(STANDARD) if self.limits[STANDARD] < math.inf else []
        right = sum(one.right for one in passed)
        return CalibrationScore(len(self.judged), right, len(passed) - right)


def calibrated(judged: Sequence[Calibrated], contested: Sequence[Calibrated] = ()) -> Calibration:
    """Learn when to trust an answer; a contested input counts as an example that is answered wrongly."""
    left_over = catch_alls(judged)
    trusted = [one for one in judged if one.answer not in left_over]
    return Calibration(tuple(judged), limits([*trusted, *contested]), left_over)


def limits(judged: Sequence[Calibrated]) -> tuple[float, ...]:
    """Return the required lead for each of `AGREEMENTS`; infinite if no lead is enough.

    The probability that an answer is right is modelled as ``1 / (1 + exp(-lead / temperature))``. The temperature is
    the likeliest one given the examples (temperature scaling: Guo et al. 2017, section 4.2, on the lead instead of all
    scores) with a prior around a usual one, which matters if examples are few. The required lead is the least one for
    which the mean probability of the answers with at least this lead reaches the agreement; this varies far less than
    the lead of the worst mistake.
    """
    temperature = max(_TEMPERATURES, key=lambda t: _likelihood(judged, t))
    leads = sorted((one.lead for one in judged), reverse=True)
    passed, total = [], 0.0
    for count, lead in enumerate(leads, start=1):
        total += _chance(lead, temperature)
        passed.append((lead, total / count))
    return tuple(min((lead for lead, mean in passed if mean >= wanted), default=math.inf) for wanted in AGREEMENTS)


def catch_alls(judged: Sequence[Calibrated]) -> tuple[Any, ...]:
    """Return the catch-all labels, such as "other": those of whose examples fewer than half are answered rightly.

    No word indicates such a label, so an answer with it is not trusted.
    """
    own = Counter(one.wanted for one in judged)
    found = Counter(one.wanted for one in judged if one.right)
    return tuple(sorted((label for label in own if found[label] < _FOUND * own[label]), key=str))


def _likelihood(judged: Sequence[Calibrated], temperature: float) -> float:
    """Return the logarithm, up to a constant, of the likelihood of the right and wrong answers times the prior."""
    chances = [(_chance(one.lead, temperature), one.right) for one in judged]
    return sum(math.log(c if right else 1 - c) for c, right in chances) - math.log(temperature / _USUAL) ** 2


def _chance(lead: float, temperature: float) -> float:
    return min(1 / (1 + math.exp(-max(lead, 0.0) / temperature)), 1 - 1e-6)
