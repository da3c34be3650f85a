"""A person chooses another candidate, or another strictness of its guard, than the gate; the evidence allows for it."""

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
    """Return how many guards a person compares: the candidates that have code, each at each strictness."""
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
    """Put the chosen candidate first, with the chosen strictness of its guard, and compute the evidence again.

    The person has seen the figures of all guards, so a bound for the chosen guard alone would be too high. It is
    computed for all of them together (``Sure.among``).

    Args:
        result: The result of the gate.
        candidate: The position of the candidate in ``result.ranked``, from 0.
        strictness: The strictness of its guard, 0 for the loosest; ``None`` for the one that the gate chose.
        agreement: The agreement to prove, a fraction in (0, 1).
        sure: The confidence of the gate's bounds.
        beside: Draws outside the sample that were made to find the code; they count as its cost.

    Returns:
        The result with this candidate first, and with new evidence and advice.

    Raises:
        InputError: There is no such candidate with code, or no such strictness of its guard.
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
    """Return the candidate with its curve computed at another confidence, and with the strictness that is chosen."""
    points = curve(result.sample, each.fitted.trials, len(each.points), sure=sure)
    return replace(each, points=tuple(replace(p, chosen=p.strictness == strictness) for p in points))
