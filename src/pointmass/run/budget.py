"""Budgets: how much a tree of calls may use, or everything that is asked under one name, restarts included."""

from __future__ import annotations

import asyncio
import time
from contextvars import ContextVar
from types import TracebackType
from typing import Self

from pointmass.errors import InputError, LimitError, PointmassError
from pointmass.models.allowance import Account, Allowance, Used
from pointmass.models.base import Completion, Model, Request
from pointmass.run.call import Call
from pointmass.run.record import Next, Record
from pointmass.shown import repr_of

_IN_FORCE: ContextVar[tuple[Budget, ...]] = ContextVar("budgets", default=())


class Budget:
    """What may be used while it is in force: ``with pm.Budget(dollars=2): route.sample(...)``.

    Everything that is asked within the block counts, and all that hangs on it: probes, judges, what tools ask models
    again. Budgets in budgets all count. Before each question every budget in force is looked at, so there are never more
    than *calls*; what an answer costs is known when it is there, so *tokens* and *dollars* can be passed by what is under
    way at that moment. A question in which a model calls tools is one call; between its turns tokens, dollars and seconds are
    looked at again. Seconds are those in which models answer: a turn that would last longer than is left is given up then.

    Args:
        calls: The most questions to models.
        tokens: The most tokens, of input and output together.
        dollars: The most US dollars; an answer without a price ends it.
        seconds: How long models may take to answer, added up.

    Raises:
        InputError: A limit that is not a number from 0.
    """

    def __init__(
        self,
        *,
        calls: int | None = None,
        tokens: int | None = None,
        dollars: float | None = None,
        seconds: float | None = None,
    ) -> None:
        limits = {"calls": calls, "tokens": tokens, "dollars": dollars, "seconds": seconds}
        self.name = ""
        self.allowance = Allowance("Budget", limits)
        if not self.allowance.limits:
            raise InputError(f"Budget: got no limit; give one or more of {', '.join(limits)}: numbers from 0")
        self.allowance.whose = "budget"

    def kept(self, name: str, ledger: Account) -> Self:
        """Count under a name, together with whoever writes into the same ledger."""
        self.name, self.allowance.ledger, self.allowance.whose = name, ledger, f"budget {name!r}"
        return self

    @property
    def used(self) -> Used:
        """What was used so far; of a budget with a name by everybody who uses the file."""
        return self.allowance.used

    def __enter__(self) -> Self:
        """Put it in force, in this thread or task and in whatever is started from it."""
        _IN_FORCE.set((*_IN_FORCE.get(), self))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End it here; what was started within goes on under it."""
        budgets = list(_IN_FORCE.get())
        budgets.reverse()
        budgets.remove(self)  # the innermost, where it is in force twice
        _IN_FORCE.set(tuple(reversed(budgets)))

    def __repr__(self) -> str:
        """Show the limits and what was used."""
        name = f"{self.name}: " if self.name else ""
        return repr_of(f"<Budget {name}{self.allowance}>")


def in_force() -> tuple[Budget, ...]:
    """Return the budgets that count what is asked here, the outermost first."""
    return _IN_FORCE.get()


async def limited(call: Call, following: Next) -> Record:
    """Count a question to a model in every budget in force; what its turns use is counted where they are asked (``turn``).

    Raises:
        LimitError: One is used up. Where it was so between two turns, the question was asked, and given up.
    """
    begun: list[Allowance] = []
    try:
        for each in _IN_FORCE.get() if call.to in ("model", "code+model") else ():
            await each.allowance.begin(repr(call.name))
            begun.append(each.allowance)
    except LimitError:
        for allowance in begun:
            allowance.take_back()
        raise
    return await following(call)


async def turn(model: Model, request: Request, index: int, *, further: bool = False) -> Completion:
    """Ask a model once, and count what that uses in every budget in force: the one way in which a question's model is asked.

    Args:
        model: Whom to ask.
        request: What.
        index: The number of the draw.
        further: Whether the model answered a turn of this question before.

    Raises:
        LimitError: A budget was used up by the turns before, or by others meanwhile; or its seconds ran out in this one.
    """
    budgets = _IN_FORCE.get()
    if not budgets:
        return await model.complete(request, index)
    return await _counted([each.allowance for each in budgets], model, request, index, further=further)


async def _counted(
    allowances: list[Allowance], model: Model, request: Request, index: int, *, further: bool
) -> Completion:
    asked = repr(request.spec)
    left: dict[Allowance, float] = {}
    for each in allowances:
        if further:
            await each.check_between(asked)
        seconds = await each.seconds_left()
        if seconds is not None:
            left[each] = seconds
    start, spent = time.perf_counter(), None
    try:
        async with asyncio.timeout(min(left.values(), default=None)) as timeout:
            spent = await model.complete(request, index)
    except TimeoutError:
        if not timeout.expired():
            raise
        raise min(left, key=lambda each: left[each]).late(asked) from None
    except PointmassError as error:
        spent = error.spent if isinstance(error.spent, Completion) else None
        raise
    finally:
        used = Used.by(spent, seconds=time.perf_counter() - start)
        for each in allowances:
            each.count(used)
    return spent
