"""What a reader of a proposal should know besides its figures, one sentence each."""

from __future__ import annotations

from pointmass.errors import clip
from pointmass.sample.cost import add_up
from pointmass.stabilize.counterexamples import Explored
from pointmass.stabilize.curve import LEVEL
from pointmass.stabilize.evidence import Evidence
from pointmass.stabilize.search import Tally
from pointmass.stats import inputs_needed

WORTH_KNOWING = (0.1, 0.05, 0.03, 0.01)
"""The failure rates for which it is said how many inputs would prove them: 29, 59, 99 and 299 without a failure."""

_SHOWN = 3


def notes(evidence: Evidence, explored: Explored, *, searches: Tally, budget: float) -> tuple[str, ...]:
    """Return what to know of a proposal: what more inputs would prove, what was asked, and whether the time was enough."""
    return (
        *_bought(evidence),
        *_exceptions(evidence),
        *_asked(evidence, explored),
        *_model(evidence),
        *_cut_off(searches, budget),
    )


def _exceptions(evidence: Evidence) -> list[str]:
    """Say which inputs of the sample the code would answer otherwise."""
    apart = [each.input for each in evidence.gives_up if each.why.code == "the code is another"]
    if not apart:
        return []
    shown = ", ".join(clip(repr(each)) for each in apart[:_SHOWN])
    listed = f"{shown} and {len(apart) - _SHOWN} more" if len(apart) > _SHOWN else shown
    said = (
        f"On {len(apart)} of {evidence.inputs} inputs the model answers otherwise than the code would: {listed}. Code hands "
        "these back one by one; it cannot know others of their kind, and the agreement counts what it would get wrong."
    )
    return [said]


def _asked(evidence: Evidence, explored: Explored) -> list[str]:
    """Say what was asked outside the sample and what it cost, and what is left to ask."""
    said = []
    asked = [each for each in evidence.taught if each.by == "the model"]
    if asked:
        contested = sum(each.contested for each in asked)
        which = _inputs(len(asked))
        odd = sum(each.odd for each in asked)
        split = f", and it gave different answers on {contested} of them" if contested else ""
        split += (
            f"; {odd} of the answers would only make the program longer, so that code hands them back" if odd else ""
        )
        said.append(
            f"On {which} outside the sample the best programs differed, so the model was asked{split}: they are learned from and "
            f"certify nothing ({add_up(draw for each in asked for draw in each.draws)})."
        )
    told = sum(each.by != "the model" for each in evidence.taught)
    if told:
        said.append(
            f"{_inputs(told)} outside the sample were given by the spec's examples or by a person; they certify nothing."
        )
    if explored.open:
        said.append(
            f"The best programs still differ on inputs like {clip(repr(explored.open[0].input))}; {explored.stopped}: "
            "p.questions lists what is open, p.answer(1, ...) settles the first."
        )
    return said


def _inputs(count: int) -> str:
    return "1 input" if count == 1 else f"{count} inputs"


def _model(evidence: Evidence) -> list[str]:
    if evidence.kind != "model":
        return []
    return ["This is a fitted model that weighs words, not a rule: it can be read and tested, and gives no reasons."]


def _bought(evidence: Evidence) -> list[str]:
    """Say what clean inputs would prove (`pointmass.stats.inputs_needed`), and what it takes after the failures so far."""
    if not evidence.answered or evidence.complete:
        return []
    clean = [inputs_needed(rate, LEVEL) for rate in WORTH_KNOWING]
    prove = ", ".join(f"{n} prove {1 - rate:.0%}" for n, rate in zip(clean, WORTH_KNOWING, strict=True))
    said = f"Unseen inputs that code answers, all as the model does: {prove} ({LEVEL:.0%}, one-sided, exact)"
    failures = evidence.answered - evidence.agreed
    if failures:
        after = [inputs_needed(rate, LEVEL, failures=failures) for rate in WORTH_KNOWING]
        failed = "failure" if failures == 1 else f"{failures} failures"
        said += f"; with the {failed} so far it takes {', '.join(map(str, after))}"
    return [f"{said}. So far {evidence.agreed} of {evidence.answered} agree."]


def _cut_off(searches: Tally, budget: float) -> list[str]:
    """Say which searches ended before everything was looked at: after their steps, or by the clock."""
    said = []
    if counted := searches.cut_off - searches.by_clock:
        said.append(
            f"{_which(counted, searches)} used up the steps that budget={budget:g} allows: more might be found, at every run "
            "the same; stabilize(..., budget=...) allows more."
        )
    if searches.by_clock:
        said.append(
            f"{_which(searches.by_clock, searches)} took far longer than {budget:g} s and was cut off by the clock: what was "
            "found, and with it the advice, may depend on the machine; stabilize(..., budget=...) allows more."
        )
    return said


def _which(some: int, searches: Tally) -> str:
    return "The search" if searches.made == 1 else f"{some} of {searches.made} searches"
