"""The time that ``import pointmass`` adds to the start of Python."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from pointmass.bench.figure import Figure

BAR = 150.0
"""The most that it may add, in milliseconds."""

ROUNDS = 15


def import_cost(*, rounds: int = ROUNDS) -> Figure:
    """Measure the wall time of ``python -c 'import pointmass'`` and of ``python -c pass``, by turns."""
    _start("import pointmass")  # compiles what was never imported, and warms the disk cache
    pairs = [(_start("import pointmass"), _start("pass")) for _ in range(rounds)]
    ours = statistics.median(pair[0] for pair in pairs)
    bare = statistics.median(pair[1] for pair in pairs)
    return Figure(
        name="import pointmass over python -c pass",
        value=statistics.median(pair[0] - pair[1] for pair in pairs),
        unit="ms",
        bar=BAR,
        detail=f"{ours:.0f} ms against {bare:.0f} ms, {ours / bare:.1f} times; median of {rounds} starts by turns",
    )


def _start(statement: str) -> float:
    """Return the wall milliseconds of one start of Python."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)  # noqa: S603 - our own statement
    return (time.perf_counter() - began) * 1e3
