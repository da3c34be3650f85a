"""The requests of a sample: written once for all draws of an input, and the stored draws that answer the very same."""

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
"""The longest answer, in characters, that is remembered once it was read."""

_MOST = 2_000
"""How many of them are remembered."""


class RequestOf(NamedTuple):
    """What is asked of one input: the key of the input, the request, and the digest of it as it is sent."""

    key: str
    request: Request
    digest: str


class Kept(NamedTuple):
    """What a store holds of a sample.

    Attributes:
        draws: The draws that answer these requests, by input and in the order of their numbers.
        others: How many answered draws in their places answer another request: the schema, a tool, an option or the words
            were not the same.
        unknown: How many of ``draws`` were stored by a version that did not keep what it asked.
        earlier: Attempts at the same requests that failed, and were made up for since.
    """

    draws: tuple[tuple[Draw, ...], ...]
    others: int
    unknown: int
    earlier: tuple[Draw, ...] = ()

    def notices(self) -> Iterator[Notice]:
        """Say what a reader should know of where the draws come from."""
        if self.others:
            yield notice("other request", draws=self.others)
        if self.unknown:
            yield notice("unknown request", draws=self.unknown)


class Reading:
    """Reads the answers to a spec: equal answers once, for the draws of a sample say the same few.

    What is read is shared, so it is for draws that go to a store and are read back from it. Where a type has code of its own,
    each answer is read anew: such code may look at more than the answer.

    Args:
        spec: What is asked.
    """

    def __init__(self, spec: Spec) -> None:
        self._returns = spec.returns
        self._known: dict[tuple[str, str], Answer] = {}
        self._keeps = not has_own_code(spec.returns)

    def read(self, text: str, stop_reason: str) -> Answer:
        """Read what a model said; see ``answers.read``."""
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
        spec: What is asked.
        inputs: Of what.
        model: Who is asked; what it adds to each request belongs to the request.
        tools: What the model may call.
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
        """Return what is asked of an input, by its number."""
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
    """Read the stored text of a draw again where what it says depends on more than the request that it answered.

    A type with code of its own may read it otherwise today; an earlier version kept what such code had made of it.
    """
    if not draw.text or not draw.answered or not (draw.request is None or has_own_code(spec.returns)):
        return draw
    answer = read(draw.text, spec.returns, stop_reason=draw.stop_reason or "end_turn")
    return dataclasses.replace(draw, status=answer.status, outcome=answer.value, detail=answer.detail)


def newest_request(draws: Sequence[Draw], spec: Spec) -> tuple[Draw, ...]:
    """Of all that is stored of one input, return the draws that answer the request that was asked last."""
    if not draws:
        return ()
    last = max(draws, key=lambda draw: (draw.answered, draw.time)).request
    return tuple(read_again(draw, spec) for draw in counted([draw for draw in draws if draw.request == last]))
