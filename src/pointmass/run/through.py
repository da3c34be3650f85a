"""A model whose requests go through the door, like every other question."""

from __future__ import annotations

import functools

from pointmass.errors import CallError
from pointmass.models.base import Completion, Model, Request
from pointmass.models.wrapper import Wrapper
from pointmass.run.budget import turn
from pointmass.run.call import Call
from pointmass.run.door import Door
from pointmass.run.record import Record
from pointmass.store import Purpose


class Through(Wrapper):
    """Makes each request to a model a call that goes through a door.

    Args:
        model: The model.
        door: The door.
        purpose: What the answers are for.
    """

    def __init__(self, model: Model, door: Door, purpose: Purpose) -> None:
        super().__init__(model)
        self._door = door
        self._purpose = purpose

    async def complete(self, request: Request, index: int) -> Completion:
        """Ask the model through the door."""
        call = Call.put(request.spec, request.inputs, "model", purpose=self._purpose)
        return completion_of(await self._door.run(call, functools.partial(self._end, request, index)))

    async def _end(self, request: Request, index: int, call: Call) -> Record:
        completion = await turn(self.model, request, index)
        return Record(call, completion, completion)


def completion_of(record: Record) -> Completion:
    """Return the completion in the record of a draw.

    Raises:
        CallError: An interceptor answered with a value that is not a completion.
    """
    if isinstance(record.value, Completion):
        return record.value
    got = type(record.value).__name__
    raise CallError(f"{record.call.name}: an interceptor answered a draw with {got}; a draw's value is a Completion")
