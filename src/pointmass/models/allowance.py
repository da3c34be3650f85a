"""Limits on what may be used, and what was used of them; ``Budget`` and ``Limited`` both count with this."""

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
        calls: The number of calls that were begun, including those that failed or were cancelled. For a ``Budget``
            these are questions to models, however many turns with tools each took; for a ``Limited`` model every
            request.
        tokens: The tokens of the answers that came: input, output, and tokens read from and written to a cache.
        dollars: The cost of these answers, in US dollars.
        seconds: The time that models took to answer, added up, without the time of tools.
        uncounted: The number of fresh answers without a count of tokens.
        unpriced: The number of fresh answers without a price.
    """

    calls: int = 0
    tokens: int = 0
    dollars: float = 0.0
    seconds: float = 0.0
    uncounted: int = 0
    unpriced: int = 0

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Self:
        """Return the object for numbers that a store kept, in the order of the fields."""
        calls, tokens, dollars, seconds, uncounted, unpriced = numbers
        return cls(int(calls), int(tokens), dollars, seconds, int(uncounted), int(unpriced))

    @classmethod
    def by(cls, completion: Completion | None, *, seconds: float = 0.0) -> Self:
        """Return what an answer used; a replayed answer used only time."""
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
        """Add up all figures."""
        return Used(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


class Account(Protocol):
    """A ledger of what was used: in memory, or in a file that other processes write to as well."""

    def add(
        self, used: Sequence[float], *, when: Callable[[Sequence[float]], bool] | None = None
    ) -> Awaitable[Sequence[float]]:
        """Add to what was used, and return what was used before; nothing is added if *when* returns False for that."""

    def used(self) -> Sequence[float]:
        """Return what was used, in the order of the fields of ``Used``."""


class InMemory:
    """A ledger in memory; it may be used from any thread."""

    def __init__(self) -> None:
        self._used = Used()
        self._adding = threading.Lock()

    def add(
        self, used: Sequence[float], *, when: Callable[[Sequence[float]], bool] | None = None
    ) -> Awaitable[Sequence[float]]:
        """Add to what was used, and return what was used before, as ``Account.add``."""
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
        whose: The name of the limits in messages: ``budget 'march'``.
        limits: The most of each of ``calls``, ``tokens``, ``dollars``, ``seconds``; ``None`` for no limit.
        ledger: The ledger of what was used; in memory by default.

    Attributes:
        limits: The limits that are not ``None``.

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
        """What was used so far, by all who use the same ledger."""
        return Used.of(self.ledger.used())

    def __str__(self) -> str:
        """Return the limits and what was used of each, in words."""
        used = self.used
        return "; ".join(self._say(each, used) for each in self.limits)

    async def begin(self, asked: str) -> None:
        """Count a call, unless a limit is reached; the check and the count are one step, so that calls cannot race.

        Args:
            asked: The question, for messages.

        Raises:
            LimitError: A limit is reached; nothing was counted.
        """
        self._check(
            await self.ledger.add(_ONE, when=lambda row: not self._reached(Used.of(row))), asked, "was not asked"
        )

    def take_back(self) -> None:
        """Undo the count of a call that was begun but not made."""
        self.ledger.add((-1, *_NOTHING[1:]))

    async def check_between(self, asked: str) -> None:
        """Check the limits between the turns of a call that is counted already.

        Raises:
            LimitError: Tokens, dollars or seconds are used up.
        """
        told = "was asked, and given up between its turns"
        self._check(await self.ledger.add(_NOTHING), asked, told, but="calls")

    async def seconds_left(self) -> float | None:
        """Return how many seconds are left; ``None`` if seconds are not limited."""
        if "seconds" not in self.limits:
            return None
        return max(0.0, self.limits["seconds"] - Used.of(await self.ledger.add(_NOTHING)).seconds)

    def count(self, used: Used) -> None:
        """Count what was used."""
        self.ledger.add(astuple(used))

    def late(self, asked: str) -> LimitError:
        """Return the error for a call that took longer than the seconds that were left."""
        what = f"its {self.limits['seconds']:,.1f} seconds are over"
        return LimitError(f"{self.whose} is used up: {what}; {asked} was asked and given up; raise the limit")

    def _check(self, row: Sequence[float], asked: str, told: str, *, but: str = "") -> None:
        reached = self._reached(Used.of(row), but=but)
        if reached:
            raise LimitError(
                f"{self.whose} is used up: {reached}; {asked} {told}, and what came before is kept; raise the limit to go on"
            )

    def _reached(self, used: Used, *, but: str = "") -> str:
        """Return in words which limit is reached; the empty text if none is."""
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
    """An awaitable whose value is known already."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def __await__(self) -> Generator[None, None, T]:
        yield from ()  # a generator, as `await` wants one
        return self._value


def _is_limit(limit: object) -> bool:
    return isinstance(limit, int | float) and not isinstance(limit, bool) and limit >= 0


_ONE, _NOTHING = astuple(Used(calls=1)), astuple(Used())
