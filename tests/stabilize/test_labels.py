"""Labels and the gate: they take agreement away and give none, take no input out of the count, and what they contradict is told."""

from __future__ import annotations

import random

import pytest

import pointmass as pm
from pointmass.stabilize.by_label import contradicts
from pointmass.stabilize.crossfit import Bench
from pointmass.stabilize.training_set import training_set_of

TEXTS = [f"Thing {number} X{'y' * (number % 5)}" for number in range(40)]
NOWHERE = None  # nothing is executed: only what is counted is looked at


def snake(text: str) -> str:
    return text.lower().replace(" ", "_")


def shout(text: str) -> str:
    return text.upper().replace(" ", "-")


@pytest.fixture
def handle():
    model = pm.SimulatedModel({snake: 0.95, shout: 0.05}, seed=4, linked=False)
    with pm.Workbench(model=model, approver=pm.approved_by("me")) as wb:
        yield wb.define(pm.Spec("name", "Name it.", (pm.Parameter("text", str),)))


def sampled(handle, texts=TEXTS):
    return handle.sample(texts, draws=8, progress=False)


def test_labels_that_say_what_the_model_says_change_no_figure(handle):
    sample = sampled(handle)
    before = handle.stabilize(sample, probes=0).evidence
    for text in TEXTS[:20]:
        handle.label(text, snake(text))
    after = handle.stabilize(sample, probes=0)

    assert (after.evidence.agreed, after.evidence.answered, after.evidence.bound) == (
        before.agreed,
        before.answered,
        before.bound,
    )
    assert (after.evidence.labels.inputs, after.evidence.labels.model_right) == (20, 20)
    assert "20 inputs are labelled by a person; the model's most frequent answer is right on 20 of them" in repr(after)
    assert "labelled" not in str(before.content())


def test_an_answer_that_a_label_contradicts_is_told_is_no_agreement_and_stays_with_the_model(handle):
    sample = sampled(handle)
    before = handle.stabilize(sample, probes=0).evidence
    handle.label(TEXTS[0], shout(TEXTS[0]))
    handle.label(TEXTS[1], wrong=[snake(TEXTS[1])])
    proposal = handle.stabilize(sample, probes=0)
    found = proposal.evidence

    assert (found.certified, found.agreed) == (before.certified, before.agreed - 2)
    assert found.bound < before.bound
    assert list(proposal.wrong["input"]) == TEXTS[:2]
    assert "and a person labelled it otherwise" in proposal.wrong["why"][0]
    assert set(TEXTS[:2]) <= set(proposal.hands_back["input"])
    assert found.content()["labels"] == {
        "inputs": 2,
        "model_right": 0,
        "model_wrong": 2,
        "answered": 2,
        "code_wrong": 2,
    }
    assert "2 against the label" in proposal._repr_html_()
    proposal.accept()
    assert handle(TEXTS[2]) == snake(TEXTS[2])
    assert handle.history()[-1].action == "stabilize"


def test_a_label_decides_what_the_model_is_divided_on_and_certifies_nothing_more(handle):
    sample = sampled(handle)
    before = handle.stabilize(sample, probes=0)
    divided = next(mode.row for mode in sample.modes() if mode.word == "contested")
    handle.label(TEXTS[divided], snake(TEXTS[divided]))
    after = handle.stabilize(sample, probes=0)

    assert TEXTS[divided] in set(before.hands_back["input"])
    assert TEXTS[divided] in set(after.answers["input"])
    assert after.evidence.certified == before.evidence.certified
    assert after.evidence.bound <= before.evidence.bound
    assert "outside the sample" not in repr(after)


def test_no_label_makes_an_agreement_or_takes_an_input_out_of_the_count(handle):
    sample = sampled(handle)
    plain = Bench(sample, training_set_of(sample), NOWHERE, sample.modes())
    answers = [snake, shout, lambda text: text]
    rng = random.Random(3)  # noqa: S311 - no secret
    for _ in range(40):
        for text in TEXTS:
            handle.unlabel(text)
        for text in rng.sample(TEXTS, 8):
            said = rng.choice(answers)(text)
            handle.label(text, said) if rng.random() < 0.6 else handle.label(text, wrong=[said])
        labels = sample.labels()
        bench = Bench(sample, training_set_of(sample, labels=labels), NOWHERE, sample.modes())

        code = pm.stabilize.code.Code("me", "written", "", "name", ("",))
        assert bench.certifying(code) == plain.certifying(code)
        for row, text in enumerate(TEXTS):
            for answer in answers:
                agreed = bench.confirms(row, answer(text))
                assert agreed == (plain.confirms(row, answer(text)) and not contradicts(labels.get(row), answer(text)))


def test_code_of_a_person_proves_no_more_by_labels_that_say_what_it_says(handle):
    sample = sampled(handle)
    odd = {TEXTS[number] for number in (3, 17, 24)}
    code = (
        "def name(text):\n    done = text.lower().replace(' ', '_')\n"
        "    return done.replace('_x', 'x') if text.split()[1] in ('3', '17', '24') else done\n"
    )
    before = handle.propose(code, sample).evidence
    for text in odd:
        handle.label(text, snake(text).replace("_x", "x"))  # the model says otherwise, and the code is right
    after = handle.propose(code, sample).evidence

    assert before.agreed < before.answered
    assert (after.agreed, after.bound) <= (before.agreed, before.bound)


def test_where_all_inputs_are_there_a_contradicted_one_counts_no_draw():
    def sign(up: bool) -> str:  # noqa: FBT001 - a truth value is the input
        return "up" if up else "down"

    with pm.Workbench(model=pm.SimulatedModel({sign: 1.0})) as wb:
        handle = wb.define(pm.Spec("sign", "Say it.", (pm.Parameter("up", bool),)))
        sample = handle.sample([True, False], draws=16, progress=False)
        before = handle.stabilize(sample).evidence
        handle.label(input_of(sample, 0), "down" if sample.given(0) else "up")
        after = handle.stabilize(sample).evidence

    assert before.complete
    assert after.bound < before.bound


def input_of(sample, row):
    return sample.given(row)


def test_labels_of_records_count_field_by_field():
    def read(text: str) -> dict[str, str]:
        first, last = text.split(" ")
        return {"first": first, "last": last}

    texts = [f"Ann{number} Bo{number}" for number in range(24)]
    with pm.Workbench(model=pm.SimulatedModel({read: 1.0})) as wb:
        handle = wb.define(pm.Spec("read", "Read it.", (pm.Parameter("text", str),), dict[str, str]))
        sample = handle.sample(texts, draws=6, progress=False)
        before = handle.stabilize(sample, probes=0)
        handle.label(texts[0], {"first": texts[0].split(" ")[0], "last": "else"})
        handle.label(texts[1], wrong=[read(texts[1])])
        after = handle.stabilize(sample, probes=0)

    by_field = {part.field: part.result.evidence for part in after.parts}
    was = {part.field: part.result.evidence for part in before.parts}
    assert by_field["first"].agreed == was["first"].agreed
    assert by_field["last"].agreed == was["last"].agreed - 1
    assert after.evidence.agreed <= before.evidence.agreed - 2
