from __future__ import annotations

import pytest

import pointmass as pm

TITLES = ["Read Me.txt", "A_B.md", "Q1-R.csv", "To Do", "X.Y", "Draft_2.doc"]


def dashes(title):
    return title.lower().replace(" ", "-")


def underscores(title):
    return title.replace(" ", "_")


def upper(title):
    return title.upper()


@pytest.fixture
def mixture():
    """A model whose true weights are known: 5 to 3 to 2, and 4 % of the answers from another program."""
    model = pm.SimulatedModel({dashes: 0.5, underscores: 0.3, upper: 0.2}, noise=0.04, seed=7)
    with pm.Workbench(model=model) as wb:
        yield wb.define(pm.Spec("tidy", "Tidy the title.", (pm.Parameter("title", str),)))


def test_linked_draws_recover_the_weights_of_the_programs(mixture):
    titles = [*TITLES, *(f"Plan {number} Of.txt" for number in range(6))]
    found = mixture.sample(titles, draws=60, linked=True, progress=False).interpretations()

    assert len(found.programs) == 3
    for program, weight in zip(found.programs, (0.5, 0.3, 0.2), strict=True):
        assert weight in program.interval()


def test_on_few_inputs_the_weights_of_the_programs_are_not_known(mixture):
    found = mixture.sample(TITLES, draws=60, linked=True, progress=False).interpretations()

    assert len(found.programs) == 3
    assert all("weights are known from 12 inputs on" in program.interval().diag for program in found.programs)


def test_independent_draws_say_that_readings_cannot_be_linked(mixture):
    found = mixture.sample(TITLES, draws=10, progress=False).interpretations()

    assert found.programs == ()
    assert "cannot be linked" in found.note


def test_a_linked_sample_says_so(mixture):
    sample = mixture.sample(TITLES, draws=4, linked=True, progress=False)

    assert sample.linked
    assert "6 inputs × 4 linked draws" in repr(sample)
    assert any("one conversation" in notice for notice in sample.notices)


def test_linked_evidence_has_another_digest(mixture):
    model = pm.SimulatedModel({dashes: 1})
    one = mixture.sample(TITLES, draws=4, linked=True, model=model, progress=False)
    other = mixture.sample(TITLES, draws=4, model=model, progress=False)

    assert one.draws[0][0].outcome == other.draws[0][0].outcome
    assert one.digest != other.digest


def test_the_shipped_recordings_are_conversations_and_can_be_read_as_such(clean_filename):
    sample = clean_filename.sample(pm.shipped_inputs("clean_filename"), draws=16, linked=True, progress=False)

    assert {draw.status for row in sample.draws for draw in row} == {"ok"}
    assert "Cannot tell whether there is more than one program" in sample.interpretations().note


def test_a_linked_sample_can_be_waited_for_later_and_stabilized(recorded, clean_filename):
    titles = pm.shipped_inputs("clean_filename")
    sample = recorded.sample("clean_filename", titles, 16, wait=False, linked=True, progress=False).result()

    assert sample.linked
    assert clean_filename.stabilize(sample).evidence.certified == len(titles)
