"""Unseen answers: iNEXT's and scikit-bio's values, the hold-out bound and the stopping rule."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as oracle

from pointmass.errors import InputError
from pointmass.stats import chance_to_see_all, draws_to_see, draws_until_quiet, hold_out, quiet_draws, unseen

# iNEXT, data spider$Girdled
SPIDER = [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, 2, 2, 2, 2, *[1] * 12]


def test_the_spider_data_give_the_values_of_inext():
    result = unseen(SPIDER)

    assert (result.n_draws, result.seen, result.singletons, result.doubletons) == (168, 26, 12, 4)
    assert (round(result.chao1, 3), round(result.error, 3)) == (43.893, 14.306)
    assert tuple(round(bound, 3) for bound in result.interval()) == (30.511, 96.971)
    assert (round(result.good_turing, 5), round(result.coverage, 5)) == (0.92857, 0.92886)


def test_the_missing_mass_has_the_interval_of_esty():
    # scikit-bio 0.7.4, skbio.diversity.alpha.esty_ci
    assert tuple(round(bound, 4) for bound in unseen(SPIDER).missing_mass()) == (0.0204, 0.1225)


def test_chao1_alone_may_say_that_nothing_is_unseen():
    result = unseen([9, 1])

    assert result.chao1 == 2
    assert "lower bound" in result.diag


def test_no_singleton_looks_complete_and_is_warned_of():
    result = unseen([5, 5])

    assert result.good_turing == 1
    assert "looks complete" in result.diag
    assert result.interval().low >= 2


@given(st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_hold_out_bound_is_the_beta_quantile(new_then):
    new, then = new_then

    result = hold_out(["a", *range(new), *["a"] * (then - new)], first=1)

    expected = oracle.beta.ppf(0.95, new + 1, then - new) if new < then else 1.0
    assert (result.new, result.then) == (new, then)
    assert result.bound == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("draws", "bound"), [(59, 0.05), (299, 0.01)])
def test_nothing_new_in_so_many_draws_bounds_the_missing_mass(draws, bound):
    assert hold_out(["a"] * (draws + 1), first=1).bound <= bound


def test_the_quiet_draws_grow_with_the_answers_seen():
    assert [quiet_draws(j) for j in range(1, 7)] == [69, 96, 111, 123, 131, 138]


def test_it_is_quiet_only_after_that_many_draws_without_news():
    assert draws_until_quiet(["a"] * 69) is None
    assert draws_until_quiet(["a"] * 100) == 70
    assert draws_until_quiet(["a"] * 10 + ["b"] * 200) == 11 + 96


def test_so_many_draws_show_every_interpretation_or_a_given_one():
    assert [draws_to_see(share) for share in (0.2, 0.1, 0.05, 0.02, 0.01)] == [21, 51, 117, 342, 757]
    assert [draws_to_see(share, every=False) for share in (0.2, 0.1, 0.05, 0.02, 0.01)] == [14, 29, 59, 149, 299]


def test_the_variance_of_chao1_is_that_of_inext_and_not_of_scikit_bio():
    # f1 = 12, f2 = 4, many draws: 4 (r^2 / 2 + r^3 + r^4 / 4) = 207.0 with r = 3; scikit-bio 0.7.4 has .24 r^4, 203.76
    assert round(unseen([*[1] * 12, *[2] * 4, 10**9]).error ** 2, 1) == 207.0


def test_few_draws_rarely_show_every_answer():
    # statistics.md section 5 simulates .004, .073, .458 and .827 for these; exactly:
    shares = [0.6, 0.2, 0.1, 0.05, 0.03, 0.02]
    rng = np.random.default_rng(1)
    drawn = np.sort(rng.choice(6, (20_000, 20), p=shares), axis=1)
    all_seen = np.mean((np.diff(drawn, axis=1) > 0).sum(axis=1) == 5)

    exactly = [chance_to_see_all(shares, n) for n in (10, 20, 50, 100)]

    assert [round(p, 3) for p in exactly] == [0.006, 0.075, 0.452, 0.821]
    assert exactly[1] == pytest.approx(all_seen, abs=0.006)  # three standard errors of the simulation


def test_one_answer_is_seen_by_the_first_draw_and_two_never_by_one():
    assert [chance_to_see_all([1.0], n) for n in (0, 1)] == [0, 1]
    assert [chance_to_see_all([0.5, 0.5], n) for n in (1, 2, 3)] == [0, 0.5, 0.75]
    assert chance_to_see_all([0.05], 59) == pytest.approx(1 - 0.95**59)


def test_nothing_drawn_says_nothing():
    result = unseen([])

    assert not result.interval().known
    assert not result.missing_mass().known


@given(st.lists(st.integers(0, 30), max_size=10))
def test_there_are_never_fewer_answers_than_seen(counts):
    result = unseen(counts)

    if result.n_draws:
        low, high = result.interval()
        assert result.seen <= result.chao1
        assert result.seen - 1e-9 <= low <= high
        assert 0 <= result.coverage <= 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: unseen([-1]),
        lambda: hold_out(["a"], first=2),
        lambda: quiet_draws(0),
        lambda: quiet_draws(1, mass=5),
        lambda: draws_to_see(0),
        lambda: chance_to_see_all([0.7, 0.7], 3),
        lambda: chance_to_see_all([0.01] * 20, 3),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(InputError, match="got"):
        wrong()
