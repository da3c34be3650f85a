"""What a sample will ask for and cost, said before the first request."""

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
"""A rule of thumb for English; every service counts in its own way."""


@dataclass(frozen=True, slots=True, repr=False)
class SampleEstimate:
    """What a sample will ask for.

    Attributes:
        inputs: How many different inputs there are.
        requests: How many draws are missing, each a request.
        stored: How many are there already.
        read: Tokens that the requests take, about; ``None`` where nothing is asked.
        written: Tokens that the answers take, about; ``None`` before any was counted.
        dollars: US dollars, about; ``None`` where no price is set, or no answer was counted.
        priced: Whether a price is set.
        measured: Whether the tokens are the mean of draws that were counted, and not a rule of thumb.
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
        """Say it in one sentence."""
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
        """Say it in one sentence."""
        return repr_of(f"<{self}>")


def estimate(spec: Spec, inputs: Any, draws: int, *, harness: Harness, store: StorePort) -> SampleEstimate:
    """Say what a sample will ask for and cost.

    Args:
        spec: What will be asked.
        inputs: As for ``sample``.
        draws: Draws of each input.
        harness: Knows the model.
        store: Where draws are kept.

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
    """Return the stored draws of a spec by the model that would be asked."""
    series = store.series(digest, model.identity)
    return [draw for draws in store.draws(series).values() for draw in draws]
