from __future__ import annotations

from dataclasses import replace

import pytest

import pointmass as pm
from pointmass.draw import Draw
from pointmass.sample import SampleData
from pointmass.stabilize.search import SearchOptions, SearchResult, search
from pointmass.stabilize.training_set import Labelled, training_set_of


@pytest.mark.parametrize(("held", "shown"), [((), True), ((1,), True), ((0,), False)])
def test_what_was_made_from_an_input_that_is_held_out_is_not_shown(held, shown):
    spec = pm.Spec("shout", "Shout.", (pm.Parameter("title", str),))
    draws = tuple(Draw(i, "ok", "AB", "AB") for i in range(4))
    sample = SampleData(spec, ({"title": "ab"}, {"title": "abc"}), (1, 1), (draws,) * 2, 4, "a model")
    beside = Labelled({"title": "xy z"}, "XY Z", "the model", parent=0)
    what = replace(training_set_of(sample), taught=(beside,))

    found = search(sample, what, (), options=SearchOptions(0.1), held=held)

    assert (found != SearchResult()) == shown
