"""What a reader of a proposal should know beside its figures, one sentence each."""

from __future__ import annotations

from pointmass.stabilize.curve import LEVEL
from pointmass.stabilize.evidence import Evidence
from pointmass.stabilize.learn import Learned
from pointmass.stats import inputs_needed

WORTH_KNOWING = (0.1, 0.05, 0.03, 0.01)
"""The failure rates for which it is said how many inputs would prove them: 29, 59, 99 and 299 without a failure."""


def notes(evidence: Evidence, learned: Learned, *, budget: float) -> tuple[str, ...]:
    """Return what to know of a proposal: what more inputs would prove, and whether its searches had the time they needed."""
    return (*_bought(evidence), *_cut_off(learned, budget))


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


def _cut_off(learned: Learned, budget: float) -> list[str]:
    if not learned.cut_off:
        return []
    which = "The search" if learned.searches == 1 else f"{learned.cut_off} of {learned.searches} searches"
    said = (
        f"{which} used up the {budget:g} s allowed: what was found, and with it the advice, may depend on how busy the "
        "machine is; stabilize(..., budget=...) allows more."
    )
    return [said]
