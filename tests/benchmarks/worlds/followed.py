"""What is looked at again and again: a watch, and advice that is followed; and bounds of what was chosen."""

from __future__ import annotations

import zlib
from collections import Counter
from typing import Any, Literal

import numpy as np

import pointmass as pm
from pointmass import stats
from pointmass.stabilize.confidence import FIRST
from pointmass.stabilize.further import further_inputs
from worlds.drawn import Rng, World, lossy, usual

ROUNDS = 8
"""How often advice is followed at most."""

MOST = 3000
"""Further inputs that a person is willing to sample in a round."""

LETTERS = tuple(map(str, range(60)))
DOMAIN = Literal[LETTERS]  # type: ignore[valid-type]


# --- a watch that runs


def watching(rng: Rng, before: float, after: float, looks: int) -> bool:
    """Whether a watch over 20 inputs, 16 draws in the baseline and 8 in each look, says at any look that answers moved."""
    baseline = usual(rng, 20, 16, before)
    drawn = [[Counter(row) for row in usual(rng, 20, 8, after)] for _ in range(looks)]
    return stats.running(baseline, drawn).first_shown() is not None


def watching_sees(rng: Rng) -> bool:
    """Whether what a watch says that it sees, after five quiet looks at answers of .98, is found within ten more."""
    baseline = usual(rng, 20, 16, 0.98)
    quiet = [[Counter(row) for row in usual(rng, 20, 8, 0.98)] for _ in range(5)]
    share = 0.98 - stats.running(baseline, quiet).sees()
    drawn = [[Counter(row) for row in usual(rng, 20, 8, share)] for _ in range(10)]
    return stats.running(baseline, [*quiet, *drawn]).first_shown() is not None


def lossy_watching(rng: Rng) -> bool:
    """Whether a watch says at any of 15 looks that answers moved, where a fifth gives no value all the time."""
    baseline = lossy(rng, usual(rng, 20, 16, 0.95), 0.2)
    drawn = [[Counter(row) for row in lossy(rng, usual(rng, 20, 8, 0.95), 0.2)] for _ in range(15)]
    return stats.running(baseline, drawn).first_shown() is not None


# --- code: bounds of what was chosen by other draws, and of advice that is followed


def domain_bound(rng: Rng) -> bool:
    """Whether more than .92 of the draws is claimed of a finite domain where .92 equal the code."""
    model = pm.SimulatedModel(
        [(lambda x: x + "!", 0.92), (lambda x: "?", 0.08)], linked=False, seed=int(rng.integers(10**6))
    )
    spec = pm.Spec("say", "Say it.", (pm.Parameter("x", DOMAIN),))
    with pm.Workbench(model=model) as wb:
        name = wb.define(spec)
        found = name.stabilize(name.sample(list(LETTERS), draws=8, progress=False), agreement=0.9, probes=0)
    return found.evidence.bound > 0.92


def advised(rng: Rng, asked: float, start: int) -> bool:
    """Whether following "sample more" for up to eight rounds proves an agreement of just what is asked."""
    n, k, sure = start, int(rng.binomial(start, asked)), FIRST
    for _ in range(8):
        if sure.lower(k, n) >= asked:
            return True
        then = sure.after(n, asked)
        if k / n < asked or not (more := further_inputs(n, n, k, agreement=asked, sure=then)):
            return False
        k, n, sure = k + int(rng.binomial(more, asked)), n + more, then
    return False


def following(rng: Rng, asked: float, start: int) -> bool:
    """Whether following "sample more" through ``handle.stabilize`` proves more than is true of the code, at whatever round.

    The model answers by a threshold, and unwaveringly otherwise on inputs that nothing sets apart: so many that what is asked is
    just true.
    """
    salt = int(rng.integers(10**9))

    def model(x: int) -> bool:
        return (x > 500_000) != (zlib.crc32(f"{salt}.{x}".encode()) / 2**32 >= asked)

    spec = pm.Spec("large", "Is it large?", (pm.Parameter("x", int),), returns=bool)
    inputs = rng.integers(10**3, 10**6, start).tolist()
    with pm.Workbench(model=pm.SimulatedModel({model: 1})) as wb:
        large = wb.define(spec)
        for _ in range(ROUNDS):
            found = large.stabilize(large.sample(inputs, draws=4, progress=False), agreement=asked, probes=0)
            if found.decision != "sample more" or not 0 < found.advice.more_inputs <= MOST:
                break
            inputs += rng.integers(10**3, 10**6, found.advice.more_inputs).tolist()
    if found.decision not in {"stabilize", "stabilize with guard"}:
        return False
    code: dict[str, Any] = {}
    exec(found.source, code)  # noqa: S102 - tests may execute generated source
    answered = [x for x in rng.integers(10**3, 10**6, 4000).tolist() if code["accepts"](x)]
    return bool(answered) and found.evidence.bound > np.mean([code["large"](x) == model(x) for x in answered])


WORLDS: tuple[World, ...] = (
    *(
        World(f"a running watch says moved at any of 15 looks: {share}, nothing changed", 0.05, world, 20)
        for share, world in (
            (1.0, lambda rng: watching(rng, 1.0, 1.0, 15)),
            (0.95, lambda rng: watching(rng, 0.95, 0.95, 15)),
            (0.7, lambda rng: watching(rng, 0.7, 0.7, 15)),
        )
    ),
    World(
        "a running watch finds 1.0 -> .95 on all inputs within 10 looks of 20 x 8",
        0.8,
        lambda rng: watching(rng, 1.0, 0.95, 10),
        20,
        power=True,
    ),
    World("a running watch finds what it says that it sees", 0.8, watching_sees, 20, power=True),
    World("a running watch says moved at any of 15 looks: .95, 20% lost, nothing changed", 0.05, lossy_watching, 20),
    World("a finite domain: more is proved than .92 of the draws", 0.05, domain_bound, 20),
    *(
        World(f"following the advice proves {asked} that is just there, from {start} inputs", 0.05, world, 60)
        for asked, start, world in (
            (0.8, 10, lambda rng: advised(rng, 0.8, 10)),
            (0.9, 20, lambda rng: advised(rng, 0.9, 20)),
            (0.95, 30, lambda rng: advised(rng, 0.95, 30)),
        )
    ),
    World(
        "handle.stabilize, its advice followed, proves more than is true: .8 from 10 inputs",
        0.05,
        lambda rng: following(rng, 0.8, 10),
        10,
    ),
)
