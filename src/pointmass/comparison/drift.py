"""Has a name moved away from its baseline: same, moved, or not found out; at one look, or at any of many."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pointmass import stats
from pointmass.comparison.data import Change
from pointmass.comparison.result import Comparison
from pointmass.digest import canonical
from pointmass.errors import clip
from pointmass.facts import Notice, joined, notice
from pointmass.html.escape import visible
from pointmass.rounded import upward
from pointmass.shown import repr_of

Verdict = Literal["same", "moved", "could not find out"]

MARGIN = 0.2
"""How large a shift must be ruled out before a name counts as the same, unless the caller says otherwise."""

CODES: dict[Verdict, int] = {"same": 0, "moved": 1, "could not find out": 2}
"""What the command line exits with."""

_NAMED = 5
_SOON = 10  # looks within which a watch says what it will find
_POINT = 0.01


@dataclass(frozen=True, slots=True)
class Looks:
    """Every look at one baseline so far.

    Attributes:
        evidence: The evidence after each look, and of each input (`pointmass.stats.running`).
        labels: The inputs as text, in the order of ``evidence.per_input``.
        keys: The inputs as canonical JSON, in the same order.
        notices: Reasons to doubt the draws of the looks, as facts.
    """

    evidence: stats.Running
    labels: tuple[str, ...]
    keys: tuple[str, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def looks(self) -> int:
        """How many looks were taken."""
        return len(self.evidence.evidence)


@dataclass(frozen=True, slots=True, repr=False)
class Drift:
    """Fresh draws against a baseline.

    Attributes:
        name: The name that is watched.
        comparison: The baseline and the draws of this look; ``None`` where none could be drawn.
        verdict: ``same``, ``moved`` or ``could not find out``.
        reason: Why, in words.
        level: Confidence: of this look where it is alone, of all looks together otherwise.
        course: All looks so far; ``None`` for one that is alone.
    """

    name: str
    comparison: Comparison | None
    verdict: Verdict
    reason: str
    level: float
    course: Looks | None = None

    @property
    def code(self) -> int:
        """What the command line exits with: 0 same, 1 moved, 2 could not find out."""
        return CODES[self.verdict]

    @property
    def moved(self) -> tuple[Change, ...]:
        """The inputs that moved, the surest first; their counts are those of this look."""
        if self.comparison is None:
            return ()
        contrast = self.comparison.contrasts[0]
        if self.course is None:
            return contrast.moved(self.level)
        now = {canonical(change.input): change for change in contrast.changes}
        keys = (self.course.keys[i] for i in self.course.evidence.moved(self.level))
        return tuple(now[key] for key in keys if key in now)

    @property
    def diag(self) -> str:
        """When not to trust it, in words; empty when there is no reason for doubt."""
        return joined(self.notices)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Reasons to doubt it, as facts."""
        found = self.comparison.contrasts[0].notices if self.comparison else ()
        if self.course:
            said = self.course.evidence.diag
            found = (*found, *self.course.notices, *([notice("of a test", said=said)] if said else []))
        return found

    def __repr__(self) -> str:
        """Say what was found and why."""
        whose = f"; answered by {self.comparison.whose}" if self.comparison else ""
        return repr_of(f"<Drift of {self.name}: {self.verdict}{whose}>\n{self.reason}")

    def _repr_html_(self) -> str | None:
        return self.comparison._repr_html_() if self.comparison else None


def judged(comparison: Comparison, *, margin: float) -> Drift:
    """Judge one look that is alone, at the comparison's level."""
    verdict, said = _today(comparison, margin)
    return Drift(comparison.name, comparison, verdict, f"{comparison.sentence} {said}".strip(), comparison.level)


def judged_in_course(comparison: Comparison, course: Looks, *, margin: float) -> Drift:
    """Judge by all looks so far: *moved* holds at any look, *same* speaks of the draws of this one.

    That anything moved is claimed by the evidence of all looks together, wrongly in at most 1 - level of all baselines,
    however often one looks. That it is the same today is claimed of today only, each time at the comparison's level.
    """
    level, found = comparison.level, course.evidence
    needed = f"{1 / (1 - level):.0f} are needed at {level:.0%}, at whatever look one stops"
    weighed = f"{_evidence(found)} to 1 after {_looks(course.looks)} ({found.n_draws:,} draws; {needed})"
    comparison = dataclasses.replace(
        comparison, notes=(*comparison.notes, f"The evidence that answers moved is {weighed}.")
    )
    first = found.first_shown(level)
    if first is not None:
        since = "" if first == course.looks else f", shown first at look {first}"
        named = _listed([course.labels[i] for i in found.moved(level)])
        reason = (
            f"The evidence that answers moved is {weighed}{since}.{named} In this look, {_lower(comparison.sentence)}"
        )
        return Drift(comparison.name, comparison, "moved", reason, level, course)
    verdict, said = _same(comparison, margin)
    sees = _sees(found, level)
    reason = f"The evidence that answers moved is {weighed}. In this look, {_lower(comparison.sentence)} {said} {sees}"
    return Drift(comparison.name, comparison, verdict, reason.strip(), level, course)


def _today(comparison: Comparison, margin: float) -> tuple[Verdict, str]:
    """Judge one look by itself."""
    if comparison.contrasts[0].verdict(comparison.level) == "moved":
        return "moved", ""
    return _same(comparison, margin)


def _same(comparison: Comparison, margin: float) -> tuple[Verdict, str]:
    """Say whether a shift above the margin is ruled out by one look; repeated draws rule out nothing."""
    if comparison.contrasts[0].void:
        return "could not find out", ""
    bound, level = comparison.contrasts[0].shift_bound(comparison.level), comparison.level
    if bound <= margin:
        return "same", f"A shift above {upward(bound)} is ruled out ({level:.0%})."
    return (
        "could not find out",
        f"But a shift of up to {upward(bound)} is not ruled out ({level:.0%}), and {margin} was asked for: watch more inputs.",
    )


def _sees(found: stats.Running, level: float) -> str:
    """Say how small a change of all inputs the next looks would show."""
    if not found.independent_inputs:
        return "As inputs hang together in conversations, only a change of single inputs is found."
    size = found.sees(level, looks=_SOON)
    if size >= 1:
        return f"Looks of this size show no change of all inputs within {_SOON} more."
    points = f"{100 * size:.0f}" if size >= _POINT else f"{100 * size:.1f}"
    return (
        f"Odd answers that become {points} points more frequent on all inputs would be found within {_SOON} more looks of this "
        "size in four of five cases."
    )


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _evidence(found: stats.Running) -> str:
    last = found.evidence[-1]
    return f"{last:.2g}" if last < 1000 else f"{last:.1e}"  # noqa: PLR2004  # readable without an exponent


def _looks(n: int) -> str:
    return "1 look" if n == 1 else f"{n} looks"


def _listed(labels: Sequence[str]) -> str:
    if not labels:
        return " No single input is named."
    shown = ", ".join(f"“{visible(clip(label, 40))}”" for label in labels[:_NAMED])
    more = f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED else ""
    return f" Inputs that moved: {shown}{more}."
