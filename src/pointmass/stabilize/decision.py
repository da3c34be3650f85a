"""The advice that follows from the evidence, as a verdict and a sentence. A person decides."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pointmass.rounded import at_least
from pointmass.stabilize.confidence import FIRST
from pointmass.stabilize.curve import Point
from pointmass.stabilize.evidence import Evidence
from pointmass.stabilize.further import further_inputs

Verdict: TypeAlias = Literal["stabilize", "stabilize with guard", "stabilize fields", "keep neural", "sample more"]

CODE: tuple[Verdict, ...] = ("stabilize", "stabilize with guard")
"""The verdicts with which code gives whole answers."""

BINDS: tuple[Verdict, ...] = (*CODE, "stabilize fields")
"""The verdicts with which code is bound, for whole answers or for some fields."""

ENOUGH_DRAWS = 4
"""The least number of draws to call an input settled: with 4, one divided 60:40 looks unanimous 16 % of the time."""

LOPSIDED = 0.6
"""The share of the more frequent answer of a divided input, to compute how often it looks unanimous."""

WORTH = 0.2
"""The least share of inputs that code must answer to be worth having."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do.

    Attributes:
        verdict: The verdict.
        reason: The reason, in a sentence.
        more_inputs: How many further inputs of this kind would prove the agreement in four of five cases, if code goes
            on answering and agreeing as often as before (simulated); 0 if it is proved already, or cannot be proved.
        more_draws: How many further draws of each input are needed.
    """

    verdict: Verdict
    reason: str
    more_inputs: int = 0
    more_draws: int = 0


def advise(evidence: Evidence, *, agreement: float, cut_off: bool = False) -> Advice:
    """Return the advice that follows from the evidence.

    Args:
        evidence: The evidence.
        agreement: The agreement with the model's mode to prove, on inputs like these that the guard accepts, a fraction
            in (0, 1).
        cut_off: Whether a search used up its budget, so that there may be code that was not found.
    """
    against = (
        _too_few_draws(evidence)
        or _nothing_certifies(evidence, agreement)
        or _divided(evidence)
        or _shapes_seen_once(evidence)
        or _keep_neural(evidence, agreement, cut_off=cut_off)
    )
    if against:
        return against
    if evidence.bound < agreement and evidence.complete:
        return _more_draws(evidence, agreement)
    if evidence.bound < agreement:
        return _more_inputs(evidence, agreement)
    guarded = evidence.coverage < 1
    rest = f"; the guard leaves {1 - evidence.coverage:.0%} of the inputs to the model" if guarded else ""
    return Advice("stabilize with guard" if guarded else "stabilize", f"{_proved(evidence)}{rest}")


def unproved(point: Point, agreement: float) -> str:
    """Return why a guard at some strictness does not prove an agreement; the empty text if it does."""
    if not point.answered:
        return "it answers no input that it did not see"
    if point.bound >= agreement:
        return ""
    said = f"{point.agreed} of {point.answered} inputs that it did not see agree, at least {at_least(point.bound)}"
    return f"{said}: short of the {agreement:.0%} asked for"


def _too_few_draws(evidence: Evidence) -> Advice | None:
    """Advise more draws if inputs have too few to be called settled, as divided ones would often look unanimous."""
    draws = evidence.median_draws
    if draws >= ENOUGH_DRAWS:
        return None
    lucky = LOPSIDED**draws + (1 - LOPSIDED) ** draws
    return Advice(
        "sample more",
        f"inputs were drawn {draws} times, and one that is divided {LOPSIDED:.0%} to {1 - LOPSIDED:.0%} would look "
        f"unanimous {lucky:.0%} of the time: draw each at least {ENOUGH_DRAWS} times, better 8 or more",
        more_draws=ENOUGH_DRAWS - draws,
    )


def _nothing_certifies(evidence: Evidence, agreement: float) -> Advice | None:
    """Advise other inputs if the code cannot be tested on any of the settled ones."""
    if evidence.certified or not evidence.settled or evidence.kind in {"nothing", "table"}:
        return None
    more = FIRST.needed(agreement)
    return Advice(
        "sample more",
        "no input is left to test the code on: every settled one was an example for the model, decided by a person, or seen by who wrote the code; "
        f"sample about {more} others",
        more_inputs=more,
    )


def _divided(evidence: Evidence) -> Advice | None:
    """Advise to keep the model if its answers differ on most inputs, or if most get no value."""
    if evidence.no_value > evidence.inputs / 2:
        reason = (
            f"{evidence.no_value} of {evidence.inputs} inputs mostly get no value at all (refused, cut, or not in the "
            "asked format): fix the prompt, the type or the options first"
        )
    elif evidence.settled < evidence.inputs / 2:
        divided = evidence.inputs - evidence.settled
        reason = f"the model gives different answers on {divided} of {evidence.inputs} inputs: keep calling it"
    else:
        return None
    return Advice("keep neural", reason)


def _shapes_seen_once(evidence: Evidence) -> Advice | None:
    """Advise more inputs if code explains most of those that it learned from, but answers few that it did not see."""
    known = evidence.kind not in {"nothing", "table"} and 2 * evidence.recognized >= evidence.settled > 0
    if not known or evidence.coverage >= WORTH or evidence.agreed < evidence.answered:
        return None
    return Advice(
        "sample more",
        f"code explains {evidence.recognized} of the {evidence.settled} settled inputs that it learned from, and of those that it "
        f"did not see it answers {evidence.answered} of {evidence.certified}: most kinds of input came once, so sample at least "
        "as many inputs again, some of each kind",
        more_inputs=evidence.inputs,
    )


def _keep_neural(evidence: Evidence, agreement: float, *, cut_off: bool) -> Advice | None:
    """Advise to keep the model if no code answers, or if it answers or agrees too rarely."""
    if not evidence.answered or evidence.kind in ({"nothing"} if evidence.complete else {"nothing", "table"}):
        reason = "no code explains these answers on inputs that it did not see: leave them to the model"
        if cut_off and evidence.kind == "nothing":
            found = "no code was found that explains these answers before the budget of the search was used up"
            reason = f"{found}: allow more (budget=), or leave them to the model"
    elif evidence.coverage < WORTH:
        reason = f"code would answer {evidence.coverage:.0%} of the inputs: too few to be worth it"
    elif evidence.agreement < agreement:
        said = f"{evidence.agreed} of {evidence.answered}"
        apart = f" (the model gives different answers on {evidence.contested} of them)" if evidence.contested else ""
        reason = f"the code agrees with the model on {said} inputs{apart}, less than the {agreement:.0%} asked for"
    else:
        return None
    return Advice("keep neural", reason)


def _more_inputs(evidence: Evidence, agreement: float) -> Advice:
    """Advise how many more inputs are needed, if code goes on answering and agreeing as before."""
    then = evidence.sure.after(evidence.counted, agreement)
    more = further_inputs(evidence.certified, evidence.answered, evidence.agreed, agreement=agreement, sure=then)
    short = f"{_proved(evidence)}, short of the {agreement:.0%} asked for"
    if not more:
        return Advice(
            "sample more",
            f"{short}; at this rate of failures no number of inputs is likely to prove it: ask for less (agreement=), or see "
            "what p.wrong has in common",
        )
    return Advice(
        "sample more",
        f"{short}: about {more} more inputs prove it in four of five cases, if code goes on answering and agreeing as it did",
        more,
    )


def _more_draws(evidence: Evidence, agreement: float) -> Advice:
    """Advise how many more draws are needed if the sample has every possible input, so that only draws can be added."""
    drawn = evidence.drawn
    failures = (sum(drawn.draws) - sum(drawn.matches)) // 2 if drawn else 0
    needed = evidence.sure.after(evidence.counted, agreement).needed(agreement, failures=failures)
    # Every second draw chooses the answer, the others are compared with it.
    each = 2 * math.ceil(needed / evidence.answered)
    reason = (
        f"{_proved(evidence)}, short of the {agreement:.0%} asked for: there are no other inputs, so that takes more draws, "
        f"about {each} of each"
    )
    return Advice("sample more", reason, more_draws=max(1, each - evidence.median_draws))


def _proved(evidence: Evidence) -> str:
    said = f"{evidence.agreed} of {evidence.answered} {evidence.inputs_tried} agree"
    what = " of their draws" if evidence.complete else ""
    return f"{said}, which proves at least {at_least(evidence.bound)}{what} ({evidence.sure})"
