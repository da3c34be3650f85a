"""Notes of a proposal: what a reader should know besides its figures, one sentence each."""

from __future__ import annotations

from pointmass.errors import clip
from pointmass.sample.cost import add_up
from pointmass.stabilize.counterexamples import Explored
from pointmass.stabilize.evidence import Evidence
from pointmass.stabilize.search import Tally

WORTH_KNOWING = (0.1, 0.05, 0.03, 0.01)
"""The failure rates for which a note says how many inputs prove them: 29, 59, 99 and 299 without a failure."""

_SHOWN = 3


def notes(evidence: Evidence, explored: Explored, *, searches: Tally, budget: float) -> tuple[str, ...]:
    """Return the notes: what more inputs would prove, what the model was asked, which searches were cut off."""
    return (
        *_bought(evidence),
        *_exceptions(evidence),
        *([str(evidence.labels)] if evidence.labels.inputs else []),
        *_asked(evidence, explored),
        *_model(evidence),
        *_cut_off(searches, budget),
    )


def _exceptions(evidence: Evidence) -> list[str]:
    """Note the inputs of the sample that the code would answer differently from the model."""
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
    """Note what the model was asked outside the sample, what that cost, and which questions are left."""
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
    told = sum(each.by != "the model" for each in evidence.taught) - len(explored.training.decided)
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
    """Note how many inputs prove which agreement, without and with failures (`pointmass.stats.inputs_needed`)."""
    if not evidence.answered or evidence.complete:
        return []
    clean = [evidence.sure.needed(1 - rate) for rate in WORTH_KNOWING]
    prove = ", ".join(f"{n} prove {1 - rate:.0%}" for n, rate in zip(clean, WORTH_KNOWING, strict=True))
    said = f"Unseen inputs that code answers, all as the model does: {prove} ({evidence.sure}, one-sided{'' if evidence.sure.extended else ', exact'})"
    failures = evidence.answered - evidence.agreed
    if failures:
        after = [evidence.sure.needed(1 - rate, failures=failures) for rate in WORTH_KNOWING]
        failed = "failure" if failures == 1 else f"{failures} failures"
        said += f"; with the {failed} so far it takes {', '.join(map(str, after))}"
    return [f"{said}. So far {evidence.agreed} of {evidence.answered} agree."]


def _cut_off(searches: Tally, budget: float) -> list[str]:
    """Note how many searches were cut off, by the number of steps or by the clock."""
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
