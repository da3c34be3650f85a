"""How a sample was made is data of it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

import pointmass as pm
from pointmass import stats
from pointmass.draw import Draw
from pointmass.sample import Stopped


@pytest.fixture
def say():
    wb = pm.Workbench(model=pm.SimulatedModel([(lambda text: "a", 0.8), (lambda text: "b", 0.2)], linked=False, seed=4))

    @wb.spec
    def say(text: str) -> str:
        """Say it."""

    return say


def test_a_fixed_number_of_draws_was_stopped_by_nobody(say):
    made = say.sample(["x", "y"], draws=3, progress=False).made

    assert (made.fewest, made.most, made.stopped, made.unequal) == (3, 3, None, False)
    assert str(made) == "3 draws of each of 2 inputs"


def test_a_rule_is_part_of_the_sample_with_the_draws_that_it_takes_in_any_case(say):
    sample = say.sample([f"in{i}" for i in range(12)], draws=pm.until(mode=0.95), progress=False)

    assert sample.stopped == Stopped("the most probable answer of each input is known (95%)", 7)
    assert {len(row) for row in sample.fixed().draws} == {7}
    assert sample.made.unequal


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ({"seen": 0.95}, stats.quiet_draws(1) + 1),
        ({"mode": 0.95, "most": 5}, 5),
        ({"rate": lambda out: out == "a", "width": 0.4}, 10),
    ],
)
def test_the_first_stop_of_each_rule_is_known_before_it_draws(say, rule, first):
    sample = say.sample(["x"], draws=pm.until(**rule), progress=False)

    assert sample.stopped.fixed == first
    assert len(sample.draws[0]) >= first


def test_agreement_of_a_stopped_sample_is_that_of_the_draws_that_nobody_chose(say):
    sample = say.sample([f"in{i}" for i in range(12)], draws=pm.until(mode=0.95), progress=False)

    assert sample.agreement().value == stats.agreement(list(sample.fixed().counts())).value
    assert sample.agreement().diag.startswith(
        "of the first 7 draws of each input, as the others were drawn until the most"
    )
    assert "over the first 7 draws of each" in sample.view().subline


def test_shares_of_a_stopped_sample_are_bounded_wherever_it_stopped(say):
    sample = say.sample(["x"], draws=pm.until(mode=0.95), progress=False)
    row = sample.table().iloc[0]

    assert (row["low"], row["high"]) == tuple(stats.confidence_sequence(row["count"], len(sample.draws[0])))


def test_replayed_and_repeated_answers_are_counted(say):
    sample = say.sample(["x"], draws=2, progress=False)
    again = [Draw(i, "ok", "a", "a", response_id="msg_1", origin="replayed") for i in range(3)]
    made = replace(sample, draws=(tuple(again),)).made

    assert (made.replayed, made.repeated) == (3, 2)
    assert str(made) == "3 draws of each of 1 input, replayed, 2 repeat an answer"


def test_a_stop_at_the_first_draw_leaves_no_agreement(say):
    sample = replace(say.sample(["x", "y"], draws=4, progress=False), stopped=Stopped("it is known", 1, looks=3))

    assert math.isnan(sample.agreement().value)


def test_a_shipped_recording_says_that_its_draws_are_conversations():
    with pm.Workbench(model=pm.shipped("own_titles")) as wb:
        spec = pm.Spec("clean_filename", "Turn each title into a clean file name.", (pm.Parameter("title", str),))
        sample = wb.sample(spec, pm.shipped_inputs("own_titles"), draws=4, progress=False)

    assert sample.made.conversing
    assert "recorded in conversations, each about all inputs" in repr(sample)
    assert "recorded in conversations" in pm.compare({"a": sample, "b": replace(sample, model="m")}).contrasts[0].diag
