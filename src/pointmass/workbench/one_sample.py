"""One call of ``sample``: reads the inputs, makes the variant of the spec, shows progress, collects the draws."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pointmass import sampler
from pointmass.errors import InputError, StoreError
from pointmass.facts import notice
from pointmass.harness import Harness
from pointmass.jobs import Interrupted
from pointmass.models.base import Completion, Model, Request
from pointmass.models.request import render
from pointmass.plugins import notebook_part
from pointmass.run import Call
from pointmass.sample import Sample
from pointmass.sampler import SAMPLE, Aim, Inputs, Progress, Until
from pointmass.spec import Spec
from pointmass.store import Series, StorePort
from pointmass.workbench.again import Again
from pointmass.workbench.kept_edits import EditsInFile
from pointmass.workbench.labels import Labels
from pointmass.workbench.made_in import MadeIn
from pointmass.workbench.options import SampleOptions

Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The checked arguments of one call of ``sample``, and what is needed to draw it.

    Attributes:
        spec: The spec that is drawn, with the changes that the call asks for.
        inputs: The inputs.
        draws: Draws of each input, or a stopping rule.
        model: The model that is asked.
        store: The store of draws.
        harness: Its door, tools and registry are used for the requests.
        concurrency: The most requests in flight at the same time.
        fresh: Whether stored draws are ignored and all are drawn anew.
        progress: Called with the progress, or ``None``.
        linked: Whether each draw is one conversation that answers all inputs in turn.
        aim: What the draws are for; draws for another aim are not used.
        labels: What people said of inputs.
        home: Returns the workbench that draws; ``None`` for a sample that nobody changes a spec after.
    """

    spec: Spec
    inputs: Inputs
    draws: int | Until
    model: Model
    store: StorePort
    harness: Harness
    concurrency: int
    fresh: bool
    progress: Watch | None
    linked: bool = False
    aim: Aim = SAMPLE
    labels: Labels | None = None
    home: MadeIn | None = None

    @classmethod
    def of(
        cls,
        spec: Spec,
        inputs: Any,
        draws: int | Until,
        how: SampleOptions,
        *,
        harness: Harness,
        store: StorePort,
        aim: Aim = SAMPLE,
        labels: Labels | None = None,
    ) -> Drawing:
        """Make a drawing from the arguments of ``sample``.

        Raises:
            InputError: The inputs do not fit, or the arguments do not fit each other.
            SpecError: The changed parts do not make a valid spec.
        """
        made = how.variant(spec)
        if how.linked and isinstance(draws, Until):
            raise InputError(
                f"{spec.name}.sample: a stopping rule decides input by input, and a linked draw answers them all; "
                "give a number of draws"
            )
        return cls(
            spec=made,
            inputs=sampler.read_inputs(made, inputs),
            draws=draws,
            model=how.model if isinstance(how.model, Model) else harness.model,
            store=store,
            harness=harness,
            concurrency=how.concurrency,
            fresh=how.fresh,
            progress=shown_by(how.progress),
            linked=how.linked,
            aim=aim,
            labels=labels,
        )

    def wait(self) -> Sample:
        """Make the draws that are missing, wait for them, and return the sample.

        Raises:
            Interrupted: The user interrupted it; the draws made until then are stored.
        """
        name = self.spec.name
        try:
            return self.harness.loop.wait(start(self), what=f"{name}.{self.aim.purpose}")
        except KeyboardInterrupt:
            told = f"{name}.{self.aim.purpose}: stopped; {self.stored().n_draws:,} draws are stored"
            looked = f", {name}.partial() shows them" if self.aim.purpose == "sample" else ""
            raise Interrupted(f"{told}: the same call goes on from there{looked}") from None

    def series(self) -> list[Series]:
        """Return every series in the store with this spec, model and aim, in the order in which they were begun."""
        aim = self.aim.linked(self.inputs.keys) if self.linked else self.aim
        return aim.every(self.spec, model=self.model, store=self.store)

    def stored(self) -> Sample:
        """Return the sample with the draws that the store holds now; no model is asked."""
        look: Callable[..., sampler.DrawnSample] = sampler.stored_linked if self.linked else sampler.stored_sample
        tools = self.harness.tools(self.spec)
        found = look(
            self.spec, self.inputs, draws=self.draws, model=self.model, store=self.store, tools=tools, aim=self.aim
        )
        return self.as_sample(found)

    def as_sample(self, found: sampler.DrawnSample) -> Sample:
        """Return a `Sample` of the draws, with the notices about the model, and with the ability to send them again."""
        caveat = self.model.caveat(render(self.spec, found.rows[0]))
        if self.labels is not None:
            self.labels.known(self.spec)  # from here on they are known, also where the file is closed later
        return Sample(
            spec=found.spec,
            rows=found.rows,
            weights=found.weights,
            draws=found.draws,
            requested=found.requested,
            model=found.model,
            notices=(
                *([notice("answers go by the input alone", said=caveat)] if caveat else []),
                *([notice("recorded in conversations")] if self.model.conversations and not self.linked else []),
                *found.notices,
            ),
            linked=self.linked,
            earlier=found.earlier,
            stopped=found.stopped,
            conversing=self.model.conversations and not self.linked,
            labelling=self.labels,
            again=Again(self.spec, self.inputs, self.model, self.harness, linked=self.linked),
            edit_log=EditsInFile(self.store, found.spec.digest),
            home=self.home,
        )

    async def complete(self, request: Request, index: int, call: Call) -> Completion:
        """Ask the model for one draw of a spec with tools, and call the tools that it asks for."""
        return await self.harness.complete(request, index, model=self.model, within=call)


async def start(drawing: Drawing) -> Sample:
    """Make the draws that are missing and return the sample.

    Raises:
        NotApprovedError: The spec has request options that came with a file, and nobody approved them.
    """
    drawing.harness.registry.check_sent(drawing.spec)
    draw: Callable[..., Awaitable[sampler.DrawnSample]] = sampler.draw_linked if drawing.linked else sampler.draw_sample
    try:
        found = await draw(
            drawing.spec,
            drawing.inputs,
            draws=drawing.draws,
            model=drawing.model,
            store=drawing.store,
            concurrency=drawing.concurrency,
            fresh=drawing.fresh,
            on_progress=drawing.progress,
            tools=drawing.harness.tools(drawing.spec),
            complete=drawing.complete if drawing.spec.tools else None,
            door=drawing.harness.door,
            aim=drawing.aim,
            **({} if drawing.linked else {"under_way": drawing.harness.under_way}),
        )
    finally:  # a copy of the file holds what was drawn, however the drawing ended
        with contextlib.suppress(StoreError, RuntimeError):  # closed by now, or the loop is being closed
            await asyncio.to_thread(drawing.store.checkpoint)
    return drawing.as_sample(found)


def shown_by(progress: Any) -> Watch | None:
    """Return the function that shows progress: the caller's own, a bar (notebook or terminal), or ``None`` for none."""
    if callable(progress):
        watch: Watch = progress
        return watch
    if not progress:
        return None
    in_notebook = notebook_part("progress")
    return in_notebook() if in_notebook else sampler.terminal_progress()
