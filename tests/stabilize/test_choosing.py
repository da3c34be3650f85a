"""A person chooses another guard or another candidate, or edits the code: what the new proposal may claim."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

import pointmass as pm
from pointmass.errors import ContractError, InputError

WORDS = ("Budget", "Plan", "Notes", "Tax", "Menu", "Letter", "Report", "Draft", "Photo", "Song")
TITLES = [f"{a} {b} {n}" for n, a in enumerate(WORDS) for b in ("May", "June", "July", "Final")]
FRESH = [f"{a} {b} {n}" for n, a in enumerate(WORDS) for b in ("Spring", "Autumn", "Winter")]

CODE = """
def clean(title: str) -> str:
    return title.lower().replace(" ", "-")
"""


def kebab(title):
    return title.lower().replace(" ", "-")


@pytest.fixture(scope="module")
def clean():
    with pm.Workbench(model=pm.SimulatedModel({kebab: 1.0}), approver=pm.approved_by("a reader")) as wb:

        @wb.spec
        def clean(title: str) -> str:
            """Clean the title."""

        yield clean


@pytest.fixture(scope="module")
def proposal(clean):
    return clean.propose(CODE, clean.sample(TITLES, draws=8, progress=False))


def test_the_bound_of_a_guard_that_a_person_chose_holds_for_all_that_were_compared(proposal):
    count = len(proposal.curve)
    other = next(each for each in range(count) if not proposal.curve.chosen[each])
    found = proposal.choose(0, strictness=other).evidence
    level = 1 - 0.05 / count
    expected = binomtest(found.agreed, found.answered, alternative="greater").proportion_ci(level, "exact").low

    assert count > 1
    assert found.bound == pytest.approx(expected)
    assert str(found.sure) == f"95%, for all {count} guards that were compared"


def test_the_chosen_guard_is_the_one_that_would_be_bound(clean, proposal):
    last = len(proposal.curve) - 1
    chosen = proposal.choose(0, strictness=last)

    assert list(chosen.curve.chosen) == [False] * last + [True]
    assert "A person chose this among" in chosen.notes[0]
    chosen.accept()
    assert clean.source == chosen.source
    clean.soften()


def test_who_chooses_once_more_chooses_among_all_again(proposal):
    there = proposal.choose(0, strictness=0)
    back = there.choose(0, strictness=len(proposal.curve) - 1)

    assert back.evidence.sure == there.evidence.sure
    assert sum("A person chose" in note for note in back.notes) == 1


def test_another_candidate_can_be_chosen_by_its_row(clean):
    sample = clean.sample(TITLES, draws=8, progress=False)
    found = clean.stabilize(sample, probes=0)

    assert found.choose(0).source == found.source
    assert found.choose(0).evidence.author == found.candidates.author[0]


@pytest.mark.parametrize("wrong", [{"candidate": 7}, {"candidate": -1}, {"strictness": 99}, {"candidate": "0"}])
def test_a_row_that_is_not_there_is_told_with_what_is(proposal, wrong):
    with pytest.raises(InputError, match=r"got (candidate|strictness)="):
        proposal.choose(**{"candidate": 0, **wrong})


def test_edited_code_is_certified_by_no_input_that_was_looked_at(clean, proposal):
    edited = proposal.edit(CODE)

    assert edited.evidence.certified == 0
    assert edited.decision == "sample more"
    assert "no input is left to test the code on" in edited.advice.reason
    assert len(edited.answers) > 0


def test_edited_code_is_certified_by_other_inputs(clean, proposal):
    fresh = clean.sample([*TITLES[:5], *FRESH], draws=8, progress=False)
    edited = proposal.edit(CODE, fresh)

    assert edited.evidence.certified == len(FRESH)
    assert edited.decision.startswith("stabilize")
    edited.accept()
    assert clean("Lunch Monday") == "lunch-monday"
    clean.soften()


def test_an_edit_of_an_edit_is_certified_by_nothing_that_was_looked_at_before(clean, proposal):
    fresh = clean.sample(FRESH, draws=8, progress=False)
    first = clean.sample(TITLES, draws=8, progress=False)
    again = proposal.edit(CODE, fresh).edit(CODE, first)

    assert again.evidence.certified == 0


def test_code_that_breaks_the_contract_is_told(proposal):
    with pytest.raises(ContractError):
        proposal.edit("import os\n" + CODE)


def test_a_sample_of_another_spec_does_not_certify_an_edit(proposal):
    with pytest.raises(InputError, match="another sample of the same spec"):
        proposal.edit(CODE, "no sample")


def test_a_proposal_knows_the_handle_of_its_name(clean, proposal):
    assert proposal.handle.name == "clean"
    assert proposal.handle.workbench[clean.name].binding is clean.binding
    assert not proposal.asks
