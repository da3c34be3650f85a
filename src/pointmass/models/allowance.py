"""What may be used: limits, what was used of them, and the one error where nothing is left. All limits count with this."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Generic, Protocol, Self, TypeVar

from pointmass.errors import InputError, LimitError
from pointmass.models.base import Completion

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Used:
    """What was used so far.

    Attributes:
        calls: Calls that were begun, those that failed or were cancelled among them: of a ``Budget`` the questions to models,
            whatever turns with tools each took; of a ``Limited`` model every request to it.
        tokens: Tokens of the answers that came: input, output, and what was read from and written to a cache.
        dollars: What those cost, in US dollars.
        seconds: How long models took to answer, added up; the time of tools between is none of it.
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

    @classmethod
    def by(cls, completion: Completion | None, *, seconds: float = 0.0) -> Self:
        """Return what an answer used; a replayed one used nothing but the time."""
        if completion is None or completion.origin == "replayed":
            return cls(seconds=seconds)
        usage = completion.usage
        tokens = 0
        if usage is not None:
            tokens = usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens
        return cls(
            tokens=tokens,
            dollars=completion.dollars or 0.0,
            seconds=seconds,
            uncounted=usage is None,
            unpriced=completion.dollars is None,
        )

    def __add__(self, other: Used) -> Used:
        """Add up."""
        return Used(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


class Account(Protocol):
    """Where what was used is written down: in memory, or in a file that others write into at the same time."""

    def add(
        self, used: Sequence[float], *, when: Callable[[Sequence[float]], bool] | None = None
    ) -> Awaitable[Sequence[float]]:
        """Add to what was used, and give what was used before it; nothing is added where *when* says no to that."""

    def used(self) -> Sequence[float]:
        """Return what was used, in the order of the fields of ``Used``."""


class InMemory:
    """A ledger of this object alone, for any thread."""

    def __init__(self) -> None:
        self._used = Used()
        self._adding = threading.Lock()

    def add(
        self, used: Sequence[float], *, when: Callable[[Sequence[float]], bool] | None = None
    ) -> Awaitable[Sequence[float]]:
        """Add at once."""
        with self._adding:
            before = astuple(self._used)
            if when is None or when(before):
                self._used += Used.of(used)
        return _Known(before)

    def used(self) -> Sequence[float]:
        """Return what was used."""
        return astuple(self._used)


class Allowance:
    """Limits with a name, and what was used of them.

    Args:
        whose: What the limits are on, in messages: ``budget 'march'``.
        limits: The most of each: ``calls``, ``tokens``, ``dollars``, ``seconds``; ``None`` for no limit.
        ledger: Where what was used is written down; in memory when left out.

    Attributes:
        limits: Those that there are.

    Raises:
        InputError: A limit that is not a number from 0.
    """

    def __init__(self, whose: str, limits: Mapping[str, float | None], *, ledger: Account | None = None) -> None:
        self.limits = {name: limit for name, limit in limits.items() if limit is not None}
        wrong = {name: limit for name, limit in self.limits.items() if not _is_limit(limit)}
        if wrong:
            raise InputError(f"{whose}: got {wrong}; give one or more of {', '.join(limits)}: numbers from 0")
        self.whose = whose
        self.ledger: Account = ledger or InMemory()

    @property
    def used(self) -> Used:
        """What was used so far, by whoever writes into the same ledger."""
        return Used.of(self.ledger.used())

    def __str__(self) -> str:
        """Say the limits and what was used of each."""
        used = self.used
        return "; ".join(self._say(each, used) for each in self.limits)

    async def begin(self, asked: str) -> None:
        """Count a call, unless something is used up: of several that begin at once no more than there may be.

        Args:
            asked: What is asked, in messages.

        Raises:
            LimitError: It is; nothing was counted.
        """
        self._check(
            await self.ledger.add(_ONE, when=lambda row: not self._reached(Used.of(row))), asked, "was not asked"
        )

    def take_back(self) -> None:
        """Count a call that was begun, and then not made after all, no more."""
        self.ledger.add((-1, *_NOTHING[1:]))

    async def check_between(self, asked: str) -> None:
        """Look between the turns of a call that is counted already.

        Raises:
            LimitError: Tokens, dollars or seconds are used up.
        """
        told = "was asked, and given up between its turns"
        self._check(await self.ledger.add(_NOTHING), asked, told, but="calls")

    async def seconds_left(self) -> float | None:
        """Return how many seconds are left; ``None`` where they are not limited."""
        if "seconds" not in self.limits:
            return None
        return max(0.0, self.limits["seconds"] - Used.of(await self.ledger.add(_NOTHING)).seconds)

    def count(self, used: Used) -> None:
        """Count what was used."""
        self.ledger.add(astuple(used))

    def late(self, asked: str) -> LimitError:
        """Make the error of a call that took longer than was left."""
        what = f"its {self.limits['seconds']:,.1f} seconds are over"
        return LimitError(f"{self.whose} is used up: {what}; {asked} was asked and given up; raise the limit")

    def _check(self, row: Sequence[float], asked: str, told: str, *, but: str = "") -> None:
        reached = self._reached(Used.of(row), but=but)
        if reached:
            raise LimitError(
                f"{self.whose} is used up: {reached}; {asked} {told}, and what came before is kept; raise the limit to go on"
            )

    def _reached(self, used: Used, *, but: str = "") -> str:
        """Say which limit is reached; empty for none."""
        for each, limit in self.limits.items():
            if each != but and getattr(used, each) >= limit:
                return self._say(each, used)
        for each, unknown in (("tokens", used.uncounted), ("dollars", used.unpriced)):
            if each in self.limits and unknown:
                return f"{unknown} answers came without their {each}, so that no limit can be kept"
        return ""

    def _say(self, each: str, used: Used) -> str:
        spent, limit = getattr(used, each), self.limits[each]
        if each == "dollars":
            return f"${spent:,.4f} of ${limit:,.4f}"
        return f"{spent:,.1f} of {limit:,.1f} seconds" if each == "seconds" else f"{spent:,} of {limit:,} {each}"


class _Known(Generic[T]):
    """Something to await that is there already."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def __await__(self) -> Generator[None, None, T]:
        yield from ()  # a generator, as `await` wants one
        return self._value


def _is_limit(limit: object) -> bool:
    return isinstance(limit, int | float) and not isinstance(limit, bool) and limit >= 0


_ONE, _NOTHING = astuple(Used(calls=1)), astuple(Used())
