"""Which inputs the model settles."""

import random

import pytest

from pointmass.stats import slips


@pytest.mark.parametrize(
    # log ratio by hand, slip .03: 8 draws 7:1 -> .97^7 .03 = .0242 against 2 / 2^8 = .0078; 6:2 -> .00075 against .0078;
    # 4 draws 3:1 -> .0274 against .125; 16 draws 14:2 -> .00059 against .0000305; 13:3 -> .0000182 against .0000305
    ("count", "answered", "settled"),
    [(8, 8, True), (7, 8, True), (6, 8, False), (4, 4, True), (3, 4, False), (14, 16, True), (13, 16, False)],
)
def test_an_odd_draw_of_many_is_a_slip_and_one_of_few_is_not(count, answered, settled):
    found = slips([(count, answered), *[(97, 100)] * 19])

    assert found.rate == pytest.approx(0.03, abs=0.005)
    assert found.settled[0] is settled


def test_three_percent_slips_leave_nearly_all_inputs_settled():
    rng = random.Random(1)  # noqa: S311 - no secret
    counts = [sum(rng.random() > 0.03 for _ in range(8)) for _ in range(400)]
    settled = slips([(count, 8) for count in counts]).settled

    # 7 of 8 or better: binomial, .7837 + 8 * .97^7 * .03 = .9777
    assert sum(settled) / 400 > 0.96


def test_two_readings_of_equal_weight_are_settled_by_luck_alone():
    rng = random.Random(2)  # noqa: S311 - no secret
    counts = [max(k, 8 - k) for k in (sum(rng.random() > 0.5 for _ in range(8)) for _ in range(400))]
    settled = slips([(count, 8) for count in counts if count > 4]).settled

    # 8:0, 7:1 and their mirrors: (2 + 16) / 256 = .07
    assert sum(settled) / 400 < 0.12


def test_no_draws_at_all_settle_nothing():
    assert slips([]).settled == ()
