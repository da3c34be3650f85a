"""Draws that gave no value agree with nobody, one another included, in any figure."""

from __future__ import annotations

import math
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

import pointmass as pm
from pointmass.comparison.measures import answers
from pointmass.draw import Draw
from pointmass.sample import Sample
from pointmass.sample.data import apart
from pointmass.testing import Inconclusive, assert_agrees

SPEC = pm.Spec("size", "How long.", (pm.Parameter("text", str),), returns=int)


def sampled(*rows):
    """Make a sample; ``None`` is an answer that is not a value."""
    draws = tuple(
        tuple(
            Draw(i, "ok", said, str(said)) if said is not None else Draw(i, "format violation", None, f"hm {at}{i}")
            for i, said in enumerate(row)
        )
        for at, row in enumerate(rows)
    )
    inputs = tuple({"text": f"in{at}"} for at in range(len(rows)))
    return Sample(SPEC, inputs, (1,) * len(rows), draws, max(map(len, rows)), "m")


def len_of(text):
    return len(text) - len(text) + 1


NOTHING, SEVEN, ALIKE = [None] * 8, [None] * 7 + [1], [1] * 8


def test_the_headline_calls_no_input_unanimous_or_settled_that_gave_no_value():
    sample = sampled(NOTHING, SEVEN, ALIKE)

    assert [mode.word for mode in sample.modes()] == ["unanswered", "contested", "unanimous"]


def test_readings_and_their_agreement_are_of_values():
    found = sampled(NOTHING, SEVEN, ALIKE).interpretations()

    assert found.readings_per_input == {0: 1, 1: 2}
    assert str(found).startswith("3 inputs: 1 with no reading, 2 with 1 reading")
    assert found.agreement().n_inputs == 1
    assert found.spread == (1.0, 7 / 8, 0.0)


def test_no_value_bounds_no_unseen_reading():
    found = sampled(*[NOTHING] * 6).interpretations()

    assert (found.hold_out().then, found.hold_out().bound) == (0, 1.0)
    assert math.isnan(found.agreement().value)


def test_the_agreement_of_a_variant_is_of_values():
    found = pm.compare({"a": sampled(ALIKE, ALIKE, ALIKE), "b": sampled(NOTHING, SEVEN, ALIKE)}).contrasts[0]

    assert (found.effect("agreement").a, found.effect("agreement").paired.n_inputs) == (1.0, 1)
    assert found.changes[0].after == {"(format violation)": 8}  # that it gives none is a change


def test_draws_without_a_value_are_no_different_answers():
    def shown(*outcomes):
        labels = sorted({*outcomes, "(format violation)"})
        counts = np.array([[outcomes.count(label) for label in labels]])
        return answers(SimpleNamespace(labels=labels, a=counts, b=counts))(counts)[0]

    assert shown(*["1"] * 4, *["(format violation)"] * 4) == 1
    assert shown(*["(format violation)"] * 8) == 0
    assert shown("1", "1", "2", "2") == 2


def test_another_draw_without_a_value_is_not_equalled():
    assert apart(Counter({"1": 2, "(refusal)": 3})) == {"1": 2, **{f"(no value {i})": 1 for i in range(3)}}


def test_code_is_not_worse_than_draws_that_give_no_value():
    # Where half of the draws give none, another draw equals one in .21 of the pairs, and code in .5.
    half = sampled(*[[1, 1, 1, 1, None, None, None, None]] * 40)

    with pytest.raises(Inconclusive) as found:
        assert_agrees(len_of, sampled(ALIKE, ALIKE))
    assert_agrees(len_of, half)

    assert "another draw 1.000" in str(found.value)


def test_a_view_says_which_forms_were_merged_and_how_to_tell_them_apart():
    spec = pm.Spec("tag", "Tag it.", (pm.Parameter("text", str),))
    said = ["Refund", "refund", "refund.", "Refund "]
    draws = (tuple(Draw(i, "ok", each, each) for i, each in enumerate(said)),)
    sample = Sample(spec, ({"text": "x"},), (1,), draws, 4, "m")

    assert "4 exact forms are 1 reading here" in sample.interpretations().view().note
    assert len(sample.interpretations(key=str).clusters) == 4
