"""Paired comparisons: Darwin's maize, contingencytables' tables, and the edges."""

from __future__ import annotations

import math

import pytest
from scipy import stats as oracle

from pointmass.errors import InputError
from pointmass.stats import PairedBinary, homogeneity, paired

DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
# contingencytables, tests/testthat/test-ch8.R
AIRWAYS = PairedBinary(both=59, only_a=6, only_b=16, neither=80)
# contingencytables, tests/testthat/test-ch9.R
SQUARE = [[596, 18, 6, 5], [0, 2, 0, 0], [0, 0, 42, 0], [11, 0, 0, 0]]


def test_darwins_maize_has_fishers_p_value():
    # scipy: permutation_test of type 'samples' with all resamples
    result = paired([0.0] * 15, DARWIN)

    assert result.p_value == 1726 / 32768
    assert round(result.p_value, 6) == 0.052673


def test_the_interval_is_that_of_the_paired_t_test():
    expected = oracle.ttest_1samp(DARWIN, 0).confidence_interval(0.95)

    assert tuple(paired([0.0] * 15, DARWIN).interval()) == pytest.approx((expected.low, expected.high))


def test_many_inputs_are_flipped_at_random_with_a_seed():
    a, b = [0.0] * 40, [0.1 * (-1) ** i + 0.05 for i in range(40)]

    assert paired(a, b, seed=3).p_value == paired(a, b, seed=3).p_value
    assert paired(a, b).resamples == 20_000


def test_no_difference_anywhere_has_no_spread_but_a_word():
    result = paired([1.0] * 30, [1.0] * 30)

    assert result.p_value == 1
    assert not result.interval().known
    assert "9.5%" in result.interval().diag  # 1 - .05 ** (1 / 30)


def test_inputs_without_one_of_the_variants_are_left_out():
    result = paired([1.0, math.nan, 0.0], [0.5, 1.0, 0.5])

    assert result.n_inputs == 2
    assert "1 of 3" in result.diag


def test_one_input_proves_nothing():
    result = paired([0.0], [1.0])

    assert not result.interval().known
    assert result.p_value == 1


@pytest.mark.parametrize(
    ("method", "low", "high"),
    [("tango", -0.1240, -0.0054), ("newcombe", -0.1186, -0.0046), ("agresti-min", -0.1182, -0.0045)],
)
def test_the_paired_intervals_give_the_published_bounds(method, low, high):
    assert round(AIRWAYS.difference, 4) == -0.0621
    assert tuple(round(bound, 4) for bound in AIRWAYS.interval(method=method)) == (low, high)


def test_mcnemar_gives_the_published_p_values():
    assert round(AIRWAYS.p_mid, 6) == 0.034690
    assert round(AIRWAYS.p_exact, 4) == 0.0525
    assert round(AIRWAYS.p_asymptotic, 4) == 0.0330


@pytest.mark.parametrize("table", [(0, 0, 0, 10), (10, 0, 0, 0), (0, 10, 0, 0), (0, 0, 10, 0), (5, 0, 0, 5)])
@pytest.mark.parametrize("method", ["tango", "newcombe", "agresti-min"])
def test_bounds_stay_between_minus_one_and_one_at_the_edges(table, method):
    result = PairedBinary(*table)

    low, high = result.interval(method=method)

    assert -1 <= low <= high <= 1


def test_no_input_has_no_difference():
    empty = PairedBinary(0, 0, 0, 0)

    assert math.isnan(empty.difference)
    assert not empty.interval().known
    assert empty.p_exact == empty.p_mid == empty.p_asymptotic == 1


def test_the_mix_of_labels_is_tested_without_shifted_zeros():
    # statsmodels SquareTable(table, shift_zeros=False).homogeneity(...); its default gives 20.781
    stuart, bhapkar = homogeneity(SQUARE), homogeneity(SQUARE, method="bhapkar")

    assert (round(stuart.statistic, 3), stuart.df, round(stuart.p_value, 6)) == (26.250, 3, 0.000008)
    assert (round(bhapkar.statistic, 3), bhapkar.df, round(bhapkar.p_value, 6)) == (27.304, 3, 0.000005)


def test_a_table_where_nothing_moves_is_no_news():
    assert homogeneity([[5, 0], [0, 5]]).p_value == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: paired([1.0], [1.0, 2.0]),
        lambda: PairedBinary(-1, 0, 0, 0),
        lambda: homogeneity([[1, 2]]),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(InputError, match="got"):
        wrong()
