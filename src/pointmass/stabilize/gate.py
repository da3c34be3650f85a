"""The gate: judge candidates of all authors in the same way, on inputs that they did not see, and advise what to do."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pointmass.draw import Draw
from pointmass.jobs import steps
from pointmass.sample import SampleData
from pointmass.sample.labelling import Label
from pointmass.sandbox import Sandbox
from pointmass.stabilize.authors import FixedCode, Synthesizer
from pointmass.stabilize.code import Code
from pointmass.stabilize.confidence import FIRST, Sure
from pointmass.stabilize.counterexamples import Ask, Explored, explore
from pointmass.stabilize.crossfit import Bench, Fitted, fit, whole
from pointmass.stabilize.curve import Point, choose, curve
from pointmass.stabilize.decision import BINDS, Advice, advise, unproved
from pointmass.stabilize.domain import is_complete
from pointmass.stabilize.evidence import Evidence, weigh
from pointmass.stabilize.search import SearchOptions, SearchResult, Tally, search
from pointmass.stabilize.training_set import Labelled, TrainingSet, training_set_of


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with the chosen strictness of its guard.

    Attributes:
        fitted: The code and its trials.
        points: The measurements of its guard at each strictness, the loosest first; one is chosen.
        why_not: Why it is not proposed, in words; empty for the proposed one.
    """

    fitted: Fitted
    points: tuple[Point, ...]
    why_not: str = ""

    @property
    def point(self) -> Point:
        """The measurements at the chosen strictness."""
        return next(each for each in self.points if each.chosen)

    @property
    def source(self) -> str:
        """The module as it would be bound."""
        return self.fitted.by_strictness[self.point.strictness] if self.fitted.by_strictness else ""

    @property
    def hands_back(self) -> tuple[str, ...]:
        """What the guard hands back at the chosen strictness, in words."""
        return self.fitted.hands_back[self.point.strictness] if self.fitted.hands_back else ()


@dataclass(frozen=True, slots=True)
class GateResult:
    """The result for a sample.

    Attributes:
        sample: The draws.
        training: The training data.
        explored: What the model was asked outside the sample, and the questions that are left.
        ranked: The candidates, the proposed one first.
        evidence: The evidence for the proposed one.
        advice: The advice.
        searches: How many searches were made, and how they ended.
    """

    sample: SampleData
    training: TrainingSet
    explored: Explored
    ranked: tuple[Ranked, ...]
    evidence: Evidence
    advice: Advice
    searches: Tally = field(default_factory=Tally)

    @property
    def best(self) -> Ranked | None:
        """The proposed candidate; ``None`` if there is none."""
        return self.ranked[0] if self.ranked else None


@dataclass(frozen=True, slots=True)
class Task:
    """The task of the gate.

    Attributes:
        agreement: The agreement to prove, a fraction in (0, 1).
        options: The options of the search.
        said: Labelled examples: from a person, or from earlier questions to the model.
        written: Code of persons or models.
        ask: Draws further inputs from the model; ``None`` if it cannot be asked.
        probes: How many inputs the model may be asked about.
        search: Whether the synthesizer is one of the authors.
        beside: Draws outside the sample that were spent to find the code: the drafts of a model.
        sure: The confidence of the bounds: of a first look, or of one that follows the advice to sample more.
        labels: What people said of inputs of the sample, by row.
    """

    agreement: float
    options: SearchOptions
    said: Sequence[Labelled] = ()
    written: Sequence[Code] = ()
    ask: Ask | None = None
    probes: int = 0
    search: bool = True
    beside: tuple[Draw, ...] = ()
    sure: Sure = FIRST
    labels: Mapping[int, Label] = field(default_factory=dict)


def pass_gate(sample: SampleData, task: Task, *, sandbox: Sandbox) -> GateResult:
    """Let all authors write code, test it, choose guards and the best candidate, and return evidence and advice.

    Args:
        sample: The draws.
        task: The task.
        sandbox: An open sandbox; code runs nowhere else.
    """
    complete = is_complete(sample)
    taught = _every_second(sample) if complete else sample
    training = training_set_of(taught, said=task.said, labels=task.labels)
    explored = _explored(taught, training, task, complete=complete)
    bench = Bench(sample, explored.training, sandbox, sample.modes())
    author = Synthesizer(taught, explored.training, task.options, explored.final, tables=complete)
    searched = [functools.partial(whole if complete else fit, bench, author)] if task.search else []
    written = [functools.partial(fit, bench, FixedCode(code)) for code in task.written]
    fitted = [tried() for tried in steps("trying the code of each author", [*searched, *written])]
    ranked = ranking(sample, [each for each in fitted if each], agreement=task.agreement, sure=task.sure)
    best = ranked[0] if ranked else None
    fitted_best, point = (best.fitted, best.point) if best else (None, None)
    evidence = weigh(
        sample, explored.training, fitted_best, point, complete=complete, beside=task.beside, sure=task.sure
    )
    searches = author.searches + explored.searches
    advice = advise(evidence, agreement=task.agreement, cut_off=searches.cut_off > 0)
    return GateResult(sample, explored.training, explored, ranked, evidence, advice, searches)


def explained(result: GateResult) -> tuple[Ranked, ...]:
    """Return the candidates with why they are not proposed; if the advice is against code, also for the first one."""
    if not result.ranked or result.advice.verdict in BINDS:
        return result.ranked
    first, *others = result.ranked
    return replace(first, why_not=result.advice.reason), *others


def ranking(
    sample: SampleData, fitted: Sequence[Fitted], *, agreement: float, sure: Sure = FIRST
) -> tuple[Ranked, ...]:
    """Rank candidates: those that prove the agreement first, then by worth (see `Point.worth`), bound and length.

    A wrong answer counts as `WRONG` right ones, so a candidate that answers a little more does not come before one that
    gets less wrong.

    Args:
        sample: The draws.
        fitted: The candidates with their trials.
        agreement: The agreement to prove, a fraction in (0, 1).
        sure: The confidence of the bounds.
    """
    found = []
    for each in fitted:
        points = curve(sample, each.trials, max(1, len(each.by_strictness)), sure=sure)
        strictness = choose(points, agreement=agreement)
        found.append(Ranked(each, tuple(replace(p, chosen=p.strictness == strictness) for p in points)))
    found.sort(key=lambda each: _merit(each, agreement))
    return tuple(
        replace(each, why_not=_why_not(each, found[0], agreement)) if number else each
        for number, each in enumerate(found)
    )


def _merit(each: Ranked, agreement: float) -> tuple[bool, float, float, int, int]:
    point = each.point
    proven = bool(each.source) and point.bound >= agreement
    worth = point.worth if proven else point.bound
    return not proven, -round(worth, 2), -round(point.bound, 2), *each.fitted.code.plainness


def _why_not(each: Ranked, best: Ranked, agreement: float) -> str:
    if not each.source:
        return "it gives the model's answer on no settled input"
    if reason := unproved(each.point, agreement):
        return reason
    if each.point.agreement < best.point.agreement and each.point.coverage >= best.point.coverage:
        return f"{each.point.wrong} of {each.point.answered} answers are wrong, of the proposed one {best.point.wrong}"
    if each.point.coverage < best.point.coverage:
        return f"it answers {each.point.coverage:.0%}, the proposed one {best.point.coverage:.0%}"
    return "the proposed one is as good, and shorter or surer"


def _every_second(sample: SampleData) -> SampleData:
    """Return the sample with every second draw, from the first on: in a complete sample these choose the answers."""
    halves: list[tuple[Draw, ...]] = [draws[0::2] for draws in sample.draws]
    return replace(sample, draws=tuple(halves))


def _explored(sample: SampleData, training: TrainingSet, task: Task, *, complete: bool) -> Explored:
    if (
        2 * len(training.settled) < len(sample) or not task.search
    ):  # code for what the model itself is divided on does not help
        return Explored(training, SearchResult())
    if complete:  # there is no further input to ask about
        final = search(sample, training, training.settled, options=task.options)
        return Explored(training, final, searches=Tally() + final)
    return explore(sample, training, options=task.options, ask=task.ask, probes=task.probes)
