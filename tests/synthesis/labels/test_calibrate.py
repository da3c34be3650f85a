from __future__ import annotations

import math
import random

from hypothesis import given
from hypothesis import strategies as st

from pointmass.synthesis.labels.calibrate import AGREEMENTS, Calibrated, catch_alls, limits

JUDGED = st.builds(Calibrated, st.floats(-1, 40, allow_nan=False), st.sampled_from("abc"), st.sampled_from("abc"))


@given(st.lists(JUDGED, max_size=60))
def test_limits_rise_with_the_agreement_asked(judged):
    found = limits(judged)

    assert len(found) == len(AGREEMENTS)
    assert list(found) == sorted(found)


def test_what_passes_a_limit_is_right_as_often_as_asked():
    # Leads drawn so that an answer is right with the chance 1 / (1 + exp(-lead / 3)), the model that is fitted.
    chance = random.Random(0)  # noqa: S311 - no secret
    judged = []
    for _ in range(6000):
        lead = chance.expovariate(0.1)
        right = chance.random() < 1 / (1 + math.exp(-lead / 3))
        judged.append(Calibrated(lead, "a", "a" if right else "b"))

    shares = []
    for limit in limits(judged[:3000]):
        passed = [one for one in judged[3000:] if one.lead >= limit]
        shares.append(sum(one.right for one in passed) / len(passed))

    # Three standard errors of a share of 0.9 among about 2,500 is 0.018.
    assert all(abs(share - asked) < 0.018 for share, asked in zip(shares, AGREEMENTS, strict=True))


def test_no_lead_is_enough_where_the_best_label_is_no_better_than_chance():
    judged = [Calibrated(lead, "a", wanted) for lead in (0.5, 1.0, 2.0, 8.0) for wanted in "ab" for _ in range(20)]

    assert limits(judged)[2] == math.inf


def test_a_label_whose_examples_are_mostly_taken_for_others_is_a_catch_all():
    judged = [Calibrated(1, "a", "a")] * 8 + [Calibrated(1, "a", "rest")] * 5 + [Calibrated(1, "rest", "rest")] * 4

    assert catch_alls(judged) == ("rest",)


def test_true_and_one_are_different_labels():
    assert not Calibrated(1.0, answer=True, wanted=1).right
