from __future__ import annotations

from dataclasses import replace

import pytest

import pointmass as pm
from pointmass.stabilize.counterexamples import Explored
from pointmass.stabilize.notes import notes
from pointmass.stabilize.search import SearchResult, Tally
from pointmass.stabilize.training_set import TrainingSet

TITLES = [
    f"{a} {b} {n}" for n, a in enumerate(("Budget", "Plan", "Notes", "Tax")) for b in ("May", "June", "July", "Final")
]


@pytest.fixture
def stabilized():
    made = []

    def stabilize(program, titles=TITLES, **how):
        wb = pm.Workbench(model=pm.SimulatedModel({program: 1.0}, linked=False))
        made.append(wb)
        name = wb.define(pm.Spec("clean", "Clean the title.", (pm.Parameter("title", str),), str))
        return name.stabilize(name.sample(titles, draws=8, progress=False), **how)

    yield stabilize
    for wb in made:
        wb.close()


def kebab(title):
    return title.lower().replace(" ", "-")


def test_a_proposal_says_what_clean_inputs_would_prove(stabilized):
    told = stabilized(kebab).notes

    # 1 - .05 ** (1 / n), statistics.md, section 8.
    assert any("29 prove 90%, 59 prove 95%, 99 prove 97%, 299 prove 99%" in note for note in told)
    assert any("So far 16 of 16 agree." in note for note in told)


def test_a_proposal_says_what_it_takes_after_a_failure(stabilized):
    evidence = replace(stabilized(kebab).evidence, agreed=15)
    (note,) = notes(evidence, Explored(TrainingSet((), ()), SearchResult()), searches=Tally(1), budget=2.0)

    # scipy: the least n with binomtest(1, n, alternative="less").proportion_ci(.95, "exact").high <= .1, .05, .03, .01
    assert "with the failure so far it takes 46, 93, 157, 473. So far 15 of 16 agree." in note


def test_searches_that_end_in_time_are_not_called_cut_off(stabilized):
    assert not any("used up" in note for note in stabilized(kebab, budget=60.0).notes)


def test_searches_that_use_up_their_time_are_told_in_the_panel_and_in_the_text(stabilized):
    proposal = stabilized(lambda title: title.lower()[::-1], budget=1e-9)

    assert any(note.startswith("The search used up the steps") for note in proposal.view().notes)
    assert "The search used up the steps" in repr(proposal)


def test_searches_that_the_clock_cut_off_are_told_apart_from_those_that_used_up_their_steps(stabilized):
    evidence = stabilized(kebab).evidence
    said = notes(
        evidence, Explored(TrainingSet((), ()), SearchResult()), searches=Tally(6, cut_off=3, by_clock=1), budget=2.0
    )

    assert any(note.startswith("2 of 6 searches used up the steps") for note in said)
    assert any("may depend on the machine" in note and note.startswith("1 of 6 searches") for note in said)
