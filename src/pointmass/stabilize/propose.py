"""Make a proposal of a sample: learn, certify, find the guard, weigh, advise."""

from __future__ import annotations

from dataclasses import replace

from pointmass.approval import Approver
from pointmass.errors import EvidenceError
from pointmass.registry import Registry
from pointmass.sample import SampleData
from pointmass.stabilize.curve import choose, curve
from pointmass.stabilize.decision import advise
from pointmass.stabilize.domain import is_complete
from pointmass.stabilize.evidence import weigh
from pointmass.stabilize.learn import How, Search, certify, search, split
from pointmass.stabilize.lesson import lesson
from pointmass.stabilize.nearest import nearest_miss
from pointmass.stabilize.notes import notes
from pointmass.stabilize.proposal import Proposal

AT_LEAST = 2
"""How many inputs must be answered before anything is proposed: one input proves nothing."""


def propose(
    sample: SampleData,
    *,
    registry: Registry,
    approver: Approver,
    agreement: float,
    budget: float = 2.0,
) -> Proposal:
    """Make a proposal of a sample: learn, certify, find the guard, weigh.

    Args:
        sample: Inputs × draws of one spec.
        registry: Where it would be bound.
        approver: Who is asked before it is.
        agreement: The agreement to prove, a fraction in (0, 1); what `advise` goes by.
        budget: Seconds for one search.

    Raises:
        EvidenceError: The sample is of one input, or nothing was answered.
    """
    answered = [mode for mode in sample.modes() if mode.answered]
    if not 0 < agreement < 1:
        raise EvidenceError(f"{sample.name}: agreement={agreement!r} is no fraction between 0 and 1; 0.9 asks for 90 %")
    if len(answered) < AT_LEAST:
        raise EvidenceError(
            f"{sample.name}: the evidence is {len(answered) or 'no'} answered input, and one input proves nothing about others; "
            f"sample at least {AT_LEAST} inputs, 30 or more for a useful bound"
        )
    how, what, complete = How(budget), lesson(sample), is_complete(sample)
    teaching = split(sample, what).teaching if not complete else what.settled
    final = search(sample, what, teaching, how=how) if teaching else Search()
    learned = certify(sample, what, final, how=how, whole=complete)
    points = curve(sample, what, learned)
    level = choose(points, agreement=agreement, otherwise=final.found[0].strictness if final.found else 0)
    learned = replace(learned, candidates=tuple(each.at(level) for each in learned.candidates))
    evidence = weigh(sample, what, learned, points[level], complete=complete)
    explained = complete or evidence.kind not in {"nothing", "table"}
    miss = None if explained or not what.settled else nearest_miss(sample, what, budget=budget)
    return Proposal(
        sample.spec,
        sample.digest,
        learned.candidates,
        evidence,
        advise(evidence, agreement=agreement),
        sample.rows,
        registry,
        approver,
        notes=(*([str(miss)] if miss else []), *notes(evidence, learned, budget=budget)),
    )
