from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.draw import Draw
from pointmass.sample import SampleData
from pointmass.stabilize.ledger import ledger

SPEC = pm.Spec("clean", "Clean the title.", (pm.Parameter("title", str),), str)


def sample(*inputs, weights=None):
    """Make a sample of inputs, each with the (tokens in, tokens out, dollars, seconds) of its draws."""
    draws = tuple(
        tuple(
            Draw(i, "ok", "x", input_tokens=read, output_tokens=written, dollars=dollars, latency=seconds)
            for i, (read, written, dollars, seconds) in enumerate(each)
        )
        for each in inputs
    )
    rows = tuple({"title": str(i)} for i in range(len(inputs)))
    return SampleData(SPEC, rows, weights or (1,) * len(inputs), draws, 2, "a model")


CHEAP, DEAR = (10, 10, 0.01, 1.0), (100, 60, 0.09, 3.0)
UNCOUNTED = (None, None, None, None)


def test_what_is_saved_is_what_the_inputs_cost_that_code_answers():
    found = ledger(sample([CHEAP, CHEAP], [DEAR, DEAR]), [1], coverage=0.5)

    assert (found.calls, found.tokens, found.dollars, found.seconds) == pytest.approx((500, 500 * 160, 45, 1500))


def test_inputs_count_with_their_weight():
    found = ledger(sample([CHEAP], [DEAR], weights=(3, 1)), [0, 1], coverage=1.0)

    assert found.tokens == pytest.approx(1000 * (3 * 20 + 160) / 4)


def test_the_break_even_is_counted_in_dollars_where_there_is_a_price():
    found = ledger(sample([CHEAP, CHEAP], [DEAR, DEAR]), [1], coverage=0.5)

    # 20 cents were spent, and a call saves half of 9 cents.
    assert (found.break_even, found.unit) == (5, "dollars")


def test_the_break_even_is_counted_in_tokens_where_no_price_is_set():
    counted = [(10, 10, None, None)] * 4
    found = ledger(sample(counted, counted), [0, 1], coverage=0.5)

    assert (found.break_even, found.unit, found.dollars) == (16, "tokens", None)


def test_the_break_even_is_counted_in_calls_where_nobody_counted():
    found = ledger(sample([UNCOUNTED] * 3, [UNCOUNTED] * 3), [0], coverage=0.25)

    assert (found.break_even, found.unit) == (24, "model calls")
    assert (found.tokens, found.dollars, found.seconds) == (None, None, None)


def test_draws_that_were_asked_beside_the_sample_have_to_be_earned_back_too():
    beside = [Draw(i, "ok", "x", dollars=0.1, input_tokens=1, output_tokens=1) for i in range(3)]

    assert ledger(sample([CHEAP]), [0], coverage=1.0, beside=beside).break_even == 31


def test_code_that_answers_nothing_earns_nothing_back():
    assert ledger(sample([CHEAP]), [], coverage=0.0).break_even is None
