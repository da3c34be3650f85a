from __future__ import annotations

import random
from typing import Literal

import pytest

import pointmass as pm

Side = Literal["north", "south", "west"]
SIDES = {"k": "north", "t": "south", "z": "west"}


def messages(number, seed):
    """Made-up words of which a run of letters tells the side; no word comes twice, so that no keyword does."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    made = []
    for place in range(number):
        parts = ["".join(chance.choices("abdefgilmnorsu", k=chance.choice([2, 3, 4, 5]))) for _ in range(4)]
        said = [f"{parts[0]}{'ktz'[place % 3]}yx{parts[1]}", f"{parts[2]}{parts[3]}"]
        chance.shuffle(said)
        made.append(" ".join(said))
    return made


def side(message):
    return next(name for letter, name in SIDES.items() if f"{letter}yx" in message)


@pytest.fixture
def stabilized():
    pytest.importorskip("sklearn", reason="the extra 'learn' is not installed")
    with pm.Workbench(model=pm.SimulatedModel({side: 1.0}, linked=False), approver=pm.approved_by("a reader")) as wb:
        name = wb.define(pm.Spec("side", "Which side is it?", (pm.Parameter("message", str),), Side))
        yield name, name.sample(messages(180, 1), draws=4, progress=False)


def test_a_fitted_model_answers_only_where_a_person_asked_for_it_and_says_what_it_is(stabilized):
    name, sample = stabilized
    ruled, fitted = name.stabilize(sample, probes=0), name.stabilize(sample, probes=0, allow_model=True)

    assert ruled.evidence.kind != "model"
    assert fitted.evidence.kind == "model"
    assert "a fitted model that weighs words, not a rule" in " ".join(fitted.notes)
    assert fitted.evidence.coverage > ruled.evidence.coverage


def test_a_fitted_model_is_certified_as_any_program_and_bound(stabilized):
    name, sample = stabilized
    proposal = name.stabilize(sample, probes=0, allow_model=True)
    proposal.accept()

    assert proposal.evidence.certified == 180
    assert proposal.evidence.bound >= 0.8
    assert name.kind == "hybrid"
    assert "answers_with_one_of_its_labels" in {e["property"] for e in proposal.artifact.evidence["properties"]}
