"""Numbers at the edges: many draws, no number at all, a mistyped scope."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pointmass import stats
from pointmass.errors import InputError


def test_a_million_draws_overflow_nothing():
    assert stats.mode([10**6]).known
    assert stats.mode([10**6, 10**6]).known is False
    assert stats.mode_e_value(10**6, 0) == math.inf
    assert stats.confidence_sequence(10**6, 10**6).low > 0.99998
    assert stats.wilson(1, 10**6).low > 0


def test_a_rate_of_one_in_a_million_has_bounds():
    found = stats.rate([0] * 9 + [1], [10**5] * 10).interval()

    assert 0 <= found.low < 1e-6 < found.high < 0.5


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: stats.rate([4, 4], [8, 8]).interval(scope="anything"),
        lambda: stats.agreement([[4, 4]]).interval(scope="on inputs like those"),
        lambda: stats.rate([math.nan, 4], [8, 8]),
        lambda: stats.rate([4, 4], [8, math.inf]),
        lambda: stats.agreement([[math.nan, 1]]),
        lambda: stats.agreement([[1.5, 1]]),
    ],
)
def test_what_is_no_count_and_no_scope_is_refused_by_name(wrong):
    with pytest.raises(InputError):
        wrong()


def test_contrasts_may_be_an_array():
    assert stats.max_t(np.array([[1.0, 2.0, 3.0], [1.0, -1.0, 0.5]])).n_inputs == 3


def test_one_answer_that_was_all_that_was_drawn_is_not_certain():
    first, *others = stats.simultaneous_intervals([8, 0, 0], method="sison-glaz")

    assert first.low < 0.7
    assert all(each.high > 0.2 for each in others)


def test_the_entropy_of_few_draws_says_that_its_interval_lies_too_low():
    few, many = stats.entropy([[6, 4], [5, 5], [9, 1]]), stats.entropy([[60, 40], [50, 50], [90, 10]])

    assert "covers about .88" in few.interval().diag
    assert "covers" not in many.interval().diag
