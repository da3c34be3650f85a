from __future__ import annotations

import pytest

from pointmass.stabilize.curve import Point, choose
from pointmass.stats import lower_bound


def points(*counts):
    """Make levels from (agreed, answered) pairs, the loosest first."""
    return [
        Point(level, 100, answered, agreed, answered / 100, lower_bound(agreed, answered) if answered else 0.0)
        for level, (agreed, answered) in enumerate(counts)
    ]


def test_a_looser_level_that_answers_more_and_gets_nothing_wrong_is_chosen():
    assert choose(points((80, 80), (70, 70), (60, 60)), agreement=0.95) == 0


def test_of_levels_that_answer_the_same_the_finest_is_chosen():
    assert choose(points((80, 80), (80, 80), (60, 60)), agreement=0.95) == 1
    assert choose(points((80, 80), (80, 80), (80, 80)), agreement=0.95) == 2


@pytest.mark.parametrize(("more", "chosen"), [(15, 1), (25, 0)])
def test_what_a_looser_level_answers_more_must_outweigh_what_it_gets_wrong_more(more, chosen):
    # One wrong answer counts as 20 right ones: 15 more answers do not pay for it, 25 do.
    assert choose(points((60 + more - 1, 60 + more), (60, 60)), agreement=0.8) == chosen


def test_a_looser_level_that_no_longer_proves_the_agreement_is_not_chosen():
    # 59 of 59 prove .95; with one failure it takes 93.
    assert choose(points((84, 85), (60, 60)), agreement=0.95) == 1


def test_where_no_level_proves_the_agreement_the_one_that_proves_more_is_chosen():
    assert choose(points((10, 10), (5, 5)), agreement=0.8) == 0


def test_without_levels_there_is_nothing_to_choose():
    assert choose([], agreement=0.8) == 0


def test_a_wrong_answer_takes_from_the_worth_of_a_level_what_twenty_right_ones_give():
    ((right,), (wrong,)) = points((75, 75)), points((79, 80))

    assert right.worth == 0.75
    assert wrong.worth == pytest.approx(0.80 - 20 * 0.01)
    assert points((0, 0))[0].worth == 0
