from __future__ import annotations

import pytest

from pointmass.draw import Draw
from pointmass.sample import Sample
from pointmass.spec import Spec


def title_spec(returns=str):
    def clean(title: str) -> str:
        """Clean the title."""

    return Spec.from_function(clean, returns=returns)


@pytest.fixture
def make_sample():
    """Build a sample from texts per input: ``{"A b": ["a-b", "a-b", "A-b"]}``; a ``Draw`` stands for itself."""

    def make(answers, *, weights=None, returns=str, requested=None):
        spec = title_spec(returns)
        draws = []
        for said in answers.values():
            made = [one if isinstance(one, Draw) else Draw(i, "ok", one, str(one)) for i, one in enumerate(said)]
            draws.append(tuple(made))
        rows = tuple({"title": title} for title in answers)
        asked = requested or max((len(said) for said in answers.values()), default=0)
        return Sample(spec, rows, tuple(weights or [1] * len(rows)), tuple(draws), asked, "a model")

    return make
