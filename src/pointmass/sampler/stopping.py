"""Stop drawing an input when its answer is known: rules that may be looked at after every draw.

A rule looks at the draws in the order in which they were requested, never in that in which they came, and asks only for
draws that it cannot do without: as many as it would need if every further draw spoke for stopping. So nothing is drawn
for nothing, however many requests are in flight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from pointmass import stats
from pointmass.comparison.judge import Predicate, holding
from pointmass.draw import Draw
from pointmass.errors import InputError, clip
from pointmass.html.escape import visible

MOST = 200
"""Draws of one input after which a rule gives up, unless the caller says otherwise."""

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Course:
    """How far one input is.

    Attributes:
        target: Draws that this input needs at least, by what is known; never more than the rule's ``most``.
        stopped: Whether the rule holds after ``target`` draws.
    """

    target: int
    stopped: bool


@dataclass(frozen=True, slots=True)
class Until:
    """When to stop drawing an input; made by ``pm.until``.

    Attributes:
        mode: Stop when the most frequent answer is known to be the most probable one, at this confidence.
        rate: A predicate whose rate is to be known.
        width: Stop when the interval of ``rate`` is at most this wide.
        seen: Stop when the answers seen are known to make up this share of all.
        level: Confidence of ``rate`` and ``seen``.
        most: Stop after so many draws of an input in any case.
    """

    mode: float | None
    rate: Predicate | None
    width: float | None
    seen: float | None
    level: float
    most: int

    def course(self, given: Any, draws: Sequence[Draw]) -> Course:
        """Say how many draws an input needs, by the draws that are there.

        Args:
            given: The input.
            draws: Its draws, by index. Those after a missing one are not looked at; failed ones say nothing.
        """
        rule, looked_at = self._rule(given), 0
        for draw in draws:
            if draw.index != looked_at or looked_at == self.most:
                break
            looked_at += 1
            if draw.answered:
                rule.take(draw.key)
                if rule.known:
                    return Course(looked_at, stopped=True)
        return Course(min(self.most, looked_at + rule.fewest_more(self.most - looked_at)), stopped=False)

    def report(self, inputs: Sequence[Any], courses: Sequence[Course]) -> str:
        """Say how many inputs were decided, after how many draws, and what that saved."""
        pairs, parts = list(zip(inputs, courses, strict=True)), []
        reached = sorted(course.target for course in courses if course.stopped)
        if reached:
            span = f"{reached[0]}" if reached[0] == reached[-1] else f"{reached[0]} to {reached[-1]}"
            parts.append(f"{len(reached):,} of {len(courses):,} inputs were decided after {span} draws")
        for said, lost in (
            (f"not within {self.most}", [g for g, c in pairs if not c.stopped and c.target == self.most]),
            ("not yet", [g for g, c in pairs if not c.stopped and c.target < self.most]),
        ):
            if lost:
                named = ", ".join(f"“{visible(clip(str(each), 40))}”" for each in lost[:_NAMED])
                more = f" and {len(lost) - _NAMED:,} more" if len(lost) > _NAMED else ""
                parts.append(f"{len(lost):,} {said} ({named}{more})")
        spent, whole = sum(course.target for course in courses), len(courses) * self.most
        parts.append(f"{spent:,} draws instead of {whole:,}, {whole - spent:,} saved")
        return f"drawn until {self}: {'; '.join(parts)}"

    def __str__(self) -> str:
        """Say the rule in words."""
        if self.mode is not None:
            return f"the most probable answer of each input is known ({self.mode:.0%})"
        if self.rate is not None:
            return f"the rate of each input is known within {self.width} ({self.level:.0%})"
        return f"the answers seen make up {self.seen:.0%} of each input ({self.level:.0%})"

    def _rule(self, given: Any) -> _Rule:
        if self.mode is not None:
            return _ModeKnown(self.mode)
        if self.rate is not None and self.width is not None:
            return _RateKnown(self.rate, given, width=self.width, level=self.level)
        return _AllSeen(mass=1 - (self.seen or 0.0), error=1 - self.level)


def until(
    *,
    mode: float | None = None,
    rate: Predicate | None = None,
    width: float | None = None,
    seen: float | None = None,
    level: float = 0.95,
    most: int = MOST,
) -> Until:
    """Say when to stop drawing an input, to be given as ``draws``; each rule holds at every look.

    ``pm.until(mode=.95)``: the most frequent answer is the most probable one (an e-process; seven equal draws show it).
    ``pm.until(rate=lambda out: out.endswith(".pdf"), width=.2)``: how often that holds is known within .2 (a confidence
    sequence). ``pm.until(seen=.95)``: the answers seen make up 95 % of what the input gives (69 draws without anything
    new, more after more answers). Each speaks about one input; the input is never decided by draws of another.

    Args:
        mode: Confidence that the mode is right, a fraction in (0, 1).
        rate: A predicate of the outcome, or of input and outcome; what is no value does not hold.
        width: The width of the interval of ``rate`` to reach, a fraction in (0, 1).
        seen: The share of the answers to have seen, a fraction in (0, 1).
        level: Confidence of ``rate`` and ``seen``, a fraction in (0, 1).
        most: Draws of one input after which it is left undecided.

    Raises:
        InputError: Not exactly one rule is given, or a number is out of range.
    """
    rules = [name for name, value in (("mode", mode), ("rate", rate), ("seen", seen)) if value is not None]
    if len(rules) != 1:
        raise InputError(f"until: one rule is needed, mode=, rate= with width=, or seen=; got {rules or 'none'}")
    if (rate is None) != (width is None):
        raise InputError(f"until: rate and width go together, got width={width!r}; width=0.2 is 20 points")
    for name, value in (("mode", mode), ("width", width), ("seen", seen), ("level", level)):
        if value is not None and not 0 < value < 1:
            raise InputError(f"until: {name} is a fraction between 0 and 1, got {value!r}")
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        raise InputError(f"until: most is a whole number of at least 1, got {most!r}")
    return Until(mode, rate, width, seen, level, most)


class _Rule(Protocol):
    """Takes draws one by one, and knows when it is enough."""

    known: bool

    def take(self, key: str) -> None:
        """Look at one more draw."""

    def fewest_more(self, most: int) -> int:
        """Return how many more draws are needed if all of them speak for stopping; *most* where that is not enough."""


class _ModeKnown:
    def __init__(self, level: float) -> None:
        self._level = level
        self._counts: Counter[str] = Counter()
        self.known = False

    def take(self, key: str) -> None:
        self._counts[key] += 1
        self.known = _mode_known(tuple(sorted(self._counts.values(), reverse=True)), self._level)

    def fewest_more(self, most: int) -> int:
        leader, *others = sorted(self._counts.values(), reverse=True) or [0]
        more = range(1, most)
        return next((n for n in more if _mode_known((leader + n, *others), self._level)), most)


class _RateKnown:
    def __init__(self, holds: Predicate, given: Any, *, width: float, level: float) -> None:
        self._judge = holding(holds)
        self._given = given
        self._width = width
        self._level = level
        self._held = self._n = 0
        self.known = False

    def take(self, key: str) -> None:
        self._n += 1
        self._held += bool(self._judge(self._given, key))
        self.known = self._enough(self._held, self._n)

    def fewest_more(self, most: int) -> int:
        # At a given number of draws the interval is narrowest at one end of what is possible.
        held, n = self._held, self._n
        ends = ((more, (held, held + more)) for more in range(1, most))
        return next((more for more, ks in ends if any(self._enough(k, n + more) for k in ks)), most)

    def _enough(self, held: int, n: int) -> bool:
        return _sequence_width(held, n, self._level) <= self._width


class _AllSeen:
    def __init__(self, *, mass: float, error: float) -> None:
        self._mass = mass
        self._error = error
        self._seen: set[str] = set()
        self._quiet = 0
        self.known = False

    def take(self, key: str) -> None:
        self._quiet = self._quiet + 1 if key in self._seen else 0
        self._seen.add(key)
        self.known = self._quiet >= self._needed

    def fewest_more(self, most: int) -> int:
        first = 0 if self._seen else 1  # the first draw is new in any case
        return min(most, first + self._needed - self._quiet)

    @property
    def _needed(self) -> int:
        return stats.quiet_draws(max(1, len(self._seen)), mass=self._mass, error=self._error)


@lru_cache(maxsize=65536)
def _mode_known(counts: tuple[int, ...], level: float) -> bool:
    return stats.mode(counts, level).known


@lru_cache(maxsize=65536)
def _sequence_width(held: int, n: int, level: float) -> float:
    return stats.confidence_sequence(held, n, level).width
