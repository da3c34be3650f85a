from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.errors import EvidenceError, InputError

NAMES = [f"{a}{n}.{e}" for n, a in enumerate(("report", "notes", "scan", "photo")) for e in ("pdf", "txt", "doc")]


def last_part(name):
    return name.rsplit(".", 1)[-1].upper()


def first_part(name):
    return name.split(".", 1)[-1].upper()


def two_minds(name):
    return last_part(name) if name.count(".") < 2 else name


class Counted(pm.SimulatedModel):
    """A simulated model that notes which inputs it was asked about."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, linked=False, **kwargs)
        self.asked = []

    async def complete(self, request, index):
        self.asked.append(request.inputs["name"])
        return await super().complete(request, index)


@pytest.fixture
def bench(tmp_path):
    made = []

    def make(programs=None, *, names=NAMES, draws=8, path=None, **how):
        model = Counted(programs or {last_part: 1.0}, **how)
        wb = pm.Workbench(tmp_path / path if path else None, model=model, approver=pm.approved_by("a reader"))
        made.append(wb)
        handle = wb.define(pm.Spec("ext", "Give the extension.", (pm.Parameter("name", str),), str))
        sample = handle.sample(names, draws=draws, progress=False)
        model.asked.clear()
        return model, handle, sample

    yield make
    for wb in made:
        wb.close()


def test_what_the_programs_disagree_on_is_asked_of_the_model_and_settles_them(bench):
    model, ext, sample = bench()
    proposal = ext.stabilize(sample)
    ext.stabilize(sample).accept()

    assert model.asked
    assert not set(model.asked) & set(NAMES)
    assert ext("a.tar.gz") == "GZ"
    assert proposal.questions == ()


def test_what_was_asked_teaches_and_certifies_nothing(bench):
    _, ext, sample = bench()
    evidence = ext.stabilize(sample).evidence

    assert evidence.taught
    assert {each.by for each in evidence.taught} == {"the model"}
    assert evidence.certified == evidence.settled == len(NAMES)


def test_no_more_inputs_are_asked_than_were_allowed_each_as_often_as_the_sample(bench):
    model, ext, sample = bench(draws=6)
    proposal = ext.stabilize(sample, probes=1)

    assert len(set(model.asked)) == 1
    assert len(model.asked) == 6
    assert "probes=1 allows no more" in " ".join(proposal.notes)


def test_without_probes_nothing_is_asked_and_the_questions_are_left_to_a_person(bench):
    model, ext, sample = bench()
    proposal = ext.stabilize(sample, probes=0)

    assert model.asked == []
    assert proposal.questions
    assert "p.answer(1, ...)" in " ".join(proposal.notes)


def test_an_answer_of_a_person_settles_a_question_and_is_kept_in_the_evidence(bench):
    model, ext, sample = bench()
    before = ext.stabilize(sample, probes=0)
    question = before.questions[0]
    after = before.answer(question.input, last_part(question.input))

    assert question.input not in {each.input for each in after.questions}
    assert [(each.by, each.outcome) for each in after.evidence.taught] == [("a person", last_part(question.input))]
    assert after.evidence.content()["taught_beside"][0]["by"] == "a person"
    assert model.asked == []


def test_questions_go_by_number_too_and_answers_stay_from_one_to_the_next(bench, says):
    _, ext, sample = bench()
    proposal = ext.stabilize(sample, probes=0)
    asked = []
    while proposal.questions:
        asked.append(proposal.questions[0].input)
        proposal = proposal.answer(1, last_part(asked[-1]))

    assert len(proposal.evidence.taught) > 1
    assert [says(proposal, each) for each in asked] == [last_part(each) for each in asked]


def test_an_answer_to_nothing_that_was_asked_is_refused(bench):
    _, ext, sample = bench()
    proposal = ext.stabilize(sample, probes=0)

    with pytest.raises(InputError, match=r"got an answer for 'nobody\.asked'; the questions are about"):
        proposal.answer("nobody.asked", "X")


def test_an_answer_of_another_type_is_refused(bench):
    _, ext, sample = bench()
    proposal = ext.stabilize(sample, probes=0)

    with pytest.raises(InputError, match="does not fit"):
        proposal.answer(1, 5)


def test_answers_may_be_given_with_the_call(bench, says):
    _, ext, sample = bench()
    proposal = ext.stabilize(sample, probes=0, answers={"a.tar.gz": "GZ"})

    assert says(proposal, "b.tar.xz") == "XZ"
    assert [each.by for each in proposal.evidence.taught] == ["a person"]


def test_answers_that_do_not_fit_the_spec_are_refused(bench):
    _, ext, sample = bench()

    with pytest.raises(InputError, match=r"answers= takes what examples of the spec are"):
        ext.stabilize(sample, answers={"a.tar.gz": 3})


def test_what_the_model_is_divided_on_is_handed_back(bench, says):
    _, ext, sample = bench({last_part: 0.5, two_minds: 0.5}, draws=12)
    proposal = ext.stabilize(sample, probes=12)
    contested = [each.row["name"] for each in proposal.evidence.taught if each.contested]

    assert contested
    assert {says(proposal, name) for name in contested} == {"(handed back)"}
    assert not any(name in proposal.source for name in contested)


def test_a_sample_of_another_model_is_not_mixed_with_answers_of_the_one_at_hand(bench, tmp_path):
    _, _, sample = bench()
    other, here, _ = bench({first_part: 1.0})
    other.asked.clear()
    proposal = here.stabilize(sample)

    assert other.asked == []
    assert proposal.questions
    assert "the current model is simulated" in " ".join(proposal.notes)
    with pytest.raises(EvidenceError, match="answers of two models are not evidence about one"):
        here.stabilize(sample, model=other)


def test_what_was_asked_is_stored_and_is_not_asked_again(bench):
    model, ext, sample = bench(path="files.pointmass")
    first = ext.stabilize(sample)
    asked = len(model.asked)
    again = ext.stabilize(sample)

    assert asked > 0
    assert len(model.asked) == asked
    assert [each.row for each in again.evidence.taught] == [each.row for each in first.evidence.taught]


def test_what_asking_costs_is_shown_and_has_to_be_earned_back(bench):
    how = {"tokens": (50, 5), "price": pm.Price(input=3, output=15)}
    _, ext, sample = bench(**how)
    asked, unasked = ext.stabilize(sample), ext.stabilize(sample, probes=0)
    told = " ".join(asked.notes)

    assert "so the model was asked" in told
    assert "$" in told
    assert asked.evidence.ledger.spent.dollars > unasked.evidence.ledger.spent.dollars
    assert asked.evidence.ledger.break_even > unasked.evidence.ledger.break_even


def test_a_limit_on_dollars_ends_the_asking(bench):
    model, ext, sample = bench(tokens=(50, 5), price=pm.Price(input=3, output=15))
    proposal = ext.stabilize(sample, dollars=0.0)

    assert model.asked == []
    assert "limit" in " ".join(proposal.notes)


def test_a_limit_on_dollars_needs_prices(bench):
    _, ext, sample = bench()

    with pytest.raises(InputError, match="needs prices"):
        ext.stabilize(sample, dollars=1.0)


def test_a_recording_that_does_not_hold_the_input_leaves_the_question_to_a_person():
    lines = [
        {"kind": "draw", "variant": "plain", "input": n, "draw": d, "output": last_part(n)}
        for n in NAMES
        for d in range(8)
    ]
    with pm.Workbench(model=pm.RecordedModel(lines)) as wb:
        ext = wb.define(pm.Spec("ext", "Give the extension.", (pm.Parameter("name", str),), str))
        proposal = ext.stabilize(ext.sample(NAMES, draws=8, progress=False))

    assert proposal.questions
    assert "no draw is recorded" in " ".join(proposal.notes)


def test_a_probe_is_taught_only_where_the_input_that_it_was_made_from_is_not_held_out(bench):
    from pointmass.stabilize.search import SearchOptions, search
    from pointmass.stabilize.training_set import Labelled, TrainingSet, training_set_of

    _, _, sample = bench()
    what = training_set_of(sample)
    probe = Labelled({"name": "a.tar.gz"}, "GZ", "the model", parent=3)
    what = TrainingSet(what.settled, what.contested, taught=(probe,))

    def support(held):
        return search(sample, what, what.settled, options=SearchOptions(1.0), held=held).found[0].support

    assert support({3}) == len(NAMES) - 1
    assert support({4}) == len(NAMES)


def test_an_example_of_the_spec_teaches_and_certifies_nothing(says):
    with pm.Workbench(model=pm.SimulatedModel({last_part: 1.0}, linked=False)) as wb:
        examples = {NAMES[0]: last_part(NAMES[0]), "a.tar.gz": "GZ"}
        spec = pm.Spec("ext", "Give the extension.", (pm.Parameter("name", str),), str, examples=examples)
        ext = wb.define(spec)
        proposal = ext.stabilize(ext.sample(NAMES, draws=8, progress=False), probes=0)

    assert proposal.evidence.certified == len(NAMES) - 1
    assert [each.by for each in proposal.evidence.taught] == ["the spec"]
    assert says(proposal, "b.tar.xz") == "XZ"


def test_an_input_on_which_the_model_goes_against_an_example_stays_with_the_model():
    with pm.Workbench(model=pm.SimulatedModel({last_part: 1.0}, linked=False)) as wb:
        spec = pm.Spec("ext", "Give it.", (pm.Parameter("name", str),), str, examples={NAMES[0]: "something else"})
        ext = wb.define(spec)
        proposal = ext.stabilize(ext.sample(NAMES, draws=8, progress=False), probes=0)

    assert [(lost.input, "differs from the example" in lost.why) for lost in proposal.evidence.gives_up] == [
        (NAMES[0], True)
    ]


@pytest.mark.parametrize("probes", [-1, 2.5, "many"])
def test_a_number_of_probes_that_is_none_is_refused(bench, probes):
    _, ext, sample = bench()

    with pytest.raises(InputError, match="probes="):
        ext.stabilize(sample, probes=probes)


def test_what_the_model_makes_of_an_odd_input_does_not_break_the_rule(says):
    def turned(name):
        first, *rest = name.split(", ")
        return f"{rest[0]} {first}" if len(rest) == 1 and first and "," not in first else name.upper()[::-1]

    people = [
        f"{b}, {a}"
        for a, b in zip(
            ["Ann", "Bob", "Cy", "Dee", "Eve", "Finn"], ["Lee", "Ford", "Stone", "Hill", "Wood", "Marsh"], strict=True
        )
    ]
    with pm.Workbench(model=pm.SimulatedModel({turned: 1.0}, linked=False)) as wb:
        turn = wb.define(pm.Spec("turn", "Turn it.", (pm.Parameter("name", str),), str))
        proposal = turn.stabilize(turn.sample(people, draws=8, progress=False), budget=0.5)
    odd = [each for each in proposal.evidence.taught if each.odd]

    assert odd
    assert "would only make the program longer" in " ".join(proposal.notes)
    assert proposal.evidence.kind == "program"
    assert says(proposal, "Moss, Kay") == "Kay Moss"
    assert {says(proposal, each.row["name"]) for each in odd} == {"(handed back)"}


def test_a_sample_of_nothing_but_examples_certifies_nothing_and_asks_for_others():
    with pm.Workbench(model=pm.SimulatedModel({last_part: 1.0}, linked=False)) as wb:
        examples = {name: last_part(name) for name in NAMES}
        ext = wb.define(pm.Spec("ext", "Give it.", (pm.Parameter("name", str),), str, examples=examples))
        proposal = ext.stabilize(ext.sample(NAMES, draws=8, progress=False), probes=0)

    assert proposal.evidence.certified == 0
    # 11 inputs without a failure prove 75 %: .05 ** (1 / 11) = .762.
    assert (proposal.decision, proposal.advice.more_inputs) == ("sample more", 11)
    assert "no input is left to test the code on" in proposal.advice.reason
