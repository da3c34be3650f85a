"""Corrections for many tests: textbook values and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as oracle

from pointmass.errors import InputError
from pointmass.stats import benjamini_hochberg, holm, max_t, paired

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def test_holm_gives_the_values_of_statsmodels():
    # statsmodels: multipletests of these with method 'holm'
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))


def test_benjamini_hochberg_gives_the_values_of_statsmodels():
    # statsmodels: multipletests of these with method 'fdr_bh'
    assert benjamini_hochberg([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.02, 0.04, 0.04, 0.02))


@given(p_values)
def test_benjamini_hochberg_is_that_of_scipy(p):
    assert benjamini_hochberg(p) == pytest.approx(tuple(oracle.false_discovery_control(p)), abs=1e-12)


@given(p_values)
def test_corrections_never_lower_a_p_value(p):
    assert all(
        raw - 1e-12 <= bh <= h + 1e-12 <= 1 + 1e-9 for raw, bh, h in zip(p, benjamini_hochberg(p), holm(p), strict=True)
    )


def test_no_test_needs_no_correction():
    assert holm([]) == benjamini_hochberg([]) == ()


def test_one_contrast_has_the_p_value_of_the_sign_flip():
    d = [0.3, 0.1, -0.2, 0.4, 0.5, 0.2, 0.1, 0.3]

    assert max_t([d]).p_values[0] == pytest.approx(paired([0] * 8, d).p_value)


def test_equal_contrasts_cost_nothing():
    d = [0.3, 0.1, -0.2, 0.4, 0.5, 0.2, 0.1, 0.3]

    assert max_t([d, d, d]).p_values == pytest.approx((max_t([d]).p_values[0],) * 3)


def test_the_largest_t_costs_less_than_holm_where_contrasts_share_inputs():
    rng = np.random.default_rng(4)
    base = rng.normal(size=40)
    contrasts = [(rng.normal(0.25, 0.3, 40) - base * 0.5).tolist() for _ in range(4)]

    joint = max_t(contrasts).p_values
    separate = holm([paired([0.0] * 40, d).p_value for d in contrasts])

    assert sum(joint) < sum(separate)


def test_contrasts_without_any_difference_are_no_news():
    assert max_t([[0.0] * 5, [0.0] * 5]).p_values == (1.0, 1.0)


@pytest.mark.parametrize("wrong", [lambda: holm([2]), lambda: max_t([[1.0, 2.0], [1.0]]), lambda: max_t([])])
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(InputError, match="got"):
        wrong()
