"""Entropy: infomeasure's and esa's reference values, and when there is no interval."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.errors import InputError
from pointmass.stats import THESE, entropy
from pointmass.stats.entropy import chao_shen

METHODS = ["plug-in", "miller-madow", "chao-shen", "chao-wang-jost", "grassberger"]


# infomeasure 0.6.3 (plug-in, Miller-Madow, Chao-Shen, Chao-Wang-Jost); Grassberger 2003 from its formula;
# lucasmccabe/esa README prints 1.04 and 1.76 for [2, 1, 1]
@pytest.mark.parametrize(
    ("counts", "values"),
    [
        ([2, 1, 1], [1.0397, 1.2897, 1.7632, 1.5875, 1.6567]),
        ([4, 2, 3, 2, 4, 2, 1, 1], [1.9684, 2.1526, 2.2011, 2.1971, 2.1446]),
    ],
)
def test_the_estimators_give_the_published_values(counts, values):
    estimates = [round(entropy([counts], method=method).value, 4) for method in METHODS]

    assert estimates == values


def test_chao_and_shen_give_the_values_of_infomeasure():
    # infomeasure, tests/test_chao_shen.py:136 and 146: the samples [1, 1, 2] in bits and [1, 2, 3, 4, 5] in nats
    assert chao_shen([2, 1]) / math.log(2) == pytest.approx(1.53826957554, abs=1e-11)
    assert chao_shen([1] * 5) == pytest.approx(3.4868903818, abs=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_equal_draws_have_no_entropy(method):
    assert entropy([[20]], method=method).value == pytest.approx(0, abs=1e-3)  # Grassberger's series: .0009


def test_effective_answers_come_from_the_unbiased_agreement():
    result = entropy([[2, 2], [1, 1], [3], [1]])

    assert result.effective_answers[:3] == (pytest.approx(3), math.inf, 1)
    assert math.isnan(result.effective_answers[3])


def test_one_input_with_few_draws_gets_no_interval():
    interval = entropy([[6, 4]]).interval()

    assert not interval.known
    assert "10 draws" in interval.diag


def test_one_input_with_many_draws_gets_one_on_itself():
    result = entropy([[40, 20]])

    assert result.value in result.interval()
    assert result.interval().scope == THESE


def test_several_inputs_get_the_mean_with_t():
    # three values v: scipy.stats.t.ppf(.975, 2) * sd / sqrt(3)
    result = entropy([[5, 5], [10], [7, 3]], method="plug-in")

    low, high = result.interval()

    values = result.per_input
    sd = math.sqrt(sum((v - result.value) ** 2 for v in values) / 2)
    assert high - result.value == pytest.approx(4.302652730 * sd / math.sqrt(3))
    assert low == 0.0


def test_inputs_without_any_spread_get_none_but_a_word():
    interval = entropy([[10], [10]]).interval()

    assert not interval.known
    assert "agreement" in interval.diag


def test_unequal_draws_are_warned_of():
    assert "unequal" in entropy([[5, 5], [20]]).diag


def test_nothing_drawn_is_no_entropy():
    assert math.isnan(entropy([]).value)
    assert not entropy([[]]).interval().known


def test_an_unknown_estimator_is_refused():
    with pytest.raises(InputError, match="called 'nsb'"):
        entropy([[1]], method="nsb")


@given(st.lists(st.integers(0, 20), min_size=1, max_size=8).filter(any), st.sampled_from(METHODS))
def test_every_estimate_is_a_number_that_ignores_order(counts, method):
    value = entropy([counts], method=method).value

    assert math.isfinite(value)
    assert value == entropy([counts[::-1]], method=method).value
