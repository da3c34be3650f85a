"""Rates: reference values of scipy, statsmodels and contingencytables, and the edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as oracle

from pointmass.errors import InputError
from pointmass.stats import THESE, exact, inputs_needed, jeffreys, lower_bound, rate, upper_bound, wilson


# scipy.stats.binomtest(k, n).proportion_ci(method='wilson') = statsmodels proportion_confint(k, n, method='wilson');
# 13/16: contingencytables, tests/testthat/test-ch2.R:96
@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (13, 16, 0.5699, 0.9341),
    ],
)
def test_wilson_gives_the_published_bounds(k, n, low, high):
    interval = wilson(k, n)

    assert tuple(round(bound, 4) for bound in interval) == (low, high)


# the same call with 'exact' as its method
@pytest.mark.parametrize(("k", "n", "low", "high"), [(81, 263, 0.2527, 0.3676), (0, 20, 0.0, 0.1684)])
def test_exact_gives_the_published_bounds(k, n, low, high):
    interval = exact(k, n)

    assert tuple(round(bound, 4) for bound in interval) == (low, high)


def test_jeffreys_gives_the_published_bounds():
    # contingencytables, tests/testthat/test-ch2.R:149
    assert tuple(round(bound, 4) for bound in jeffreys(13, 16)) == (0.5792, 0.9442)
    assert jeffreys(0, 20).low == 0
    assert jeffreys(20, 20).high == 1
    assert tuple(jeffreys(0, 0)) == (0, 1)


def test_the_two_sided_bound_of_no_failure_is_the_wrong_side_of_the_rule_of_three():
    # statistics.md section 8: 3.69 / n instead of 3 / n
    assert round(exact(0, 100).high, 4) == 0.0362
    assert upper_bound(0, 100) < exact(0, 100).high


def test_thirty_inputs_without_a_failure_may_well_fail_in_one_of_twenty():
    # SIM6: a true failure rate of 5 % of inputs shows nothing on 30 inputs in 21 % of cases, however many draws they have
    assert round(0.95**30, 2) == 0.21
    assert round(upper_bound(0, 30), 3) == 0.095


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.8, 0.95]))
def test_the_bounds_are_those_of_scipy(kn, level):
    k, n = kn

    test = oracle.binomtest(k, n)

    assert tuple(wilson(k, n, level)) == pytest.approx(tuple(test.proportion_ci(level, "wilson")), abs=1e-12)
    assert tuple(exact(k, n, level)) == pytest.approx(tuple(test.proportion_ci(level, "exact")), abs=1e-12)
    greater = oracle.binomtest(k, n, alternative="greater").proportion_ci(level, "exact")
    assert lower_bound(k, n, level) == pytest.approx(greater.low, abs=1e-12)
    less = oracle.binomtest(k, n, alternative="less").proportion_ci(level, "exact")
    assert upper_bound(k, n, level) == pytest.approx(less.high, abs=1e-12)


# 1 - .05**(1/n), statistics.md section 8
@pytest.mark.parametrize(
    ("n", "bound", "digits"), [(10, 0.2589, 4), (30, 0.0950, 4), (59, 0.0495, 4), (100, 0.0295, 4), (300, 0.00994, 5)]
)
def test_no_failure_bounds_the_failures_by_the_rule_of_three(n, bound, digits):
    assert round(upper_bound(0, n), digits) == bound


@pytest.mark.parametrize(("error", "inputs"), [(0.10, 29), (0.05, 59), (0.03, 99), (0.01, 299)])
def test_so_many_inputs_without_a_failure_are_needed(error, inputs):
    assert inputs_needed(error) == inputs


@given(st.floats(0.01, 0.5), st.integers(0, 5))
def test_one_input_fewer_would_not_do(error, failures):
    needed = inputs_needed(error, failures=failures)

    assert upper_bound(failures, needed) <= error
    assert needed == failures + 1 or upper_bound(failures, needed - 1) > error


def test_the_rate_over_inputs_has_the_demo_interval():
    # statistics.md section 1: 12 inputs 10/10, 5 inputs 8/10, 3 inputs 1/10
    result = rate([10] * 12 + [8] * 5 + [1] * 3, [10] * 20)

    assert round(result.value, 3) == 0.815
    assert tuple(round(bound, 4) for bound in result.interval()) == (0.6286, 0.9198)
    # 29.45: the size at which p (1 - p) / size is the variance of the mean of the inputs
    assert round(0.815 * 0.185 / (np.var(result.per_input, ddof=1) / 20), 2) == 29.45
    assert "29.4" in result.interval().method


def test_on_these_inputs_the_draws_are_the_unit():
    result = rate([10] * 12 + [8] * 5 + [1] * 3, [10] * 20)

    # Wilson(163, 200): statistics.md section 1
    assert tuple(round(bound, 4) for bound in result.interval(scope=THESE)) == (0.7554, 0.8627)


def test_all_right_everywhere_still_leaves_room():
    interval = rate([10] * 20, [10] * 20).interval()

    assert interval.high == 1.0
    assert 0.8 < interval.low < 0.85  # Wilson(20/20) with t_19 for z


def test_one_input_has_no_interval_over_inputs():
    interval = rate([9], [10]).interval()

    assert math.isnan(interval.low)
    assert "one input" in interval.diag


def test_one_input_has_the_wilson_interval_on_itself():
    assert tuple(rate([13], [16]).interval(scope=THESE)) == pytest.approx(tuple(wilson(13, 16)))


def test_inputs_without_a_draw_are_left_out_and_said():
    result = rate([1, 0, 1], [2, 0, 2])

    assert result.n_inputs == 2
    assert result.value == 0.5
    assert "1 of 3" in result.diag


def test_no_draw_at_all_is_no_rate():
    result = rate([], [])

    assert math.isnan(result.value)
    assert not result.interval().known
    assert not result.interval(scope=THESE).known


@given(
    st.lists(st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=30)
)
def test_the_interval_holds_the_rate_and_stays_a_share(pairs):
    result = rate([k for k, _ in pairs], [n for _, n in pairs])

    low, high = result.interval()

    assert 0.0 <= low <= result.value + 1e-12
    assert result.value - 1e-12 <= high <= 1.0


def test_an_overwhelming_weight_leaves_everything_open():
    interval = rate([1, 0], [1, 1], weights=[1e9, 1.0]).interval()

    assert tuple(interval) == (0.0, 1.0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: wilson(3, 2),
        lambda: exact(-1, 2),
        lambda: wilson(1, 2, 95),
        lambda: rate([1], [1, 2]),
        lambda: rate([1], [1], weights=[0.0]),
        lambda: rate([1], [1], weights=[1.0, 1.0]),
        lambda: inputs_needed(5),
        lambda: inputs_needed(0.05, failures=-1),
    ],
)
def test_what_is_no_count_or_no_fraction_is_refused(wrong):
    with pytest.raises(InputError, match="got"):
        wrong()
