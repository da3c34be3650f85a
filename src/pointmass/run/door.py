"""The door: the ordered chain of interceptors that every call passes before code, a function or a model answers it."""

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
"""A function around every call: ``async def around(call, next)`` awaits ``next(call)``, and may act before and after.

It may also refuse (raise), answer itself (return a `Record`), or ask twice. It is called for every draw of a sample,
too.
"""

MAX_DEPTH: Final = 32
"""How deep calls may be nested."""


class Door:
    """The chain that every call goes through.

    Args:
        around: Interceptors of a person, the outermost first.
        keep: Writes a call to the store; None to keep none.

    Attributes:
        trace: The trace of the calls.
        open: Whether there are no interceptors of a person; then code may be called directly.
    """

    __slots__ = ("_chain", "open", "trace")

    def __init__(self, *around: Interceptor, keep: Callable[[StoredCall], object] | None = None) -> None:
        self.trace = Trace(keep)
        self.open = not around
        self._chain: tuple[Interceptor, ...] = (self.trace.around, *around, limited)

    async def run(self, call: Call, end: Next) -> Record:
        """Pass a call through all interceptors to *end*, which answers it.

        Raises:
            DepthError: Calls are nested too deep.
            LimitError: A budget in force is used up, and the call is to a model.
            Exception: Whatever an interceptor or *end* raises.
        """
        if self.lets_pass(call):
            return await end(call)
        following = end
        for each in reversed(self._chain):
            following = _before(each, following)
        return await following(call)

    def lets_pass(self, call: Call) -> bool:
        """Return whether no interceptor would act on a call; a sample has thousands of draws, which then go straight on.

        Raises:
            DepthError: Calls are nested too deep.
        """
        check_depth(call)
        return self.open and call.purpose in DRAWN and not in_force()


def check_depth(call: Call) -> None:
    """Check that a call is not nested too deep.

    Raises:
        DepthError: It is within more than 32 other calls.
    """
    if call.depth > MAX_DEPTH:
        raise DepthError(
            f"{call.name}: names call names {call.depth} deep, allowed are {MAX_DEPTH}; is there a circle?"
        )


def _before(interceptor: Interceptor, following: Next) -> Next:
    return lambda call: interceptor(call, following)
