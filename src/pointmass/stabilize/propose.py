"""Make a proposal of a sample: judge it, as a whole and by field, and say what a person should know beside it."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pointmass.approval import Approver
from pointmass.digest import canonical
from pointmass.errors import EvidenceError, InputError, SpecError
from pointmass.registry import Registry
from pointmass.sample import SampleData
from pointmass.stabilize.cases import cases
from pointmass.stabilize.explore import Ask
from pointmass.stabilize.fields import by_field, with_fields
from pointmass.stabilize.judge import Judged, judge
from pointmass.stabilize.learn import How
from pointmass.stabilize.lesson import Taught
from pointmass.stabilize.nearest import nearest_miss
from pointmass.stabilize.notes import notes
from pointmass.stabilize.others import others
from pointmass.stabilize.proposal import Proposal
from pointmass.stabilize.signature import as_input
from pointmass.synthesis.nearby import nearby

AT_LEAST = 2
"""How many inputs must be answered before anything is proposed: one input proves nothing."""


_TOLERATED = 0.2
"""The greatest share of inputs that code may leave to the model as exceptions."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for.

    Attributes:
        agreement: The agreement to prove, a fraction in (0, 1); what the guard and the advice go by.
        budget: Seconds for one search.
        probes: How many inputs the model may be asked about beside the sample.
        allow_model: Whether a fitted model may choose a label where no rule does.
    """

    agreement: float
    budget: float = 2.0
    probes: int = 0
    allow_model: bool = False


def propose(
    sample: SampleData,
    wish: Wish,
    *,
    registry: Registry,
    approver: Approver,
    answers: Any = (),
    ask: Ask | None = None,
) -> Proposal:
    """Make a proposal of a sample.

    Args:
        sample: Inputs × draws of one spec.
        wish: What was asked for.
        registry: Where it would be bound.
        approver: Who is asked before it is.
        answers: What a person says of some inputs: a mapping of inputs to results, or pairs.
        ask: Draws further inputs from the model that the sample was drawn of; ``None`` where it cannot be asked.

    Raises:
        EvidenceError: The sample is of one input, or nothing was answered.
        InputError: A number is out of range, or an answer does not fit the spec.
    """
    _check(sample, wish)
    return _proposed(sample, wish, registry, approver, said=_said(sample, answers), ask=ask)


def _proposed(  # what a proposal needs, to be made again with one answer more
    sample: SampleData, wish: Wish, registry: Registry, approver: Approver, *, said: Sequence[Taught], ask: Ask | None
) -> Proposal:
    how = How(wish.budget, wish.allow_model, tolerated=min(_TOLERATED, 1 - wish.agreement))
    judged = judge(sample, agreement=wish.agreement, how=how, said=said, ask=ask, probes=wish.probes)
    parts = by_field(sample, judged, agreement=wish.agreement, how=how)
    again = replace(wish, probes=wish.probes - judged.explored.asked)
    return Proposal(
        spec=sample.spec,
        sample_digest=sample.digest,
        candidates=judged.learned.candidates,
        evidence=judged.evidence,
        advice=with_fields(judged.advice, parts),
        questions=judged.explored.open,
        others=others(sample, judged.learned.candidates, judged.explored.open),
        agreement=wish.agreement,
        points=judged.points,
        parts=parts,
        notes=tuple(_notes(sample, judged, wish)),
        _known=cases(
            sample.spec,
            next(iter(judged.learned.candidates), None),
            _rows(sample, judged),
        ),
        _registry=registry,
        _approver=approver,
        _again=functools.partial(_answered, sample, again, registry, approver, _once(said, judged), ask),
    )


def _rows(sample: SampleData, judged: Judged) -> list[Mapping[str, Any]]:
    """Return every input that is known, each once: a sampled one that a person decided on is taught, too."""
    known = (*sample.rows, *(each.row for each in judged.explored.what.taught))
    return list({canonical(dict(row)): row for row in known}.values())


def _answered(  # bound to a proposal, which adds the answer
    sample: SampleData,
    wish: Wish,
    registry: Registry,
    approver: Approver,
    before: Sequence[Taught],
    ask: Ask | None,
    answer: Taught,
) -> Proposal:
    """Make the proposal again with one answer more; what the model was asked already is not asked again."""
    return _proposed(sample, wish, registry, approver, said=(*before, answer), ask=ask)


def _once(said: Sequence[Taught], judged: Judged) -> tuple[Taught, ...]:
    """Return what a person said and the model was asked, each once."""
    asked = [each for each in judged.explored.what.taught if each.by == "the model"]
    return tuple({canonical(dict(each.row)): each for each in (*asked, *said)}.values())


def _check(sample: SampleData, wish: Wish) -> None:
    if not 0 < wish.agreement < 1:
        raise EvidenceError(
            f"{sample.name}: agreement={wish.agreement!r} is no fraction between 0 and 1; 0.9 asks for 90 %"
        )
    if not isinstance(wish.probes, int) or wish.probes < 0:
        raise InputError(
            f"{sample.name}.stabilize: got probes={wish.probes!r}; it is a whole number of inputs, 0 for none"
        )
    answered = sum(mode.answered > 0 for mode in sample.modes())
    if answered < AT_LEAST:
        raise EvidenceError(
            f"{sample.name}: the evidence is {answered or 'no'} answered input, and one input proves nothing about others; "
            f"sample at least {AT_LEAST} inputs, 30 or more for a useful bound"
        )


def _said(sample: SampleData, answers: Any) -> list[Taught]:
    """Read what a person says of some inputs, as examples of the spec are read.

    Raises:
        InputError: An answer does not fit the spec.
    """
    try:
        read = replace(sample.spec, examples=answers).examples
    except SpecError as error:
        raise InputError(
            f"{sample.name}.stabilize: answers= takes what examples of the spec are: {'; '.join(error.faults)}"
        ) from None
    return [Taught(each.inputs, each.result, "a person", _parent(sample, each.inputs)) for each in read]


def _parent(sample: SampleData, row: Any) -> int | None:
    """Return the sampled input that an answered one is a small change of, as those are that questions ask about."""
    key = canonical(as_input(sample.spec, row))
    given = [as_input(sample.spec, each) for each in sample.rows]
    return next((at for at, each in enumerate(given) if key in map(canonical, nearby(each))), None)


def _notes(sample: SampleData, judged: Judged, wish: Wish) -> list[str]:
    evidence = judged.evidence
    explained = evidence.complete or evidence.kind not in {"nothing", "table"}
    settled = judged.explored.what.settled
    miss = None if explained or not settled else nearest_miss(sample, judged.explored.what, budget=wish.budget)
    return [*([str(miss)] if miss else []), *notes(evidence, judged.learned, judged.explored, budget=wish.budget)]
