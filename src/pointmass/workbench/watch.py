"""Drift: draw the inputs of a saved sample again and compare, considering the sampling error of both samples."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pointmass import stats
from pointmass.comparison import compare
from pointmass.comparison.drift import Drift, Looks, judged, judged_in_course
from pointmass.comparison.trust import MOST, oddities
from pointmass.digest import SHORT, canonical
from pointmass.draw import Draw
from pointmass.errors import EvidenceError, InputError, LimitError, ModelError, NoModelError
from pointmass.facts import Notice, notice
from pointmass.models.base import Model, input_key
from pointmass.sample import Sample
from pointmass.sample.view import show_input
from pointmass.sampler import Aim
from pointmass.spec import Spec
from pointmass.workbench.one_sample import Drawing
from pointmass.workbench.options import SampleOptions, WatchOptions

if TYPE_CHECKING:
    from pointmass.workbench.home import Home


def looking(baseline: Sample) -> Aim:
    """Return the aim of draws that watch a sample; all looks at one sample share it, and they are not samples."""
    return Aim("watch", {"watch": baseline.digest[:SHORT]})


def watch(workbench: Home, spec: Spec, baseline: Sample, how: WatchOptions) -> Drift:
    """Draw the inputs of a baseline again and say whether the model still answers the same.

    Args:
        workbench: The workbench that makes and keeps the draws.
        spec: The spec of the name.
        baseline: The saved sample.
        how: The other arguments of ``Handle.watch``.

    Raises:
        InputError: *baseline* is not a sample.
        EvidenceError: The baseline was drawn from another spec.
    """
    if not isinstance(baseline, Sample):
        raise InputError(
            f"{spec.name}.watch: a sample is needed, got {type(baseline).__name__}; draw one: {spec.name}.sample(...)"
        )
    if baseline.spec.digest != spec.digest:
        raise EvidenceError(
            f"{spec.name}: the baseline was drawn from another spec ({baseline.spec.digest[:12]}) than the name has "
            f"({spec.digest[:12]}); pm.compare says what a change of the spec does"
        )
    asked = how.model
    if isinstance(asked, str):
        spec = dataclasses.replace(spec, model=asked)
    sampling = SampleOptions(
        model=asked if isinstance(asked, Model) else None,
        concurrency=how.concurrency,
        fresh=how.fresh,
        linked=baseline.linked if how.linked is None else how.linked,
        progress=how.progress,
    )
    drawing = Drawing.of(
        spec,
        [dict(row) for row in baseline.rows],
        how.draws or baseline.requested,
        sampling,
        harness=workbench.harness,
        store=workbench.store,
        aim=looking(baseline),
    )
    try:
        now = drawing.wait()
    except (ModelError, NoModelError, LimitError) as error:
        return Drift(spec.name, None, "could not find out", f"{type(error).__name__}: {error}", how.level)
    finally:
        workbench.tell()
    if not any(draw.answered for each in now.draws for draw in each):
        return Drift(spec.name, None, "could not find out", f"no draw was answered: {now.notices[-1]}", how.level)
    own = _without_repeated(now, baseline)
    found = compare({"baseline": baseline, "now": own}, level=how.level, seed=how.seed)
    if not how.running:
        return judged(found, margin=how.margin)
    return judged_in_course(found, course_of(drawing, baseline), margin=how.margin)


def _without_repeated(now: Sample, baseline: Sample) -> Sample:
    """Leave out new draws whose response is in the baseline, and add a notice.

    If more than half repeat the baseline, a cache answered; then all stay, and the comparison says so.
    """
    seen = {draw.response_id for row in baseline.draws for draw in row if draw.response_id}
    own = tuple(tuple(draw for draw in row if draw.response_id not in seen) for row in now.draws)
    repeated = now.n_draws - sum(map(len, own))
    if not 0 < repeated <= MOST * now.n_draws:
        return now
    told = notice("looks repeat answers", draws=repeated)
    return dataclasses.replace(now, draws=own, notices=(*now.notices, told))


def course_of(drawing: Drawing, baseline: Sample) -> Looks:
    """Test all looks at a baseline that the store holds together, in the order in which they were begun.

    Args:
        drawing: The newest look; the others are those with its spec, model and aim in its store.
        baseline: The sample that was watched.
    """
    keys = [input_key(dict(row)) for row in baseline.rows]
    looks = []
    for series in drawing.series():
        found = drawing.store.draws(series, input_keys=keys)
        looks.append([[draw for draw in found.get(key, ()) if draw.answered] for key in keys])
    held = [[draw for draw in row if draw.answered] for row in baseline.fixed().draws]
    own, repeated = _own(held, looks)
    return Looks(
        evidence=stats.running(
            [[draw.key for draw in row] for row in held],
            [[Counter(draw.key for draw in row) for row in look] for look in own],
            independent_inputs=not baseline.linked,
        ),
        labels=tuple(show_input(baseline, row) for row in range(len(baseline))),
        keys=tuple(canonical(given) for given in baseline.inputs),
        notices=tuple(_notices(held, own, repeated)),
    )


def _own(
    baseline: Sequence[Sequence[Draw]], looks: Sequence[Sequence[Sequence[Draw]]]
) -> tuple[list[list[list[Draw]]], int]:
    """Leave out draws whose response was seen before, as they are not new draws; return the others and how many."""
    seen = {draw.response_id for row in baseline for draw in row if draw.response_id}
    kept, repeated = [], 0
    for look in looks:
        rows = []
        for row in look:
            rows.append([draw for draw in row if draw.response_id not in seen])
            repeated += len(row) - len(rows[-1])
        seen |= {draw.response_id for row in rows for draw in row if draw.response_id}
        kept.append(rows)
    return kept, repeated


def _notices(
    baseline: Sequence[Sequence[Draw]], looks: Sequence[Sequence[Sequence[Draw]]], repeated: int
) -> Iterator[Notice]:
    if repeated:
        yield notice("looks repeat answers", draws=repeated)
    together = [[*row, *(draw for look in looks for draw in look[i])] for i, row in enumerate(baseline)]
    yield from (Notice(each.code, each.severity, each.data, of="over all looks") for each in oddities(together))
    origins = {draw.origin for look in looks for row in look for draw in row}
    if len(looks) > 1 and origins == {"replayed"}:
        yield notice("looks are replayed")
