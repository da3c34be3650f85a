"""Budgets: how much a tree of calls may use, or everything that is asked under one name, restarts included."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from types import TracebackType
from typing import Self

from pointmass.errors import InputError, LimitError, PointmassError
from pointmass.models.base import Completion
from pointmass.run.call import Call
from pointmass.run.record import Record
from pointmass.shown import repr_of

_IN_FORCE: ContextVar[tuple[Budget, ...]] = ContextVar("budgets", default=())


@dataclass(frozen=True, slots=True)
class Used:
    """What was used so far.

    Attributes:
        calls: Questions to models that were begun, those that failed or were cancelled among them. Each turn of a model
            that calls tools belongs to the one question; what its tools ask other models are questions of their own.
        tokens: Tokens of those that ended: input, output, and what was read from and written to a cache.
        dollars: What those cost, in US dollars.
        seconds: How long models took to answer, added up.
        uncounted: Fresh answers whose tokens nobody counted.
        unpriced: Fresh answers whose price is not known.
    """

    calls: int = 0
    tokens: int = 0
    dollars: float = 0.0
    seconds: float = 0.0
    uncounted: int = 0
    unpriced: int = 0

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Self:
        """Read what a store kept of it, in the order of the fields."""
        calls, tokens, dollars, seconds, uncounted, unpriced = numbers
        return cls(int(calls), int(tokens), dollars, seconds, int(uncounted), int(unpriced))

    def __add__(self, other: Used) -> Used:
        """Add up."""
        return Used(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


class Budget:
    """What may be used while it is in force: ``with pm.Budget(dollars=2): route.sample(...)``.

    Everything that is asked within the block counts, and all that hangs on it: probes, judges, what tools ask models
    again. Budgets in budgets all count. Before each question every budget in force is looked at, so there are never more
    than *calls*; what an answer costs is known when it is there, so *tokens* and *dollars* can be passed by what is under
    way at that moment. A question that would last longer than the *seconds* that are left is given up then.

    Args:
        calls: The most questions to models.
        tokens: The most tokens, of input and output together.
        dollars: The most US dollars; an answer without a price ends it.
        seconds: How long models may take to answer, added up.

    Attributes:
        used: What was used so far.

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
        self._limits = {name: limit for name, limit in limits.items() if limit is not None}
        wrong = {name: limit for name, limit in self._limits.items() if not _is_limit(limit)}
        if wrong or not self._limits:
            got = wrong or "no limit"
            raise InputError(f"Budget: got {got}; give one or more of {', '.join(limits)}: numbers from 0")
        self.name = ""
        self.used = Used()
        self._keep: Callable[[Used], object] | None = None
        self._counting = threading.Lock()

    def kept(self, name: str, used: Used, keep: Callable[[Used], object]) -> Self:
        """Go on from what was *used* before under a *name*, and call *keep* with every further use."""
        self.name, self.used, self._keep = name, used, keep
        return self

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
        return repr_of(f"<Budget {name}{'; '.join(self._say(each) for each in self._limits)}>")

    def check(self, call: Call) -> None:
        """Refuse a question where something is used up.

        Raises:
            LimitError: It is.
        """
        for each, limit in self._limits.items():
            if getattr(self.used, each) >= limit:
                raise self._reached(call, self._say(each))
        for each, unknown in (("tokens", self.used.uncounted), ("dollars", self.used.unpriced)):
            if each in self._limits and unknown:
                raise self._reached(call, f"{unknown} answers came without their {each}, so that no limit can be kept")

    def left(self) -> float | None:
        """Return how many seconds are left; ``None`` where they are not limited."""
        limit = self._limits.get("seconds")
        return None if limit is None else max(0.0, limit - self.used.seconds)

    def count(self, used: Used) -> None:
        """Count what was used."""
        with self._counting:  # several workbenches ask on threads of their own
            self.used += used
        if self._keep is not None:
            self._keep(used)

    def late(self, call: Call) -> LimitError:
        """Make the error of a question that took longer than was left."""
        what = f"its {self._limits['seconds']:,.1f} seconds are over"
        return LimitError(f"{self._titled} is used up: {what}; {call.name!r} was asked and given up; raise the limit")

    @property
    def _titled(self) -> str:
        return f"budget {self.name!r}" if self.name else "budget"

    def _reached(self, call: Call, what: str) -> LimitError:
        return LimitError(
            f"{self._titled} is used up: {what}; {call.name!r} was not asked, and what came before is kept; raise the limit to "
            "go on"
        )

    def _say(self, each: str) -> str:
        used, limit = getattr(self.used, each), self._limits[each]
        if each == "dollars":
            return f"${used:,.4f} of ${limit:,.4f}"
        return f"{used:,.1f} of {limit:,.1f} seconds" if each == "seconds" else f"{used:,} of {limit:,} {each}"


def in_force() -> tuple[Budget, ...]:
    """Return the budgets that count what is asked here, the outermost first."""
    return _IN_FORCE.get()


async def limited(call: Call, following: Callable[[Call], Awaitable[Record]]) -> Record:
    """Hold a question to a model against every budget in force, and count what it used.

    Raises:
        LimitError: One is used up. Where the time ran out the question was asked, and given up.
    """
    budgets = _IN_FORCE.get()
    if not budgets or call.to not in ("model", "code+model"):
        return await following(call)
    for each in budgets:
        each.check(call)
    for each in budgets:
        each.count(Used(calls=1))
    left = min((seconds for each in budgets if (seconds := each.left()) is not None), default=None)
    start, used = time.perf_counter(), Used()
    try:
        async with asyncio.timeout(left) as timeout:
            record = await following(call)
    except TimeoutError:
        if not timeout.expired():
            raise
        raise min(budgets, key=_seconds_left).late(call) from None
    except PointmassError as error:
        spent = error.spent
        used = of_completion(spent if isinstance(spent, Completion) else None)
        raise
    else:
        used = of_completion(record.completion)
        return record
    finally:
        used = replace(used, seconds=time.perf_counter() - start)
        for each in budgets:
            each.count(used)


def of_completion(completion: Completion | None) -> Used:
    """Return what an answer used; a replayed one used nothing."""
    if completion is None or completion.origin == "replayed":
        return Used()
    usage = completion.usage
    tokens = 0
    if usage is not None:
        tokens = usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens
    return Used(
        tokens=tokens,
        dollars=completion.dollars or 0.0,
        uncounted=usage is None,
        unpriced=completion.dollars is None,
    )


def _seconds_left(budget: Budget) -> float:
    left = budget.left()
    return float("inf") if left is None else left


def _is_limit(limit: object) -> bool:
    return isinstance(limit, int | float) and not isinstance(limit, bool) and limit >= 0
