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


def test_advice_says_how_many_more_inputs_prove_the_agreement(evidence):
    # Fixed before, 99 inputs without a failure prove 97 %: 1 - .05 ** (1 / 99) = .0298; as an extension it takes 3 more.
    advice = advise(evidence, agreement=0.97)

    assert (evidence.answered, evidence.certified) == (16, 16)
    assert advice.more_inputs == 102 - 16


def test_more_inputs_never_prove_less(evidence):
    bounds = []
    for count in (40, 59, 60, 61, 80, 118):
        there = replace(evidence, inputs=count, settled=count, certified=count, answered=count, agreed=count)
        bounds.append(advise(there, agreement=0.99).more_inputs + count)

    # 309 inputs without a failure prove 99 %, wherever one starts from (299 where their number was fixed before).
    assert bounds == [309] * 6


def test_advice_counts_inputs_that_are_handed_back(evidence):
    half = replace(evidence, inputs=20, certified=20, answered=10, agreed=10, coverage=0.5)
    more = advise(half, agreement=0.9).more_inputs

    # 29 answered are needed, 19 more: at one of two that are 38 on average, and some more to be likely.
    assert 38 <= more <= 50


def test_a_rate_of_failures_above_what_is_asked_has_no_number_of_inputs(evidence):
    failing = replace(
        evidence, inputs=100, settled=100, certified=100, answered=50, agreed=48, coverage=0.5, bound=0.87
    )
    advice = advise(failing, agreement=0.9599)

    assert (advice.verdict, advice.more_inputs) == ("sample more", 0)
    assert "no number of inputs is likely to prove it" in advice.reason


def test_lower_bounds_are_rounded_down(evidence):
    # 57 of 57 prove .9488, which is not 95 %.
    there = replace(evidence, inputs=57, settled=57, certified=57, answered=57, agreed=57, bound=0.05 ** (1 / 57))

    assert "at least 94%" in advise(there, agreement=0.95).reason


def test_shapes_that_came_once_ask_for_more_of_each_and_are_not_called_hopeless(evidence):
    once = replace(evidence, certified=16, answered=2, agreed=2, coverage=0.125, recognized=15)
    advice = advise(once, agreement=0.8)

    assert (advice.verdict, advice.more_inputs) == ("sample more", 16)
    assert "code explains 15 of the 16 settled inputs that it learned from" in advice.reason


def test_code_that_does_not_even_know_what_it_learned_from_stays_with_the_model(evidence):
    hopeless = replace(evidence, certified=16, answered=2, agreed=2, coverage=0.125, recognized=4)

    assert advise(hopeless, agreement=0.8).verdict == "keep neural"


def test_free_text_is_the_models_and_asks_for_no_more_inputs(evidence):
    free = replace(evidence, settled=1, certified=16, answered=0, agreed=0, coverage=0.0, recognized=1)
    advice = advise(free, agreement=0.8)

    assert (advice.verdict, advice.more_inputs) == ("keep neural", 0)
    assert "different answers on 15 of 16 inputs" in advice.reason


def test_a_search_that_used_up_its_budget_is_told_apart_from_one_that_found_that_there_is_nothing(evidence):
    nothing = replace(evidence, kind="nothing", answered=0, agreed=0, coverage=0.0, bound=0.0)

    assert "before the budget of the search was used up" in advise(nothing, agreement=0.75, cut_off=True).reason
    assert "budget" not in advise(nothing, agreement=0.75).reason
