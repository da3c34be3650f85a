"""Weighing code takes work in proportion to the inputs, however many of them stay with the model."""

from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.draw import Draw
from pointmass.sample import SampleData
from pointmass.stabilize.code import Code
from pointmass.stabilize.crossfit import Fitted, Trial
from pointmass.stabilize.curve import point
from pointmass.stabilize.evidence import weigh
from pointmass.stabilize.training_set import training_set_of

SPEC = pm.Spec("f", "Do it.", (pm.Parameter("title", str),))
CODE = Code("a person", "written", "", "f", ("def f(title): ...",), guarded=False)


def sampled(n, words):
    draws = tuple(Draw(i, "ok", word, word) for i, word in enumerate(words))
    return SampleData(SPEC, tuple({"title": f"t {i}"} for i in range(n)), (1,) * n, (draws,) * n, len(words), "a model")


@pytest.mark.parametrize("complete", [False, True])
@pytest.mark.parametrize("words", ["aaab", "aaaa", "abab"])
@pytest.mark.parametrize("agrees", [False, True])
def test_twice_the_inputs_take_about_twice_the_work(agrees, words, complete, is_linear):
    def work(sample):
        trials = tuple(Trial(row, reach=1, agrees=agrees, answer="c") for row in range(len(sample)))
        what = training_set_of(sample)
        fitted = Fitted(CODE, trials, CODE.versions)
        weigh(sample, what, fitted, point(sample, trials, 0), complete=complete).content()

    assert is_linear(work, lambda n: sampled(n, words))
