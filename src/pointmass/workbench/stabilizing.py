"""One call of ``stabilize`` or ``propose``: checks the sample, prepares the models, and makes the proposal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pointmass.aio import BackgroundLoop
from pointmass.approval import person
from pointmass.digest import canonical
from pointmass.errors import EvidenceError, InputError, LimitError, ModelError, NoModelError, clip
from pointmass.harness import Harness
from pointmass.models.base import Model
from pointmass.models.limited import Limited
from pointmass.run import Through
from pointmass.sample import SampleData
from pointmass.sampler import Aim
from pointmass.spec import Spec
from pointmass.stabilize import Answers, Proposal, ProposeOptions, Stage, propose
from pointmass.stabilize.writing import Refused, Write, candidate, shown_to, teaching_of
from pointmass.stabilize.written import (
    Draft,
    Estimate,
    Teaching,
    draft_request,
    drafts,
    estimate,
    read_module,
    source_of,
)
from pointmass.store import StorePort
from pointmass.workbench.one_sample import Drawing, start
from pointmass.workbench.options import DRAFTS, SampleOptions, StabilizeOptions

DRAWS = 8
"""The most draws of an input outside the sample; if 8 draws agree, the mode is known well enough."""


def stabilized(
    spec: Spec,
    sample: Any,
    how: StabilizeOptions,
    *,
    harness: Harness,
    store: StorePort,
    loop: BackgroundLoop,
    stage: Stage,
) -> Proposal:
    """Propose code for a name.

    Args:
        spec: The spec of the name.
        sample: A sample of the spec.
        how: The keyword arguments of ``Handle.stabilize``.
        harness: It has the names and the current model.
        store: The store of draws.
        loop: The event loop on which models are asked.
        stage: The registry in which the code would be bound, and the approver who is asked before.

    Raises:
        InputError: *sample* is not a sample, or an argument does not fit.
        EvidenceError: The sample is of another spec, or ``model`` is not the model that was sampled.
    """
    _check(spec, sample)
    model = _given(sample, how)
    write, saw = _writing(sample, model, how, harness=harness, loop=loop)
    asking = _asking(sample, model, how, harness=harness, store=store, loop=loop)
    options = ProposeOptions(how.agreement, budget=how.budget, probes=how.probes, allow_model=how.allow_model)
    return propose(
        sample,
        options,
        stage=replace(stage, ask=asking, write=write, saw=saw),
        answers=how.answers,
    )


def proposed(
    spec: Spec,
    code: Any,
    sample: Any,
    *,
    agreement: float,
    allow_imports: Sequence[str],
    stage: Stage,
) -> Proposal:
    """Judge code that somebody wrote for a name, and return the proposal.

    Args:
        spec: The spec of the name.
        code: A function, the path of a module, or its text.
        sample: A sample of the spec.
        agreement: The agreement to prove, a fraction in (0, 1).
        allow_imports: Libraries that the code may import besides the standard library.
        stage: The registry in which the code would be bound, and the approver who is asked before.

    Raises:
        InputError: *sample* is not a sample, or *code* is not code.
        ContractError: The code does not keep the contract of a written module.
        EvidenceError: The sample is of another spec, or the code is not a candidate.
    """
    _check(spec, sample)
    module = read_module(source_of(code, name=spec.name), spec=spec, allow_imports=allow_imports)
    made = candidate(sample, module, author=person())
    if isinstance(made, Refused):
        raise EvidenceError(f"{spec.name}: this code is not a candidate: {made.why}")
    options = ProposeOptions(agreement, budget=0.0, written=(made,), libraries=module.libraries, search=False)
    return propose(sample, options, stage=stage)


def drafts_estimate(sample: SampleData, model: Model) -> Estimate | None:
    """Estimate the cost of the drafts that ``stabilize`` will ask a model to write; no model is asked.

    Args:
        sample: The sample that would be stabilized.
        model: The current model.

    Returns:
        The estimate; ``None`` if no draft will be written, because the model is a recording or not the one that was
        sampled.
    """
    if not (model.live and model.identity == sample.model):
        return None
    request = draft_request(sample.spec, teaching_of(sample, shown_to(sample)))
    return estimate(model, request, number=DRAFTS)


def _check(spec: Spec, sample: Any) -> None:
    if not isinstance(sample, SampleData):
        raise InputError(
            f"{spec.name}.stabilize: a sample is needed, got {type(sample).__name__}; draw one: {spec.name}.sample(...)"
        )
    if sample.spec.digest != spec.digest:
        raise EvidenceError(
            f"{spec.name}: the sample was drawn from another spec ({sample.spec.digest[:12]}) than the name has "
            f"({spec.digest[:12]}); sample the name itself, or define the variant first"
        )


def _given(sample: SampleData, how: StabilizeOptions) -> Model | None:
    """Return the model given as ``model``, with the limit in dollars; ``None`` if none was given.

    Raises:
        EvidenceError: It is not the model that was sampled.
    """
    if how.model is None:
        return None
    if how.model.identity != sample.model:
        raise EvidenceError(
            f"{sample.name}: {how.model.identity} was to be asked, and the sample was drawn from {sample.model}; answers of "
            "two models are not evidence about one: give the model that was sampled"
        )
    return _limited(how.model, how)


@dataclass(frozen=True, slots=True)
class _FurtherDraws:
    """Draws further inputs of a sample's spec from the model that was sampled, and stores the draws as probes."""

    sample: SampleData
    model: Model
    harness: Harness
    store: StorePort
    loop: BackgroundLoop

    def __call__(self, rows: Sequence[Mapping[str, Any]]) -> Answers:
        """Draw these inputs; if the model cannot be asked any more, return the draws made until then and the reason."""
        draws = min(DRAWS, self.sample.requested)
        how = SampleOptions(model=self.model, progress=False)
        drawing = Drawing.of(
            self.sample.spec, list(rows), draws, how, harness=self.harness, store=self.store, aim=Aim("probe")
        )
        try:
            return Answers(self.loop.wait(start(drawing), what=f"{self.sample.name}.stabilize").draws)
        except (ModelError, NoModelError, LimitError) as error:
            return Answers(drawing.stored().draws, _line(error))


def _asking(  # what a model is asked with
    sample: SampleData,
    model: Model | None,
    how: StabilizeOptions,
    *,
    harness: Harness,
    store: StorePort,
    loop: BackgroundLoop,
) -> Callable[[Sequence[Mapping[str, Any]]], Answers]:
    """Return a function that asks the model about further inputs, or one that only returns why it cannot be asked."""
    asked = model or _limited(harness.model, how)
    refused = _refused(sample, asked)
    if refused:
        return lambda _rows: Answers((), refused)
    return _FurtherDraws(sample, asked, harness, store, loop)


def _writing(
    sample: SampleData, model: Model | None, how: StabilizeOptions, *, harness: Harness, loop: BackgroundLoop
) -> tuple[Write | None, frozenset[str]]:
    """Return a function that asks the writer for drafts, and the inputs that a recorded writer has seen.

    The function is ``None`` if there is no writer. ``"auto"`` is the model that was sampled, if it is a live service.
    """
    at_hand = model or harness.model
    if how.writer is None or (how.writer == "auto" and not (at_hand.live and at_hand.identity == sample.model)):
        return None, frozenset()
    given = how.writer if isinstance(how.writer, Model) else None
    # A recorded writer costs nothing and needs no limit. A writer that is also asked about further inputs shares their
    # limit.
    writer = model or _limited(harness.model, how) if given is None else _limited(given, how) if given.live else given

    def write(spec: Spec, teaching: Sequence[Teaching]) -> tuple[Draft, ...]:
        request = draft_request(spec, teaching, allow_imports=how.allow_imports)
        if writer.live:  # print the estimate before money is spent
            sys.stderr.write(f"{spec.name}: {writer.identity} writes {estimate(writer, request, number=how.drafts)}\n")
        asked = Through(writer, harness.door, "write")
        writing = drafts(asked, spec, teaching, number=how.drafts, allow_imports=how.allow_imports)
        return loop.wait(writing, what=f"{spec.name}.stabilize")

    saw = getattr(how.writer, "saw", ())
    return write, frozenset(canonical(dict(row)) for row in saw)


def _limited(model: Model, how: StabilizeOptions) -> Model:
    return model if how.dollars is None else Limited(model, dollars=how.dollars)


def _refused(sample: SampleData, model: Model) -> str:
    """Return why a model may not be asked about further inputs; an empty text if it may."""
    if sample.linked:
        return "the draws are linked, and a further input would belong to another conversation"
    if model.identity != sample.model:
        return f"the current model is {model.identity}, and the sample was drawn from {sample.model}"
    return ""


def _line(error: Exception) -> str:
    return clip(str(error).splitlines()[0], 200)
