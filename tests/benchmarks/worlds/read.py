"""Draws without a value, readings, and plans."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

import pointmass as pm
from pointmass import stats
from pointmass.sample import Sample
from worlds.drawn import NO_VALUE, Rng, World, excludes, lossy, sampled, usual

# --- draws without a value


def figures(sample: Sample) -> list[object]:
    """Return what is said of how far draws agree, and of what was not seen."""
    found = sample.interpretations()
    own = [sample.agreement().value, sample.agreement().interval(), found.agreement().value, found.hold_out().bound]
    return [*map(str, own), found.readings_per_input, [each.unseen().chao1 for each in found.inputs if each.readings]]


def nothing_agrees(rng: Rng) -> bool:
    """Whether any figure is another one without the draws that gave no value."""
    rows = lossy(rng, usual(rng, 20, 8, rng.uniform(0.5, 1.0, 20)), 0.2)
    return figures(sampled(rows)) != figures(sampled([[said for said in row if said not in NO_VALUE] for row in rows]))


def lossy_agreement(rng: Rng) -> bool:
    """Whether the interval of the agreement of values misses the truth, as in `stopped_agreement`."""
    rows = usual(rng, 30, 8, rng.uniform(0.6, 0.9, 30))
    return excludes(sampled(lossy(rng, rows, 0.2)).agreement().interval(), 0.64)


def lossy_mode(rng: Rng, shares: Sequence[float]) -> bool:
    """Whether a mode is said to be known that is no value, or not the most probable one; the first share is that of a loss."""
    said = rng.choice(["!", *"ab"], (1, 60), p=shares).tolist()
    rule, sample = pm.until(mode=0.95, most=60), sampled(said)
    (course,) = rule.courses(sample.inputs, sample.draws)
    if not course.stopped:
        return False
    (mode,) = replace(sample, draws=(sample.draws[0][: course.target],)).modes()
    return mode.key != '"a"' or shares[0] > shares[1]


def lossy_conversations(rng: Rng) -> bool:
    """Whether conversations that all follow one program are told apart by where they gave no value."""
    quiet = rng.random(20) < 0.5
    odd = rng.random((12, 20)) < 0.05
    rows = [
        ["!" if quiet[i] and at % 2 else "other" if odd[at, i] else f"usual {at}" for i in range(20)]
        for at in range(12)
    ]
    return len(sampled(lossy(rng, rows, 0.05), linked=True).interpretations().programs) > 1


# --- readings, plans


def reading(
    rng: Rng, inputs: int, talks: int, hot: float, *, lost: float = 0.0
) -> tuple[Sample, list[float], np.ndarray]:
    """Draw conversations that follow two to five programs: the sample, the weights, and the program of each conversation.

    A tenth of the answers depart from the program; or, of a fifth of the inputs, so many as *hot* says, and few elsewhere.
    """
    programs = rng.integers(0, 3, (int(rng.integers(2, 6)), inputs))
    weights = rng.dirichlet(np.full(len(programs), 3.0))
    follows = rng.choice(len(programs), talks, p=weights)
    rate = np.where(np.arange(inputs) < inputs // 5, hot, 0.01) if hot else np.full(inputs, 0.1)
    odd = rng.random((talks, inputs)) < rate
    said = np.where(odd, rng.integers(0, 3, (talks, inputs)), programs[follows])
    rows = np.array(["red", "green", "blue"])[said].T.tolist()
    return sampled(lossy(rng, rows, lost) if lost else rows, linked=True), weights.tolist(), follows


def weights_missed(rng: Rng, inputs: int, talks: int, hot: float = 0.0, *, lost: float = 0.0) -> bool:
    """Whether the interval of any weight misses that of the program that most of its conversations follow."""
    sample, weights, follows = reading(rng, inputs, talks, hot, lost=lost)
    found = sample.interpretations()
    if len(found.programs) < 2:
        return False
    assert found.linked is not None
    talks_of = [json.loads(each) for each in found.linked.conversations]  # in the order in which a value first came
    told = np.array(found.linked.labels)
    most = [int(np.bincount(follows[talks_of][told == each.label]).argmax()) for each in found.programs]
    return any(excludes(each.interval(), weights[own]) for each, own in zip(found.programs, most, strict=True))


def weights_unknown(rng: Rng) -> bool:
    """Whether any weight has an interval where 11 inputs tell programs apart."""
    found = reading(rng, 11, 20, 0.0)[0].interpretations()
    return len(found.programs) > 1 and any(each.interval().known or not each.doubt for each in found.programs)


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
    World("a figure of agreement or of readings counts a draw without a value", 0.0, nothing_agrees, 10),
    World("s.agreement().interval() misses the truth of values: 20% lost", 0.05, lossy_agreement, 60),
    World(
        "until(mode=.95) takes what is no mode for one: .2 lost, .44 against .36",
        0.05,
        lambda rng: lossy_mode(rng, (0.2, 0.44, 0.36)),
        60,
    ),
    World(
        "until(mode=.95) decides where mostly no value comes: .5 lost, .3 against .2",
        0.05,
        lambda rng: lossy_mode(rng, (0.5, 0.3, 0.2)),
        60,
    ),
    World("conversations are told apart by where they gave no value", 0.05, lossy_conversations, 10),
    World("P(unseen) at most, of eight even readings, is too low", 0.05, unseen_bound, 200),
    World(
        "the weight of a program is missed: 12 inputs x 20 conversations",
        0.07,
        lambda rng: weights_missed(rng, 12, 20),
        8,
    ),
    World(
        "the weight of a program is missed: 12 inputs x 20 conversations, 10% lost",
        0.07,
        lambda rng: weights_missed(rng, 12, 20, lost=0.1),
        6,
    ),
    World(
        "the weight of a program is missed: 20 x 60, a fifth of the inputs half at random",
        0.07,
        lambda rng: weights_missed(rng, 20, 60, 0.5),
        6,
    ),
    World("a weight has an interval over 11 inputs", 0.0, weights_unknown, 4),
    *(
        World(f"as many inputs as were planned show an effect of {effect}", 0.8, world, 100, power=True)
        for effect, world in ((0.5, lambda rng: planned(rng, 0.5)), (1.5, lambda rng: planned(rng, 1.5)))
    ),
)
