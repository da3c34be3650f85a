"""The door: one ordered chain of interceptors, and behind it code, a function or a model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from pointmass.errors import DepthError
from pointmass.run.budget import in_force, limited
from pointmass.run.call import Call
from pointmass.run.record import Next, Record
from pointmass.run.trace import DRAWN, Trace
from pointmass.store import StoredCall

Interceptor: TypeAlias = Callable[[Call, Next], Awaitable[Record]]
"""Stands around every call: ``async def around(call, next)`` awaits ``next(call)``, and may do something before and after.

It may refuse (raise), answer itself (return a `Record`), or ask twice. Sample draws come by it as often as calls do.
"""

MAX_DEPTH: Final = 32
"""How deep names may call names."""


class Door:
    """The one way of every question.

    Args:
        around: What a person puts around every call, the outermost first.
        keep: Keeps a call in the store.

    Attributes:
        trace: The calls that are remembered.
        open: Whether no person put anything around calls: then plain code may be called straight.
    """

    __slots__ = ("_chain", "open", "trace")

    def __init__(self, *around: Interceptor, keep: Callable[[StoredCall], object] | None = None) -> None:
        self.trace = Trace(keep)
        self.open = not around
        self._chain: tuple[Interceptor, ...] = (self.trace.around, *around, limited)

    async def run(self, call: Call, end: Next) -> Record:
        """Let a call go through to *end*, which answers it.

        Raises:
            DepthError: Names call names too deep.
            LimitError: A budget in force is used up, and a model was to be asked.
            Exception: Whatever an interceptor or *end* raises.
        """
        check_depth(call)
        if self.open and call.purpose in DRAWN and not in_force():
            return await end(call)  # nobody would do anything: draws of a sample come by in thousands
        following = end
        for each in reversed(self._chain):
            following = _before(each, following)
        return await following(call)


def check_depth(call: Call) -> None:
    """Refuse a call that stands in too many others.

    Raises:
        DepthError: It does.
    """
    if call.depth > MAX_DEPTH:
        raise DepthError(
            f"{call.name}: names call names {call.depth} deep, allowed are {MAX_DEPTH}; is there a circle?"
        )


def _before(interceptor: Interceptor, following: Next) -> Next:
    return lambda call: interceptor(call, following)
