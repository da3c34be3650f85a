from __future__ import annotations

import pytest

import pointmass as pm

NAMES = [f"{a}{n}.{e}" for n, a in enumerate(("report", "notes", "scan", "photo")) for e in ("pdf", "txt", "doc")]


@pytest.fixture(scope="module")
def proposal():
    model = pm.SimulatedModel({lambda name: name.rsplit(".", 1)[-1].upper(): 1.0}, linked=False)
    with pm.Workbench(model=model) as wb:
        ext = wb.define(pm.Spec("ext", "Give the extension.", (pm.Parameter("name", str),), str))
        yield ext.stabilize(ext.sample(NAMES, draws=8, progress=False), probes=0)


def test_every_other_program_names_an_input_on_which_it_differs(proposal):
    best, *rest = proposal.result.explored.final.found
    told = [each for each in proposal.others if each.differs]

    assert told
    for other, candidate in zip(proposal.others, rest, strict=False):
        assert candidate.words == other.words
        if other.differs:
            assert candidate(other.input) != best(other.input)


def test_why_they_differ_is_said_in_the_panel(proposal):
    assert any(" says " in said and " and not " in said for said in proposal.view().others)


def test_questions_are_in_the_panel_with_how_the_programs_differ(proposal):
    asked, how = proposal.view().questions[0]

    assert asked.startswith("What should `")
    assert "; or `" in how
