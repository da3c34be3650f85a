from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.draw import Draw
from pointmass.sample import Sample


@pytest.fixture(scope="session")
def recorded():
    """Sample both variants of a shipped recording, each with the prompt that it was recorded with."""

    def pair(name):
        plain, reworded = pm.shipped(name), pm.shipped(name, "reworded")
        spec = pm.Spec(name, plain.header["instruction"], (pm.Parameter(plain.header["parameter"], str),))
        how = {"inputs": pm.shipped_inputs(name), "progress": False}
        with pm.Workbench(model=plain) as wb:
            a = wb.sample(spec, draws=plain.header["draws"], **how)
            said = {"model": reworded, "prompt": reworded.header["instruction"]}
            b = wb.sample(spec, draws=reworded.header["draws"], **said, **how)
        return {"plain": a, "reworded": b}

    return pair


@pytest.fixture
def made():
    """Build a sample from answers per input: ``{"a b": ["x", "x", "y"]}``; a ``Draw`` stands for itself."""

    def make(answers, *, prompt="Clean the title.", model="a model", weights=None, **measured):
        spec = pm.Spec("clean", prompt, (pm.Parameter("title", str),))
        draws = tuple(
            tuple(
                one if isinstance(one, Draw) else Draw(i, "ok", one, str(one), **measured) for i, one in enumerate(said)
            )
            for said in answers.values()
        )
        rows = tuple({"title": title} for title in answers)
        asked = max(map(len, draws), default=0)
        return Sample(spec, rows, tuple(weights or [1] * len(rows)), draws, asked, model)

    return make
