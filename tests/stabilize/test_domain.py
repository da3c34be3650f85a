from __future__ import annotations

import enum
from typing import Literal

import pytest

import pointmass as pm
from pointmass.stabilize.domain import domain


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


def opposite(flag):
    return not flag


WORDS = {"lo": "falling", "mid": "steady", "hi": "rising"}


def spoken(level, flag):
    return f"{'not ' if flag else ''}{WORDS[level]}"


def spec_of(*kinds, returns=str):
    names = ("level", "flag", "third")
    return pm.Spec("say", "Say it.", tuple(pm.Parameter(n, k) for n, k in zip(names, kinds, strict=False)), returns)


@pytest.mark.parametrize(
    ("kinds", "size"),
    [
        ((bool,), 2),
        ((Literal["a", "b", "c"], bool), 6),
        ((Colour,), 2),
        ((bool | None,), 3),
        ((Literal["a", 1, 2],), 3),
    ],
)
def test_types_with_an_end_have_a_domain(kinds, size):
    assert len(domain(spec_of(*kinds))) == size


@pytest.mark.parametrize("kinds", [(str,), (bool, int), (float,), (list[bool],)])
def test_types_without_an_end_have_none(kinds):
    assert domain(spec_of(*kinds)) is None


def test_a_domain_that_is_too_large_is_none():
    assert domain(spec_of(*[Literal[tuple(range(11))]] * 3)) is None


@pytest.fixture
def stabilized():
    made = []

    def stabilize(program, spec, inputs, draws=16, **how):
        wb = pm.Workbench(model=pm.SimulatedModel({program: 1.0}, linked=False), approver=pm.approved_by("a reader"))
        made.append(wb)
        name = wb.define(spec)
        return name, name.stabilize(name.sample(inputs, draws=draws, progress=False), **how)

    yield stabilize
    for wb in made:
        wb.close()


def test_a_sample_of_every_input_there_is_is_stabilized_without_anything_to_generalize(stabilized):
    spec = pm.Spec("turn", "Say the opposite.", (pm.Parameter("flag", bool),), bool)
    name, proposal = stabilized(opposite, spec, [True, False])
    proposal.accept()

    assert proposal.decision == "stabilize"
    assert "no others" in proposal.evidence.scope
    assert [name(flag=True), name(flag=False), name.kind] == [False, True, "hybrid"]


def test_a_table_of_all_inputs_is_the_function_and_not_a_table_in_disguise(stabilized):
    spec = spec_of(Literal["lo", "mid", "hi"], bool)
    inputs = [{"level": level, "flag": flag} for level in WORDS for flag in (True, False)]
    name, proposal = stabilized(spoken, spec, inputs)
    proposal.accept()

    assert proposal.decision == "stabilize"
    assert name("mid", flag=True) == "not steady"


def test_the_bound_over_a_whole_domain_counts_the_draws_that_did_not_choose_the_answer(stabilized):
    spec = pm.Spec("turn", "Say the opposite.", (pm.Parameter("flag", bool),), bool)
    _, proposal = stabilized(opposite, spec, [True, False], draws=10)

    # Of 10 draws of 2 inputs every second one: 10 without a failure prove .05 ** (1 / 10) = .741.
    assert proposal.evidence.bound == pytest.approx(0.05 ** (1 / 10))
    assert proposal.decision == "sample more"
    # 11 draws without a failure prove 75 %: 6 of each, and 6 to choose the answer by.
    assert proposal.advice.more_draws == 2
    assert "there are no other inputs" in proposal.advice.reason


def test_a_domain_with_an_input_left_out_is_not_complete(stabilized):
    spec = spec_of(Literal["lo", "mid", "hi"], bool)
    inputs = [{"level": level, "flag": flag} for level in ("lo", "mid") for flag in (True, False)]
    _, proposal = stabilized(spoken, spec, inputs)

    assert not proposal.evidence.complete
    assert proposal.decision != "stabilize"


def test_nothing_is_claimed_of_inputs_like_these_where_there_are_no_others(stabilized):
    spec = pm.Spec("turn", "Say the opposite.", (pm.Parameter("flag", bool),), bool)
    _, proposal = stabilized(opposite, spec, [True, False])
    shown = " ".join(f"{row.what} {row.note}" for row in proposal.view().evidence)

    assert "inputs like these" not in shown
    assert proposal.evidence.content()["on_these_inputs"]["no_worse_than_another_draw"] is None
    assert not any("29 prove 90%" in note for note in proposal.notes)
