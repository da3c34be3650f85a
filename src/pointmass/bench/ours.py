"""The client that the benchmark measures: a sample drawn by pointmass into a file, every draw acknowledged."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from pointmass.bench import task
from pointmass.models.anthropic import AnthropicModel
from pointmass.models.base import Model
from pointmass.sampler import draw_sample, read_inputs
from pointmass.store import Store


async def measure(url: str, draws: int, concurrency: int) -> float:
    """Return the CPU seconds of *draws* draws into a new file, after a warm-up; opening and closing it included."""
    model = AnthropicModel(task.MODEL, api_key="not-a-key", base_url=url)
    try:
        with tempfile.TemporaryDirectory() as folder:
            await _sample(model, Path(folder) / "warm.pointmass", task.tickets(task.WARM, first=draws), concurrency)
            began = task.cpu_seconds()
            await _sample(model, Path(folder) / "draws.pointmass", task.tickets(draws), concurrency)
            return task.cpu_seconds() - began
    finally:
        await model.aclose()


async def _sample(model: Model, path: Path, tickets: list[str], concurrency: int) -> None:
    spec = task.spec()
    with Store(path) as store:
        inputs = read_inputs(spec, tickets)
        sample = await draw_sample(
            spec, inputs, model=model, store=store, draws=task.DRAWS, concurrency=concurrency, on_progress=_look
        )
    answered = sum(draw.answered for row in sample.draws for draw in row)
    if answered != len(tickets) * task.DRAWS:
        raise RuntimeError(f"bench: {answered} of {len(tickets) * task.DRAWS} draws were answered: {sample.notices}")


def _look(progress: object) -> None:
    """Stand for a progress display, which the figure includes as a person would have one."""


if __name__ == "__main__":
    told = task.arguments()
    task.tell(asyncio.run(measure(told.url, told.draws, told.concurrency)))
