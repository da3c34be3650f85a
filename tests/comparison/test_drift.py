from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import pointmass as pm
from pointmass.comparison.drift import judged
from pointmass.draw import Draw


@pytest.mark.parametrize(("now", "verdict", "code"), [("x", "same", 0), ("y", "moved", 1)])
def test_many_inputs_tell_same_from_moved(made, now, verdict, code):
    a = made({f"t{i}": ["x"] * 8 for i in range(40)})
    b = made({f"t{i}": [now if i < 5 else "x"] * 8 for i in range(40)})

    found = judged(pm.compare({"baseline": a, "now": b}), margin=0.2)

    assert (found.verdict, found.code) == (verdict, code)
    assert [change.label for change in found.moved] == ([f"t{i}" for i in range(5)] if code else [])


def test_many_inputs_that_a_cache_answered_are_not_the_same(made):
    said = {f"t{i}": [Draw(k, "ok", "x", "x", response_id=f"{i} {k}") for k in range(8)] for i in range(40)}
    later = {title: [replace(draw, time=2e9) for draw in draws] for title, draws in said.items()}

    found = judged(pm.compare({"baseline": made(said), "now": made(later)}), margin=0.2)

    assert (found.verdict, found.code) == ("could not find out", 2)
    assert found.reason.startswith("Could not find out whether now moves: 320 responses stand in both")


def test_few_inputs_that_show_nothing_do_not_count_as_the_same(made):
    a = made({"t": ["x"] * 8, "u": ["x"] * 8})

    found = judged(pm.compare({"baseline": a, "now": a}), margin=0.2)

    assert (found.verdict, found.code) == ("could not find out", 2)
    assert "watch more inputs" in found.reason


def test_nothing_that_moved_raises_an_alarm_in_at_most_five_of_a_hundred_looks(made):
    # Simulation: both samples from the same distributions, inputs from settled to torn; .05 is promised.
    rng, alarms = np.random.default_rng(8), 0
    for seed in range(100):
        shares = rng.beta(2, 0.5, size=25)
        a, b = (
            made({f"t{i}": ["x" if rng.random() < p else "y" for _ in range(8)] for i, p in enumerate(shares)})
            for _ in range(2)
        )
        found = pm.compare({"baseline": a, "now": b}, resamples=500, seed=seed)
        alarms += judged(found, margin=0.2).verdict == "moved"

    assert alarms <= 5
