"""One draw of a sample again: shows exactly what was sent for it, and sends it once more."""

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
        spec: What was asked.
        inputs: Of what.
        model: Who was asked.
        harness: Knows the tools, and lets what is sent go through the door.
        linked: Whether each draw is one conversation.
    """

    spec: Spec
    inputs: Inputs
    model: Model
    harness: Harness
    linked: bool = field(kw_only=True)

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave this out of a pickle: a pickled sample is data, and belongs to no workbench."""
        return _nobody, ()

    def __deepcopy__(self, _memo: object) -> Again:
        """Serve the copy of a sample as well."""
        return self

    def sent(self, row: int, draw: Draw, earlier: tuple[str, ...]) -> Mapping[str, Any]:
        """Return what was sent for a draw, as the service takes it; the turns of its tools among the messages.

        Raises:
            InputError: What would be sent now is something else.
        """
        request = self._request(row, draw, earlier)
        return self.model.sent(dataclasses.replace(request, messages=(*request.messages, *draw.turns)))

    def replay(self, row: int, draw: Draw, earlier: tuple[str, ...]) -> Draw:
        """Send the request once more, with its tools, and read the answer; nothing is kept, and no sample counts it.

        Raises:
            InputError: What would be sent now is something else.
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
