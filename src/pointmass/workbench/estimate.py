"""Estimate how many requests, tokens and dollars a sample will take, before the first request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pointmass.draw import Draw
from pointmass.facts import NO_PRICE
from pointmass.harness import Harness
from pointmass.models.base import Model, Usage
from pointmass.models.request import render
from pointmass.run.trace import spent
from pointmass.shown import repr_of
from pointmass.spec import Spec
from pointmass.stabilize.written.cost import price_of
from pointmass.store import StorePort
from pointmass.workbench.one_sample import Drawing
from pointmass.workbench.options import SampleOptions

CHARS_PER_TOKEN = 4
"""How many characters one token has, on average, in English; every service has its own tokenizer."""


@dataclass(frozen=True, slots=True, repr=False)
class SampleEstimate:
    """The requests, tokens and dollars that a sample will take.

    Attributes:
        inputs: Number of different inputs.
        requests: Number of draws that are missing; each takes one request.
        stored: Number of draws that are stored already.
        read: Estimated input tokens of all requests; ``None`` if nothing is asked.
        written: Estimated output tokens of all requests; ``None`` if no stored draw has a token count.
        dollars: Estimated US dollars; ``None`` if the model has no price or no stored draw has a token count.
        priced: Whether the model has a price.
        measured: Whether the tokens are estimated from the stored draws' mean, and not from the number of characters.
    """

    inputs: int
    requests: int
    stored: int
    read: float | None
    written: float | None
    dollars: float | None
    priced: bool
    measured: bool

    def __str__(self) -> str:
        """Return the estimate as one sentence."""
        asked = f"{self.requests:,} request{'' if self.requests == 1 else 's'}"
        before = f" ({self.stored:,} draws are stored already)" if self.stored else ""
        if not self.requests:
            return f"{self.inputs:,} different inputs; nothing to ask: all {self.stored:,} draws are stored"
        how = "as the draws before took" if self.measured else f"taking {CHARS_PER_TOKEN} characters for a token"
        tokens = f"about {self.read:,.0f} tokens in"
        tokens += ", the answers apart" if self.written is None else f" and {self.written:,.0f} out"
        money = (
            f"about ${self.dollars:,.2f}" if self.dollars is not None else "" if self.priced else f"dollars {NO_PRICE}"
        )
        return "; ".join(
            part for part in (f"{self.inputs:,} different inputs: {asked}{before}", f"{tokens}, {how}", money) if part
        )

    def __repr__(self) -> str:
        """Return the estimate as one sentence."""
        return repr_of(f"<{self}>")


def estimate(spec: Spec, inputs: Any, draws: int, *, harness: Harness, store: StorePort) -> SampleEstimate:
    """Estimate the requests, tokens and dollars that a sample will take.

    Args:
        spec: The spec to sample.
        inputs: As for ``sample``.
        draws: Draws of each input.
        harness: It has the model that would be asked.
        store: The store of draws.

    Raises:
        InputError: The inputs do not fit.
    """
    drawing = Drawing.of(spec, inputs, draws, SampleOptions(progress=False), harness=harness, store=store)
    there = sum(draw.status != "failed" for each in drawing.stored().draws for draw in each)
    requests = len(drawing.inputs) * draws - there
    counted = [used for each in _drawn(store, spec.digest, drawing.model) if (used := spent(each)[0]) is not None]
    written = sum(used.output_tokens for used in counted) / len(counted) if counted else None
    if counted:
        read = sum(used.input_tokens + used.cache_read_tokens + used.cache_write_tokens for used in counted) / len(
            counted
        )
    else:
        sizes = [len(str(render(spec, row).messages)) + len(spec.prompt) for row in drawing.inputs.rows[:100]]
        read = sum(sizes) / len(sizes) / CHARS_PER_TOKEN
    price = price_of(drawing.model)
    each = None if price is None or written is None else price.dollars(Usage(round(read), round(written)))
    return SampleEstimate(
        inputs=len(drawing.inputs),
        requests=requests,
        stored=there,
        read=read * requests if requests else None,
        written=None if written is None else written * requests,
        dollars=None if each is None else each * requests,
        priced=price is not None,
        measured=bool(counted),
    )


def _drawn(store: StorePort, digest: str, model: Model) -> list[Draw]:
    """Return the stored draws that a model made in samples of the spec with this digest."""
    series = store.series(digest, model.identity)
    return [draw for draws in store.draws(series).values() for draw in draws]
