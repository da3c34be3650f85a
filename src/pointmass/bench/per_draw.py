"""Client CPU of a draw: pointmass with a file behind it, against the bare SDK on its default transport."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from pointmass.bench.figure import Figure

BAR = 0.75
"""The most that a draw may cost, as a share of what it costs with the bare SDK."""

DRAWS = 2000
CONCURRENCY = 64
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Round:
    """CPU milliseconds of one draw, measured one after the other."""

    ours: float
    bare: float


def draw_cost(*, draws: int = DRAWS, concurrency: int = CONCURRENCY, rounds: int = ROUNDS) -> Figure:
    """Measure the CPU that a client spends on a draw: of our process, and of one with the bare SDK, by turns.

    Server and clients are processes of their own; on a machine with two cores or more the server keeps to one and the
    clients to another. Only the requests are counted: not the start, not the warm-up.
    """
    with _server() as url:
        found = [
            Round(
                ours=_client("pointmass.bench.ours", url, draws, concurrency),
                bare=_client("pointmass.bench.sdk", url, draws, concurrency),
            )
            for _ in range(rounds)
        ]
    ratios = [each.ours / each.bare for each in found]
    ours = statistics.median(each.ours for each in found)
    bare = statistics.median(each.bare for each in found)
    return Figure(
        name="CPU of a draw against the bare SDK (default transport)",
        value=statistics.median(ratios),
        unit="×",
        bar=BAR,
        detail=f"{ours:.2f} ms against {bare:.2f} ms; {rounds} rounds of {draws:,} draws, {concurrency} in flight, no "
        f"latency, durable file; ratios {min(ratios):.2f} to {max(ratios):.2f}",
    )


@contextlib.contextmanager
def _server() -> Iterator[str]:
    command = [sys.executable, "-m", "pointmass.models.local_server", "--port", "0", *_on_core(0)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own module
        try:
            if process.stdout is None or not (url := process.stdout.readline().strip()):
                raise RuntimeError("bench: the local server did not start")
            yield url
        finally:
            process.terminate()


def _client(module: str, url: str, draws: int, concurrency: int) -> float:
    """Return the CPU milliseconds of a draw of one client process."""
    command = [sys.executable, "-m", module, url, str(draws), str(concurrency), *_on_core(-1)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own module
    return float(done.stdout) / draws * 1e3


def _on_core(which: int) -> list[str]:
    """Return the option that keeps a process to one core, where there are several and the system can do it."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return ["--core", str(cores[which])] if len(cores) > 1 else []
