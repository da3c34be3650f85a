"""What evidence proves that was extended because it did not suffice."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad

from pointmass.errors import InputError
from pointmass.stats import extended_inputs_needed, extended_lower_bound, inputs_needed, lower_bound


@pytest.mark.parametrize(("k", "n"), [(20, 20), (45, 50), (97, 100)])
def test_it_is_where_the_averaged_likelihood_is_twenty_times_that_of_the_bound(k, n):
    p = extended_lower_bound(k, n)

    def likelihood(root):  # q = 1 - root^2: no pole at 1
        q = 1 - root**2
        return q**k * (1 - q) ** (n - k) / math.sqrt(1 - p)

    spread = quad(likelihood, 0, math.sqrt(1 - p), epsabs=0, epsrel=1e-9)[0] / (p**k * (1 - p) ** (n - k))
    clean = p**-n if k == n else 0.0
    assert 0.8 * clean + 0.2 * spread == pytest.approx(20, rel=1e-6)


def test_a_clean_course_costs_next_to_nothing():
    assert [extended_inputs_needed(rate) - inputs_needed(rate) for rate in (0.2, 0.1, 0.05)] == [0, 1, 2]
    assert lower_bound(60, 60) - extended_lower_bound(60, 60) < 0.003


def test_what_is_needed_proves_it_and_one_less_does_not():
    for failures in (0, 1, 4):
        n = extended_inputs_needed(0.1, failures=failures)
        proved, short = (extended_lower_bound(m - failures, m) >= 0.9 for m in (n, n - 1))

        assert (proved, short) == (True, False)


@pytest.mark.parametrize("share", [0.8, 0.95])
def test_it_is_above_the_truth_at_any_of_300_looks_in_at_most_a_twentieth(share):
    rng, wrong = np.random.default_rng(3), 0
    needed = [extended_inputs_needed(1 - share, failures=f) for f in range(100)]
    for _ in range(1000):
        failures = np.cumsum(rng.random(300) > share)
        wrong += any(n >= needed[f] for n, f in enumerate(failures.tolist(), 1))

    assert wrong / 1000 <= 0.05 + 0.0135  # ± .0135: 95 % of 1,000 runs


@pytest.mark.parametrize(("k", "n"), [(3, 2), (-1, 2)])
def test_what_is_no_count_is_refused(k, n):
    with pytest.raises(InputError):
        extended_lower_bound(k, n)


def test_nothing_proves_nothing():
    assert extended_lower_bound(0, 0) == extended_lower_bound(0, 5) == 0
