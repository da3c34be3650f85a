"""``pointmass bench``: every figure, measured now and printed with its bar."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable

from pointmass.bench.calling import stabilized_call_cost
from pointmass.bench.figure import Figure
from pointmass.bench.importing import import_cost
from pointmass.bench.per_draw import draw_cost


def main(console_print: Callable[[str], object] = print, *, quick: bool = False) -> list[Figure]:
    """Measure and print every figure.

    Args:
        console_print: Prints a line.
        quick: Fewer rounds and draws: seconds instead of a minute, and a look instead of a measurement.

    Returns:
        The figures, in the order in which they were printed.
    """
    console_print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores; "
        "both sides of each figure measured by turns, so that only their ratio or difference counts"
    )
    measures: list[Callable[[], Figure]] = [
        (lambda: import_cost(rounds=3)) if quick else import_cost,
        (lambda: stabilized_call_cost(rounds=20)) if quick else stabilized_call_cost,
        (lambda: draw_cost(draws=480, rounds=1)) if quick else draw_cost,
    ]
    figures = []
    for measure in measures:
        figures.append(measure())
        console_print(str(figures[-1]))
    return figures
