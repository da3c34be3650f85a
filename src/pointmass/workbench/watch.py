"""Drift: fresh draws on the inputs of a saved sample, held against that sample, which is itself a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pointmass.comparison import compare
from pointmass.comparison.drift import MARGIN, Drift, judged, level_of_look
from pointmass.errors import EvidenceError, InputError, LimitError, ModelError, NoModelError
from pointmass.sample import Sample
from pointmass.spec import Spec

if TYPE_CHECKING:
    from pointmass.workbench.workbench import Workbench


def watch(
    workbench: Workbench,
    spec: Spec,
    baseline: Sample,
    *,
    draws: int | None = None,
    margin: float = MARGIN,
    level: float = 0.95,
    look: int | None = None,
    seed: int = 0,
    **how: Any,
) -> Drift:
    """Draw anew on the inputs of a baseline and say whether the answers are still the same.

    Args:
        workbench: Where the draws are made and kept.
        spec: The spec of the name.
        baseline: The saved sample.
        draws: Fresh draws of each input; as many as the baseline's when left out.
        margin: The shift to rule out before it counts as the same, a fraction in (0, 1).
        level: Confidence, over all looks together where they are counted.
        look: Which look at this baseline it is, from 1; ``None`` for one that is alone.
        seed: Same seed, same p-values.
        **how: As for ``sample``.

    Raises:
        EvidenceError: The baseline was drawn of another spec.
        InputError: ``look`` is no number from 1.
    """
    if baseline.spec.digest != spec.digest:
        raise EvidenceError(
            f"{spec.name}: the baseline was drawn of another spec ({baseline.spec.digest[:12]}) than the name has "
            f"({spec.digest[:12]}); pm.compare says what a change of the spec does"
        )
    if look is not None and (not isinstance(look, int) or look < 1):
        raise InputError(f"{spec.name}.watch: got look={look!r}; looks are counted from 1")
    at = level_of_look(level, look)
    as_before = {"fresh": True} | ({"linked": True} if baseline.linked else {})
    try:
        rows = [dict(row) for row in baseline.rows]
        now = workbench.sample(spec, rows, draws or baseline.requested, **(as_before | how))
        found = compare({"baseline": baseline, "now": now}, level=at, seed=seed)
    except (ModelError, NoModelError, LimitError) as error:
        return Drift(spec.name, None, "could not find out", f"{type(error).__name__}: {error}", at, look)
    if not any(draw.answered for each in now.draws for draw in each):
        return Drift(spec.name, None, "could not find out", f"no draw was answered: {now.notices[-1]}", at, look)
    return judged(found, margin=margin, look=look)
