from __future__ import annotations

import pytest
from scipy.stats import binomtest

import pointmass as pm
from pointmass.errors import EvidenceError, NotApprovedError


@pytest.fixture
def spec_and_sample():
    """Sample a mixture of Python programs whose truth is known."""
    made = []

    def make(programs, titles, *, draws=8, approver=pm.approved_by("a reader")):
        wb = pm.Workbench(model=pm.SimulatedModel(programs, linked=False), approver=approver)
        made.append(wb)

        @wb.spec
        def clean(title: str) -> str:
            """Clean the title."""

        return clean, clean.sample(titles, draws=draws, progress=False)

    yield make
    for wb in made:
        wb.close()


TITLES = [
    f"{a} {b} {n}" for n, a in enumerate(("Budget", "Plan", "Notes", "Tax")) for b in ("May", "June", "July", "Final")
]


def kebab(title):
    return title.lower().replace(" ", "-")


def snake(title):
    return title.lower().replace(" ", "_")


def test_one_input_proves_nothing_and_is_refused_with_the_reason(spec_and_sample):
    clean, sample = spec_and_sample({kebab: 1.0}, ["A b"])

    with pytest.raises(EvidenceError, match="one input proves nothing"):
        clean.stabilize(sample)


def test_a_consistent_spec_becomes_code_with_an_exact_bound_over_inputs(spec_and_sample):
    clean, sample = spec_and_sample({kebab: 1.0}, TITLES)
    evidence = clean.stabilize(sample).evidence
    expected = binomtest(evidence.agreed, evidence.answered, alternative="greater").proportion_ci(0.95, "exact").low

    assert evidence.agreed == evidence.answered > 10
    assert evidence.bound == pytest.approx(expected)


def test_a_divided_spec_is_kept_neural_because_the_variance_is_the_point(spec_and_sample):
    clean, sample = spec_and_sample({kebab: 0.5, snake: 0.5}, TITLES)
    proposal = clean.stabilize(sample)

    assert proposal.decision == "keep neural"
    assert "gives different answers on" in proposal.advice.reason
    assert "keep calling it" in proposal.advice.reason


def test_too_few_inputs_ask_for_more_and_say_how_many(spec_and_sample):
    clean, sample = spec_and_sample({kebab: 1.0}, TITLES[:8])
    advice = clean.stabilize(sample, agreement=0.95).advice

    assert advice.verdict == "sample more"
    # 59 inputs without a failure prove 95 %: 1 - .05 ** (1 / 59) = .0495; 61 where they extend a look. All 8 were answered.
    assert advice.more_inputs == 53
    assert "about 53 more inputs prove it in four of five cases" in advice.reason


def test_random_answers_have_no_program_and_nothing_can_be_accepted(spec_and_sample):
    import hashlib

    clean, sample = spec_and_sample({lambda title: hashlib.sha256(title.encode()).hexdigest(): 1.0}, TITLES)
    proposal = clean.stabilize(sample, budget=0.3)

    assert proposal.decision == "keep neural"


def test_the_approver_is_asked_about_exactly_the_code_that_is_bound(spec_and_sample):
    asked = []

    def approver(question):
        asked.append(question)
        return True

    clean, sample = spec_and_sample({kebab: 1.0}, TITLES, approver=approver)
    proposal = clean.stabilize(sample)
    event = proposal.accept()

    assert (asked[0].digest, asked[0].source) == (event.digest, proposal.source)


def test_a_no_binds_nothing_and_executes_nothing(spec_and_sample):
    clean, sample = spec_and_sample({kebab: 1.0}, TITLES, approver=lambda question: False)
    proposal = clean.stabilize(sample)

    with pytest.raises(NotApprovedError):
        proposal.accept()
    assert (clean.kind, proposal.bound) == ("neural", None)


def test_contested_inputs_are_given_up_with_their_outcomes(spec_and_sample):
    def hesitant(title):
        return title.upper() if title.startswith("Tax") else kebab(title)

    clean, sample = spec_and_sample({kebab: 0.5, hesitant: 0.5}, TITLES, draws=16)
    lost = clean.stabilize(sample).evidence.gives_up

    assert {given.input for given in lost if given.why == "the model gives different answers"} >= {"Tax May 3"}
    assert all(len(given.outcomes) == 2 for given in lost if given.why == "the model gives different answers")


def test_contested_inputs_are_tried_like_any_other_and_count_where_the_guard_accepts_them(spec_and_sample):
    many = [
        f"{a} {b} {n}"
        for n, a in enumerate("ABCDEFGHIJ")
        for b in ("May", "June", "July", "Plan", "Note", "Tax", "Bill")
    ]

    def hidden(title):  # nothing tells these from the others
        return title.upper() if sum(map(ord, title)) % 5 == 0 else kebab(title)

    clean, sample = spec_and_sample({kebab: 0.4, hidden: 0.6}, many, draws=12)
    evidence = clean.stabilize(sample, probes=0).evidence

    assert evidence.certified == len(many)
    assert evidence.contested > 0
    assert evidence.agreed < evidence.answered


def test_what_nobody_counted_is_not_saved(spec_and_sample):
    clean, sample = spec_and_sample({kebab: 1.0}, TITLES)
    proposal = clean.stabilize(sample)

    assert (proposal.evidence.ledger.tokens, proposal.evidence.ledger.dollars) == (None, None)
    assert "not recorded" in repr(proposal)


def test_the_source_is_a_module_that_needs_no_pointmass(spec_and_sample):
    clean, sample = spec_and_sample({kebab: 1.0}, TITLES)
    module = {}
    source = clean.stabilize(sample).source
    exec(source, module)  # noqa: S102 - what the check does with it

    assert "pointmass" not in source
    assert module["accepts"]("Budget June 7")
    assert module["clean"]("Budget June 7") == "budget-june-7"


def test_one_draw_of_each_input_proves_nothing_and_asks_for_more(spec_and_sample):
    clean, sample = spec_and_sample({kebab: 0.6, snake: 0.4}, TITLES, draws=1)
    advice = clean.stabilize(sample).advice

    assert (advice.verdict, advice.more_draws) == ("sample more", 3)


def test_two_draws_say_how_often_a_divided_input_would_look_unanimous(spec_and_sample):
    clean, sample = spec_and_sample({kebab: 1.0}, TITLES, draws=2)

    # .6 ** 2 + .4 ** 2 = .52
    assert "unanimous 52% of the time" in clean.stabilize(sample).advice.reason


def test_answers_that_are_no_values_are_not_called_divided(spec_and_sample):
    refuse = pm.Completion("no", stop_reason="refusal")
    clean, sample = spec_and_sample({lambda title: refuse: 1.0}, TITLES)

    assert "16 of 16 inputs mostly get no value at all" in clean.stabilize(sample).advice.reason


def test_draws_are_held_against_the_code_on_these_inputs_and_the_bound_over_inputs_stands_beside_it(spec_and_sample):
    clean, sample = spec_and_sample({kebab: 0.97, snake: 0.03}, TITLES, draws=20)
    evidence = clean.stabilize(sample).evidence
    drawn = evidence.drawn
    equal, asked = sum(drawn.matches), sum(drawn.draws)
    # Every input was drawn 20 times, so that the share is that of the pooled draws.
    between = binomtest(equal, asked).proportion_ci(0.95, "wilson")
    told = evidence.content()["on_these_inputs"]

    assert (told["draws"], told["draws_equal_to_the_code"]) == (asked, equal)
    assert 0.9 < told["share"] < 1
    assert told["share"] == pytest.approx(equal / asked)
    assert told["share_between"] == pytest.approx([between.low, between.high])
    assert told["share_between"][0] > evidence.bound


def test_code_that_gives_the_mode_is_no_worse_than_another_draw_once_inputs_are_many_enough():
    from pointmass.stats import equivalence

    few, many = (equivalence([{"a": 10}] * n, ["a"] * n, margin=0.05) for n in (10, 200))

    assert (few.no_worse, many.no_worse) == (False, True)


def test_the_panel_keeps_on_these_inputs_and_on_inputs_like_these_apart(spec_and_sample):
    clean, sample = spec_and_sample({kebab: 1.0}, TITLES)
    rows = {row.what: row for row in clean.stabilize(sample).view().evidence}

    # Wilson 1927: 128 of 128 is at least 128 / (128 + 1.96 ** 2) = .971.
    assert rows["draws that equal the code's answer"].share == "100% [97–100]"
    assert "on these inputs" in rows["draws that equal the code's answer"].note
    assert "on inputs like these" in rows["answered as the model does"].note
    assert rows["agreement with a draw, over that of another draw"].share.startswith("0 [≥ −")
    assert "not shown yet" in rows["agreement with a draw, over that of another draw"].note


def test_nothing_answered_says_nothing_of_draws(spec_and_sample):
    refuse = pm.Completion("no", stop_reason="refusal")
    clean, sample = spec_and_sample({lambda title: refuse: 1.0}, TITLES)
    proposal = clean.stabilize(sample)

    assert proposal.evidence.content()["on_these_inputs"] is None
    rows = {row.what: row for row in proposal.view().evidence}
    assert "draws that equal the code's answer" not in rows
    assert rows["answered as the model does"].share == "nothing to measure"
    assert rows["whose behaviour"].note.startswith("simulated; ")
