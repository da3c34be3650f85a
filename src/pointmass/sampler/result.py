"""What a drawing gives: the draws of each input in order, read back from the store."""

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
    """The draws of one spec on many inputs, as they stand in the store.

    Attributes:
        spec: What was asked.
        rows: The inputs as JSON data by parameter, ``(n_inputs,)``.
        keys: The key of each input, ``(n_inputs,)``.
        weights: How often each stood in what was given, ``(n_inputs,)``.
        draws: The draws of each input in the order of their indices, ``(n_inputs, ≤ requested)``; fewer where they
            were not drawn yet.
        requested: How many draws of each input were asked for.
        model: The identity of the model.
        series: The series of the store that they belong to.
        notices: What a reader should know of how it was made, as facts.
        asked: How many requests this call made.
        from_store: How many answered draws were stored before it.
        earlier: Attempts that failed and were made up for since: what they cost belongs to the sample.
        stopped: The rule that ended it, where one did.
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
    """The draws of each input that a rule looks at, and how far each input is."""

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
    """Return what the store holds of a sample, without asking anybody: the draws that answer these very requests.

    Args:
        spec: What was asked.
        inputs: The inputs, as ``read_inputs`` returns them.
        draws: How many draws of each input to look for, at least 1; or a rule: then each input has the draws up to
            where the rule stops, whatever else the store holds.
        model: Who was asked.
        store: Where the draws are.
        aim: What the draws are for; the newest series that holds any is looked at.
        tools: What the model may call.

    Raises:
        InputError: ``draws`` is not a whole number of at least 1.
        StoreError: The store cannot be read.
    """
    which = aim.series(spec, model=model, store=store)
    return kept_sample(Requests(spec, inputs, model=model, tools=tools), inputs, draws=draws, store=store, series=which)


def kept_sample(
    requests: Requests, inputs: Inputs, *, draws: int | Until, store: StorePort, series: Series
) -> DrawnSample:
    """Return what a series of the store holds of a sample whose requests are written."""
    spec = requests.spec
    report: tuple[Notice, ...] = ()
    stopped: Stopped | None = None
    if isinstance(draws, Until):
        kept, courses = followed(requests, store, series, inputs, rule=draws)
        requested, expected = max(course.target for course in courses), sum(course.target for course in courses)
        report = (draws.report(given(spec, inputs), courses),)
        stopped = draws.stopped(given(spec, inputs))
    else:
        check_count(spec, "draws", draws, least=1)
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
    """Read the draws of each input up to where a rule stops, or to where it has to go on."""
    kept = requests.kept(store, series, draws=rule.most)
    courses = rule.courses(given(requests.spec, inputs), kept.draws)
    looked_at = (
        tuple(d for d in row if d.index < course.target) for row, course in zip(kept.draws, courses, strict=True)
    )
    return Followed(kept._replace(draws=tuple(looked_at)), courses)


def given(spec: Spec, inputs: Inputs) -> list[Any]:
    """Return the inputs as they were given: bare values where there is one parameter, mappings otherwise."""
    if len(spec.parameters) == 1:
        return [row[spec.parameters[0].name] for row in inputs.rows]
    return [dict(row) for row in inputs.rows]


def as_draw(
    completion: Completion, spec: Spec, index: int, *, request: str | None = None, reading: Reading | None = None
) -> Draw:
    """Read a completion as a draw of a spec, numbered *index*. What the model said is kept, whatever it is.

    Args:
        completion: What came.
        spec: What was asked.
        index: The number of the draw.
        request: The digest of the request that it answers.
        reading: Reads what was said; by default anew.
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
    """Keep a failure as a draw, with what was spent before it failed.

    Args:
        index: The number of the draw.
        error: Why no answer came.
        request: The digest of the request.
        detail: Why, in words; the class and the message of the error by default.
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
    """Check a number that a person gave.

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
    """Check that a service can be told every input.

    Raises:
        InputError: One holds half of a surrogate pair, which has no form in UTF-8: no request could ever carry it.
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
