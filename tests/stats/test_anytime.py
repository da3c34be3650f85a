"""Confidence sequence, mode e-process and SPRT: closed forms and reference values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.errors import InputError
from pointmass.stats import confidence_sequence, draws_until_mode, draws_until_width, mode, mode_e_value, sprt, wilson


# scipy betaln and brentq, a = b = 1/2
@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (18, 20, 0.5913, 0.9963),
        (45, 50, 0.7135, 0.9842),
        (90, 100, 0.7725, 0.9709),
        (20, 20, 0.7760, 1.0),
    ],
)
def test_the_confidence_sequence_gives_the_reference_bounds(k, n, low, high):
    assert tuple(round(bound, 4) for bound in confidence_sequence(k, n)) == (low, high)


def test_the_uniform_prior_has_a_closed_form():
    bound = confidence_sequence(20, 20, prior=1).low

    assert bound == pytest.approx((1 / (20 * 21)) ** (1 / 20))
    assert round(bound, 4) == 0.7393


def test_before_the_first_draw_everything_is_possible():
    assert tuple(confidence_sequence(0, 0)) == (0.0, 1.0)


def test_a_rate_is_known_to_a_width_at_the_first_draw_that_bounds_it():
    n = draws_until_width([True] * 100, width=0.2)

    assert confidence_sequence(n, n).width <= 0.2 < confidence_sequence(n - 1, n - 1).width
    assert draws_until_width([True, False] * 5, width=0.2) is None


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_it_is_wider_than_an_interval_for_one_look(kn):
    assert confidence_sequence(*kn).width > wilson(*kn).width


@pytest.mark.parametrize(
    ("leader", "rival", "e", "digits"),
    [(5, 0, 10.5, 2), (6, 0, 18.14, 2), (7, 0, 31.875, 3), (12, 2, 23.9, 1), (60, 40, 1.78, 2)],
)
def test_the_e_value_of_the_mode_gives_the_reference_values(leader, rival, e, digits):
    assert round(mode_e_value(leader, rival), digits) == e


def test_seven_identical_answers_make_the_mode_known():
    assert not mode([6]).known
    assert mode([7]).known
    assert draws_until_mode(["a"] * 10) == 7


def test_more_possible_answers_need_more_draws():
    assert draws_until_mode(["a"] * 30, answers=6) > draws_until_mode(["a"] * 30)


def test_an_even_split_never_makes_it_known():
    assert draws_until_mode(["a", "b"] * 100) is None


def test_no_draw_knows_nothing():
    assert not mode([]).known
    assert draws_until_mode([]) is None


def test_the_bounds_and_steps_are_those_of_wald():
    # .8 against .9, both errors .05; expected draws by Wald's formula
    test = sprt([], bad=0.8, good=0.9)

    assert round(test.upper, 4) == 2.9444
    assert round(test.lower, 4) == -2.9444
    assert round(test.step_up, 4) == 0.1178
    assert round(test.step_down, 4) == -0.6931
    assert round(test.expected_draws(0.9), 1) == 72.2
    assert round(test.expected_draws(0.8), 1) == 59.7


def test_a_test_of_fixed_size_needs_more_draws():
    # ((1.645 sqrt(.8 .2) + 1.645 sqrt(.9 .1)) / .1)^2
    assert round(sprt([], bad=0.8, good=0.9).fixed_draws, 1) == 132.6
    # one-sided .01 and .1: (2.3263 * .4 + 1.2816 * .3)^2 / .01
    assert round(sprt([], bad=0.8, good=0.9, false_pass=0.01, false_fail=0.1).fixed_draws, 1) == 172.9


def test_it_stops_at_the_first_decision():
    passed, failed = sprt([True] * 100, bad=0.8, good=0.9), sprt([False] * 100, bad=0.8, good=0.9)

    assert (passed.decision, passed.n) == ("good", 25)
    assert (failed.decision, failed.n) == ("bad", 5)
    assert sprt([True, False], bad=0.8, good=0.9).decision == "draw more"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: confidence_sequence(2, 1),
        lambda: draws_until_width([], width=20),
        lambda: confidence_sequence(1, 2, prior=0),
        lambda: sprt([], bad=0.9, good=0.8),
        lambda: sprt([], bad=0.8, good=0.9, false_pass=0.6, false_fail=0.6),
        lambda: sprt([], bad=0.8, good=0.9).expected_draws(0.85),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(InputError, match="got"):
        wrong()
