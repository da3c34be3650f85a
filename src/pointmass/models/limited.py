"""A limit on what a model may use: calls, tokens, dollars."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pointmass.errors import InputError, LimitError
from pointmass.models.base import Completion, Model, Request, Usage
from pointmass.models.wrapper import Wrapper
from pointmass.shown import printable


@dataclass(frozen=True, slots=True)
class Used:
    """What was used so far.

    Attributes:
        calls: Calls that were begun, those that failed or were cancelled among them.
        tokens: Tokens of the calls that ended: input, output, and what was read from and written to the cache.
        dollars: What those cost, in US dollars.
        uncounted: Fresh answers whose tokens nobody counted.
        unpriced: Fresh answers whose price is not known.
    """

    calls: int = 0
    tokens: int = 0
    dollars: float = 0.0
    uncounted: int = 0
    unpriced: int = 0


class Limited(Wrapper):
    """Asks the model until a limit is reached, then raises before it asks.

    Calls are counted when they begin, so there are never more than ``calls``. What an answer costs is known when it is
    there: ``tokens`` and ``dollars`` can be passed by the calls in flight at that moment, as many as the concurrency.
    A replayed answer is a call, and costs nothing. Retries inside a call are not counted: services do not charge them.

    Args:
        model: The model to ask.
        calls: The most calls.
        dollars: The most US dollars; the model needs prices.
        tokens: The most tokens, of input and output together.

    Attributes:
        used: What was used so far.

    Raises:
        InputError: A limit below zero, or ``dollars`` for a model without prices.
    """

    def __init__(
        self, model: Model, *, calls: int | None = None, dollars: float | None = None, tokens: int | None = None
    ) -> None:
        super().__init__(model)
        limits = {"calls": calls, "dollars": dollars, "tokens": tokens}
        wrong = {name: limit for name, limit in limits.items() if limit is not None and not limit >= 0}
        if wrong:
            raise InputError(
                f"limit on {model.identity!r}: got {wrong}; allowed are numbers from 0, or None for no limit"
            )
        if dollars is not None and not model.priced:
            raise InputError(
                f"limit on {model.identity!r}: dollars={dollars} needs prices, and this model has none;"
                " set price=pm.Price(input=…, output=…), in dollars per million tokens, or limit calls= or tokens="
            )
        self.calls, self.dollars, self.tokens = calls, dollars, tokens
        self.used = Used()

    def __repr__(self) -> str:
        """Show the limits and what was used."""
        limits = {"calls": self.calls, "dollars": self.dollars, "tokens": self.tokens}
        given = "".join(f", {name}={limit}" for name, limit in limits.items() if limit is not None)
        return printable(f"Limited({self.model!r}{given}; used {self._spent()})")

    async def complete(self, request: Request, index: int) -> Completion:
        """Ask the model, if there is something left.

        Raises:
            LimitError: A limit is reached; nothing was asked.
        """
        reached = self._reached()
        if reached:
            raise LimitError(
                f"limit on {self.model.identity!r}: {reached}; used {self._spent()}, and draw {index} of"
                f" {request.spec!r} was not asked for; what was drawn is kept, raise the limit to go on"
            )
        self.used = replace(self.used, calls=self.used.calls + 1)
        completion = await self.model.complete(request, index)
        self.used = _after(self.used, completion)
        return completion

    def _reached(self) -> str | None:
        used = self.used
        if self.calls is not None and used.calls >= self.calls:
            return f"all {self.calls} calls are made"
        if self.tokens is not None and used.tokens >= self.tokens:
            return f"{used.tokens} of {self.tokens} tokens are used"
        if self.dollars is not None and used.dollars >= self.dollars:
            return f"${used.dollars:.4f} of ${self.dollars} are spent"
        if self.tokens is not None and used.uncounted:
            return f"the model does not count tokens, so a limit of {self.tokens} cannot be kept (limit calls= instead)"
        if self.dollars is not None and used.unpriced:
            return (
                f"an answer came without its price, so a limit of ${self.dollars} cannot be kept (limit calls= instead)"
            )
        return None

    def _spent(self) -> str:
        parts = [f"{self.used.calls} calls", f"{self.used.tokens} tokens"]
        parts += [f"${self.used.dollars:.4f}"] if self.model.priced else []
        return ", ".join(parts)


def _after(used: Used, completion: Completion) -> Used:
    if completion.origin == "replayed":
        return used
    usage = completion.usage
    return replace(
        used,
        tokens=used.tokens + _tokens(usage),
        dollars=used.dollars + (completion.dollars or 0.0),
        uncounted=used.uncounted + (usage is None),
        unpriced=used.unpriced + (completion.dollars is None),
    )


def _tokens(usage: Usage | None) -> int:
    if usage is None:
        return 0
    return usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens
