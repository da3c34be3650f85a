from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from pointmass.stabilize.curve import Point, choose
from pointmass.stats import lower_bound


def points(*counts):
    """Make levels from (agreed, answered) pairs, the loosest first."""
    return [
        Point(level, 100, answered, agreed, answered / 100, lower_bound(agreed, answered) if answered else 0.0)
        for level, (agreed, answered) in enumerate(counts)
    ]


def test_the_loosest_level_that_proves_the_agreement_is_chosen():
    # 59 without a failure prove 95 %: statistics.md, section 8.
    assert choose(points((80, 80), (70, 70), (60, 60)), agreement=0.95, otherwise=1) == 0


def test_of_levels_that_answer_the_same_the_strictest_is_chosen():
    assert choose(points((80, 80), (80, 80), (60, 60)), agreement=0.95, otherwise=1) == 1


def test_where_nothing_is_lost_by_it_the_guard_is_as_strict_as_it_can_be():
    assert choose(points((80, 80), (80, 80), (80, 80)), agreement=0.95, otherwise=0) == 2


def test_a_level_whose_failures_spoil_the_proof_is_not_chosen():
    low = binomtest(78, 80, alternative="greater").proportion_ci(0.95, "exact").low

    assert low < 0.95
    assert choose(points((78, 80), (70, 70), (60, 60)), agreement=0.95, otherwise=1) == 1


def test_a_strict_level_that_answers_too_little_to_prove_anything_does_not_end_the_search():
    assert choose(points((80, 80), (70, 70), (5, 5)), agreement=0.95, otherwise=1) == 0


def test_no_level_is_chosen_beyond_one_that_fails():
    # The second level proves nothing, so that the first may not be looked at, whatever it says.
    assert choose(points((300, 300), (150, 170), (140, 140)), agreement=0.95, otherwise=1) == 2


def test_where_no_level_answers_enough_inputs_the_guard_stays_as_it_was():
    assert choose(points((20, 20), (18, 18)), agreement=0.95, otherwise=1) == 1


@pytest.mark.parametrize("rates", [(0.85, 0.85, 0.85), (0.8, 0.88, 0.9), (0.89, 0.95, 0.99)])
def test_a_level_that_does_not_reach_the_agreement_is_rarely_chosen_however_many_there_are(rates):
    chance, wrong, trials = np.random.default_rng(1), 0, 2000
    for _ in range(trials):
        counts = [
            (sum(chance.random() < rate for _ in range(n)), n) for rate, n in zip(rates, (90, 70, 50), strict=True)
        ]
        made = points(*counts)
        level = choose(made, agreement=0.9, otherwise=0)
        wrong += rates[level] < 0.9 and made[level].bound >= 0.9

    # At most 5 %; three standard errors of 2,000 trials are 1.5 %.
    assert wrong / trials <= 0.065


def test_the_share_of_an_empty_level_is_nothing():
    assert points((0, 0))[0].agreement == 0.0
