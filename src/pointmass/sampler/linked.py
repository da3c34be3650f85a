"""Draw conversations: each asks the inputs one after another, so that one sampled reading answers all of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from pointmass.draw import Draw
from pointmass.facts import notice
from pointmass.models.base import Completion, Model, Request, Tool
from pointmass.run import Call, Door
from pointmass.sampler.drawing import (
    CONCURRENCY,
    MAX_CONCURRENCY,
    Complete,
    Source,
    _Drawer,
    _work_off,
    completed_by,
)
from pointmass.sampler.inputs import Inputs
from pointmass.sampler.progress import Meter, Watch
from pointmass.sampler.requests import Requests
from pointmass.sampler.result import DrawnSample, check_count, check_sendable, kept_sample, stored_sample
from pointmass.sampler.series import SAMPLE, Aim
from pointmass.spec import Spec
from pointmass.store import StorePort

NOTICE = notice("conversations")
"""The notice that every sample of linked draws has."""


async def draw_linked(  # noqa: PLR0913 - as draw_sample
    spec: Spec,
    inputs: Inputs,
    *,
    model: Model,
    store: StorePort,
    draws: int = 16,
    concurrency: int = CONCURRENCY,
    fresh: bool = False,
    on_progress: Watch | None = None,
    tools: Sequence[Tool] = (),
    complete: Complete | None = None,
    door: Door | None = None,
    aim: Aim = SAMPLE,
) -> DrawnSample:
    """Draw what the store does not have yet of *draws* conversations: draw *i* of every input is conversation *i*.

    Each turn is a draw of its input: a request that holds the earlier turns with their answers. It is stored before the
    next turn is requested. A conversation that was interrupted, or in which a turn failed, continues from the stored
    turns, as all that a service knows of a conversation is the text of the request. Two processes must not draw the
    same linked sample at the same time, as their turns would be mixed.

    Args:
        spec: The spec.
        inputs: The inputs in the order in which they are asked; another order is another conversation.
        model: The model.
        store: Where the draws are kept: in a series of their own, separate from independent draws.
        draws: The number of conversations, at least 1.
        concurrency: How many conversations may be under way at once, 1 to 1,000.
        fresh: Whether to begin new conversations; otherwise those of the newest series are continued.
        on_progress: Called with a ``Progress``, as by ``draw_sample``.
        tools: The tools that the model may call while it answers a turn.
        complete: Called instead of ``model.complete``.
        door: The door that every question goes through; a new one by default.
        aim: What the draws are for.

    Returns:
        The sample as it is in the store. After a failed turn the rest of its conversation is missing.

    Raises:
        InputError: ``draws`` or ``concurrency`` is out of range, or an input cannot be sent; nothing was asked.
        ModelError: An error that every further draw would meet. What was drawn is kept.
        LimitError: A limit is reached; requests in flight are waited for, and their answers kept.
        StoreError: A draw could not be written.
    """
    check_count(spec, "draws", draws, least=1)
    check_count(spec, "concurrency", concurrency, least=1, most=MAX_CONCURRENCY)
    check_sendable(spec, inputs, model)
    linked = aim.linked(inputs.keys)
    series = linked.series(spec, model=model, store=store, fresh=fresh)
    requests = Requests(spec, inputs, model=model, tools=tools)
    texts = [
        {draw.index: draw.text for draw in row if draw.answered}
        for row in requests.kept(store, series, draws=draws).draws
    ]
    already, total = sum(map(len, texts)), len(inputs) * draws
    meter = Meter(on_progress, name=spec.name, total=total, already=already)
    talk = _Talk(complete or completed_by(model))
    asked = Source(door or Door(), talk.complete, aim.purpose)
    asking = _Conversing(requests, asked, series=series, store=store, meter=meter, throttle=model.throttle)
    asking.begin(talk, texts)
    meter.tell("drawing")
    todo = [index for index in range(draws) if any(index not in row for row in texts)]
    if todo:
        store.put_spec(series.spec, spec.name, linked.content(spec))
        await store.put_inputs(dict(zip(inputs.keys, inputs.rows, strict=True)))
        await _work_off(asking, ((0, index) for index in todo), workers=min(concurrency, len(todo)))
    meter.tell("done")
    sample = _linked(kept_sample(requests, inputs, draws=draws, store=store, series=series))
    notices = (*sample.notices, *meter.notices)
    return dataclasses.replace(sample, notices=notices, asked=asking.asked, from_store=already)


def stored_linked(
    spec: Spec,
    inputs: Inputs,
    *,
    draws: int,
    model: Model,
    store: StorePort,
    tools: Sequence[Tool] = (),
    aim: Aim = SAMPLE,
) -> DrawnSample:
    """Return what the store has of linked draws, without asking the model; see ``stored_sample``."""
    linked = aim.linked(inputs.keys)
    return _linked(stored_sample(spec, inputs, draws=draws, model=model, store=store, aim=linked, tools=tools))


def _linked(found: DrawnSample) -> DrawnSample:
    return dataclasses.replace(found, notices=(NOTICE, *found.notices))


class _Talk:
    """Adds the earlier turns of a conversation to each request."""

    def __init__(self, complete: Complete) -> None:
        self._complete = complete
        self._turns: dict[int, list[Mapping[str, Any]]] = {}
        self.broken: set[int] = set()

    async def complete(self, request: Request, index: int, call: Call) -> Completion:
        """Request the next turn of conversation *index*."""
        self.broken.add(index)  # removed when the turn is answered
        earlier = self._turns.get(index, [])
        messages = (*request.messages[:-1], *earlier, request.messages[-1])
        completion = await self._complete(dataclasses.replace(request, messages=messages, linked=True), index, call)
        self.remember(request, index, completion.text)
        self.broken.discard(index)
        return completion

    def remember(self, request: Request, index: int, text: str) -> None:
        """Keep a turn that was answered; an answer without text is left out, as services refuse empty turns."""
        if text.strip():
            answer = {"role": "assistant", "content": text}
            self._turns.setdefault(index, []).extend((request.messages[-1], answer))

    def end(self, index: int) -> None:
        """Forget a conversation that is over."""
        self._turns.pop(index, None)


class _Conversing(_Drawer):
    """Requests whole conversations; shared by the workers of one sample."""

    def begin(self, talk: _Talk, texts: Sequence[Mapping[int, str]]) -> None:
        """Set the answers that are stored already: for each input, the texts by conversation."""
        self._talk = talk
        self._texts = texts

    async def _draw(self, at: int, index: int) -> Draw | None:
        for turn in range(at, len(self._texts)):
            if index in self._texts[turn]:
                self._talk.remember(self.requests.at(turn).request, index, self._texts[turn][index])
                continue
            await super()._draw(turn, index)
            if index in self._talk.broken or self.stopped_by or self.ending:
                break
        self._talk.end(index)
        return None
