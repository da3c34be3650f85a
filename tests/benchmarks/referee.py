"""Hold every claim against worlds whose truth is known, and print nominal against measured: the referee of the numbers.

python tests/benchmarks/referee.py [SIZE [SEED]]

SIZE multiplies the runs of each world (1: a minute or two; 0.6 in the suite; 10 for a report); SEED makes other worlds.
A claim holds where it is wrong no more often than it may be, by .01 and the Monte-Carlo error of the runs at most.
"""

from __future__ import annotations

import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

import pointmass as pm
from pointmass import stats
from pointmass.comparison.drift import judged
from pointmass.draw import Draw
from pointmass.sample import Sample
from pointmass.stabilize.confidence import FIRST
from pointmass.stabilize.further import further_inputs

Rng = np.random.Generator
SLACK = 0.01
SUITE = 0.6
"""The size of the suite's version: under a minute."""

LETTERS = tuple(map(str, range(60)))
DOMAIN = Literal[LETTERS]  # type: ignore[valid-type]
SPEC = pm.Spec("say", "Say it.", (pm.Parameter("text", str),))


@dataclass(frozen=True, slots=True)
class World:
    """One claim in one world.

    Attributes:
        what: What is claimed, of what.
        nominal: How often it may be wrong at most; or, of a power, how often it must be found at least.
        run: Plays the world once: whether the claim was wrong; of a power, whether it was found.
        runs: How often it is played at size 1.
        power: Whether it is to be found, not wrong.
    """

    what: str
    nominal: float
    run: Callable[[Rng], bool]
    runs: int
    power: bool = False


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


def sampled(rows: Sequence[Sequence[str]], *, linked: bool = False, **how: object) -> Sample:
    """Make a sample of answers, ``(n_inputs, n_draws)``, ragged; ``!`` is an answer that is not a value."""
    draws = tuple(
        tuple(
            Draw(i, "ok", said, said) if said != "!" else Draw(i, "format violation", None, f"none {at}.{i}")
            for i, said in enumerate(row)
        )
        for at, row in enumerate(rows)
    )
    inputs = tuple({"text": f"in{at}"} for at in range(len(rows)))
    return Sample(SPEC, inputs, (1,) * len(rows), draws, max(map(len, rows)), "a model", linked=linked, **how)  # type: ignore[arg-type]


def usual(rng: Rng, inputs: int, draws: int, share: float | Sequence[float]) -> list[list[str]]:
    """Draw the usual answer ``a`` with a share, else ``b``, ``(n_inputs, n_draws)``."""
    odd = rng.random((inputs, draws)) >= np.broadcast_to(share, inputs)[:, None]
    return np.where(odd, "b", "a").tolist()


def conversations(rng: Rng, inputs: int, draws: int, share: float) -> list[list[str]]:
    """Draw one reading for each conversation, which answers all inputs by it, ``(n_inputs, n_draws)``."""
    row = np.where(rng.random(draws) < share, "a", "b").tolist()
    return [row] * inputs


# --- unequal numbers of draws: nothing changed


def unequal(inputs: int, a: int, b: int, share: float) -> Iterator[World]:
    """Compare, and look at one-off drift, with many draws on one side and few on the other."""

    def pair(rng: Rng) -> dict[str, Sample]:
        return {"a": sampled(usual(rng, inputs, a, share)), "b": sampled(usual(rng, inputs, b, share))}

    def alarm(rng: Rng) -> bool:
        return pm.compare(pair(rng), resamples=1000).contrasts[0].p_value <= 0.05

    def effect(rng: Rng) -> bool:
        found = pm.compare(pair(rng), resamples=1000, target=lambda out: out == "a").contrasts[0]
        right, consistent = found.effect("right"), found.effect("agreement")
        assert right is not None
        assert consistent is not None
        return right.found() or _excludes(right.interval(), 0.0) or consistent.found(0.975)

    def moved(rng: Rng) -> bool:
        return judged(pm.compare(pair(rng), resamples=1000), margin=0.2).verdict == "moved"

    of = f"{a}:{b} draws, {inputs} inputs, share {share}, nothing changed"
    yield World(f"compare alarms: {of}", 0.05, alarm, 40)
    yield World(f"an effect is shown or its interval misses 0: {of}", 0.05, effect, 40)
    if (a, b) == (32, 2):
        yield World(f"one-off watch says moved: {of}", 0.05, moved, 20)


def _excludes(interval: object, value: float) -> bool:
    low, high = interval  # type: ignore[misc]
    return not math.isnan(low) and not low - 1e-9 <= value <= high + 1e-9


def unequal_power(rng: Rng) -> bool:
    """.95 becomes .7 on 20 inputs, 16 draws against 4."""
    pair = {"a": sampled(usual(rng, 20, 16, 0.95)), "b": sampled(usual(rng, 20, 4, 0.7))}
    return pm.compare(pair, resamples=1000).contrasts[0].p_value <= 0.05


# --- conversations: nothing changed


def conversing(rng: Rng) -> bool:
    """Two readings, .6 and .4, by conversation."""
    pair = {name: sampled(conversations(rng, 20, 16, 0.6), linked=True) for name in "ab"}
    return judged(pm.compare(pair, resamples=1000), margin=0.2).verdict == "moved"


def conversing_effect(rng: Rng) -> bool:
    """Whether "right more often" is said of conversations that did not change."""
    pair = {name: sampled(conversations(rng, 20, 16, 0.6), linked=True) for name in "ab"}
    found = pm.compare(pair, resamples=1000, target=lambda out: out == "a").contrasts[0].effect("right")
    assert found is not None
    return found.found() or _excludes(found.interval(), 0.0)


def conversing_in_one(rng: Rng) -> bool:
    """Conversations against draws that are independent."""
    a = sampled(conversations(rng, 20, 16, 0.6), linked=True)
    found = pm.compare({"a": a, "b": sampled(usual(rng, 20, 16, 0.6))}, resamples=1000)
    return judged(found, margin=0.2).verdict == "moved"


def conversing_power(rng: Rng) -> bool:
    """The readings change places: .9 and .1."""
    pair = {name: sampled(conversations(rng, 20, 16, share), linked=True) for name, share in (("a", 0.9), ("b", 0.1))}
    return pm.compare(pair, resamples=1000).contrasts[0].p_value <= 0.05


# --- stopped by a rule: nothing changed


def stopping(rng: Rng) -> tuple[Sample, Sample]:
    """Draw 30 inputs with shares of .6 to .9: 16 draws of each, and until the mode of each is known."""
    shares, rule = rng.uniform(0.6, 0.9, 30), pm.until(mode=0.95)
    fixed, long = sampled(usual(rng, 30, 16, shares)), sampled(usual(rng, 30, rule.most, shares))
    courses = rule.courses(long.inputs, long.draws)
    drawn = tuple(row[: course.target] for row, course in zip(long.draws, courses, strict=True))
    return fixed, replace(long, draws=drawn, stopped=rule.stopped(long.inputs))


def stopped_alarm(rng: Rng) -> bool:
    """Whether 16 draws and draws until the mode is known are said to differ."""
    fixed, until = stopping(rng)
    return pm.compare({"fixed": fixed, "until": until}, resamples=1000).contrasts[0].p_value <= 0.05


def stopped_effect(rng: Rng) -> bool:
    """Whether one of them is said to be more consistent."""
    fixed, until = stopping(rng)
    found = pm.compare({"fixed": fixed, "until": until}, resamples=1000).contrasts[0].effect("agreement")
    assert found is not None
    return found.found()


def stopped_agreement(rng: Rng) -> bool:
    """Whether the interval of the agreement misses the truth: the mean of p² + (1 - p)² over shares of .6 to .9."""
    return _excludes(stopping(rng)[1].agreement().interval(), 0.64)


def stopped_share(rng: Rng) -> bool:
    """Whether the interval of a share of .6 in the table misses it."""
    rule, long = pm.until(mode=0.95), sampled(usual(rng, 1, 200, 0.6))
    (course,) = rule.courses(long.inputs, long.draws)
    found = replace(long, draws=(long.draws[0][: course.target],), stopped=rule.stopped(long.inputs)).table()
    row = found[found["outcome"] == "a"].iloc[0]
    return not row["low"] <= 0.6 <= row["high"]


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


# --- readings, plans


def unseen_bound(rng: Rng) -> bool:
    """Whether the hold-out bound of eight even readings is below what the first third did not show."""
    drawn = rng.integers(0, 8, 24).tolist()
    missing = 1 - len(set(drawn[:8])) / 8
    return stats.hold_out(drawn, first=8).bound < missing


def planned(rng: Rng, effect: float) -> bool:
    """Whether as many inputs as were planned show a difference."""
    n = stats.inputs_for_difference(effect, between=1.0).inputs
    return stats.paired(np.zeros(n), rng.normal(effect, 1, n), resamples=999).p_value <= 0.05


WORLDS: tuple[World, ...] = (
    *(
        world
        for inputs, share in ((10, 0.9), (20, 0.98), (40, 0.95))
        for a, b in ((16, 2), (64, 2), (32, 2))
        for world in unequal(inputs, a, b, share)
    ),
    World("compare finds .95 -> .7 on 20 inputs, 16:4 draws", 0.8, unequal_power, 20, power=True),
    World("one-off watch says moved: 20 inputs x 16 conversations, nothing changed", 0.05, conversing, 60),
    World("an effect of conversations is shown, nothing changed", 0.05, conversing_effect, 60),
    World("one-off watch says moved: conversations against independent draws", 0.05, conversing_in_one, 60),
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
    World("a finite domain: more is proved than .92 of the draws", 0.05, domain_bound, 20),
    *(
        World(f"following the advice proves {asked} that is just there, from {start} inputs", 0.05, world, 60)
        for asked, start, world in (
            (0.8, 10, lambda rng: advised(rng, 0.8, 10)),
            (0.9, 20, lambda rng: advised(rng, 0.9, 20)),
            (0.95, 30, lambda rng: advised(rng, 0.95, 30)),
        )
    ),
    World("P(unseen) at most, of eight even readings, is too low", 0.05, unseen_bound, 200),
    *(
        World(f"as many inputs as were planned show an effect of {effect}", 0.8, world, 100, power=True)
        for effect, world in ((0.5, lambda rng: planned(rng, 0.5)), (1.5, lambda rng: planned(rng, 1.5)))
    ),
    World("compare alarms: 16 draws against until(mode=.95), nothing changed", 0.05, stopped_alarm, 40),
    World("an effect on agreement: 16 draws against until(mode=.95), nothing changed", 0.05, stopped_effect, 40),
    World("s.agreement().interval() after until(mode=.95) misses the truth", 0.05, stopped_agreement, 40),
    World("low and high in s.table() after until(mode=.95) miss .6", 0.05, stopped_share, 60),
    World("compare finds .9 -> .1 of 16 conversations", 0.8, conversing_power, 20, power=True),
)


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
