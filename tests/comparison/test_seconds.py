from __future__ import annotations

import math
import random

import pytest

import pointmass as pm
from pointmass.comparison.align import pair_all
from pointmass.comparison.seconds import by_turns
from pointmass.draw import Draw
from pointmass.models.base import Completion, Model

INPUTS = [f"t {i}" for i in range(12)]


class Service(Model):
    """Answers in seconds that hang together for a while, as those of a service do that others use too."""

    identity = "service"

    def __init__(self, seed, *, slower=0.0):
        self._random = random.Random(seed)  # noqa: S311 - a service, and no secret
        self._load = 0.0
        self._slower = slower

    async def complete(self, request, index):  # noqa: ARG002 - it answers every draw alike
        self._load = 0.99 * self._load + self._random.gauss(0, 0.02)
        own = self._slower if "other" in request.system else 0.0
        return Completion("yes", latency=1 + self._load + self._random.uniform(0, 0.3) + own)


def spec():
    return pm.Spec("f", "Say yes.", (pm.Parameter("x", str),))


def seconds(comparison):
    return comparison.contrasts[0].effect("seconds")


def one_after_the_other(seed):
    with pm.Workbench(model=Service(seed)) as wb:
        handle = wb.define(spec())
        a, b = (handle.sample(INPUTS, 8, fresh=True, progress=False) for _ in "ab")
    return pm.compare({"a": a, "b": b}, resamples=20)


def varied(seed, **how):
    with pm.Workbench(model=Service(seed, **how)) as wb:
        return wb.define(spec()).vary(INPUTS, 8, prompt={"b": "Say yes, the other way."}, progress=False).comparison


def test_samples_drawn_one_after_the_other_have_seconds_and_no_verdict():
    comparison = one_after_the_other(1)
    row = comparison.effects().set_index("question").loc["seconds"]

    assert row["before"] > 0.5
    assert row["change"] == pytest.approx(row["after"] - row["before"])
    assert row["verdict"] == "no verdict"
    assert all(math.isnan(row[column]) for column in ("low", "high", "p", "p_corrected"))
    assert "seconds are shown without a verdict" in row["diag"]
    assert "seconds are shown without a verdict" in comparison.contrasts[0].diag
    assert "no verdict" in comparison._repr_html_()
    assert not {"slower", "faster"} & set(comparison.sentence.split())


def test_nothing_is_claimed_of_the_same_service_more_often_than_one_may():
    # Of 40 pairs at .05 more than 5 are claimed in 1 of 72 runs (binomial). One after the other and by input, 30 of 40 were.
    claimed = [seconds(varied(seed)).found() for seed in range(40)]

    assert sum(claimed) <= 5


def test_a_variant_that_is_slower_by_turns_is_said_to_be():
    effect = seconds(varied(3, slower=0.5))

    assert (effect.verdict(), effect.unit, effect.paired.n_inputs) == ("slower", "rounds", 8)
    low, high = effect.interval()
    assert 0.3 < low < 0.5 < high < 0.7


def timed(made, times, *, origin="fresh"):
    """Build a sample whose draws were made at some times, by number."""
    row = [Draw(k, "ok", "x", "x", latency=1.0 + k, time=when, origin=origin) for k, when in enumerate(times)]
    return made({"a": row, "b": row})


def rounds_of(made, a, b, **how):
    (pairing,) = pair_all({"a": timed(made, a, **how), "b": timed(made, b, **how)}, "a")
    return by_turns(pairing)


BY_TURNS = ([1, 4, 5, 8, 9, 12], [2, 3, 6, 7, 10, 11])


def test_a_round_is_where_the_same_variant_came_first(made):
    found = rounds_of(made, *BY_TURNS)

    assert found.a == found.b == (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)


def test_several_draws_of_one_round_are_one_unit(made):
    a = [1, 2, 7, 8, 9, 10, 15, 16]
    b = [3, 4, 5, 6, 11, 12, 13, 14]

    assert rounds_of(made, a, b).a == (1.5, 3.5, 5.5, 7.5)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]),  # one after the other
        (
            [1, 3, 5, 7, 9, 11],
            [2, 4, 6, 8, 10, 12],
        ),  # always the same one first: a drift would be taken for a difference
        ([1, 4, 5], [2, 3, 6]),  # too few rounds
        ([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]),  # nobody wrote down when
    ],
)
def test_what_was_not_drawn_by_turns_has_no_rounds(made, a, b):
    assert rounds_of(made, a, b) is None


def test_what_is_replayed_has_no_rounds(made):
    assert rounds_of(made, *BY_TURNS, origin="replayed") is None
