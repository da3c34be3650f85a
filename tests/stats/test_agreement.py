"""Agreement: unbiased per input, and over inputs."""

from __future__ import annotations

import math
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.errors import InputError
from pointmass.stats import LIKE_THESE, THESE, agreement, pairwise_agreement

counts = st.lists(st.integers(0, 12), max_size=6)


def test_it_is_the_share_of_equal_pairs():
    # [2, 1, 1]: one of the six pairs is equal
    assert pairwise_agreement([2, 1, 1]) == pytest.approx(1 / 6)


def test_a_counter_and_its_numbers_are_the_same():
    assert pairwise_agreement(Counter("aab")) == pairwise_agreement([2, 1])


@pytest.mark.parametrize("p", [0.5, 0.8])
def test_it_is_unbiased_at_three_draws(p):
    # every sequence of three draws, weighted with its probability
    mean = sum(
        math.prod(p if draw else 1 - p for draw in draws) * pairwise_agreement(Counter(draws))
        for draws in product([True, False], repeat=3)
    )

    assert mean == pytest.approx(p * p + (1 - p) ** 2)


def test_the_share_of_the_mode_is_biased_where_the_agreement_is_not():
    # SIM9: four equal answers, five draws: .496 instead of .25; .6 and .4, three draws: .761, all alike in 28 %
    draws = list(product(range(4), repeat=5))
    largest = sum(max(Counter(each).values()) / 5 for each in draws) / len(draws)
    chance = {each: math.prod(0.6 if draw else 0.4 for draw in each) for each in product([True, False], repeat=3)}

    assert round(largest, 2) == 0.50
    assert sum(pairwise_agreement(Counter(each)) for each in draws) / len(draws) == pytest.approx(0.25)
    assert round(sum(p * max(Counter(each).values()) / 3 for each, p in chance.items()), 2) == 0.76
    assert round(sum(p for each, p in chance.items() if len(set(each)) == 1), 2) == 0.28


def test_over_inputs_it_is_the_mean_of_the_inputs():
    result = agreement([[16], [8, 8], [13, 3]])

    assert result.per_input == pytest.approx((1.0, 56 / 120, (78 + 3) / 120))
    assert result.value == pytest.approx(sum(result.per_input) / 3)
    assert (result.n_inputs, result.n_draws, result.scope) == (3, 48, LIKE_THESE)


def test_weights_count_inputs_more_than_once():
    assert agreement([[2], [1, 1]], weights=[3, 1]).value == pytest.approx(0.75)


def test_full_agreement_still_leaves_room_below():
    interval = agreement([[16]] * 32).interval()

    # Wilson(32/32) with t_31 = 2.0395 for z: 32 / (32 + t^2)
    assert interval.low == pytest.approx(32 / (32 + 2.039513446**2), abs=1e-6)
    assert interval.high == 1.0


def test_one_input_says_nothing_about_others():
    result = agreement([[12, 4]])

    interval = result.interval()

    assert math.isnan(interval.low)
    assert math.isnan(interval.high)
    assert "one input" in interval.diag
    assert result.scope == THESE


def test_one_input_has_an_interval_on_itself():
    result = agreement([[12, 4]])

    low, high = result.interval(scope=THESE)

    assert 0 < low < result.value < high < 1


def test_inputs_with_one_draw_are_left_out_and_said():
    result = agreement([[1], [3], []])

    assert math.isnan(result.per_input[0])
    assert result.n_inputs == 1
    assert "2 of 3" in result.diag


def test_nothing_drawn_is_no_agreement():
    result = agreement([])

    assert math.isnan(result.value)
    assert not result.interval().known
    assert not result.interval(scope=THESE).known


@given(st.lists(counts, max_size=12), st.sampled_from([THESE, LIKE_THESE]))
def test_every_interval_is_a_share_around_the_value_or_says_why_not(inputs, scope):
    result = agreement(inputs)

    interval = result.interval(scope=scope)

    if interval.known:
        assert 0.0 <= interval.low <= result.value + 1e-12
        assert result.value - 1e-12 <= interval.high <= 1.0
    else:
        assert interval.diag


@given(st.lists(counts, max_size=8), st.randoms())
def test_the_order_of_outcomes_says_nothing(inputs, random):
    shuffled = [random.sample(c, len(c)) for c in inputs]

    assert repr(agreement(shuffled)) == repr(agreement(inputs))


def test_a_negative_count_is_refused():
    with pytest.raises(InputError, match="got -1"):
        agreement([[-1, 2]])
