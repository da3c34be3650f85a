"""A model with limits on what it may use: calls, tokens, dollars."""

from __future__ import annotations

from pointmass.errors import InputError
from pointmass.models.allowance import Allowance, Used
from pointmass.models.base import Completion, Model, Request
from pointmass.models.wrapper import Wrapper
from pointmass.shown import printable


class Limited(Wrapper):
    """Asks a model until a limit is reached, then raises an error. ``pm.Budget`` limits all models together instead.

    Calls are counted when they begin, so ``calls`` is never exceeded; each turn of a model that calls tools is a call.
    *tokens* and *dollars* are known only after an answer, so the calls in flight at that moment may exceed them. A
    replayed answer is a call that costs nothing. Retries within a call are not counted, as services do not charge for
    them.

    Args:
        model: The model to ask.
        calls: The most calls.
        dollars: The most US dollars; the model needs prices.
        tokens: The most tokens, of input and output together.

    Raises:
        InputError: A limit that is not a number from 0, or ``dollars`` for a model without prices.
    """

    def __init__(
        self, model: Model, *, calls: int | None = None, dollars: float | None = None, tokens: int | None = None
    ) -> None:
        super().__init__(model)
        whose = f"limit on {str(model.identity)!r}"
        self._allowance = Allowance(whose, {"calls": calls, "tokens": tokens, "dollars": dollars})
        if dollars is not None and not model.priced:
            raise InputError(
                f"{whose}: dollars={dollars} needs prices, and this model has none;"
                " set price=pm.Price(input=…, output=…), in dollars per million tokens, or limit calls= or tokens="
            )

    @property
    def used(self) -> Used:
        """What was used so far."""
        return self._allowance.used

    def __repr__(self) -> str:
        """Show the limits and what was used."""
        return printable(f"Limited({self.model!r}, used {self._allowance or 'without a limit'})")

    async def complete(self, request: Request, index: int) -> Completion:
        """Ask the model, unless a limit is reached.

        Raises:
            LimitError: A limit is reached; nothing was asked.
        """
        await self._allowance.begin(f"draw {index} of {request.spec!r}")
        completion = await self.model.complete(request, index)
        self._allowance.count(Used.by(completion))
        return completion
