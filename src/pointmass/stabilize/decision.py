"""What the evidence says to do, in one word and one sentence. A person decides; this is advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pointmass.stabilize.evidence import LEVEL, Evidence
from pointmass.stats import inputs_needed

Verdict: TypeAlias = Literal["stabilize", "stabilize with guard", "keep neural", "sample more"]

WORTH = 0.2
"""The share of inputs that code must answer before it is worth having."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do.

    Attributes:
        verdict: In one word.
        reason: Why, in a sentence.
        more_inputs: How many further inputs of this kind would prove the agreement asked for, if the code goes on
            agreeing as it did; 0 when it is proved already, or cannot be.
    """

    verdict: Verdict
    reason: str
    more_inputs: int = 0


def advise(evidence: Evidence, *, agreement: float) -> Advice:
    """Say what the evidence says to do.

    Args:
        evidence: What was measured.
        agreement: The agreement with the model's mode to prove, on inputs like these that the guard accepts, a fraction
            in (0, 1).
    """
    if evidence.settled < evidence.inputs / 2:
        divided = evidence.inputs - evidence.settled
        return Advice(
            "keep neural", f"the model is divided on {divided} of {evidence.inputs} inputs: this variance is the point"
        )
    if evidence.kind in {"nothing", "table"} or not evidence.answered:
        return Advice(
            "keep neural", "no program explains these answers on inputs that it did not see: leave them to the model"
        )
    if evidence.coverage < WORTH:
        return Advice("keep neural", f"code would answer {evidence.coverage:.0%} of the inputs: too few to be worth it")
    if evidence.agreement < agreement:
        said = f"{evidence.agreed} of {evidence.answered}"
        return Advice(
            "keep neural", f"the code agrees with the model on {said} inputs, less than the {agreement:.0%} asked for"
        )
    if evidence.bound < agreement:
        more = _more(evidence, agreement)
        return Advice(
            "sample more",
            f"{_proved(evidence)}, short of the {agreement:.0%} asked for: about {more} more inputs would do",
            more,
        )
    guarded = evidence.coverage < 1
    rest = f"; the guard leaves {1 - evidence.coverage:.0%} of the inputs to the model" if guarded else ""
    return Advice("stabilize with guard" if guarded else "stabilize", f"{_proved(evidence)}{rest}")


def _proved(evidence: Evidence) -> str:
    return f"{evidence.agreed} of {evidence.answered} unseen inputs agree, which proves at least {evidence.bound:.0%} ({LEVEL:.0%})"


def _more(evidence: Evidence, agreement: float) -> int:
    """How many more inputs to sample, at the rate at which the guard lets inputs through."""
    failures = evidence.answered - evidence.agreed
    answered = inputs_needed(1 - agreement, LEVEL, failures=failures) - evidence.answered
    return max(1, round(answered / max(evidence.coverage, WORTH) + 0.5))
