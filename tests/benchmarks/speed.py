"""Measure what large inputs cost, against a tenth of them in the same process; not a test, for machines are noisy.

python tests/benchmarks/speed.py
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from pointmass.interpretations import cluster
from pointmass.stats import compare

TEAMS = ("cards", "transfers", "fees", "other")


def main() -> None:
    """Print CPU seconds of each job, and the ratio to a tenth of it."""
    for name, job in (("cluster labels", labels), ("cluster short texts", texts), ("compare 5 variants", comparison)):
        seconds(job, 0.1)  # what is imported late is imported now
        tenth, whole = seconds(job, 0.1), seconds(job, 1.0)
        print(f"{name}: {whole:.2f} s CPU, {whole / tenth:.1f} times a tenth of it")  # noqa: T201 - it prints


def seconds(job: Callable[[float], Any], share: float) -> float:
    """Return the CPU seconds of a job at a share of its size."""
    began = time.process_time()
    job(share)
    return time.process_time() - began


def labels(share: float) -> Any:
    """Cluster 100,000 draws of a label."""
    return cluster(random.Random(1).choices(TEAMS, k=int(100_000 * share)))  # noqa: S311 - test data, no secret


def texts(share: float) -> Any:
    """Cluster 10,000 short texts, 3,000 of them distinct."""
    rng = random.Random(1)  # noqa: S311 - test data, no secret
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(800)]
    distinct = [" ".join(rng.choices(words, k=rng.randint(2, 8))) for _ in range(int(3_000 * share))]
    return cluster(distinct + rng.choices(distinct, k=int(7_000 * share)))


def comparison(share: float) -> Any:
    """Compare 5 variants on 200 inputs of 20 draws with 10,000 permutations."""
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.ones(4) * 0.7, size=int(200 * share))
    variants = {
        f"v{k}": [Counter({j: int(c) for j, c in enumerate(rng.multinomial(20, p)) if c}) for p in shares]
        for k in range(5)
    }
    return compare(variants, resamples=10_000)


if __name__ == "__main__":
    main()
