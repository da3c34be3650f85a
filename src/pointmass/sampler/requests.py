"""The requests of a sample, written once for all draws of an input, and the stored draws that answer the same ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pointmass.answers import Answer, read
from pointmass.draw import Draw
from pointmass.facts import Notice, notice
from pointmass.models.base import Model, Request, Tool
from pointmass.models.request import render, request_digest, shared_digest
from pointmass.sampler.inputs import Inputs
from pointmass.signature import has_own_code
from pointmass.spec import Spec
from pointmass.store import Series, StorePort, counted

_LONGEST = 2_000
"""The longest answer, in characters, whose parsed form is cached."""

_MOST = 2_000
"""How many parsed answers are cached."""


class RequestOf(NamedTuple):
    """The request for one input: the key of the input, the request, and the digest of the request as it is sent."""

    key: str
    request: Request
    digest: str


class Kept(NamedTuple):
    """What a store has of a sample.

    Attributes:
        draws: The draws that answer these requests, by input and in the order of their numbers.
        others: How many draws were left out because they answer another request: with another schema, tool, option or
            wording.
        unknown: How many of ``draws`` were stored by a version that did not store the digest of the request.
        earlier: Failed attempts at the same requests that were repeated since.
    """

    draws: tuple[tuple[Draw, ...], ...]
    others: int
    unknown: int
    earlier: tuple[Draw, ...] = ()

    def notices(self) -> Iterator[Notice]:
        """Yield notices about draws of other or unknown requests."""
        if self.others:
            yield notice("other request", draws=self.others)
        if self.unknown:
            yield notice("unknown request", draws=self.unknown)


class Reading:
    """Parses the answers to a spec, with a cache, as many draws of a sample are equal.

    Equal answers share one parsed value, so it is only for draws that are written to a store and read back. For types
    with their own validation code nothing is cached, as such code may depend on more than the answer.

    Args:
        spec: The spec.
    """

    def __init__(self, spec: Spec) -> None:
        self._returns = spec.returns
        self._known: dict[tuple[str, str], Answer] = {}
        self._keeps = not has_own_code(spec.returns)

    def read(self, text: str, stop_reason: str) -> Answer:
        """Parse the answer of a model; see ``answers.read``."""
        said = (text, stop_reason)
        found = self._known.get(said)
        if found is None:
            found = read(text, self._returns, stop_reason=stop_reason)
            if self._keeps and len(text) <= _LONGEST and len(self._known) < _MOST:
                self._known[said] = found
        return found


class Requests:
    """The requests of a spec for some inputs.

    Args:
        spec: The spec.
        inputs: The inputs.
        model: The model; what it adds to each request is part of the digest.
        tools: The tools that the model may call.
    """

    def __init__(self, spec: Spec, inputs: Inputs, *, model: Model, tools: Sequence[Tool] = ()) -> None:
        self.spec = spec
        self._inputs = inputs
        self._adds = model.adds
        self._tools = tools
        self.reading = Reading(spec)
        self._made: dict[int, RequestOf] = {}
        self._shared = ""

    def at(self, at: int) -> RequestOf:
        """Return the request for the input with the number *at*."""
        found = self._made.get(at)
        if found is None:
            request = render(self.spec, self._inputs.rows[at], tools=self._tools)
            self._shared = self._shared or shared_digest(request, self._adds)
            found = self._made[at] = RequestOf(self._inputs.keys[at], request, request_digest(request, self._shared))
        return found

    def kept(self, store: StorePort, series: Series, *, draws: int) -> Kept:
        """Read the first *draws* draws of each input that answer its request, in the order of the inputs."""
        found = store.draws(series, input_keys=self._inputs.keys, every=True)
        rows, earlier, others = [], [], 0
        again = has_own_code(self.spec.returns)
        for at, key in enumerate(self._inputs.keys):
            there = [draw for draw in found.get(key, ()) if draw.index < draws]
            digest = self.at(at).digest if there else ""
            same = [draw for draw in there if draw.request == digest or draw.request is None]
            if len(same) < len(there):
                others += len({draw.index for draw in there if draw.answered and draw.request not in (None, digest)})
            now = counted(same)
            rows.append(tuple([read_again(draw, self.spec) if again or draw.request is None else draw for draw in now]))
            if len(same) > len(now):
                here = set(map(id, now))
                earlier += [draw for draw in same if not draw.answered and id(draw) not in here]
        unknown = sum(draw.request is None and draw.answered for row in rows for draw in row)
        return Kept(tuple(rows), others, unknown, tuple(earlier))


def read_again(draw: Draw, spec: Spec) -> Draw:
    """Parse the stored text of a draw again if its type has its own validation code, or if its request is unknown.

    Such code may have changed since, and an earlier version stored the parsed value only.
    """
    if not draw.text or not draw.answered or not (draw.request is None or has_own_code(spec.returns)):
        return draw
    answer = read(draw.text, spec.returns, stop_reason=draw.stop_reason or "end_turn")
    return dataclasses.replace(draw, status=answer.status, outcome=answer.value, detail=answer.detail)


def newest_request(draws: Sequence[Draw], spec: Spec) -> tuple[Draw, ...]:
    """Return, of all stored draws of one input, those that answer the most recent request."""
    if not draws:
        return ()
    last = max(draws, key=lambda draw: (draw.answered, draw.time)).request
    return tuple(read_again(draw, spec) for draw in counted([draw for draw in draws if draw.request == last]))
