"""A process that draws a sample into a file and says on standard output what happens: the victim of ``test_kill.py``.

Lines: ``asked KEY INDEX`` when a request begins, ``answered KEY INDEX`` when the model has answered,
``stored KEY INDEX OUTCOME`` when the draw is acknowledged, ``sample DIGEST`` at the end.
"""

from __future__ import annotations

import asyncio
import os
import sys

from pointmass.digest import digest
from pointmass.draw import Draw
from pointmass.models.base import Completion, Request, input_key
from pointmass.models.simulated import SimulatedModel
from pointmass.sampler import draw_sample, read_inputs
from pointmass.spec import Spec
from pointmass.store import Acknowledgement, Series, Store

TITLES = [f"title {number}" for number in range(40)]
DRAWS = 16


def clean(title: str) -> str:
    """Clean the title."""


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())  # one system call a line: no line is ever torn


class Telling(SimulatedModel):
    """Tells what it was asked and what it has answered."""

    async def complete(self, request: Request, index: int) -> Completion:
        key = input_key(request.inputs)
        say("asked", key, index)
        completion = await super().complete(request, index)
        say("answered", key, index)
        return completion

    @property
    def identity(self) -> str:
        return "telling"


class TellingStore(Store):
    """Tells of each draw that it was acknowledged."""

    def append_draw(self, series: Series, input_key: str, draw: Draw) -> Acknowledgement[None]:
        pending = super().append_draw(series, input_key, draw)
        self.telling = asyncio.ensure_future(self._tell(pending, input_key, draw))
        return pending

    async def _tell(self, pending: Acknowledgement[None], key: str, draw: Draw) -> None:
        await pending
        say("stored", key, draw.index, draw.outcome)


def main(path: str, *, who: str) -> None:
    spec = Spec.from_function(clean)
    model = Telling({lambda title: f"{title.upper()}/{who}": 1.0, lambda title: f"{title}/{who}": 1.0}, latency=0.01)
    with TellingStore(path) as store:
        sample = asyncio.run(
            draw_sample(spec, read_inputs(spec, TITLES), model=model, store=store, draws=DRAWS, concurrency=16)
        )
    say("sample", digest([[draw.outcome for draw in row] for row in sample.draws]))


if __name__ == "__main__":
    main(sys.argv[1], who=sys.argv[2])
