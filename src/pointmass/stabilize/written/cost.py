"""The cost of drafts of code, estimated before and counted afterwards: tokens, and dollars if a price is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pointmass.facts import NO_PRICE, missing
from pointmass.models.base import Model, Price, Request, Usage
from pointmass.models.wrapper import Wrapper
from pointmass.sample.cost import Cost, add_up
from pointmass.stabilize.written.contract import LONGEST
from pointmass.stabilize.written.drafting import ROUNDS, Draft
from pointmass.stabilize.written.examples import WRONG_CHARS

CHARS_PER_TOKEN = 4
"""A rule of thumb for English and code; every service counts tokens differently."""

_SHORT = 2_000
"""The length of a short module with the text around it, in characters."""


@dataclass(frozen=True, slots=True)
class Between:
    """The range in which a number is expected."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """The estimated cost of drafts, from short modules without corrections to the longest with all corrections.

    Attributes:
        drafts: The number of drafts.
        calls: The number of calls of the model.
        input_tokens: The tokens read, with four characters counted as a token.
        output_tokens: The tokens written, counted in the same way; a model that thinks writes more.
        dollars: The cost in US dollars; ``None`` if the model has no price.
    """

    drafts: int
    calls: Between
    input_tokens: Between
    output_tokens: Between
    dollars: Between | None

    def __str__(self) -> str:
        """Return the estimate as one sentence."""
        money = (
            f"dollars {NO_PRICE}"
            if self.dollars is None
            else f"${self.dollars.least:,.2f} to ${self.dollars.most:,.2f}"
        )
        return (
            f"{_drafts(self.drafts)}: {_range(self.calls)} calls, about {_range(self.input_tokens)} tokens read and "
            f"{_range(self.output_tokens)} written (taking {CHARS_PER_TOKEN} characters for a token, thinking apart); {money}"
        )


@dataclass(frozen=True, slots=True)
class Spent:
    """The cost of drafts, counted.

    Attributes:
        drafts: The number of drafts.
        corrections: The number of corrections that were requested.
        cost: The cost of all answers.
    """

    drafts: int
    corrections: int
    cost: Cost

    def __str__(self) -> str:
        """Return the cost as one sentence."""
        cost = self.cost
        head = (
            f"{_drafts(self.drafts)} took {cost.draws} answer{'s' * (cost.draws != 1)} ({self.corrections} corrections)"
        )
        if not cost.counted:
            return f"{head}; {missing(not_recorded=['tokens', 'dollars'])}"
        read = cost.input_tokens + cost.cache_read_tokens + cost.cache_write_tokens
        some = f" (of {cost.counted} answers)" if cost.counted < cost.draws else ""
        money = f"dollars {NO_PRICE}" if cost.dollars is None else f"${cost.dollars:,.4f}"
        return f"{head}: {read:,} tokens read and {cost.output_tokens:,} written{some}; {money}"


def estimate(model: Model, request: Request, *, number: int, rounds: int = ROUNDS) -> Estimate:
    """Return the estimated cost of drafts, before any is requested.

    Args:
        model: The author.
        request: The request for a draft, as ``draft_request`` returns it.
        number: The number of drafts.
        rounds: The greatest number of corrections of a draft.
    """
    asked = len(request.system or "") + sum(len(str(turn["content"])) for turn in request.messages)
    corrected = asked + LONGEST + WRONG_CHARS
    least = Usage(_tokens(asked * number), _tokens(_SHORT * number))
    most = Usage(
        _tokens((asked + corrected * rounds) * number),
        _tokens(LONGEST * (1 + rounds) * number),
    )
    price = price_of(model)
    return Estimate(
        drafts=number,
        calls=Between(number, number * (1 + rounds)),
        input_tokens=Between(least.input_tokens, most.input_tokens),
        output_tokens=Between(least.output_tokens, most.output_tokens),
        dollars=None if price is None else Between(price.dollars(least), price.dollars(most)),
    )


def spent(drafts: Sequence[Draft]) -> Spent:
    """Return the counted cost of drafts."""
    calls = [call for draft in drafts for call in draft.calls]
    return Spent(len(drafts), sum(draft.rounds for draft in drafts), add_up(calls))


def price_of(model: Model) -> Price | None:
    """Return the price of a model's tokens, also if it is wrapped; ``None`` if it has no price."""
    while isinstance(model, Wrapper):
        model = model.model
    price = getattr(model, "price", None)
    return price if isinstance(price, Price) else None


def _tokens(characters: int) -> int:
    return -(-characters // CHARS_PER_TOKEN)


def _range(between: Between) -> str:
    if between.least == between.most:
        return f"{between.most:,.0f}"
    return f"{between.least:,.0f} to {between.most:,.0f}"


def _drafts(number: int) -> str:
    return f"{number} draft{'s' * (number != 1)}"
