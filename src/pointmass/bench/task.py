"""What both clients of the draw benchmark ask: one spec, the same texts, the same number of requests in flight."""

from __future__ import annotations

import argparse
import math
import os
import resource
import sys

from pointmass.spec import Spec

MODEL = "claude-haiku-4-5"
DRAWS = 16
"""Draws of each input."""

WARM = 128
"""Requests before the clock starts: connections are open then, and everything is loaded."""


def spec() -> Spec:
    """Return the spec that is asked."""

    def route_ticket(ticket: str) -> str:
        """Classify this support ticket into billing, technical, account or other."""
        raise NotImplementedError(ticket)

    return Spec.from_function(route_ticket, options={"max_tokens": 256})


def tickets(draws: int, *, first: int = 0) -> list[str]:
    """Return enough different inputs for *draws* draws, each about as long as a ticket is."""
    count = math.ceil(draws / DRAWS)
    text = "I was charged twice for my March invoice, please refund one of them."
    return [f"Ticket {number}: {text}" for number in range(first, first + count)]


def cpu_seconds() -> float:
    """Return the CPU seconds of this process until now, all threads, user and system."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def arguments() -> argparse.Namespace:
    """Read what a client is told on its command line, and keep to the core that it names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("draws", type=int)
    parser.add_argument("concurrency", type=int)
    parser.add_argument("--core", type=int)
    told = parser.parse_args()
    if told.core is not None:
        os.sched_setaffinity(0, {told.core})
    return told


def tell(seconds: float) -> None:
    """Tell the parent process what was measured."""
    sys.stdout.write(f"{seconds!r}\n")
