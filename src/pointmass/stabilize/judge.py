"""One judgement of one sample: what was learned, how strict the guard is, what speaks for it, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pointmass.sample import SampleData
from pointmass.stabilize.curve import Point, choose, curve
from pointmass.stabilize.decision import Advice, advise
from pointmass.stabilize.domain import is_complete
from pointmass.stabilize.evidence import Evidence, weigh
from pointmass.stabilize.explore import Ask, Explored, explore
from pointmass.stabilize.learn import How, Learned, Search, certify, search
from pointmass.stabilize.lesson import Lesson, Taught, lesson


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a sample.

    Attributes:
        explored: What was asked beside the sample, and what is left to ask.
        learned: The programs, with the guard that the first would be bound with, and their trials.
        points: The levels of the guard, as measured, the loosest first.
        evidence: What speaks for the first program.
        advice: What to do.
    """

    explored: Explored
    learned: Learned
    points: tuple[Point, ...]
    evidence: Evidence
    advice: Advice


def judge(
    sample: SampleData,
    *,
    agreement: float,
    how: How,
    said: Sequence[Taught] = (),
    ask: Ask | None = None,
    probes: int = 0,
) -> Judged:
    """Learn, ask what programs disagree on, certify, choose the guard, weigh, advise.

    Args:
        sample: The draws.
        agreement: The agreement to prove, a fraction in (0, 1).
        how: The time for one search, and what is allowed.
        said: What a person said, or the model was asked before.
        ask: Draws further inputs from the model.
        probes: How many inputs it may be asked about.
    """
    what, complete = lesson(sample, said=said), is_complete(sample)
    explored = _explored(sample, what, how=how, ask=ask, probes=probes, complete=complete)
    learned = certify(sample, explored.what, explored.final, how=how, whole=complete)
    points, best = curve(sample, explored.what, learned), explored.final.found[:1]
    level = choose(points, agreement=agreement, otherwise=best[0].strictness if best else 0)
    learned = replace(
        learned,
        candidates=tuple(each.at(level) for each in learned.candidates),
        searches=learned.searches + explored.searches - 1,
        cut_off=learned.cut_off + explored.cut_off - explored.final.cut_off,
    )
    points = tuple(replace(point, chosen=point.level == level) for point in points)
    evidence = weigh(sample, explored.what, learned, points[level], complete=complete)
    return Judged(explored, learned, points, evidence, advise(evidence, agreement=agreement))


def _explored(sample: SampleData, what: Lesson, *, how: How, ask: Ask | None, probes: int, complete: bool) -> Explored:
    if not what.settled:
        return Explored(what, Search(), searches=0)
    if complete:  # there is no further input to ask about
        return Explored(what, search(sample, what, what.settled, how=how))
    return explore(sample, what, how=how, ask=ask, probes=probes)
