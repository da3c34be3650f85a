from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.stabilize.training_set import Labelled, training_set_of

WORDS = ("red", "green", "blue", "black")


@pytest.fixture
def drawn():
    """Sample four words, of which the model is divided on one."""
    made = []

    def draw(examples=()):
        def loud(word):
            return word.upper() if word == "red" else f"{word}!"

        model = pm.SimulatedModel({loud: 0.5, lambda word: f"{word}!": 0.5}, linked=False)
        wb = pm.Workbench(model=model, approver=pm.approved_by("a reader"))
        made.append(wb)
        name = wb.define(pm.Spec("shout", "Shout.", (pm.Parameter("word", str),), str, examples=examples))
        return name, name.sample(WORDS, draws=16, progress=False)

    yield draw
    for wb in made:
        wb.close()


def rows(modes):
    return [mode.row for mode in modes]


def test_what_the_model_is_divided_on_does_not_teach(drawn):
    _, sample = drawn()
    what = training_set_of(sample)

    assert (rows(what.settled), rows(what.contested), what.taught) == ([1, 2, 3], [0], ())


def test_an_example_beside_the_sample_teaches_wherever_it_may(drawn):
    _, sample = drawn({"white": "white!"})
    (taught,) = training_set_of(sample).taught

    assert (taught.row, taught.outcome, taught.by, taught.parent) == ({"word": "white"}, "white!", "the spec", None)


def test_a_sampled_input_that_the_model_was_shown_teaches_only(drawn):
    _, sample = drawn({"green": "green!"})
    what = training_set_of(sample)

    assert (what.shown, what.taught, rows(what.settled)) == ({1}, (), [1, 2, 3])


def test_what_the_model_settles_against_an_example_stays_with_it(drawn):
    _, sample = drawn({"green": "verde"})
    what = training_set_of(sample)

    assert (what.against, rows(what.settled), rows(what.contested)) == ({1}, [2, 3], [0, 1])


def test_an_example_does_not_settle_what_the_model_is_divided_on(drawn):
    _, sample = drawn({"red": "red!"})
    what = training_set_of(sample)

    assert (rows(what.contested), what.taught) == ([0], ())


def test_a_person_decides_what_the_model_is_divided_on(drawn):
    _, sample = drawn()
    what = training_set_of(sample, said=[Labelled({"word": "red"}, "red!", "a person")])

    assert rows(what.contested) == []
    assert [(each.outcome, each.parent) for each in what.taught] == [("red!", 0)]


def test_what_a_person_decided_is_answered_by_code_and_counts_as_no_evidence(drawn, says):
    name, sample = drawn()
    proposal = name.stabilize(sample, probes=0, answers={"red": "red!"})
    before = name.stabilize(sample, probes=0)

    assert says(proposal, "red") == "red!"
    assert says(before, "red") == "(handed back)"
    # Nobody decided on "red" before, so that it was tried like any other input.
    assert (proposal.evidence.certified, before.evidence.certified) == (3, 4)


def test_the_last_answer_to_a_question_counts(drawn):
    _, sample = drawn()
    said = [Labelled({"word": "white"}, "w", "a person"), Labelled({"word": "white"}, "white!", "a person")]

    assert [each.outcome for each in training_set_of(sample, said=said).taught] == ["white!"]
