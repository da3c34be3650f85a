"""Draws and conversations that change places between two variants."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy.stats import fisher_exact

from pointmass.errors import InputError
from pointmass.stats import compare, paired
from pointmass.stats.exchange import (
    as_it_is,
    chance,
    mean_differences,
    mix_distances,
    squares_of_tables,
    whole_conversations,
    within_inputs,
)


def _share_of_a(placed):
    at = placed.labels.index("a")
    return lambda counts: counts[:, at] / counts.sum(axis=1)


def test_the_p_of_one_input_is_fishers_where_the_share_is_the_measure():
    a, b = Counter(a=7, b=1), Counter(a=1, b=3)
    placed = list(within_inputs([a], [b], resamples=20_000, seed=1))

    by_chance = np.abs(mean_differences(placed, [_share_of_a]))

    p = chance(by_chance, abs(1 / 4 - 7 / 8))
    assert p == pytest.approx(fisher_exact([[7, 1], [1, 3]]).pvalue, abs=0.01)  # 20,000 permutations: ± .003


def test_draws_stay_in_their_input():
    placed = list(within_inputs([Counter(a=16), Counter(b=16)], [Counter(a=2), Counter(b=2)], resamples=50, seed=0))

    assert [each.labels for each in placed] == [("a",), ("b",)]
    assert all((each.a == 16).all() and (each.b == 2).all() for each in placed)


def test_a_conversation_changes_places_with_all_that_it_answered():
    rows_a, rows_b = [{0: "a", 1: "a"}] * 3, [{0: "b", 1: "b"}] * 3

    placed = list(whole_conversations(rows_a, rows_b, resamples=200, seed=0))

    assert len({tuple(each.a[:, 0]) for each in placed}) == 1
    # Of the comb(4, 2) = 6 ways to choose A's two, two part the readings.
    p = chance(
        mix_distances(placed), float(mix_distances([as_it_is(a, b) for a, b in zip(rows_a, rows_b, strict=True)])[0])
    )
    assert p == pytest.approx(2 / 6)


def test_the_squares_are_pearsons():
    (found,) = squares_of_tables([as_it_is({0: "a", 1: "a", 2: "b"}, {0: "b", 1: "b", 2: "a"})])

    assert found == pytest.approx(4 * 0.5**2 / 1.5)  # four cells of 1 or 2 where 1.5 are expected


def test_unequal_draws_that_never_differ_from_chance_are_no_difference():
    # 64 draws a few of which miss, two draws that never do: every difference points one way.
    a, b = [Counter(x=63, y=1)] * 20, [Counter(x=2)] * 20

    (found,) = compare({"a": a, "b": b})

    assert found.p_mix > 0.5
    assert found.p_any > 0.5


def test_what_holds_of_conversations_is_not_said_of_inputs():
    one, other = dict.fromkeys(range(8), "a"), {i: "b" if i < 5 else "a" for i in range(8)}
    counts = {"a": [Counter(one.values())] * 20, "b": [Counter(other.values())] * 20}

    (free,) = compare(counts)
    (talk,) = compare(counts, conversations={"a": [one] * 20, "b": [other] * 20})

    assert free.p_mix < 0.001
    assert talk.p_mix == pytest.approx(fisher_exact([[8, 0], [3, 5]]).pvalue, abs=0.02)
    assert talk.unit == "conversations"
    assert "in conversations like these" in talk.conclusion()


def test_conversations_against_independent_draws_test_single_inputs_only():
    one, other = dict.fromkeys(range(8), "a"), {i: "b" if i < 5 else "a" for i in range(8)}
    counts = {"a": [Counter(one.values())] * 20, "b": [Counter(other.values())] * 20}

    (found,) = compare(counts, conversations={"a": [one] * 20})

    assert (found.unit, found.p_mix) == (None, 1)
    assert found.p_any == pytest.approx(min(1, 20 * fisher_exact([[8, 0], [3, 5]]).pvalue))
    assert "nothing is tested over inputs" in found.conclusion()


def test_an_interval_reaches_as_far_as_chance_does():
    a, b = [1.0, 0.9, 1.0, 1.0, 0.95, 1.0], [1.0] * 6

    found = paired(a, b, by_chance=[0.1, -0.2, 0.05, 0.0] * 50)

    assert found.p_value == pytest.approx((1 + 150) / 201)
    low, high = found.interval()
    assert high - low == pytest.approx(2 * 0.2)


def test_what_is_infinite_is_refused():
    with pytest.raises(InputError, match="infinite"):
        paired([0, 0], [float("inf"), 1])


@pytest.mark.parametrize(("n_a", "n_b", "ways"), [(1, 1, 2), (4, 4, 70), (3, 5, 56)])
def test_few_conversations_change_places_in_every_way_and_p_is_exact(n_a, n_b, ways):
    rows_a = [dict.fromkeys(range(n_a), "a")] * 2
    rows_b = [dict.fromkeys(range(n_b), "b")] * 2

    placed = list(whole_conversations(rows_a, rows_b, resamples=2000, seed=0))
    seen = float(mix_distances([as_it_is(a, b) for a, b in zip(rows_a, rows_b, strict=True)])[0])

    assert placed[0].a.shape[0] == ways - 1
    # As far apart as was drawn are the one that was drawn and, with as many of either, the one with the names changed.
    assert chance(mix_distances(placed), seen) == pytest.approx((2 if n_a == n_b else 1) / ways)
