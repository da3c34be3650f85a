"""Who follows the advice to sample more, round after round, makes one error over all rounds."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.stats import binom

import pointmass as pm
from pointmass.stabilize.confidence import FIRST, LEVEL, Sure, would_prove
from pointmass.stabilize.course import Look
from pointmass.stabilize.further import further_inputs
from pointmass.stats import extended_lower_bound, lower_bound


@pytest.mark.parametrize(("trials", "agreement"), [(29, 0.9), (46, 0.9), (59, 0.95), (100, 0.8), (20, 0.9)])
def test_what_a_first_look_spends_is_the_chance_with_which_it_would_have_proved_it(trials, agreement):
    least = next((k for k in range(trials + 1) if lower_bound(k, trials) >= agreement), None)

    expected = 0.0 if least is None else binom.sf(least - 1, trials, agreement)
    assert would_prove(trials, agreement) == pytest.approx(expected)
    assert expected <= 0.05


def test_later_looks_share_what_is_left():
    assert FIRST.after(20, 0.9) == Sure(LEVEL, extended=True)  # 20 of 20 prove .861: nothing was spent
    assert FIRST.after(29, 0.9).level == pytest.approx(0.95 + 0.9**29)
    assert Sure(0.99, extended=True).after(50, 0.9) == Sure(0.99, extended=True)


@pytest.mark.parametrize(("asked", "start"), [(0.8, 10), (0.8, 30), (0.9, 20), (0.9, 30), (0.95, 30)])
def test_following_the_advice_proves_what_is_not_there_in_at_most_a_twentieth_of_all_courses(asked, start):
    # The product's own bounds and plan, with trials at exactly what is asked; .09 to .19 before.
    rng = np.random.default_rng(11)

    proved = sum(_course(rng, asked, start) for _ in range(200))

    assert proved / 200 <= 0.05 + 0.0302  # ± .0302: 95 % of 200 runs


@cache
def _advice(n, k, asked, sure):
    """The product's advice, computed once for what many courses come by."""
    return further_inputs(n, n, k, agreement=asked, sure=sure)


def _course(rng, asked: float, start: int) -> bool:
    n, k, sure = start, int(rng.binomial(start, asked)), FIRST
    for _ in range(8):
        if sure.lower(k, n) >= asked:
            return True
        then = sure.after(n, asked)
        if k / n < asked or not (more := _advice(n, k, asked, then)):
            return False
        k, n, sure = k + int(rng.binomial(more, asked)), n + more, then
    return False


def defined(wb):
    @wb.spec
    def order(text: str) -> str:
        """Get the order."""

    return order


def opened(path=None):
    return pm.Workbench(path, model=pm.SimulatedModel([(lambda text: text[7:], 1)]))


@pytest.fixture
def order():
    return defined(opened())


def sampled(order, n):
    return order.sample([f"Order #{i}" for i in range(n)], draws=4, progress=False)


def test_a_look_that_follows_the_advice_says_over_what_it_holds(order):
    first, second = (order.stabilize(sampled(order, n), agreement=0.9, probes=0) for n in (12, 40))

    assert (first.decision, first.evidence.sure) == ("sample more", FIRST)
    assert second.decision == "stabilize"
    assert second.evidence.bound == extended_lower_bound(40, 40)
    assert "40 of 40 unseen inputs agree, which proves at least 92% (95% over all looks)" in second.advice.reason


def test_as_many_inputs_as_were_advised_prove_it(order):
    first = order.stabilize(sampled(order, 12), agreement=0.9, probes=0)
    then = order.stabilize(sampled(order, 12 + first.advice.more_inputs), agreement=0.9, probes=0)

    assert then.decision == "stabilize"
    assert first.advice.more_inputs < 29  # nearly what 29 fixed inputs prove


def test_the_same_sample_again_is_no_further_look_and_a_proof_ends_the_course(order):
    again = [order.stabilize(sampled(order, 12), agreement=0.9, probes=0) for _ in range(2)]
    proved = order.stabilize(sampled(order, 40), agreement=0.9, probes=0)
    fresh = order.stabilize(sampled(order, 41), agreement=0.9, probes=0)

    assert [each.evidence.sure for each in (*again, fresh)] == [FIRST] * 3
    assert proved.evidence.sure.extended


def test_other_inputs_are_no_course(order):
    order.stabilize(sampled(order, 12), agreement=0.9, probes=0)
    other = order.sample([f"Order #{i}" for i in range(100, 130)], draws=4, progress=False)

    assert order.stabilize(other, agreement=0.9, probes=0).evidence.sure == FIRST


def test_a_new_session_goes_on_with_the_course(tmp_path):
    for n in (12, 40, 41):
        with opened(tmp_path / "orders.pointmass") as wb:
            order = defined(wb)
            found = order.stabilize(sampled(order, n), agreement=0.9, probes=0).evidence.sure

        assert found.extended == (n == 40)  # 41: what was proved ended the course


def test_another_session_beside_this_one_is_part_of_the_course(tmp_path):
    with opened(tmp_path / "orders.pointmass") as one, opened(tmp_path / "orders.pointmass") as other:
        here, there = defined(one), defined(other)
        here.stabilize(sampled(here, 12), agreement=0.9, probes=0)
        one.store.checkpoint()

        assert there.stabilize(sampled(there, 13), agreement=0.9, probes=0).evidence.sure.extended


@pytest.mark.parametrize(
    "said",
    [
        {"ended": "no"},
        {"sample": 1, "inputs": [], "counted": [1]},
        {"sample": "a", "inputs": [], "counted": [10**12]},
        {"sample": "a", "inputs": [[]], "counted": ["many"]},
    ],
)
def test_what_a_file_says_otherwise_is_no_look(said):
    assert Look.read(said) is None


def test_a_look_is_read_as_it_was_kept():
    look = Look("a sample", frozenset({"one", "two"}), (12, 10))

    assert Look.read(look.content()) == look
