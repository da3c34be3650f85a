"""Budgets: how much the calls of a block may use, or all calls under the name of a budget, across restarts."""

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
    """Limits on what may be used in a block: ``with pm.Budget(dollars=2): route.sample(...)``.

    All questions to models within the block count, including probes, judges and what tools ask. In nested blocks every
    budget counts. All budgets in force are checked before each question, so *calls* is never exceeded. *tokens* and
    *dollars* are known only after an answer, so requests that are in flight at that moment may exceed them. A question
    in which a model calls tools is one call; tokens, dollars and seconds are checked again between its turns. Seconds
    are the time that models take to answer; a turn is cancelled when they run out.

    Args:
        calls: The most questions to models.
        tokens: The most tokens, of input and output together.
        dollars: The most US dollars. An answer without a price uses the budget up.
        seconds: The most seconds that models may take to answer, added up over all questions.

    Raises:
        InputError: No limit is given, or a limit is not a number from 0.
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
        """Count under *name*, together with all others who use the same ledger; return the budget."""
        self.name, self.allowance.ledger, self.allowance.whose = name, ledger, f"budget {name!r}"
        return self

    @property
    def used(self) -> Used:
        """What was used so far; for a budget with a name, by everybody who uses the file."""
        return self.allowance.used

    def __enter__(self) -> Self:
        """Put the budget in force in this thread or task, and in those started from it."""
        _IN_FORCE.set((*_IN_FORCE.get(), self))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take the budget out of force here; tasks that were started in the block still count in it."""
        budgets = list(_IN_FORCE.get())
        budgets.reverse()
        budgets.remove(self)  # the innermost, if it is in force twice
        _IN_FORCE.set(tuple(reversed(budgets)))

    def __repr__(self) -> str:
        """Show the limits and what was used."""
        name = f"{self.name}: " if self.name else ""
        return repr_of(f"<Budget {name}{self.allowance}>")


def in_force() -> tuple[Budget, ...]:
    """Return the budgets in force in this thread or task, the outermost first."""
    return _IN_FORCE.get()


async def limited(call: Call, following: Next) -> Record:
    """Count a question to a model in every budget in force; ``turn`` counts what its turns use.

    Raises:
        LimitError: A budget is used up. If it happened between two turns, the question was asked but not finished.
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
    """Send one request to a model, and count in every budget in force what that uses. All requests are sent this way.

    Args:
        model: The model.
        request: The request.
        index: The number of the draw.
        further: Whether this is not the first turn of the question.

    Raises:
        LimitError: A budget was used up by earlier turns or by other questions, or its seconds ran out in this turn.
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
