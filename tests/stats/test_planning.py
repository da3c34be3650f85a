"""Planning: Miller's worked examples, statsmodels' sizes, and the cost of draws by brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pointmass.errors import InputError
from pointmass.stats import (
    VarianceComponents,
    detectable_difference,
    draws_per_input,
    inputs_for_difference,
    inputs_for_share,
    inputs_for_two_shares,
    paired,
    variance_components,
)


def test_millers_first_example_needs_969_inputs():
    # arXiv:2411.00640, eq. 9
    plan = inputs_for_difference(0.03, between=1 / 9)

    assert (plan.inputs, round(plan.exact, 3)) == (969, 968.997)


def test_the_t_test_needs_hardly_more():
    # statsmodels: TTestPower().solve_power(.015 / sqrt(1 / 9), alpha=.05, power=.8) = 3877.9, the normal formula 3876.0
    assert round(inputs_for_difference(0.015, between=1 / 9).exact, 1) == 3876.0


def test_millers_second_example_detects_13_and_7_points():
    # eq. 10; n = 198, omega^2 = 1/9, sigma^2 = 1/6
    found = [
        detectable_difference(198, between=1 / 9, within_a=1 / 6, within_b=1 / 6, draws_a=k, draws_b=k) for k in (1, 10)
    ]

    assert [round(d, 4) for d in found] == [0.1327, 0.0757]


def test_a_share_needs_the_inputs_of_statsmodels():
    # statsmodels: samplesize_confint_proportion of .5 and .9 with half-width .05
    assert [round(inputs_for_share(p, 0.05).exact, 1) for p in (0.5, 0.9)] == [384.1, 138.3]


def test_two_shares_need_the_inputs_of_statsmodels():
    # statsmodels: NormalIndPower with the effect size of .8 against .9 and power .8
    assert round(inputs_for_two_shares(0.8, 0.9).exact, 1) == 194.9


@pytest.mark.parametrize(("cost", "k"), [(5, 2.74), (20, 5.48)])
def test_draws_per_input_follow_the_costs(cost, k):
    assert round(draws_per_input(input_cost=cost, draw_cost=1, between=1 / 9, within=1 / 6), 2) == k


def test_they_are_the_best_by_brute_force():
    def error(k: int) -> float:
        return (1 / 9 + 1 / 6 / k) * (20 + k)  # variance times cost at a fixed budget

    assert min(range(1, 50), key=error) == 5  # 5.48 by the formula


def test_they_are_the_best_by_brute_force_where_inputs_are_cheap():
    def error(k: int) -> float:
        return (1 / 9 + 1 / 6 / k) * (5 + k)

    assert min(range(1, 50), key=error) == 3  # 2.74 by the formula


def test_inputs_that_cost_nothing_extra_beat_draws():
    assert draws_per_input(input_cost=0, draw_cost=1, between=1 / 9, within=1 / 6) == 1


def test_equal_inputs_want_all_draws_on_one():
    assert draws_per_input(input_cost=1, draw_cost=1, between=0, within=1) == math.inf


def test_the_pilot_gives_the_anova_components():
    # three inputs of two draws: within = (2 + 0 + 2) / 3, between mean square = 16.67, by hand
    result = variance_components([[1, 3], [5, 5], [7, 9]])

    assert result.within == pytest.approx(4 / 3)
    assert result.between == pytest.approx((18 - 4 / 3) / 2)
    assert result.icc == pytest.approx(result.between / (result.between + result.within))


def test_the_design_effect_is_that_of_kish():
    # ICC .242 and seven draws: 2.45
    result = variance_components([[1, 3], [5, 5], [7, 9]])

    assert result.design_effect(7) == pytest.approx(1 + 6 * result.icc)
    assert round(VarianceComponents(0.242, 0.758, 0.242, 20, 140).design_effect(7), 2) == 2.45


def test_the_icc_is_that_of_shrout_and_fleiss():
    # Shrout and Fleiss 1979, Psych. Bull. 86:420, tables 2 and 4: six targets, four judges, ICC(1,1) = .17
    rated = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

    assert round(variance_components(rated).icc, 2) == 0.17


def test_noise_alone_has_no_variance_between():
    assert variance_components([[0, 1], [1, 0]]).between == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: inputs_for_difference(0, between=1),
        lambda: inputs_for_difference(0.1, between=-1),
        lambda: inputs_for_difference(0.1, between=1, power=2),
        lambda: detectable_difference(0, between=1),
        lambda: draws_per_input(input_cost=1, draw_cost=0, between=1, within=1),
        lambda: inputs_for_share(0, 0.1),
        lambda: inputs_for_two_shares(0.5, 0.5),
        lambda: variance_components([[1, 2]]),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(InputError, match="got"):
        wrong()


@pytest.mark.parametrize("effect", [0.5, 1.0, 1.5, 3.0])
def test_few_inputs_reach_the_power_that_is_promised_by_the_test_in_use(effect):
    rng = np.random.default_rng(7)
    n = inputs_for_difference(effect, between=1.0).inputs

    found = np.mean([paired(np.zeros(n), rng.normal(effect, 1, n), resamples=999).p_value <= 0.05 for _ in range(400)])

    assert found >= 0.8 - 0.04  # 95 % of 400 runs


def test_fewer_than_six_inputs_have_no_p_of_a_twentieth():
    assert inputs_for_difference(1.0, between=0.0).inputs == 6  # 2 / 2^5 = .0625
    assert detectable_difference(5, between=1.0) == math.inf
    assert inputs_for_difference(9.0, between=1.0, level=0.9).inputs == 5  # 2 / 2^5 is below .1
