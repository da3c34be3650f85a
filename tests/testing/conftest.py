from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.draw import Draw
from pointmass.sample import Sample


@pytest.fixture
def made():
    """Build a sample from answers per input: ``{"a b": ["x", "x", "y"]}``."""

    def make(answers, *, returns=str):
        spec = pm.Spec("clean", "Clean the title.", (pm.Parameter("title", str),), returns)
        draws = tuple(tuple(Draw(i, "ok", one, str(one)) for i, one in enumerate(said)) for said in answers.values())
        rows = tuple({"title": title} for title in answers)
        return Sample(spec, rows, (1,) * len(rows), draws, max(map(len, draws)), "a model")

    return make


@pytest.fixture
def steady(made):
    """100 inputs of 8 equal draws: ``t0`` gives ``T0``, and so on."""
    return made({f"t{i}": [f"T{i}"] * 8 for i in range(100)})
