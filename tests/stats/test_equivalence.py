"""Equivalence of a function and a model: exact and betting bounds, and what they refuse to claim."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as oracle

from pointmass.errors import InputError
from pointmass.stats import betting_interval, betting_lower_bound, equivalence, lower_bound, tost


# confseq.betting.betting_ci, the two zeros first
@pytest.mark.parametrize(("values", "low"), [([0, 0, *[1] * 18], 0.629), ([1] * 20, 0.797)])
def test_the_betting_interval_gives_the_values_of_confseq(values, low):
    assert tuple(betting_interval(values)) == (low, 1.0)


def test_the_betting_interval_is_symmetric():
    low, high = betting_interval([0.2, 0.9, 0.4] * 10)
    mirrored = betting_interval([0.8, 0.1, 0.6] * 10)

    assert tuple(mirrored) == pytest.approx((1 - high, 1 - low))


@given(st.lists(st.floats(0, 1), max_size=30), st.randoms(use_true_random=False))
def test_the_lower_bound_ignores_order_and_lies_below_the_mean(values, rng):
    bound = betting_lower_bound(values)

    assert bound == pytest.approx(betting_lower_bound(rng.sample(values, len(values))), abs=1e-9)
    assert 0 <= bound <= (math.fsum(values) / len(values) if values else 0) + 1e-9


@given(st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_betting_on_zeros_and_ones_never_beats_the_exact_bound_by_much(kn):
    k, n = kn

    assert betting_lower_bound([1.0] * k + [0.0] * (n - k)) <= lower_bound(k, n) + 0.01


def test_fifty_nine_agreeing_inputs_prove_five_points():
    proven = equivalence([Counter(a=10)] * 59, ["a"] * 59)
    not_yet = equivalence([Counter(a=10)] * 58, ["a"] * 58)

    assert proven.faithful
    assert not not_yet.faithful
    assert not_yet.more_inputs == 1
    assert proven.more_inputs == 0


def test_draws_prove_nothing_about_other_inputs():
    # 30 inputs of 100 draws are 30: 1 - .05 ** (1 / 30)
    result = equivalence([Counter(a=100)] * 30, ["a"] * 30)

    assert round(result.disagreeing_bound, 4) == 0.0950
    assert not result.faithful


def test_a_disagreeing_input_counts_once():
    result = equivalence([Counter(a=10)] * 49 + [Counter(b=10)], ["a"] * 50)

    assert result.disagreeing == 1
    assert result.fidelity == pytest.approx(0.98)
    expected = oracle.binomtest(1, 50, alternative="less").proportion_ci(0.95, "exact").high
    assert result.disagreeing_bound == pytest.approx(expected)


def test_the_mode_of_a_noisy_model_is_no_worse_than_one_more_draw():
    result = equivalence([Counter(a=8, b=2)] * 300, ["a"] * 300, margin=0.1)

    assert result.fidelity == pytest.approx(0.8)
    assert result.self_agreement == pytest.approx((56 + 2) / 90)
    assert result.no_worse
    assert not result.faithful


def test_a_wrong_function_is_worse():
    assert not equivalence([Counter(a=10)] * 300, ["b"] * 300).no_worse


def test_few_inputs_and_the_split_are_said():
    diag = equivalence([Counter(a=1)], ["a"]).diag

    assert "extracted" in diag
    assert "one draw" in diag
    assert "only 1 inputs" in diag


def test_nothing_drawn_proves_nothing():
    result = equivalence([Counter()], ["a"])

    assert not result.faithful
    assert not result.no_worse
    assert result.disagreeing_bound == 1


def test_the_t_test_of_equivalence_carries_its_warning():
    # two scipy.stats.ttest_1samp, one-sided, at both margins
    d = [0.01, -0.02, 0.03, 0.0, 0.01, -0.01]

    result = tost(d, margin=0.05)

    lower = oracle.ttest_1samp(d, -0.05, alternative="greater").pvalue
    upper = oracle.ttest_1samp(d, 0.05, alternative="less").pvalue
    assert result.p_value == pytest.approx(max(lower, upper))
    assert result.p_value == pytest.approx(0.0006310809)  # statsmodels: ttost_paired(d, 0, -.05, .05)
    assert "too often" in result.warning


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: betting_lower_bound([2.0]),
        lambda: betting_interval([-0.1]),
        lambda: equivalence([Counter(a=1)], []),
        lambda: equivalence([], [], margin=5),
        lambda: tost([0.0]),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(InputError, match="got"):
        wrong()
