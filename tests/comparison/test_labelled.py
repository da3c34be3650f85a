"""Labels in a comparison: one more question, over the labelled inputs only; everything else stays as it is."""

from __future__ import annotations

import math

import pytest

import pointmass as pm

INPUTS = [f"Thing {number} X" for number in range(24)]


def lower(text: str) -> str:
    return text.lower()


def upper(text: str) -> str:
    return text.upper()


@pytest.fixture
def handle():
    model = pm.SimulatedModel({lower: 0.9, upper: 0.1}, seed=1, linked=False)
    with pm.Workbench(model=model) as wb:
        yield wb.define(pm.Spec("small", "Lower it.", (pm.Parameter("text", str),)))


def drawn(handle, share):
    before = handle.sample(INPUTS, draws=8, progress=False)
    model = pm.SimulatedModel({lower: share, upper: 1 - share}, seed=2, linked=False)
    return before, handle.sample(INPUTS, draws=8, progress=False, prompt="Make it small.", model=model)


def test_the_share_of_right_draws_on_labelled_inputs_is_one_more_question(handle):
    a, b = drawn(handle, 0.3)
    without = pm.compare({"a": a, "b": b})
    for text in INPUTS[:14]:
        handle.label(text, text.lower())
    handle.label(INPUTS[20], wrong=[INPUTS[20].upper()])  # which answer is right is not known: it is not counted
    handle.label("never sampled", "x")
    found = pm.compare({"a": a, "b": b})
    effect = found.contrasts[0].effect("labelled_right")

    assert effect.paired.n_inputs == 14
    right = [
        sum(draw.outcome == text.lower() for draw in draws) / 8 for text, draws in zip(INPUTS, a.draws, strict=True)
    ]
    assert math.isclose(effect.a, math.fsum(right[:14]) / 14)
    assert effect.interval().high < 0
    assert "chose them" in found.effects().set_index("question")["diag"]["labelled_right"]
    assert "b is right less often on labelled inputs (-" in found.sentence
    assert found.contrasts[0].test == without.contrasts[0].test
    assert found.effects().iloc[1:].equals(without.effects()) or list(found.effects()["question"])[1:] == list(
        without.effects()["question"]
    )


def test_without_labels_nothing_is_said_of_them(handle):
    a, b = drawn(handle, 0.3)
    found = pm.compare({"a": a, "b": b})

    assert "labelled" not in found.sentence
    assert "labelled_right" not in set(found.effects()["question"])


def test_two_alike_are_not_shown_to_differ_on_them(handle):
    a, b = drawn(handle, 0.9)
    for text in INPUTS:
        handle.label(text, text.lower())
    effect = pm.compare({"a": a, "b": b}).contrasts[0].effect("labelled_right")

    assert effect.verdict() == "not shown to differ"
    assert effect.interval().low < 0 < effect.interval().high
