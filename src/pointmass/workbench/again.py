"""Show exactly what was sent for one draw of a sample, or send it once more."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pointmass.draw import Draw
from pointmass.errors import InputError
from pointmass.harness import Harness
from pointmass.models.base import Model, Request
from pointmass.run import Call, Record
from pointmass.sampler import Inputs, as_draw
from pointmass.sampler.requests import Requests
from pointmass.spec import Spec


@dataclass(frozen=True, slots=True, eq=False)
class Again:
    """Rebuilds the requests of a sample's draws, and sends them.

    Args:
        spec: The spec that was sampled.
        inputs: The inputs of the sample.
        model: The model that was asked.
        harness: It has the tools, and every request is sent through its door (`Door`).
        linked: Whether each draw is one conversation that answers all inputs.
    """

    spec: Spec
    inputs: Inputs
    model: Model
    harness: Harness
    linked: bool = field(kw_only=True)

    def __reduce__(self) -> tuple[Any, ...]:
        """Become ``None`` in a pickle: a pickled sample is only data and belongs to no workbench."""
        return _nobody, ()

    def __deepcopy__(self, _memo: object) -> Again:
        """Return the object itself, so that a copied sample can send its draws again, too."""
        return self

    def sent(self, row: int, draw: Draw, earlier: tuple[str, ...]) -> Mapping[str, Any]:
        """Return the body of the request of a draw, as the service gets it, with the messages of its tool calls.

        Raises:
            InputError: The request would be another one today, because the spec's schema, a tool or an option changed.
        """
        request = self._request(row, draw, earlier)
        return self.model.sent(dataclasses.replace(request, messages=(*request.messages, *draw.turns)))

    def replay(self, row: int, draw: Draw, earlier: tuple[str, ...]) -> Draw:
        """Send the request once more, with its tools, and return the answer as a draw, which is not stored or counted.

        Raises:
            InputError: The request would be another one today, because the spec's schema, a tool or an option changed.
            ModelError: The model did not answer.
        """
        self.harness.registry.check_sent(self.spec)
        request = self._request(row, draw, earlier)

        async def end(call: Call) -> Record:
            completion = await self.harness.complete(request, draw.index, model=self.model, within=call)
            return Record(call, as_draw(completion, self.spec, draw.index, request=draw.request), completion)

        async def ask() -> Draw:
            spec = self.spec
            call = Call.put(spec.name, request.inputs, "model", purpose="shadow", spec=spec.digest)
            made: Draw = (await self.harness.door.run(call, end)).value
            return made

        return self.harness.loop.wait(ask(), what=f"{self.spec.name}.replay")

    def _request(self, row: int, draw: Draw, earlier: tuple[str, ...]) -> Request:
        requests = Requests(self.spec, self.inputs, model=self.model, tools=self.harness.tools(self.spec))
        asked = requests.at(row)
        if draw.request not in (None, asked.digest):
            raise InputError(
                f"{self.spec.name}: draw {draw.index} of input {row} answered another request than would be sent now (the "
                "schema, a tool, an option or the words have changed since); bring those back to see or send it again"
            )
        request = dataclasses.replace(asked.request, linked=self.linked)
        if not earlier:
            return request
        before: list[Mapping[str, Any]] = []
        for turn, said in enumerate(earlier):
            if said.strip():  # no service takes an empty turn
                before += (requests.at(turn).request.messages[-1], {"role": "assistant", "content": said})
        *head, last = request.messages
        return dataclasses.replace(request, messages=(*head, *before, last))


def _nobody() -> None:
    return None
