"""Running evidence of a move: closed forms, and what counts as news."""

from __future__ import annotations

import math
from collections import Counter
from itertools import product

import numpy as np
import pytest
from scipy import stats as oracle

from pointmass.errors import InputError
from pointmass.stats import running
from pointmass.stats.pooled import ODDS

A = ["a"] * 16
SAME = Counter(a=8)


def kt(*counts, prior=None):
    """Krichevsky and Trofimov 1981: each draw in turn with (count so far + 1/2) / (draws so far + answers / 2)."""
    seen = [n + 0.5 for n in (prior or [0] * len(counts))]
    p = 1.0
    for answer, n in enumerate(counts):
        for _ in range(n):
            p *= seen[answer] / sum(seen)
            seen[answer] += 1
    return p


def test_one_look_is_the_mixture_over_the_largest_likelihood():
    # One of four parts (4 draws) tells "a" from the rest, the other 12 are weighed; all four parts are alike here.
    base = kt(12, 0, prior=[4, 0])
    changed, unchanged = base * kt(0, 8), kt(12, 8, prior=[4, 0])
    expected = (changed / 2 + unchanged / 2) / ((12 / 20) ** 12 * (8 / 20) ** 8)

    assert running([A], [[Counter(b=8)]]).per_input[0] == pytest.approx(expected)


def test_a_second_look_weighs_when_it_changed():
    base = kt(12, 0, prior=[4, 0])
    both = base * kt(8, 8) / 2
    second = kt(20, 0, prior=[4, 0]) * kt(0, 8) / 6
    never = kt(20, 8, prior=[4, 0]) / 3
    expected = (both + second + never) / ((20 / 28) ** 20 * (8 / 28) ** 8)

    assert running([A], [[SAME], [Counter(b=8)]]).per_input[0] == pytest.approx(expected)


def test_inputs_that_moved_are_named_and_the_others_are_not():
    found = running([A] * 36, [[Counter(b=8)] * 4 + [SAME] * 32])

    assert found.moved() == (0, 1, 2, 3)
    assert found.first_shown() == 1


def test_a_late_change_is_found_as_soon_as_an_early_one():
    quiet, changed = [SAME] * 20, [Counter(b=8), *[SAME] * 19]

    found = running([A] * 20, [quiet] * 50 + [changed])

    assert (found.first_shown(), found.moved()) == (51, (0,))


def test_small_changes_of_one_input_add_up_over_looks():
    own = [running([A * 4], [[Counter(a=7, b=1)]] * looks).per_input[0] for looks in (1, 3, 10, 30)]

    assert own == sorted(own)
    assert own[0] < 1 < own[2]


def test_a_small_change_of_all_inputs_is_found_that_none_shows_alone():
    # 8 : 0 in the baseline, then 3 : 1 a look on each of 30 inputs
    found = running([["a"] * 8] * 30, [[Counter(a=3, b=1)] * 30] * 3)

    assert found.first_shown() in {1, 2}
    assert max(found.per_input) < 1


def test_all_inputs_together_are_the_mixture_over_odds_given_how_many_are_odd():
    # Two inputs alike: 16 draws of "a", then 8 of "b", which are the odd ones of 24; one look, weighed by 1 / 2.
    chance = oracle.hypergeom.pmf(8, 24, 8, 8)
    moved = [oracle.nchypergeom_fisher.pmf(8, 24, 8, 8, odds) / chance for odds in ODDS]
    alike = sum(each**2 for each in moved) / len(ODDS) / 2
    own = running([A], [[Counter(b=8)]]).per_input[0]
    apart = ((1 / 2 + own / 2) ** 2 + own**2) / 2  # one of two moved, or both

    assert running([A, A], [[Counter(b=8)] * 2]).evidence[0] == pytest.approx((apart + alike) / 2)


def test_looks_before_a_change_are_counted_with_the_baseline():
    quiet, odd = [SAME] * 20, [Counter(a=7, b=1)] * 8 + [SAME] * 12

    early, late = running([A] * 20, [odd]), running([A] * 20, [*[quiet] * 9, odd])

    # 8 odd ones of 160: the longer nothing was odd before, the less they are chance (and the price is that of look 10).
    assert late.evidence[-1] * 10 * 11 > early.evidence[-1] * 2


def drifting(rng, share, looks):
    """Draw baselines of 16 that never miss on 20 inputs, then looks of 8 draws that miss with a share."""
    drawn = rng.random((looks, 20, 8)) < share
    return running([A] * 20, [[Counter(np.where(row, "b", "a").tolist()) for row in look] for look in drawn])


def test_one_in_twenty_odd_answers_on_all_inputs_are_found_within_ten_looks():
    rng = np.random.default_rng(5)

    found = sum(drifting(rng, 0.05, 10).first_shown() is not None for _ in range(40))

    assert found >= 36  # 60 of 60 in another run, and 0 of 60 in 25 looks before


def test_the_size_that_it_says_that_it_sees_is_found_in_four_of_five_cases():
    rng = np.random.default_rng(6)
    size = running([A] * 20, [[SAME] * 20]).sees()

    found = 0
    for _ in range(40):
        drawn = rng.random((10, 20, 8)) < size
        looks = [[SAME] * 20, *([Counter(np.where(row, "b", "a").tolist()) for row in look] for look in drawn)]
        found += running([A] * 20, looks).first_shown() is not None

    assert 0.01 < size < 0.06
    assert found >= 0.8 * 40 - 5  # ± 5: 95 % of 40 runs


def test_nothing_is_said_to_be_seen_where_inputs_hang_together_or_nothing_was_looked_at():
    assert running([A], []).sees() == 1
    assert running([A] * 5, [[SAME] * 5], independent_inputs=False).sees() == 1


def test_texts_that_never_repeat_are_no_alarm():
    baseline = [[f"{i} {j}" for j in range(8)] for i in range(20)]
    looks = [[Counter(f"{k} {i} {j}" for j in range(8)) for i in range(20)] for k in range(10)]

    assert max(running(baseline, looks).evidence) < 1


@pytest.mark.parametrize("baseline", [[], ["a"]])
def test_a_baseline_of_less_than_two_draws_shows_nothing(baseline):
    found = running([baseline], [[Counter(b=50)]])

    assert found.per_input == (1.0,)
    assert "fewer than 5 draws" in found.diag


def test_inputs_of_one_conversation_are_averaged():
    looks = [[Counter(b=8), SAME]]

    found = running([A, A], looks, independent_inputs=False)

    assert found.evidence[0] == pytest.approx(sum(found.per_input) / 2)


def test_overwhelming_evidence_stays_a_number():
    found = running([A * 10] * 300, [[Counter(b=100)] * 300])

    assert math.isfinite(found.evidence[0])
    assert len(found.moved()) == 300


def test_no_look_is_no_evidence():
    found = running([A], [])

    assert (found.evidence, found.per_input, found.moved(), found.first_shown()) == ((), (1.0,), (), None)


@pytest.mark.parametrize("shares", [{"a": 0.5, "b": 0.5}, {"a": 0.9, "b": 0.1}, {"a": 0.6, "b": 0.3, "c": 0.1}])
def test_where_nothing_moves_no_more_than_one_is_expected_at_whatever_look_one_stops(shares):
    # Every baseline of three draws and two looks of one, each with its probability; one stops where it looks best.
    expected = 0.0
    for said in product(shares, repeat=5):
        first, second = running([said[:3]], [[Counter(said[3:4])], [Counter(said[4:])]]).evidence
        expected += math.prod(shares[each] for each in said) * (first if first > 0.7 else second)

    assert expected <= 1 + 1e-9


@pytest.mark.parametrize("shares", [[0.95, 0.05], [0.5, 0.3, 0.2], [0.001] * 1000])
def test_nothing_that_moves_is_rarely_an_alarm_at_any_of_twenty_looks(shares):
    rng, alarms = np.random.default_rng(3), 0
    for _ in range(60):
        drawn = rng.choice(len(shares), (15, 8 + 20 * 4), p=shares)
        looks = [[Counter(row[8 + 4 * k : 12 + 4 * k].tolist()) for row in drawn] for k in range(20)]
        alarms += running([row[:8].tolist() for row in drawn], looks).first_shown() is not None

    assert alarms <= 3


def test_looks_on_other_inputs_are_refused():
    with pytest.raises(InputError, match=r"got \[1, 2\] of them"):
        running([A], [[SAME, SAME]])
