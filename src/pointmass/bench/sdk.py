"""The client that the benchmark compares with: the official SDK, used as its documentation shows, nothing stored."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import anthropic

from pointmass.bench import task
from pointmass.models.base import Request
from pointmass.models.request import render


async def measure(url: str, draws: int, concurrency: int) -> float:
    """Return the CPU seconds of *draws* requests, after a warm-up."""
    spec = task.spec()
    requests = [render(spec, {"ticket": ticket}) for ticket in task.tickets(draws)]
    async with anthropic.AsyncAnthropic(api_key="not-a-key", base_url=url) as client:
        await _all(client, iter((requests * task.WARM)[: task.WARM]), concurrency)
        began = task.cpu_seconds()
        await _all(client, iter((requests * task.DRAWS)[:draws]), concurrency)
        return task.cpu_seconds() - began


async def _all(client: anthropic.AsyncAnthropic, requests: Iterator[Request], concurrency: int) -> None:
    said: list[str] = []

    async def work() -> None:
        for request in requests:
            message = await client.messages.create(
                model=task.MODEL,
                max_tokens=256,
                system=request.system or anthropic.omit,
                messages=[{"role": "user", "content": request.messages[-1]["content"]}],
            )
            said.append("".join(block.text for block in message.content if block.type == "text"))

    await asyncio.gather(*(work() for _ in range(concurrency)))


if __name__ == "__main__":
    told = task.arguments()
    task.tell(asyncio.run(measure(told.url, told.draws, told.concurrency)))
