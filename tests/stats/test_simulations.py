"""Seeded simulations: what every interval, test and stopping rule promises, compared with a known truth.

The settings are those of statistics.md (SIM1 to SIM11). Gates allow for two standard errors of the simulation where that
matters; larger runs are in tests/benchmarks.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pytest

from pointmass.stats import (
    agreement,
    compare,
    confidence_sequence,
    draws_until_mode,
    draws_until_quiet,
    entropy,
    equivalence,
    hold_out,
    paired,
    rate,
    sprt,
    tost,
    wilson,
)
from pointmass.stats.interval import t_quantile
from pointmass.stats.permutation import mix_test


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20261124)


# SIM1: naive pooled Wilson covers .716, .602 and .469 here
@pytest.mark.parametrize(("inputs", "draws", "icc"), [(20, 10, 0.29), (20, 10, 0.5), (10, 30, 0.5)])
def test_the_interval_of_a_rate_covers(rng, inputs, draws, icc):
    size = 1 / icc - 1
    covered = []
    for _ in range(1500):
        shares = rng.beta(0.7 * size, 0.3 * size, inputs)
        covered.append(0.7 in rate(rng.binomial(draws, shares), [draws] * inputs).interval())

    assert np.mean(covered) >= 0.93


def test_the_pooled_interval_would_not_cover(rng):
    covered = []
    for _ in range(500):
        shares = rng.beta(0.7, 0.3, 20)
        covered.append(0.7 in wilson(int(rng.binomial(10, shares).sum()), 200))

    assert np.mean(covered) < 0.7


@pytest.mark.parametrize(("inputs", "draws"), [(5, 16), (20, 10), (50, 5)])
@pytest.mark.parametrize("size", [0.05, 2.0])
def test_the_interval_of_the_agreement_covers(rng, inputs, draws, size):
    # two answers with a Beta(.7 size, .3 size) share: E[p^2 + (1 - p)^2] = 1 - 2 E[p (1 - p)]
    truth = 1 - 2 * 0.21 * size / (size + 1)
    covered, by_t = [], []
    for _ in range(600):
        k = rng.binomial(draws, rng.beta(0.7 * size, 0.3 * size, inputs))
        result = agreement([(int(c), draws - int(c)) for c in k])
        covered.append(truth in result.interval())
        half = t_quantile(0.95, inputs - 1) * np.std(result.per_input, ddof=1) / np.sqrt(inputs)
        by_t.append(abs(result.value - truth) <= half)

    assert np.mean(covered) >= 0.93
    assert size > 1 or np.mean(by_t) < 0.93


# SIM2: the pooled z test rejects .087 (K = 10) and .354 (K = 50) here
@pytest.mark.parametrize("draws", [10, 50])
def test_inputs_that_react_differently_are_no_average_effect(rng, draws):
    rejected = []
    for _ in range(2000):
        base, effect = rng.uniform(0.25, 0.75, 20), rng.choice([-0.2, 0.2], 20)
        a, b = rng.binomial(draws, base) / draws, rng.binomial(draws, base + effect) / draws
        rejected.append(paired(a, b, resamples=499).p_value <= 0.05)

    assert np.mean(rejected) <= 0.06


# SIM10: the pooled chi-squared test rejects .172 (K = 10) and .472 (K = 30) here
@pytest.mark.parametrize("draws", [10, 30])
def test_opposite_moves_do_not_move_the_mix(rng, draws):
    rejected = []
    for _ in range(1000):
        a, b = [], []
        for _ in range(20):
            p, q = rng.dirichlet([1, 1, 1, 1]), rng.dirichlet([1, 1, 1, 1])
            a.append(dict(enumerate(rng.multinomial(draws, p))))
            b.append(dict(enumerate(rng.multinomial(draws, q))))
        rejected.append(mix_test(a, b, resamples=499, seed=0).p_value <= 0.05)

    assert np.mean(rejected) <= 0.06


def test_equal_distributions_are_rarely_said_to_differ(rng):
    any_, named = [], []
    for seed in range(400):
        variants = {"a": [], "b": []}
        for _ in range(20):
            p = rng.dirichlet([1, 1, 1, 1])
            for draws in variants.values():
                draws.append({i: int(c) for i, c in enumerate(rng.multinomial(10, p)) if c})
        (result,) = compare(variants, resamples=499, seed=seed)
        any_.append(result.p_any <= 0.05)
        named.append(bool(result.moved()))

    assert np.mean(any_) <= 0.06
    assert np.mean(named) <= 0.05


# SIM4: Wilson, looked at after each draw from 10 to 200, misses the truth at some point in .30 to .35
@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_the_confidence_sequence_holds_at_every_look(rng, share):
    inside = cache(lambda k, n: share in confidence_sequence(k, n))
    missed = []
    for _ in range(300):
        successes = np.cumsum(rng.random(200) < share)
        missed.append(not all(inside(int(k), n) for n, k in enumerate(successes, 1)))

    assert np.mean(missed) <= 0.05


# SIM5b
@pytest.mark.parametrize("shares", [[0.6, 0.2, 0.1, 0.05, 0.03, 0.02], [0.5, *[0.005] * 100], [0.97, 0.02, 0.01]])
def test_the_hold_out_bound_covers_the_missing_mass(rng, shares):
    covered = []
    for _ in range(500):
        draws = rng.choice(len(shares), 60, p=shares).tolist()
        missing = 1 - sum(shares[i] for i in set(draws[:20]))
        covered.append(missing <= hold_out(draws, first=20).bound)

    assert np.mean(covered) >= 0.95 - 0.015


# the folk rule "nothing new in ten" leaves more than 5 % unseen in .445 to 1.0 of these
@pytest.mark.parametrize(
    "shares", [[0.94, 0.06], [0.6, 0.2, 0.1, 0.05, 0.03, 0.02], [0.5, *[0.005] * 100], [0.1] * 10, [0.89, 0.055, 0.055]]
)
def test_the_stopping_rule_leaves_little_unseen(rng, shares):
    wrong = []
    for _ in range(200):
        draws = rng.choice(len(shares), 3000, p=shares).tolist()
        stop = draws_until_quiet(draws)
        unseen = 1 - sum(shares[i] for i in set(draws[:stop]))
        wrong.append(stop is not None and unseen > 0.05 + 1e-12)

    assert np.mean(wrong) <= 0.05


# SIM7: a Beta rule of 95 % declares the wrong mode in .198, .166 and .113, and finds one in 54 % of exact ties
@pytest.mark.parametrize("shares", [[0.52, 0.48], [0.40, 0.38, 0.22], [0.55, 0.45]])
def test_the_mode_declared_is_rarely_wrong(rng, shares):
    wrong = []
    for _ in range(300):
        draws = rng.choice(len(shares), 300, p=shares).tolist()
        stop = draws_until_mode(draws)
        wrong.append(stop is not None and Counter(draws[:stop]).most_common(1)[0][0] != 0)

    assert np.mean(wrong) <= 0.05


@pytest.mark.parametrize("answers", [2, 6, 20])
def test_ties_have_no_mode(rng, answers):
    # any of the equal answers would be wrong; each is one of `answers` possible leaders
    declared = [draws_until_mode(rng.integers(0, answers, 300).tolist()) is not None for _ in range(300)]

    assert np.mean(declared) <= 0.10


# Wald's test: simulated 74.9 and 64.5 draws, errors .040 and .047; statistics.md section 10
@pytest.mark.parametrize(("rate_", "decision", "draws"), [(0.9, "bad", 74.9), (0.8, "good", 64.5)])
def test_the_sequential_test_rarely_errs_and_needs_few_draws(rng, rate_, decision, draws):
    tests = [sprt((rng.random(2000) < rate_).tolist(), bad=0.8, good=0.9) for _ in range(1500)]

    assert np.mean([test.decision == decision for test in tests]) <= 0.055
    assert np.mean([test.n for test in tests]) == pytest.approx(draws, rel=0.06)  # three standard errors


# SIM11: a deterministic model, and a function that is wrong on exactly 5 % of inputs; there the t-test says "equivalent"
# in 8.1 % (n = 50) and 13 % (n = 200)
@pytest.mark.parametrize("inputs", [50, 200])
def test_a_function_at_the_margin_is_rarely_called_faithful(rng, inputs):
    called, by_t = [], []
    for _ in range(300):
        wrong = rng.random(inputs) < 0.05
        result = equivalence([Counter(a=10)] * inputs, ["b" if w else "a" for w in wrong])
        called.append(result.faithful)
        by_t.append(tost((-1.0 * wrong).tolist()).p_value <= 0.05)

    assert np.mean(called) <= 0.05
    assert np.mean(by_t) > 0.05


# a model that disagrees with the function on a few inputs, half of the time there
def test_a_graded_function_at_the_margin_is_rarely_called_faithful(rng):
    called = []
    for _ in range(300):
        shares = np.where(rng.random(100) < 0.1, 0.5, 1.0)
        k = rng.binomial(10, shares)
        result = equivalence([Counter(a=int(c), b=10 - int(c)) for c in k], ["a"] * 100)
        called.append(result.faithful)

    assert np.mean(called) <= 0.05


# SIM11, noisy: the function is 5 points worse than one more draw of the model
def test_a_function_five_points_worse_is_rarely_called_no_worse(rng):
    called = []
    for _ in range(300):
        # shares .7 or .6 of "a"; the function says "a" but for a fraction w of inputs, where it says what is never drawn
        p = rng.choice([0.7, 0.6], 100)
        own = np.mean([0.7**2 + 0.3**2, 0.6**2 + 0.4**2])
        w = (0.65 - own + 0.05) / 0.65
        k = rng.binomial(10, p)
        answers = np.where(rng.random(100) < w, "c", "a").tolist()
        called.append(equivalence([Counter(a=int(c), b=10 - int(c)) for c in k], answers).no_worse)

    assert np.mean(called) <= 0.05


# SIM8b: the plug-in covers .517 here, Chao, Wang and Jost's .917
def test_the_mean_entropy_over_inputs_nearly_covers(rng):
    covered, naive = [], []
    for _ in range(300):
        shares = rng.dirichlet([1] * 6, 50)
        counts = [rng.multinomial(10, p).tolist() for p in shares]
        truth = _mean_entropy(6)
        covered.append(truth in entropy(counts).interval())
        naive.append(truth in entropy(counts, method="plug-in").interval())

    assert np.mean(covered) >= 0.85
    assert np.mean(naive) < np.mean(covered)


def _mean_entropy(k: int) -> float:
    """Mean entropy of a flat Dirichlet: H_k - 1 with the harmonic number."""
    return sum(1 / i for i in range(2, k + 1))
