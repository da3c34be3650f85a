"""Another candidate, or another strictness of its guard, than the gate chose: a person's choice, weighed as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pointmass.draw import Draw
from pointmass.errors import InputError
from pointmass.stabilize.confidence import Sure
from pointmass.stabilize.curve import curve
from pointmass.stabilize.decision import advise
from pointmass.stabilize.domain import is_complete
from pointmass.stabilize.evidence import weigh
from pointmass.stabilize.gate import GateResult, Ranked

_NOT = "a person chose another"


def compared(result: GateResult) -> int:
    """Return how many guards a person compares who looks at all candidates: each counts at each strictness."""
    return sum(len(each.points) for each in result.ranked if each.source)


def chosen(
    result: GateResult,
    *,
    candidate: int,
    strictness: int | None,
    agreement: float,
    sure: Sure,
    beside: Sequence[Draw] = (),
) -> GateResult:
    """Put a candidate first, with the strictness of its guard that a person chose.

    Who chooses has seen the figures of all guards, so that the bound of the chosen one alone would say too much: it is made for
    all of them together (``Sure.among``).

    Args:
        result: What the gate made of the sample.
        candidate: The place of the candidate in ``result.ranked``, from 0.
        strictness: The strictness of its guard, 0 for the loosest; ``None`` for the one that the gate chose for it.
        agreement: The agreement to prove, a fraction in (0, 1).
        sure: How sure the bounds of the gate are.
        beside: Draws outside the sample that finding the code cost.

    Raises:
        InputError: There is no such candidate, or no such strictness of its guard.
    """
    name, able = result.sample.name, [at for at, each in enumerate(result.ranked) if each.source]
    if type(candidate) is not int or candidate not in able:
        raise InputError(f"{name}.choose: got candidate={candidate!r}; the rows of p.candidates with code are {able}")
    wanted = result.ranked[candidate]
    if strictness is None:
        strictness = wanted.point.strictness
    if type(strictness) is not int or not 0 <= strictness < len(wanted.points):
        raise InputError(
            f"{name}.choose: got strictness={strictness!r}; the guard of this candidate has 0 (the loosest) to "
            f"{len(wanted.points) - 1}"
        )
    sure = replace(sure, among=compared(result))
    ranked = [
        _measured(result, each, strictness if each is wanted else each.point.strictness, sure) for each in result.ranked
    ]
    first = ranked.pop(candidate)
    complete = is_complete(result.sample)
    evidence = weigh(
        result.sample, result.training, first.fitted, first.point, complete=complete, beside=beside, sure=sure
    )
    advice = advise(evidence, agreement=agreement)
    others = tuple(replace(each, why_not=_NOT) for each in ranked)
    return replace(result, ranked=(replace(first, why_not=""), *others), evidence=evidence, advice=advice)


def _measured(result: GateResult, each: Ranked, strictness: int, sure: Sure) -> Ranked:
    """Measure the guard of a candidate anew, as sure as is said."""
    points = curve(result.sample, each.fitted.trials, len(each.points), sure=sure)
    return replace(each, points=tuple(replace(p, chosen=p.strictness == strictness) for p in points))
