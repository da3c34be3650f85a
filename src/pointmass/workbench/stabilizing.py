"""One call of ``stabilize``: its sample checked, its model made ready to be asked, its proposal made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.aio import BackgroundLoop
from pointmass.approval import Approver
from pointmass.errors import EvidenceError, InputError, LimitError, ModelError, NoModelError, clip
from pointmass.harness import Harness
from pointmass.models.base import Model
from pointmass.models.limited import Limited
from pointmass.sample import SampleData
from pointmass.spec import Spec
from pointmass.stabilize import Answers, Proposal, Stage, Wish, propose
from pointmass.store import Store
from pointmass.workbench.draw import Drawing, start
from pointmass.workbench.handle import AGREEMENT, PROBES

DRAWS = 8
"""How often an input beside the sample is drawn at most: 8 draws that agree leave no doubt about the mode."""

_HOW = ("agreement", "budget", "probes", "dollars", "model", "answers", "allow_model")


def stabilized(
    spec: Spec,
    sample: Any,
    how: Mapping[str, Any],
    *,
    harness: Harness,
    store: Store,
    loop: BackgroundLoop,
    approver: Approver,
) -> Proposal:
    """Propose code for a name.

    Args:
        spec: The spec that the name has.
        sample: A sample of it.
        how: What ``Handle.stabilize`` was called with beside it.
        harness: Knows the names, and the model at hand.
        store: Where draws are kept.
        loop: Where the model is asked.
        approver: Who is asked before the code is bound.

    Raises:
        InputError: This is no sample, or an argument is unknown.
        EvidenceError: The sample is of another spec, or ``model`` is not who was sampled.
    """
    if not isinstance(sample, SampleData):
        raise InputError(
            f"{spec.name}.stabilize: a sample is needed, got {type(sample).__name__}; draw one: {spec.name}.sample(...)"
        )
    unknown = [name for name in how if name not in _HOW]
    if unknown:
        raise InputError(f"{spec.name}.stabilize: got {unknown}; it takes a sample, {', '.join(_HOW)}")
    if sample.spec.digest != spec.digest:
        raise EvidenceError(
            f"{spec.name}: the sample was drawn of another spec ({sample.spec.digest[:12]}) than the name has "
            f"({spec.digest[:12]}); sample the name itself, or define the variant first"
        )
    wishes = {name: how[name] for name in ("budget", "allow_model") if name in how}
    return propose(
        sample,
        Wish(how.get("agreement", AGREEMENT), probes=how.get("probes", PROBES), **wishes),
        stage=Stage(harness.registry, approver, _asking(sample, how, harness=harness, store=store, loop=loop)),
        answers=how.get("answers", ()),
    )


@dataclass(frozen=True, slots=True)
class _Asking:
    """Draws further inputs of a sample's spec from the model that was sampled, and keeps them as the sample is kept."""

    sample: SampleData
    model: Model
    harness: Harness
    store: Store
    loop: BackgroundLoop

    def __call__(self, rows: Sequence[Mapping[str, Any]]) -> Answers:
        """Draw some inputs; what cannot be drawn any more is said, and what came is kept."""
        draws = min(DRAWS, self.sample.requested)
        how = {"model": self.model, "progress": False}
        drawing = Drawing.of(self.sample.spec, list(rows), draws, how, harness=self.harness, store=self.store)
        try:
            return Answers(self.loop.wait(start(drawing), what=f"{self.sample.name}.stabilize").draws)
        except (ModelError, NoModelError, LimitError) as error:
            return Answers(drawing.stored().draws, _line(error))


def _asking(
    sample: SampleData, how: Mapping[str, Any], *, harness: Harness, store: Store, loop: BackgroundLoop
) -> Callable[[Sequence[Mapping[str, Any]]], Answers]:
    """Make the model ready to be asked about further inputs, or say why it cannot be."""
    given = how.get("model")
    if given is not None and not isinstance(given, Model):
        raise InputError(f"{sample.name}.stabilize: model={given!r} is no Model; give the one that was sampled")
    model = harness.model if given is None else given
    if given is not None and given.identity != sample.model:
        raise EvidenceError(
            f"{sample.name}: {given.identity} was to be asked, and the sample was drawn of {sample.model}; answers of "
            "two models are no evidence about one: give the model that was sampled"
        )
    if how.get("dollars") is not None:
        model = Limited(model, dollars=how["dollars"])
    refused = _refused(sample, model)
    if refused:
        return lambda _rows: Answers((), refused)
    return _Asking(sample, model, harness, store, loop)


def _refused(sample: SampleData, model: Model) -> str:
    """Say why further inputs may not be asked of a model; empty where they may."""
    if sample.linked:
        return "the draws are linked, and a further input would belong to another conversation"
    if model.identity != sample.model:
        return f"the model at hand is {model.identity}, and the sample was drawn of {sample.model}"
    return ""


def _line(error: Exception) -> str:
    return clip(str(error).splitlines()[0], 200)
