"""A file tells which rule ended the drawing of a sample, as the sample itself did."""

from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.sample import Stopped
from pointmass.sampler import kept_rule
from pointmass.store import Series, Store
from pointmass.workbench.baseline import read_baseline

INPUTS = [f"in{i}" for i in range(12)]


@pytest.fixture
def opened(tmp_path):
    model = pm.SimulatedModel([(lambda text: "a", 0.8), (lambda text: "b", 0.2)], linked=False, seed=4)
    with pm.Workbench(tmp_path / "said.pointmass", model=model) as wb:

        @wb.spec
        def say(text: str) -> str:
            """Say it."""

        yield wb, say


@pytest.fixture
def baseline(opened):
    def read():
        with Store(opened[0].store.path) as store:
            return read_baseline(store, "say").sample

    return read


@pytest.fixture
def say(opened):
    return opened[1]


def test_a_baseline_out_of_a_file_is_stopped_as_it_was(say, baseline):
    sample = say.sample(INPUTS, draws=pm.until(mode=0.95), progress=False)

    assert baseline().stopped == sample.stopped
    assert baseline().agreement().value == sample.agreement().value


def test_a_rule_about_all_inputs_is_known_where_every_input_has_as_many_draws(say, baseline):
    sample = say.sample(INPUTS, draws=pm.until(rate=lambda out: out == "a", width=0.2, overall=True), progress=False)

    assert not sample.made.unequal
    assert sample.stopped is not None
    assert baseline().stopped == sample.stopped


def test_more_draws_of_every_input_are_nobodys_stop(say, baseline):
    stopped = say.sample(INPUTS, draws=pm.until(mode=0.95, most=20), progress=False)
    say.sample(INPUTS, draws=30, progress=False)

    assert stopped.stopped is not None
    assert baseline().stopped is None


def test_the_same_call_again_keeps_nothing_more_and_another_rule_is_kept_beside(say, baseline):
    for rule in ({"mode": 0.95}, {"mode": 0.95}, {"seen": 0.95}):
        last = say.sample(INPUTS, draws=pm.until(**rule), progress=False)

    assert baseline().stopped.rule == last.stopped.rule


def test_what_a_file_says_otherwise_is_no_rule():
    class Said:
        def spec(self, digest):  # noqa: ARG002 - whatever is asked for
            return said.pop(0) if said else None

    said = [
        {"rule": 3},
        {"rule": "r", "fixed": -1, "looks": 0, "drawn": {"x": 1}},
        {"rule": "r", "fixed": 2, "looks": 0, "drawn": {"x": 9}},
    ]
    found = kept_rule(Said(), Series("s", "m"), drawn={"x": 9})

    assert found == Stopped("r", 2)
