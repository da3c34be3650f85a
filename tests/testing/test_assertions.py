from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

import pointmass as pm
from pointmass.errors import InputError
from pointmass.models.base import Completion, Model
from pointmass.testing import Inconclusive, assert_agrees, assert_rate, assert_same


def test_a_rate_that_is_proven_passes(steady):
    assert_rate(steady, str.isupper, at_least=0.97)


def test_a_rate_is_proven_by_inputs_and_not_by_draws(steady):
    # Exact bound of 100 of 100 inputs: binomtest(0, 100, alternative="less").proportion_ci(.95, "exact").high = .0295.
    bound = 1 - scipy.stats.binomtest(0, 100, alternative="less").proportion_ci(0.95, "exact").high

    assert_rate(steady, str.isupper, at_least=bound - 1e-9)
    with pytest.raises(Inconclusive, match="149 inputs without a failure would prove it"):
        assert_rate(steady, str.isupper, at_least=0.98)


def test_a_rate_that_is_refuted_shows_counts_bounds_and_the_inputs_that_failed(made):
    sample = made({f"t{i}": ["x.pdf"] * 3 + ["x"] for i in range(30)})

    with pytest.raises(AssertionError) as caught:
        assert_rate(sample, lambda out: out.endswith(".pdf"), at_least=0.95)

    assert not isinstance(caught.value, Inconclusive)
    said = str(caught.value)
    assert "clean: the rate is 0.750, between 0." in said
    assert "90 of 120 draws on 30 inputs held" in said
    assert "\n  30 of 30 inputs:\n  't0': 3 of 4 (x.pdf 75%, x 25%)" in said
    assert "… and 25 more" in said


def test_on_these_inputs_only_the_draws_vary(made):
    sample = made({"a": ["x"] * 100, "b": ["x"] * 100})

    with pytest.raises(Inconclusive):
        assert_rate(sample, lambda out: out == "x", at_least=0.95)
    assert_rate(sample, lambda out: out == "x", at_least=0.95, scope="on these inputs")


def test_a_predicate_may_look_at_the_input_too(steady):
    assert_rate(steady, lambda given, out: out == given.upper(), at_least=0.9)


def test_two_samples_of_one_distribution_are_the_same(made):
    rng = np.random.default_rng(2)

    def sample():
        return made({f"t{i}": ["x" if rng.random() < 0.9 else "y" for _ in range(10)] for i in range(100)})

    found = assert_same(sample(), sample(), margin=0.2)

    assert found.contrasts[0].moved() == ()


def test_samples_that_differ_are_told_by_the_inputs_that_moved(made):
    a = made({f"t{i}": ["x"] * 10 for i in range(20)})
    b = made({f"t{i}": ["y" if i == 3 else "x"] * 10 for i in range(20)})

    with pytest.raises(AssertionError, match=r"1 of 20 inputs:\n  't3': x 100% → y 100% \(p < .001\)") as caught:
        assert_same(a, b)
    assert not isinstance(caught.value, Inconclusive)


def test_that_no_difference_is_shown_on_few_inputs_proves_nothing(made):
    sample = made({"a": ["x"] * 4, "b": ["x"] * 4})

    with pytest.raises(Inconclusive, match="none of 2 is shown to behave differently"):
        assert_same(sample, sample)


def test_code_that_says_what_the_model_says_agrees(steady):
    assert_agrees(str.upper, steady)


def test_code_that_is_wrong_is_told_by_both_answers(steady):
    with pytest.raises(AssertionError, match=r"100 of 100 inputs:\n  't0': got \"t0\", drawn T0 100%") as caught:
        assert_agrees(lambda title: title, steady)
    assert not isinstance(caught.value, Inconclusive)


def test_code_that_raises_disagrees(steady):
    with pytest.raises(AssertionError, match="raised ZeroDivisionError"):
        assert_agrees(lambda title: 1 / 0, steady)


def test_few_inputs_prove_no_agreement_and_the_message_says_how_many_more_would(made):
    sample = made({f"t{i}": [f"T{i}"] * 8 for i in range(20)})

    with pytest.raises(Inconclusive, match="39 more inputs, all agreeing, would prove it"):
        assert_agrees(str.upper, sample)


def test_code_that_gives_the_mode_of_a_contested_model_is_as_good_as_another_draw(made):
    sample = made({f"t{i}": ["x"] * 7 + ["y"] * 3 for i in range(200)})

    assert_agrees(lambda title: "x", sample)


def test_a_name_is_looked_up_in_a_workbench(steady):
    with pm.Workbench() as wb:
        wb.bind(lambda title: title.upper(), name="shout")

        assert_agrees("shout", steady, workbench=wb)
        assert_agrees(wb["shout"], steady)
        with pytest.raises(InputError, match="the name 'shout' needs a workbench"):
            assert_agrees("shout", steady)


def test_a_share_in_percent_is_refused(steady):
    with pytest.raises(InputError, match="at_least is a fraction between 0 and 1, got 95"):
        assert_rate(steady, str.isupper, at_least=95)


@pytest.mark.parametrize("truth", [0.9, 0.85])
def test_a_rate_below_the_claim_passes_in_at_most_five_of_a_hundred_samples(made, truth):
    # Simulation: inputs differ (beta), the true rate lies below at_least; the error promised is .05.
    rng, passed = np.random.default_rng(11), 0
    for _ in range(100):
        shares = rng.beta(truth * 4, (1 - truth) * 4, size=30)
        sample = made({f"t{i}": ["x" if rng.random() < p else "y" for _ in range(5)] for i, p in enumerate(shares)})
        try:
            assert_rate(sample, lambda out: out == "x", at_least=0.9)
            passed += 1
        except AssertionError:
            pass

    assert passed <= 5


def test_the_same_assertion_holds_before_a_name_is_stabilized_and_after():
    def kebab(title):
        return "-".join(title.lower().split())

    class Settled(Model):
        identity = "settled"

        async def complete(self, request, index):  # noqa: ARG002 - the same answer to every draw
            return Completion(kebab(request.inputs["title"]))

    def titles(*words):
        return [f"{a} {b} {n}" for a in words for b in ("Notes", "Plan", "List") for n in range(2020, 2030)]

    with pm.Workbench(model=Settled(), approver=pm.approved_by("a reader")) as wb:

        @wb.spec
        def clean(title: str) -> str:
            """Clean the title."""

        unseen = clean.sample(titles("Travel", "Tax", "House"), draws=3, progress=False)
        kinds = []
        for step in range(2):
            if step:
                clean.stabilize(clean.sample(titles("Meeting", "Budget"), draws=3, progress=False)).accept()
            kinds.append(clean.kind)
            assert_agrees(clean, unseen)

    assert kinds == ["neural", "hybrid"]
