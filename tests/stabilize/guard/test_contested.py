from __future__ import annotations

import random

from pointmass.stabilize.guard import contested_regions


def dates(rng, count):
    return [f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(1990, 2024)}" for _ in range(count)]


def test_what_concentrates_under_a_word_is_found_and_said():
    texts = [f"order, {'urgent' if n % 5 == 0 else 'normal'}, {n}" for n in range(60)]
    (found,) = contested_regions([[text] for text in texts], ["urgent" in text for text in texts], ["text"])

    assert found.test.value(("an urgent one",))
    assert not found.test.value(("order, normal, 3",))
    assert (found.doubtful, found.others) == (12, 0)
    assert 'text holds "urgent": ' in found.why


def test_days_and_months_that_may_be_either_are_found_as_a_comparison_of_numbers():
    rng = random.Random(3)  # noqa: S311 - no secret
    texts = dates(rng, 120)
    (found,) = contested_regions([[text] for text in texts], [int(text[:2]) <= 12 for text in texts], ["text"])

    assert found.test.value(("05/06/2020",))
    assert not found.test.value(("25/06/2020",))
    assert "number" in found.words


def test_chance_alone_is_believed_in_no_more_than_one_world_of_a_hundred():
    believed = 0
    for seed in range(100):
        rng = random.Random(seed)  # noqa: S311 - no secret
        texts = dates(rng, 60)
        believed += bool(contested_regions([[text] for text in texts], [rng.random() < 0.1 for _ in texts], ["text"]))

    # Bonferroni at .01: 1 of 100 on average; 4 or more have a chance of .02 (binomial).
    assert believed <= 3


def test_no_word_that_stands_in_fewer_than_three_inputs_is_named():
    texts = [f"Ada Lovelace {n}" if n < 2 else f"Order {n}" for n in range(40)]

    assert contested_regions([[text] for text in texts], ["Ada" in text for text in texts], ["text"]) == ()


def test_numbers_are_compared_with_limits():
    values = [[n] for n in range(1, 61)]
    (found,) = contested_regions(values, [n[0] > 45 for n in values], ["size"])

    assert found.test.value((50,))
    assert not found.test.value((20,))
    assert found.words.startswith("size ")


def test_where_nothing_is_doubtful_there_is_no_condition():
    assert contested_regions([["a"], ["b"], ["c"]], [False] * 3, ["text"]) == ()
