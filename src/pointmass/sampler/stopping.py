"""Stop drawing an input when its answer is known: rules that remain valid if they are checked after every draw.

A rule uses the draws in the order in which they were requested, not in the order in which they came. It requests only
as many draws as it would need if every further draw supported stopping. So no draw is wasted, however many requests are
in flight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.comparison.scoring import Predicate, Target
from pointmass.draw import Draw
from pointmass.errors import InputError, clip
from pointmass.facts import Notice, notice
from pointmass.html.escape import visible
from pointmass.sample import SampleData
from pointmass.sample.made import Stopped
from pointmass.sampler.better import Better
from pointmass.sampler.rules import GIVES_NONE, AllSeen, ModeKnown, RateKnown, RateKnownOverall, Rule
from pointmass.sentences import Code

MOST = 200
"""The number of draws of one input after which a rule gives up, by default."""

_NAMED = 3


@dataclass(frozen=True, slots=True)
class NextDraws:
    """How far one input is.

    Attributes:
        target: Draws that this input needs at least, by what is known; never more than the rule's ``most``.
        stopped: Whether the rule holds after ``target`` draws.
        said: The finding of the rule in words, if it can find one of several; or why it gives up this input.
    """

    target: int
    stopped: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class Until:
    """A rule that says when to stop drawing; made by ``pm.until``.

    Attributes:
        mode: Stop when the most frequent answer is known to be the most probable one, at this confidence; it is a
            value.
        rate: A predicate whose rate is to be known.
        width: Stop when the interval of ``rate`` is at most this wide.
        seen: Stop when the values seen are known to make up this share of all values.
        level: Confidence of ``rate``, ``seen`` and ``better``.
        most: Stop after this many draws of an input in any case.
        better: Another sample; stop when what is drawn is known to be better or worse. In ``handle.vary`` the name of a
            variant.
        target: The right outcomes, for ``better``.
        score: How good an outcome is, for ``better``.
        overall: Whether ``rate`` is the mean rate of all inputs together.
    """

    mode: float | None
    rate: Predicate | None
    width: float | None
    seen: float | None
    level: float
    most: int
    better: SampleData | str | None = None
    target: Target | None = None
    score: Predicate | None = None
    overall: bool = False

    @property
    def together(self) -> bool:
        """Whether the rule is about all inputs together, which then get the same number of draws."""
        return self.overall or self.better is not None

    def courses(self, inputs: Sequence[Any], rows: Sequence[Sequence[Draw]]) -> tuple[NextDraws, ...]:
        """Return how many draws each input needs, given its draws so far, or those of all inputs if ``together``.

        Args:
            inputs: The inputs.
            rows: The draws of each, by index.

        Raises:
            InputError: ``better`` is a name, or has no input in common with these.
        """
        if not self.together:
            return tuple(self.course(given, row) for given, row in zip(inputs, rows, strict=True))
        if self.rate is not None and self.width is not None:
            rule = RateKnownOverall(self.rate, width=self.width, level=self.level)
            draws, said = rule.needed(inputs, rows, most=self.most)
        else:
            found = self._comparing().standing(inputs, rows)
            draws, said = found.draws, found.word
        return (NextDraws(draws, bool(said), said),) * len(rows)

    def course(self, given: Any, draws: Sequence[Draw]) -> NextDraws:
        """Return how many draws an input needs, given its draws so far.

        Args:
            given: The input.
            draws: Its draws, by index. Draws after a missing one are not used; failed ones count, but say nothing.
        """
        rule, looked_at = self._rule(given), 0
        for draw in draws:
            if draw.index != looked_at or looked_at == self.most:
                break
            looked_at += 1
            if draw.answered:
                rule.take(draw.key)
                if rule.known or rule.given_up:
                    return NextDraws(looked_at, rule.known, rule.given_up)
        return NextDraws(min(self.most, looked_at + rule.fewest_more(self.most - looked_at)), stopped=False)

    def report(self, inputs: Sequence[Any], courses: Sequence[NextDraws]) -> Notice:
        """Return a notice of how many inputs were decided, after how many draws, and how many draws that saved.

        Args:
            inputs: The inputs.
            courses: What ``courses`` returned for them.
        """
        found = self._together(courses) if self.together else self._each(inputs, courses)
        spent, whole = sum(course.target for course in courses), len(courses) * self.most
        code: Code = "stopped by a rule" if self.better is None else "stopped by its result"
        return notice(code, rule=str(self), inputs=len(courses), spent=spent, whole=whole, **found)

    def stopped(self, inputs: Sequence[Any]) -> Stopped:
        """Return what a sample keeps of the rule that ended it.

        Args:
            inputs: The inputs that were drawn.
        """
        nothing: list[tuple[Draw, ...]] = [()] * len(inputs)
        looks = self._comparing().looks if self.better is not None else 0
        first = min((course.target for course in self.courses(inputs, nothing)), default=0)
        return Stopped(str(self), first, looks)

    def __str__(self) -> str:
        """Return the rule in words."""
        if self.mode is not None:
            return f"the most probable answer of each input is known ({self.mode:.0%})"
        if self.rate is not None:
            of = "these inputs together" if self.overall else "each input"
            return f"the rate of {of} is known within {self.width} ({self.level:.0%})"
        if self.better is not None:
            more, less = self._comparing().words
            return f"it is known whether it is {more} or {less} than the other sample ({self.level:.0%})"
        return f"the answers seen make up {self.seen:.0%} of each input ({self.level:.0%})"

    def _comparing(self) -> Better:
        if not isinstance(self.better, SampleData):
            raise InputError(
                f"until: better={self.better!r} names a variant of handle.vary; elsewhere give a sample: better=baseline"
            )
        return Better(self.better, self.target, self.score, self.level, self.most)

    def _each(self, inputs: Sequence[Any], courses: Sequence[NextDraws]) -> dict[str, Any]:
        """Return how many inputs were decided, each by its own draws, and which were not."""
        pairs = list(zip(inputs, courses, strict=True))
        left = [(given, course) for given, course in pairs if not course.stopped and not course.said]
        reached = sorted(course.target for course in courses if course.stopped)
        undecided = [
            (said, len(lost), [visible(clip(str(each), 40)) for each in lost[:_NAMED]])
            for said, lost in (
                (GIVES_NONE, [g for g, c in pairs if c.said]),
                (f"not within {self.most}", [g for g, c in left if c.target == self.most]),
                ("not yet", [g for g, c in left if c.target < self.most]),
            )
            if lost
        ]
        after = (reached[0], reached[-1]) if reached else (0, 0)
        return {"decided": len(reached), "after": after, "undecided": undecided}

    def _together(self, courses: Sequence[NextDraws]) -> dict[str, Any]:
        """Return the result for all inputs together, and after how many draws of each it was known."""
        course = courses[0]
        known = course.said if course.stopped else ""
        return {"known": known, "draws": course.target, "at most": course.target == self.most}

    def _rule(self, given: Any) -> Rule:
        if self.mode is not None:
            return ModeKnown(self.mode)
        if self.rate is not None and self.width is not None:
            return RateKnown(self.rate, given, width=self.width, level=self.level)
        return AllSeen(mass=1 - (self.seen or 0.0), error=1 - self.level)


def until(  # noqa: PLR0913 - one name for each rule
    *,
    mode: float | None = None,
    rate: Predicate | None = None,
    width: float | None = None,
    seen: float | None = None,
    better: SampleData | str | None = None,
    target: Target | None = None,
    score: Predicate | None = None,
    overall: bool = False,
    level: float = 0.95,
    most: int = MOST,
) -> Until:
    """Return a rule that says when to stop drawing, to be given as ``draws``. Each rule is valid at every look.

    ``pm.until(mode=.95)``: the most frequent answer is the most probable one (an e-process; seven equal draws show it).
    An input that mostly gives no value is given up as soon as that is known, and is not decided.
    ``pm.until(rate=lambda out: out.endswith(".pdf"), width=.2)``: how often that holds is known within .2 (a confidence
    sequence). ``pm.until(seen=.95)``: the answers seen make up 95 % of what the input gives (69 draws without anything
    new, more after more answers). These speak about one input; no input is decided by draws of another. Only with
    ``overall=True`` the rate is that of all these inputs together, which then get the same number of draws.

    ``pm.until(better=baseline, target=right)``: until what is drawn is known to be right more often, or less often,
    than another sample on inputs like these. With ``score`` instead of ``target``: until it is known to score higher or
    lower; with neither: to be more or less consistent. This rule is about all inputs together, which get the same
    number of draws.

    Args:
        mode: Confidence that the mode is right, a fraction in (0, 1); a mode is a value.
        rate: A predicate of the outcome, or of input and outcome; what is not a value does not hold.
        width: The width of the interval of ``rate`` to reach, a fraction in (0, 1).
        seen: The share of the probability to have seen, a fraction in (0, 1).
        better: Another sample with inputs in common; in ``handle.vary`` also ``"as it is"``.
        target: The right outcomes, as for ``pm.compare``.
        score: A function of the outcome, or of input and outcome, with values in [0, 1]; more is better.
        overall: Whether the mean rate of these inputs is to be known, and not the rate of each.
        level: The confidence of ``rate``, ``seen`` and ``better``, a fraction in (0, 1).
        most: The number of draws of one input after which it is left undecided.

    Raises:
        InputError: Not exactly one rule is given, or a number is out of range.
    """
    given = (("mode", mode), ("rate", rate), ("seen", seen), ("better", better))
    rules = [name for name, value in given if value is not None]
    if len(rules) != 1:
        raise InputError(
            f"until: one rule is needed, mode=, rate= with width=, seen= or better=; got {rules or 'none'}"
        )
    if (rate is None) != (width is None):
        raise InputError(f"until: rate and width go together, got width={width!r}; width=0.2 is 20 points")
    if overall and rate is None:
        raise InputError(
            "until: overall=True goes with rate= and width=, got no rate; the other rules are of one kind each"
        )
    if (better is None and (target, score) != (None, None)) or None not in (target, score):
        raise InputError(
            "until: one of target and score goes with better=, got another mix; better=baseline, target=right"
        )
    for name, value in (("mode", mode), ("width", width), ("seen", seen), ("level", level)):
        if value is not None and not 0 < value < 1:
            raise InputError(f"until: {name} is a fraction between 0 and 1, got {value!r}")
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        raise InputError(f"until: most is a whole number of at least 1, got {most!r}")
    return Until(mode, rate, width, seen, level, most, better, target, score, overall)
