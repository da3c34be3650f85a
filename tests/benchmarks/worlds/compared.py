"""Two samples of which nothing changed, or something did: unequal draws, conversations, rules that stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pointmass as pm
from pointmass.comparison.drift import judged
from pointmass.sample import Sample
from worlds.drawn import Rng, World, conversations, excludes, lossy, sampled, usual

# --- unequal numbers of draws: nothing changed


def unequal(inputs: int, a: int, b: int, share: float, *, lost: float = 0.0) -> Iterator[World]:
    """Compare, and look at one-off drift, with many draws on one side and few on the other; some may give no value."""

    def pair(rng: Rng) -> dict[str, Sample]:
        drawn = {name: usual(rng, inputs, draws, share) for name, draws in (("a", a), ("b", b))}
        return {name: sampled(lossy(rng, rows, lost) if lost else rows) for name, rows in drawn.items()}

    def alarm(rng: Rng) -> bool:
        return pm.compare(pair(rng), resamples=1000).contrasts[0].p_value <= 0.05

    def effect(rng: Rng) -> bool:
        found = pm.compare(pair(rng), resamples=1000, target=lambda out: out == "a").contrasts[0]
        right, consistent = found.effect("right"), found.effect("agreement")
        assert right is not None
        assert consistent is not None
        return right.found() or excludes(right.interval(), 0.0) or consistent.found(0.975)

    def moved(rng: Rng) -> bool:
        return judged(pm.compare(pair(rng), resamples=1000), margin=0.2).verdict == "moved"

    of = f"{a}:{b} draws, {inputs} inputs, share {share}, {f'{lost:.0%} lost, ' if lost else ''}nothing changed"
    yield World(f"compare alarms: {of}", 0.05, alarm, 40)
    yield World(f"an effect is shown or its interval misses 0: {of}", 0.05, effect, 40)
    if (a, b) == (32, 2):
        yield World(f"one-off watch says moved: {of}", 0.05, moved, 20)


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
    return found.found() or excludes(found.interval(), 0.0)


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
    return excludes(stopping(rng)[1].agreement().interval(), 0.64)


def stopped_share(rng: Rng) -> bool:
    """Whether the interval of a share of .6 in the table misses it."""
    rule, long = pm.until(mode=0.95), sampled(usual(rng, 1, 200, 0.6))
    (course,) = rule.courses(long.inputs, long.draws)
    found = replace(long, draws=(long.draws[0][: course.target],), stopped=rule.stopped(long.inputs)).table()
    rows = {row["outcome"]: row for row in found.to_dict("records")}
    # Once in hundreds of samples every draw is the rarer outcome: then its share is the one that is listed.
    row, truth = (rows["a"], 0.6) if "a" in rows else (rows["b"], 0.4)
    return not row["low"] <= truth <= row["high"]


WORLDS: tuple[World, ...] = (
    *(
        world
        for inputs, share in ((10, 0.9), (20, 0.98), (40, 0.95))
        for a, b in ((16, 2), (64, 2), (32, 2))
        for world in unequal(inputs, a, b, share)
    ),
    *unequal(40, 16, 8, 0.98),
    *unequal(20, 16, 16, 0.9, lost=0.2),
    *unequal(20, 16, 4, 0.95, lost=0.05),
    World("compare finds .95 -> .7 on 20 inputs, 16:4 draws", 0.8, unequal_power, 20, power=True),
    World("one-off watch says moved: 20 inputs x 16 conversations, nothing changed", 0.05, conversing, 60),
    World("an effect of conversations is shown, nothing changed", 0.05, conversing_effect, 60),
    World("one-off watch says moved: conversations against independent draws", 0.05, conversing_in_one, 60),
    World("compare finds .9 -> .1 of 16 conversations", 0.8, conversing_power, 20, power=True),
    World("compare alarms: 16 draws against until(mode=.95), nothing changed", 0.05, stopped_alarm, 40),
    World("an effect on agreement: 16 draws against until(mode=.95), nothing changed", 0.05, stopped_effect, 40),
    World("s.agreement().interval() after until(mode=.95) misses the truth", 0.05, stopped_agreement, 40),
    World("low and high in s.table() after until(mode=.95) miss .6", 0.05, stopped_share, 60),
)
