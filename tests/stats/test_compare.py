"""Variants compared by their distributions of answers."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as oracle

from pointmass.errors import InputError
from pointmass.stats import compare
from pointmass.stats.permutation import exact_p

SAME = [Counter(a=8, b=2)] * 20
rows = st.lists(st.integers(0, 9), min_size=2, max_size=2)


@given(rows, rows)
def test_the_exact_test_is_fishers(a, b):
    if min(sum(a), sum(b), *(x + y for x, y in zip(a, b, strict=True))) == 0:
        return

    p = exact_p((tuple(a), tuple(b)))

    assert p == pytest.approx(oracle.fisher_exact(np.array([a, b])).pvalue, abs=1e-9)


def test_the_exact_test_of_more_answers_sums_all_tables_that_are_no_more_probable():
    # totals 3, 3, 4 and four draws of A: comb(3, x) comb(3, y) comb(4, z) ways of comb(10, 4) = 210
    ways = {
        (x, y, 4 - x - y): math.comb(3, x) * math.comb(3, y) * math.comb(4, 4 - x - y)
        for x in range(4)
        for y in range(4)
        if x + y <= 4
    }

    p = exact_p(((3, 1, 0), (0, 2, 4)))

    assert sum(ways.values()) == 210
    assert p == pytest.approx(sum(w for w in ways.values() if w <= ways[3, 1, 0]) / 210)


def test_the_same_variant_moves_nothing():
    (result,) = compare({"plain": SAME, "again": SAME})

    assert result.p_mix == 1
    assert result.moved() == ()
    assert result.mix_distance == 0
    assert "none of 20" in result.conclusion()


def test_the_input_that_moved_is_named():
    moved = [*SAME[:19], Counter(b=10)]

    (result,) = compare({"plain": SAME, "reworded": moved})

    assert [each.index for each in result.moved()] == [19]
    assert result.moved()[0].mode_moved
    assert result.conclusion().startswith("On these inputs, 1 of 20 behave differently under reworded than under plain")


def test_answers_that_change_places_move_inputs_but_not_the_mix():
    a = [Counter(a=10), Counter(b=10)] * 10
    b = [Counter(b=10), Counter(a=10)] * 10

    (result,) = compare({"a": a, "b": b})

    assert len(result.moved()) == 20
    assert result.mix_distance == pytest.approx(0, abs=1e-12)
    assert result.p_mix > 0.5
    assert result.p_any < 0.001


def test_a_common_shift_moves_the_mix():
    (result,) = compare({"a": [Counter(a=10)] * 20, "b": [Counter(a=5, b=5)] * 20})

    assert result.p_mix < 0.001
    assert "average mix of answers moves" in result.conclusion()


def test_the_shift_is_unbiased_and_bounded_over_inputs():
    a, b = [Counter(a=10), Counter(a=5, b=5)] * 10, [Counter(b=10), Counter(a=5, b=5)] * 10

    (result,) = compare({"a": a, "b": b})

    # half of the inputs change wholly (1), half not at all: (4/9 + 4/9) / 2 - 1/2 = -1/18 each, without bias
    assert result.shift.value == pytest.approx((1 - 1 / 18) / 2)
    assert result.shift.interval().low > 0


def test_every_two_variants_are_compared_and_corrected_together():
    results = compare({"a": SAME, "b": SAME, "c": [Counter(b=10)] * 20})

    assert [(r.a, r.b) for r in results] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert all(r.p_any_adjusted >= r.p_any for r in results)


def test_inputs_that_one_variant_did_not_answer_are_left_out():
    (result,) = compare({"a": [*SAME[:3], Counter()], "b": SAME[:4]})

    assert result.n_inputs == 3
    assert "1 of 4" in result.diag


def test_unequal_draws_are_allowed_and_said():
    (result,) = compare({"a": [Counter(a=16)] * 20, "b": [Counter(a=8)] * 20})

    assert result.p_any == 1
    assert "unequal" in result.diag


def test_texts_that_never_repeat_say_nothing():
    a = [Counter({f"{i} {j}": 1 for j in range(10)}) for i in range(5)]
    b = [Counter({f"{i} {j} again": 1 for j in range(10)}) for i in range(5)]

    (result,) = compare({"a": a, "b": b})

    assert result.p_any == 1
    assert {each.p_value for each in result.inputs} == {1.0}


def test_many_different_answers_are_permuted_instead():
    rng = np.random.default_rng(5)
    a = [Counter(rng.integers(0, 12, 30).tolist())]
    b = [Counter(rng.integers(6, 18, 30).tolist())]

    assert exact_p(tuple(tuple(c.get(k, 0) for k in range(18)) for c in (a[0], b[0]))) is None
    assert compare({"a": a, "b": b})[0].inputs[0].p_value < 0.01


def test_the_same_seed_gives_the_same_p_values():
    rng = np.random.default_rng(1)
    a, b = ([Counter(rng.integers(0, 3, 10).tolist()) for _ in range(20)] for _ in range(2))

    assert compare({"a": a, "b": b}, seed=4) == compare({"a": a, "b": b}, seed=4)


def test_nothing_in_common_is_said():
    (result,) = compare({"a": [Counter(a=1), Counter()], "b": [Counter(), Counter(a=1)]})

    assert result.conclusion() == "a and b have no input in common."


@pytest.mark.parametrize("variants", [{}, {"a": SAME}, {"a": SAME, "b": SAME[:3]}])
def test_variants_on_other_inputs_are_refused(variants):
    with pytest.raises(InputError, match="got"):
        compare(variants)


def test_five_variants_on_two_hundred_inputs_make_ten_pairs():
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.ones(4) * 0.7, size=200)
    variants = {
        f"v{k}": [Counter({j: int(c) for j, c in enumerate(rng.multinomial(20, p)) if c}) for p in shares]
        for k in range(5)
    }
    results = compare(variants, resamples=1_000)

    assert len(results) == 10
