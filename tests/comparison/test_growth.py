"""A comparison takes work in proportion to the inputs that it compares."""

from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.comparison.drift import judged
from pointmass.comparison.variation import Variation

RESAMPLES = 20  # what a permutation costs is counted in calls that do not grow with the inputs


@pytest.fixture
def variants(made):
    """Build two variants of so many inputs; every fifth input of the second one moves."""

    def make(n):
        a = {f"title {i}": ["x", "x", "x", "y"] for i in range(n)}
        b = {title: ["z", "z", "z", "z"] if not i % 5 else said for i, (title, said) in enumerate(a.items())}
        measured = {"latency": 0.1, "output_tokens": 3, "dollars": 0.001}
        return {"as it is": made(a, **measured), "b": made(b, **measured)}

    return make


def compared(variants, **how):
    return pm.compare(variants, resamples=RESAMPLES, **how)


LOOKS = {
    "compare": compared,
    "compare, with a target": lambda v: compared(v, target=lambda out: out == "x"),
    "effects": lambda v: compared(v).effects(),
    "html": lambda v: compared(v)._repr_html_(),
    "inputs": lambda v: compared(v).inputs(),
    "inputs, every": lambda v: compared(v).inputs(every=True),
    "repr": lambda v: repr(compared(v)),
    "sentence": lambda v: compared(v).sentence,
    "table": lambda v: compared(v).table(),
    "view": lambda v: compared(v).view(),
    "watched": lambda v: judged(compared(v), margin=0.2).diag,
    "varied": lambda v: Variation(v, {"b": "prompt"}, compared(v)).table(),
    "mechanisms": lambda v: Variation(v, {"b": "prompt"}, compared(v)).mechanisms(),
}


@pytest.mark.parametrize("look", LOOKS)
def test_twice_the_inputs_take_about_twice_the_work(look, variants, is_linear):
    assert is_linear(LOOKS[look], variants)
