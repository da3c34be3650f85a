"""Draw what is missing of a sample: a pool of workers asks the model, and every answer is stored before it counts."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from pointmass.aio import ENDINGS, ended
from pointmass.draw import Draw
from pointmass.errors import CallError, LimitError, ModelError, ModelRequestError, PointmassError
from pointmass.models.base import Completion, Model, Request, Tool
from pointmass.models.throttle import Throttle
from pointmass.run import Call, Door, Record, completion_of, turn
from pointmass.sampler.inputs import Inputs
from pointmass.sampler.kept_rules import keep_rule, reached
from pointmass.sampler.progress import Meter, State, Watch
from pointmass.sampler.requests import Requests
from pointmass.sampler.result import (
    DrawnSample,
    as_draw,
    check_count,
    check_sendable,
    failed_draw,
    followed,
    kept_sample,
)
from pointmass.sampler.series import SAMPLE, Aim
from pointmass.sampler.stopping import Until
from pointmass.sampler.under_way import Claims, UnderWay
from pointmass.spec import Spec
from pointmass.store import Purpose, Series, StorePort

CONCURRENCY = 16
"""How many requests are in flight at once by default."""

MAX_CONCURRENCY = 1000
"""The greatest number of requests in flight at once."""

HOPELESS = 3
"""Drawing stops after this many refused requests of one class if none was ever answered: the spec or its options are at
fault."""

SILENT = 8
"""Drawing stops after this many failures of one class if nothing was answered in this call: the service is down."""

LOST = 24
"""Drawing stops after this many failures of one class in a row if there were answers before; a few are no outage."""

Complete: TypeAlias = Callable[[Request, int, Call], Awaitable[Completion]]
"""Asks a model for one draw; calls that its tools make are within the given call."""


async def draw_sample(  # noqa: PLR0913 - one call says all of what, of whom, where to and how
    spec: Spec,
    inputs: Inputs,
    *,
    model: Model,
    store: StorePort,
    draws: int | Until = 16,
    concurrency: int = CONCURRENCY,
    fresh: bool = False,
    on_progress: Watch | None = None,
    tools: Sequence[Tool] = (),
    complete: Complete | None = None,
    door: Door | None = None,
    aim: Aim = SAMPLE,
    under_way: UnderWay | None = None,
) -> DrawnSample:
    """Draw what the store does not have yet: N draws of an input are N requests, each with its number.

    Draw 0 of every input comes first, then draw 1, and so on, so that an early stop leaves a smaller but even sample.
    Each answer is stored before it counts as done. If the same sample is drawn twice at the same time with one
    *under_way*, each draw is requested once. Two processes may both request a draw; the file keeps both answers, and
    both processes use the first.

    Args:
        spec: The spec.
        inputs: The inputs, as ``read_inputs`` returns them.
        model: The model.
        store: Where the draws are kept.
        draws: The number of draws of each input, at least 1; or a rule that says when an input has enough.
        concurrency: How many requests may be in flight at once, 1 to 1,000.
        fresh: Whether to begin a new series and draw everything again. Otherwise the newest series is continued, and
            draws that failed are requested again.
        on_progress: Called with a ``Progress`` at the start, at the end, and at most ten times a second in between.
        tools: The tools that the model may call; *complete* runs them.
        complete: Called instead of ``model.complete``: the harness passes its tool loop.
        door: The door that every question goes through; a new one by default.
        aim: What the draws are for; this decides the series that they are kept in.
        under_way: The draws that other calls of this process are requesting.

    Returns:
        The sample as it is in the store. A request that still failed after the model's own retries is a ``failed``
        draw.

    Raises:
        InputError: ``draws`` or ``concurrency`` is out of range, or an input cannot be sent; nothing was asked.
        ModelError: An error that every further draw would meet: one that says so itself, three refused requests before
            anything was answered, eight failures of one class without an answer, or 24 in a row after one. What was
            drawn is kept.
        LimitError: A limit is reached; requests in flight are waited for, and their answers kept.
        StoreError: A draw could not be written.
        asyncio.CancelledError: The caller was cancelled; every answer that had arrived is kept.
    """
    if not isinstance(draws, Until):
        check_count(spec, "draws", draws, least=1)
    check_count(spec, "concurrency", concurrency, least=1, most=MAX_CONCURRENCY)
    check_sendable(spec, inputs, model)
    series = aim.series(spec, model=model, store=store, fresh=fresh)
    requests = Requests(spec, inputs, model=model, tools=tools)
    with (under_way or UnderWay()).drawing(series) as claims:
        first = _first(requests, inputs, store=store, series=series, draws=draws)
        meter = Meter(on_progress, name=spec.name, total=first.total, already=first.already)
        asked = Source(door or Door(), complete or completed_by(model), aim.purpose)
        asking = _Drawer(
            requests, asked, series=series, store=store, meter=meter, throttle=model.throttle, claims=claims
        )
        meter.tell("drawing")
        if first.already < first.total:
            store.put_spec(series.spec, spec.name, aim.content(spec))
            await store.put_inputs(dict(zip(inputs.keys, inputs.rows, strict=True)))
            await _work_off(asking, first.todo, workers=min(concurrency, first.total - first.already))
            if isinstance(draws, Until):
                await _follow(asking, draws, inputs, concurrency=concurrency)
    meter.tell("done")
    sample = kept_sample(requests, inputs, draws=draws, store=store, series=series)
    if sample.stopped is not None:
        drawn = {key: reached(draw.index for draw in row) for key, row in zip(inputs.keys, sample.draws, strict=True)}
        keep_rule(store, series, spec.name, stopped=sample.stopped, drawn=drawn)
    notices = (*sample.notices, *meter.notices)
    return dataclasses.replace(sample, notices=notices, asked=asking.asked, from_store=first.already)


class _Todo(NamedTuple):
    """The draws to request.

    Attributes:
        todo: The pairs of an input's number and a draw's number: draw 0 of every input, then draw 1, and so on.
        total: How many draws there will be.
        already: How many answered draws there are.
    """

    todo: Iterator[tuple[int, int]]
    total: int
    already: int


def _first(requests: Requests, inputs: Inputs, *, store: StorePort, series: Series, draws: int | Until) -> _Todo:
    """Return the draws to request first: those missing of a fixed number, or those that a rule needs at least."""
    if isinstance(draws, Until):
        kept, courses = followed(requests, store, series, inputs, rule=draws)
        targets = [course.target for course in courses]
    else:
        kept, targets = requests.kept(store, series, draws=draws), [draws] * len(inputs)
    return _missing(kept.draws, targets)


def _missing(found: Sequence[Sequence[Draw]], targets: Sequence[int]) -> _Todo:
    have = [{draw.index for draw in row if draw.answered} for row in found]
    todo = (
        (at, index)
        for index in range(max(targets))
        for at, target in enumerate(targets)
        if index < target and index not in have[at]
    )
    return _Todo(todo, sum(targets), sum(map(len, have)))


async def _follow(asking: _Drawer, rule: Until, inputs: Inputs, *, concurrency: int) -> None:
    """Request in rounds what the rule still needs, until it holds for every input or gives up.

    Draws that failed in this call are not requested again in it.
    """
    reached = asking.reached
    while True:
        kept, courses = followed(asking.requests, asking.store, asking.series, inputs, rule=rule)
        left = _missing(kept.draws, [course.target for course in courses])
        todo = [(at, index) for at, index in left.todo if index >= reached.get(at, 0)]
        if not todo:
            return
        asking.meter.total = asking.meter.done + len(todo)
        await _work_off(asking, iter(todo), workers=min(concurrency, len(todo)))


async def _work_off(asking: _Drawer, todo: Iterator[tuple[int, int]], *, workers: int) -> None:
    """Let a pool of workers request every (input, index) pair; whatever happens, all workers have ended afterwards."""
    tasks = [asyncio.create_task(asking.work(todo)) for _ in range(workers)]
    telling = [asyncio.create_task(asking.meter.tell_waits(asking.throttle))] if asking.throttle else []
    status: State = "stopped"
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        status = "stopped" if asking.stopped_by else "done"
    except asyncio.CancelledError:
        status = "interrupted"
        asking.ending = True
        await asyncio.sleep(0)  # an answer that has arrived is taken before its worker is cancelled
        raise
    finally:
        for task in (*telling, *tasks):
            task.cancel()
        # A worker that waits for its draw to be written ends only after that, so that no answer is lost.
        await asyncio.gather(*telling, *tasks, return_exceptions=True)
        if status != "done":
            asking.meter.tell(status)
    if asking.stopped_by:
        meter = asking.meter
        asking.stopped_by.add_note(
            f"{meter.kept:,} of {meter.total:,} draws are stored; the same call goes on from there"
        )
        raise asking.stopped_by


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """Where draws come from.

    Attributes:
        door: The door that every question goes through.
        complete: Asks the model.
        purpose: What the draws are for.
    """

    door: Door
    complete: Complete
    purpose: Purpose

    async def draw(self, request: Request, index: int, *, spec: str) -> Completion:
        """Request one draw of the spec with the digest *spec*."""
        call = Call.put(request.spec, request.inputs, "model", purpose=self.purpose, spec=spec)
        if self.door.lets_pass(call):
            return await self.complete(request, index, call)
        return completion_of(await self.door.run(call, functools.partial(self._end, request, index)))

    async def _end(self, request: Request, index: int, call: Call) -> Record:
        completion = await self.complete(request, index, call)
        return Record(call, completion, completion)


def completed_by(model: Model) -> Complete:
    """Return a function that asks a model which calls no tools."""

    def complete(request: Request, index: int, _call: Call) -> Awaitable[Completion]:
        return turn(model, request, index)

    return complete


class _Drawer:
    """Requests draws and stores them; shared by the workers of one sample."""

    def __init__(
        self,
        requests: Requests,
        asked: Source,
        *,
        series: Series,
        store: StorePort,
        meter: Meter,
        throttle: Throttle | None = None,
        claims: Claims | None = None,
    ) -> None:
        self._claims = claims
        self.throttle = throttle
        self.requests = requests
        self._asked = asked
        self.series = series
        self.store = store
        self.meter = meter
        self.asked = 0
        self.reached: dict[int, int] = {}
        """For each input, the number after the last draw that this call has requested or taken from another call."""
        self.ending = False
        self.stopped_by: Exception | None = None
        self._answered = meter.done > 0
        self._silent = True
        self._refused: dict[type[PointmassError], list[PointmassError]] = {}
        self._failures: dict[type[PointmassError], list[PointmassError]] = {}
        """Failures since the last answer, by class."""

    async def work(self, todo: Iterator[tuple[int, int]]) -> None:
        """Request one draw after another until none is left, or an error, a limit or a cancellation ends the work."""
        for at, index in todo:
            try:
                await self._draw_once(at, index)
            except LimitError as error:
                # Requests in flight were within the limit and are paid for: wait for them, but send no new ones.
                self.stopped_by = self.stopped_by or error
            except Exception as error:
                self.stopped_by = self.stopped_by or error
                raise
            if self.stopped_by or self.ending:
                return

    async def _draw_once(self, at: int, index: int) -> None:
        """Request a draw, unless another call of this process does: then wait for its answer, if it gets one."""
        if self._claims is None:
            await self._draw(at, index)
            return
        key, _, digest = self.requests.at(at)
        which = (key, index, digest)
        while (others := self._claims.take(which)) is not None:
            if await asyncio.shield(asyncio.wrap_future(others)) is not None:
                self.meter.count()
                self._note_answer(at, index)
                return
        draw = None
        try:
            draw = await self._draw(at, index)
        finally:
            self._claims.settle(which, draw if draw and draw.answered else None)

    async def _draw(self, at: int, index: int) -> Draw | None:
        asked = self.requests
        key, request, digest = asked.at(at)
        try:
            completion = await self._asked.draw(request, index, spec=asked.spec.digest)
            draw = as_draw(completion, asked.spec, index, request=digest, reading=asked.reading)
        except ENDINGS as error:
            draw = self._failed(index, ended(f"model {self.series.model}", error), digest)
        except (ModelError, CallError) as error:
            draw = self._failed(index, error, digest)
        except LimitError as error:
            if error.spent is not None:  # the turns of a tool loop were paid for, so they are kept
                await self.store.append_draw(self.series, key, failed_draw(index, error, request=digest))
            raise
        self.asked += 1
        self.reached[at] = max(self.reached.get(at, 0), index + 1)
        pending = self.store.append_draw(self.series, key, draw)
        try:
            await pending
        finally:
            if pending.written:
                self.meter.count(draw)
        if draw.answered:
            self._note_answer(at, index)
        elif draw.status == "failed" and not self.stopped_by:
            self._check_hope()
        return draw

    def _note_answer(self, at: int, index: int) -> None:
        self.reached[at] = max(self.reached.get(at, 0), index + 1)
        self._answered, self._silent = True, False
        self._failures.clear()

    def _check_hope(self) -> None:
        """Raise the first error of a class if so many failed that further draws would probably fail, too."""
        # Refused requests count only if none was ever answered, as earlier answers show that requests are accepted.
        # Other failures count since the last answer, as an outage is about now.
        refused = [] if self._answered else [each for each in self._refused.values() if len(each) >= HOPELESS]
        most = SILENT if self._silent else LOST
        for failures in (*refused, *(each for each in self._failures.values() if len(each) >= most)):
            failures[0].add_note(f"{len(failures)} requests failed like this, and none was answered")
            raise failures[0]

    def _failed(self, index: int, error: ModelError | CallError, request: str) -> Draw:
        """Return a failure as a draw; raise it if every further draw would fail as well."""
        if isinstance(error, ModelError) and error.ends_the_work:
            raise error
        failures = self._refused if isinstance(error, ModelRequestError | CallError) else self._failures
        failures.setdefault(type(error), []).append(error)
        return failed_draw(index, error, request=request)
