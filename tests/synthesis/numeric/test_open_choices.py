"""What the examples leave open is handed back: a factor's last digits, a limit that other fields hide, a century."""

from __future__ import annotations

import random

from pointmass.synthesis import synthesize


def accepted(learned, inputs):
    return [one for one in inputs if learned.accepts(one)]


def test_a_factor_is_answered_by_only_as_far_as_the_examples_tell_it():
    chance = random.Random(8)  # noqa: S311 - no secret
    learned = synthesize([(x, round(x * 2.20462, 1)) for x in (round(chance.random() * 100, 1) for _ in range(30))])[0]
    fresh = accepted(learned, [x / 10 for x in range(10, 990)])

    assert len(fresh) > 600
    assert [learned(x) for x in fresh] == [round(x * 2.20462, 1) for x in fresh]


def test_a_factor_of_few_digits_is_taken_as_it_is():
    chance = random.Random(8)  # noqa: S311 - no secret
    amounts = [round(chance.random() * 300, 2) for _ in range(30)]
    learned = synthesize([(x, round(x * 0.9, 2)) for x in amounts])[0]

    assert "* 0.9" in learned.source
    assert len(accepted(learned, sorted(amounts)[1:-1])) > 20


def test_a_line_is_found_through_rounded_numbers():
    chance = random.Random(3)  # noqa: S311 - no secret
    learned = synthesize([(x, round((x - 10000) * 0.2)) for x in (chance.randint(0, 90000) for _ in range(30))])[0]
    fresh = accepted(learned, range(2000, 80000, 777))

    assert fresh
    assert [learned(x) for x in fresh] == [round((x - 10000) * 0.2) for x in fresh]


def test_a_limit_that_a_truth_value_hides_is_moved_as_far_as_the_examples_allow():
    def cost(total, member):
        return 0.0 if member or total >= 50 else 4.9

    chance = random.Random(7)  # noqa: S311 - no secret
    orders = [[round(chance.random() * 120, 2), chance.random() < 0.3] for _ in range(30)]
    learned = synthesize([(o, cost(*o)) for o in orders])[0]
    fresh = accepted(learned, [[total / 4, False] for total in range(1, 470)])

    assert [learned(o) for o in fresh] == [cost(*o) for o in fresh]


def test_every_fourth_year_is_no_rule_for_the_last_year_of_a_century():
    years = [1996, 2001, 2004, 1987, 1964, 1999, 2012, 2018, 1980, 1975, 2003, 1952]
    learned = synthesize([(y, y % 4 == 0) for y in years])[0]

    assert [learned.accepts(y) for y in (2000, 1992, 1990)] == [False, True, True]
