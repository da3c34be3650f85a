from __future__ import annotations

from dataclasses import replace

import pytest

import pointmass as pm
from pointmass.stabilize import advise


@pytest.fixture(scope="module")
def evidence():
    """Measure a consistent spec on 16 inputs, all of them answered and agreed on."""
    with pm.Workbench(model=pm.SimulatedModel({lambda word: word.upper(): 1.0}, linked=False)) as wb:
        spec = pm.Spec("shout", "Shout the word.", (pm.Parameter("word", str),), str)
        name = wb.define(spec)
        words = [f"{a} {b}" for a in ("red", "green", "blue", "black") for b in ("cat", "dog", "cow", "hen")]
        return name.stabilize(name.sample(words, draws=8, progress=False)).evidence


def test_advice_counts_on_every_second_input_only_where_the_others_teach(evidence):
    # statistics.md, section 8: 99 inputs without a failure prove 97 %; from 60 settled inputs on one half teaches.
    advice = advise(evidence, agreement=0.97)

    assert (evidence.answered, evidence.certified) == (16, 16)
    assert advice.more_inputs == 2 * 99 - 16


def test_advice_counts_inputs_that_are_divided_or_handed_back(evidence):
    half = replace(evidence, inputs=20, answered=8, agreed=8, coverage=0.4)

    # 29 answered need 58 settled, and 16 of 20 inputs settle: 58 × 20 / 16 = 72.5.
    assert advise(half, agreement=0.9).more_inputs == 73 - 20


def test_shapes_that_came_once_ask_for_more_of_each_and_are_not_called_hopeless(evidence):
    once = replace(evidence, certified=16, answered=2, agreed=2, coverage=0.125, recognized=15)
    advice = advise(once, agreement=0.8)

    assert (advice.verdict, advice.more_inputs) == ("sample more", 16)
    assert "code answers 15 of the 16 settled inputs that it learned from" in advice.reason


def test_code_that_does_not_even_know_what_it_learned_from_stays_with_the_model(evidence):
    hopeless = replace(evidence, certified=16, answered=2, agreed=2, coverage=0.125, recognized=4)

    assert advise(hopeless, agreement=0.8).verdict == "keep neural"
