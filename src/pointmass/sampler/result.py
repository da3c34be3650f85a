"""The result of drawing: the draws of each input in order, read back from the store."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pointmass.answers import read
from pointmass.comparison.trust import oddities
from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.errors import InputError, PointmassError, clip
from pointmass.facts import Notice, notice
from pointmass.models.base import Completion, Model, Tool, Usage
from pointmass.sample.made import Stopped
from pointmass.sampler.inputs import Inputs
from pointmass.sampler.requests import Kept, Reading, Requests
from pointmass.sampler.series import SAMPLE, Aim
from pointmass.sampler.stopping import NextDraws, Until
from pointmass.spec import Spec
from pointmass.store import Series, StorePort

_UNCOUNTED = Usage()


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """The draws of one spec on many inputs, as they are in the store.

    Attributes:
        spec: The spec.
        rows: The inputs as JSON data by parameter, ``(n_inputs,)``.
        keys: The key of each input, ``(n_inputs,)``.
        weights: How often each occurred in what was given, ``(n_inputs,)``.
        draws: The draws of each input in the order of their numbers, ``(n_inputs, ≤ requested)``; fewer if some were
            not drawn yet.
        requested: The number of draws wanted of each input.
        model: The identity of the model.
        series: The series of the store that they belong to.
        notices: Facts about how the sample was made that a reader should know.
        asked: How many requests this call made.
        from_store: How many answered draws were stored before it.
        earlier: Failed attempts that were repeated since; their cost belongs to the sample.
        stopped: The rule that ended it; ``None`` without a rule.
    """

    spec: Spec
    rows: tuple[Mapping[str, Any], ...]
    keys: tuple[str, ...]
    weights: tuple[int, ...]
    draws: tuple[tuple[Draw, ...], ...]
    requested: int
    model: str
    series: Series
    notices: tuple[Notice, ...] = ()
    asked: int = 0
    from_store: int = 0
    earlier: tuple[Draw, ...] = ()
    stopped: Stopped | None = None


class Followed(NamedTuple):
    """The draws of each input that a rule uses, and how far each input is."""

    kept: Kept
    courses: tuple[NextDraws, ...]


def stored_sample(
    spec: Spec,
    inputs: Inputs,
    *,
    draws: int | Until,
    model: Model,
    store: StorePort,
    aim: Aim = SAMPLE,
    tools: Sequence[Tool] = (),
) -> DrawnSample:
    """Return what the store has of a sample, without asking the model: the draws that answer exactly these requests.

    Args:
        spec: The spec.
        inputs: The inputs, as ``read_inputs`` returns them.
        draws: How many draws of each input to read, at least 1; or a rule: then each input has the draws up to where
            the rule stops, even if the store has more.
        model: The model that was asked.
        store: Where the draws are.
        aim: What the draws are for; they are read from the newest series for it.
        tools: The tools that the model may call.

    Raises:
        InputError: ``draws`` is not a whole number of at least 1.
        StoreError: The store cannot be read.
    """
    if not isinstance(draws, Until):
        check_count(spec, "draws", draws, least=1)
    which = aim.series(spec, model=model, store=store)
    return kept_sample(Requests(spec, inputs, model=model, tools=tools), inputs, draws=draws, store=store, series=which)


def kept_sample(
    requests: Requests, inputs: Inputs, *, draws: int | Until, store: StorePort, series: Series
) -> DrawnSample:
    """Return what a series of the store has of a sample; the arguments are those of ``stored_sample``."""
    spec = requests.spec
    report: tuple[Notice, ...] = ()
    stopped: Stopped | None = None
    if isinstance(draws, Until):
        kept, courses = followed(requests, store, series, inputs, rule=draws)
        requested, expected = max(course.target for course in courses), sum(course.target for course in courses)
        report = (draws.report(given(spec, inputs), courses),)
        stopped = draws.stopped(given(spec, inputs))
    else:
        kept = requests.kept(store, series, draws=draws)
        requested, expected = draws, len(inputs) * draws
    return DrawnSample(
        spec=spec,
        rows=inputs.rows,
        keys=inputs.keys,
        weights=inputs.weights,
        draws=kept.draws,
        requested=requested,
        model=series.model,
        series=series,
        notices=(*inputs.notices, *_unfilled(spec), *kept.notices(), *_notices(kept.draws, expected), *report),
        from_store=sum(draw.answered for row in kept.draws for draw in row),
        earlier=kept.earlier,
        stopped=stopped,
    )


def followed(requests: Requests, store: StorePort, series: Series, inputs: Inputs, *, rule: Until) -> Followed:
    """Read the draws of each input up to where a rule stops, or up to the number that it needs next."""
    kept = requests.kept(store, series, draws=rule.most)
    courses = rule.courses(given(requests.spec, inputs), kept.draws)
    looked_at = (
        tuple(d for d in row if d.index < course.target) for row, course in zip(kept.draws, courses, strict=True)
    )
    return Followed(kept._replace(draws=tuple(looked_at)), courses)


def given(spec: Spec, inputs: Inputs) -> list[Any]:
    """Return the inputs as people give them: bare values if there is one parameter, else mappings."""
    if len(spec.parameters) == 1:
        return [row[spec.parameters[0].name] for row in inputs.rows]
    return [dict(row) for row in inputs.rows]


def as_draw(
    completion: Completion, spec: Spec, index: int, *, request: str | None = None, reading: Reading | None = None
) -> Draw:
    """Parse a completion as a draw; the text of the model is kept even if it does not fit the result type.

    Args:
        completion: The completion.
        spec: The spec.
        index: The number of the draw.
        request: The digest of the request that it answers.
        reading: Parses the text with a cache; without it there is no cache.
    """
    if reading is None:
        answer = read(completion.text, spec.returns, stop_reason=completion.stop_reason)
    else:
        answer = reading.read(completion.text, completion.stop_reason)
    usage = completion.usage
    counted = usage or _UNCOUNTED
    return Draw(
        index=index,
        status=answer.status,
        outcome=answer.value,
        text=completion.text,
        detail=answer.detail,
        stop_reason=completion.stop_reason,
        model=completion.model,
        input_tokens=None if usage is None else counted.input_tokens,
        output_tokens=None if usage is None else counted.output_tokens,
        cache_read_tokens=None if usage is None else counted.cache_read_tokens,
        cache_write_tokens=None if usage is None else counted.cache_write_tokens,
        service_tier=counted.service_tier,
        dollars=completion.dollars,
        latency=completion.latency,
        time=time.time(),
        origin=completion.origin,
        response_id=completion.response_id,
        request=request,
        turns=completion.turns,
    )


def failed_draw(index: int, error: PointmassError, *, request: str, detail: str = "") -> Draw:
    """Return a failure as a draw, with what was spent before it failed.

    Args:
        index: The number of the draw.
        error: The error.
        request: The digest of the request.
        detail: The reason in words; by default the class and the message of the error.
    """
    spent = error.spent if isinstance(error.spent, Completion) else Completion("")
    usage = spent.usage
    return Draw(
        index=index,
        status="failed",
        detail=detail or f"{type(error).__name__}: {error}",
        model=spent.model,
        input_tokens=usage.input_tokens if usage else None,
        output_tokens=usage.output_tokens if usage else None,
        cache_read_tokens=usage.cache_read_tokens if usage else None,
        cache_write_tokens=usage.cache_write_tokens if usage else None,
        service_tier=usage.service_tier if usage else None,
        dollars=spent.dollars,
        latency=spent.latency,
        time=time.time(),
        origin=spent.origin,
        request=request,
        turns=spent.turns,
    )


def check_count(spec: Spec, name: str, value: object, *, least: int, most: int | None = None) -> None:
    """Check that a number from a person is a whole number from *least* to *most*.

    Raises:
        InputError: It is not a whole number, or out of range.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < least or (most is not None and value > most):
        allowed = f"of at least {least}" if most is None else f"from {least} to {most:,}"
        raise InputError(f"{spec.name}: got {name}={value!r}; {name} is a whole number {allowed}")


def _unfilled(spec: Spec) -> Iterator[Notice]:
    if spec.unfilled:
        yield notice("nothing filled in", texts=spec.unfilled, parameter=spec.parameters[0].name)


def check_sendable(spec: Spec, inputs: Inputs, model: Model) -> None:
    """Check that every input can be sent to a service; models that are not live take any input.

    Raises:
        InputError: An input holds half of a surrogate pair, which cannot be encoded as UTF-8.
    """
    if not model.live:
        return
    for number, row in enumerate(inputs.rows):
        try:
            canonical(row).encode("utf-8")
        except UnicodeEncodeError as error:
            half = error.object[error.start : error.end]
            raise InputError(
                f"{spec.name}: input {number} holds half of a surrogate pair ({half[:1]!a}), which no service takes; nothing was "
                "asked; fix the text: text.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')"
            ) from None


def _notices(found: tuple[tuple[Draw, ...], ...], requested: int) -> Iterator[Notice]:
    there = sum(map(len, found))
    if there < requested:
        yield notice("draws are missing", draws=there, requested=requested)
    failed = [draw for row in found for draw in row if not draw.answered]
    if failed:
        yield notice("draws failed", failed=len(failed), draws=there, why=clip(failed[0].detail, 120))
    yield from oddities(found)
    yield from _tools(found)


def _tools(found: tuple[tuple[Draw, ...], ...]) -> Iterator[Notice]:
    calling = [draw for row in found for draw in row if draw.turns]
    if calling:
        calls = Counter(each.name for draw in calling for each in draw.tool_uses)
        yield notice(
            "tools were called", draws=len(calling), all=sum(map(len, found)), calls=tuple(calls.most_common())
        )
