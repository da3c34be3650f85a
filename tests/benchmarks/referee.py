"""Hold every claim against worlds whose truth is known, and print nominal against measured: the referee of the numbers.

python tests/benchmarks/referee.py [SIZE [SEED]]

SIZE multiplies the runs of each world (1: a minute or two; 0.6 in the suite; 10 for a report); SEED makes other worlds.
A claim holds where it is wrong no more often than it may be, by .01 and the Monte-Carlo error of the runs at most.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from worlds import compared, followed, read
from worlds.drawn import World

SLACK = 0.01
SUITE = 0.6
"""The size of the suite's version: about a minute."""

WORLDS: tuple[World, ...] = (*compared.WORLDS, *followed.WORLDS, *read.WORLDS)


@dataclass(frozen=True, slots=True)
class Measured:
    """What came out of a world.

    Attributes:
        world: Which.
        share: How often the claim was wrong, or found.
        runs: Of how many runs.
        seconds: What they took.
    """

    world: World
    share: float
    runs: int
    seconds: float

    @property
    def error(self) -> float:
        """Half the width of a 95 % Monte-Carlo interval where the claim is just as good as it must be."""
        return 1.96 * math.sqrt(self.world.nominal * (1 - self.world.nominal) / self.runs)

    @property
    def holds(self) -> bool:
        """Whether the claim holds."""
        if self.world.power:
            return self.share >= self.world.nominal - self.error
        return self.share <= self.world.nominal + SLACK + self.error

    def __str__(self) -> str:
        """Write a line of the table."""
        bound = f"{'>=' if self.world.power else '<='} {self.world.nominal:.2f}"
        word = "" if self.holds else "  FAILS"
        return f"{self.world.what:78} {bound}  {self.share:.3f} ± {self.error:.3f}  {self.runs:5}  {self.seconds:4.0f} s{word}"


def referee(*, size: float, seed: int) -> Iterator[Measured]:
    """Play every world.

    Args:
        size: Multiplies the runs.
        seed: Other worlds.
    """
    yield from (play(number, size=size, seed=seed) for number in range(len(WORLDS)))


def play(number: int, *, size: float, seed: int) -> Measured:
    """Play one world.

    Args:
        number: Which of `WORLDS`.
        size: Multiplies the runs.
        seed: Another course of it.
    """
    world, began = WORLDS[number], time.process_time()
    runs = max(1, round(world.runs * size))
    found = sum(world.run(np.random.default_rng([seed, number, run])) for run in range(runs))
    return Measured(world, found / runs, runs, time.process_time() - began)


def main(size: float, seed: int) -> None:
    """Print the table, a line for each world."""
    print(f"{'world':78} allowed  measured        runs")  # noqa: T201 - it prints
    failed = 0
    for measured in referee(size=size, seed=seed):
        print(measured, flush=True)  # noqa: T201 - it prints
        failed += not measured.holds
    sys.exit(f"{failed} claims do not hold" if failed else 0)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
