from __future__ import annotations

import asyncio

import numpy as np
import pytest

import pointmass as pm
from pointmass import stats
from pointmass.draw import Draw
from pointmass.errors import InputError, ModelTimeoutError
from pointmass.sampler import draw_sample, read_inputs, stored_sample, until


def drawn(spec, model, store, titles, rule, **how):
    return asyncio.run(draw_sample(spec, read_inputs(spec, titles), model=model, store=store, draws=rule, **how))


def course(rule, outcomes, given="x"):
    """Look at draws; ``None`` is one that gave no value."""
    return rule.course(
        given,
        [
            Draw(i, "ok", said, said) if said is not None else Draw(i, "format violation", None, f"hm {i}")
            for i, said in enumerate(outcomes)
        ],
    )


def test_seven_equal_draws_decide_the_mode(spec, scripted, store):
    model = scripted(lambda title, index: "same")

    sample = drawn(spec, model, store, ["a", "b"], until(mode=0.95))

    assert [len(row) for row in sample.draws] == [7, 7]
    assert len(model.order) == 14


def test_each_input_stops_where_the_rule_of_statistics_says(spec, scripted, store):
    rng = np.random.default_rng(4)
    answers = {title: ["x" if rng.random() < p else "y" for _ in range(60)] for title, p in (("a", 0.9), ("b", 0.7))}
    model = scripted(lambda title, index: answers[title][index])

    sample = drawn(spec, model, store, list(answers), until(mode=0.95, most=60), concurrency=50)

    assert [len(row) for row in sample.draws] == [stats.draws_until_mode(said) for said in answers.values()]
    assert len(model.order) == sum(map(len, sample.draws))


def test_no_draw_is_asked_that_the_rule_could_do_without_however_many_are_in_flight(spec, scripted, store):
    model = scripted(lambda title, index: "odd" if index == 2 else "same")

    sample = drawn(spec, model, store, ["a"], until(mode=0.95), concurrency=100)

    assert len(model.order) == len(sample.draws[0]) == stats.draws_until_mode(["same", "same", "odd"] + ["same"] * 50)


def test_an_input_that_is_never_decided_stops_at_the_most_and_is_named(spec, scripted, store):
    model = scripted(lambda title, index: title if title == "sure" else str(index % 2))

    sample = drawn(spec, model, store, ["sure", "torn"], until(mode=0.95, most=20))

    assert [len(row) for row in sample.draws] == [7, 20]
    assert "1 of 2 inputs were decided after 7 draws; 1 not within 20 (“torn”)" in sample.notices[-1]
    assert "27 draws instead of 40, 13 saved" in sample.notices[-1]


def test_draws_without_a_value_are_no_mode_and_an_input_that_gives_none_is_given_up():
    found = course(until(mode=0.95), [None] * 50)

    assert (found.target, found.stopped, found.said) == (7, False, "gave mostly no value")


def test_draws_without_a_value_stand_against_the_mode_of_the_others():
    # Of 20 draws 10 are one value, and none of the others is: nothing is most frequent. 7 more of the value decide it.
    torn, then = ["a", None] * 10, ["a"] * 20

    assert not course(until(mode=0.95), torn).stopped
    assert course(until(mode=0.95), [*torn, *then]).stopped
    assert course(until(mode=0.95), [*torn, *then]) == course(until(mode=0.95), [*["a", "b"] * 10, *then])


def test_draws_without_a_value_are_nothing_that_was_seen():
    mixed = [None if i % 2 else "a" for i in range(200)]

    assert course(until(seen=0.95), mixed).target == 2 * stats.quiet_draws(1) + 1  # 69 quiet values after the first
    assert course(until(seen=0.95), [None] * 200).said == "gave mostly no value"
    assert not course(until(seen=0.95), [None] * 200).stopped


def test_inputs_that_were_given_up_are_named():
    wb = pm.Workbench(model=pm.SimulatedModel([(lambda text: text if text == "no number" else 3, 1)]))

    @wb.spec
    def count(text: str) -> int:
        """How many."""

    sample = count.sample(["no number", "three"], draws=until(mode=0.95), progress=False)

    assert "1 of 2 inputs were decided after 7 draws; 1 gave mostly no value (“no number”)" in str(sample.notices[-1])


def test_a_rate_is_drawn_until_its_interval_is_narrow_enough(spec, scripted, store):
    model = scripted(lambda title, index: "x.pdf")
    rule = until(rate=lambda out: out.endswith(".pdf"), width=0.3)

    n = len(drawn(spec, model, store, ["a"], rule).draws[0])

    assert stats.confidence_sequence(n, n).width <= 0.3 < stats.confidence_sequence(n - 1, n - 1).width


def test_the_rate_of_all_inputs_together_needs_fewer_draws_than_that_of_each(spec, scripted, store):
    model = scripted(lambda title, index: "x.pdf" if (int(title) + index) % 5 else "x")
    titles = [str(i) for i in range(20)]
    holds = {"rate": lambda out: out.endswith(".pdf"), "width": 0.2}

    sample = drawn(spec, model, store, titles, until(**holds, overall=True), concurrency=100)

    (draws,) = {len(row) for row in sample.draws}
    held = sum(draw.outcome == "x.pdf" for row in sample.draws for draw in row)
    assert len(model.order) == 20 * draws
    assert stats.confidence_sequence(held, 20 * draws).width <= 0.2
    assert f"known after {draws} draws of each of 20 inputs" in sample.notices[-1]
    assert draws < len(drawn(spec, model, store, titles[:1], until(**holds)).draws[0])


@pytest.mark.parametrize("spread", [0.05, 5.0])
def test_the_rate_of_inputs_that_differ_is_rarely_missed_at_any_look(spread):
    # Simulation: the mean of these inputs' rates lies outside the bounds at some look in at most 5 of 100; most of 40 looks.
    rng, missed = np.random.default_rng(12), 0
    for _ in range(100):
        shares = rng.beta(0.7 * spread, 0.3 * spread, 12)
        k = np.cumsum((rng.random((40, 12)) < shares).sum(axis=1))
        missed += any(shares.mean() not in stats.confidence_sequence(int(held), 12 * n) for n, held in enumerate(k, 1))

    assert missed <= 5


def test_seen_needs_69_draws_without_anything_new(spec, scripted, store):
    sample = drawn(spec, scripted(lambda title, index: "same"), store, ["a"], until(seen=0.95))

    assert len(sample.draws[0]) == 70 == stats.draws_until_quiet(["same"] * 100)


def test_draws_are_looked_at_in_the_order_requested_and_not_after_a_missing_one():
    rule = until(mode=0.95)
    draws = [Draw(i, "ok", "same", "same") for i in range(9) if i != 3]

    assert rule.course("x", draws) == rule.course("x", draws[:3])


def test_failed_draws_say_nothing_and_are_not_asked_again_in_the_same_call(spec, scripted, store):
    def answer(title, index):
        if index == 1:
            raise ModelTimeoutError("scripted: no answer")
        return "same"

    model = scripted(answer)
    sample = drawn(spec, model, store, ["a"], until(mode=0.95))

    assert model.asked["a", 1] == 1
    assert [draw.status for draw in sample.draws[0]] == ["ok", "failed"] + ["ok"] * 6


def test_the_same_call_again_asks_nothing_and_shows_the_same(spec, scripted, store):
    first = drawn(spec, scripted(lambda title, index: "same"), store, ["a"], until(mode=0.95))
    again = scripted()
    second = drawn(spec, again, store, ["a"], until(mode=0.95))

    assert again.order == []
    assert second.draws == first.draws


def test_what_more_the_store_holds_does_not_move_where_a_rule_stops(spec, scripted, store):
    drawn(spec, scripted(lambda title, index: "same"), store, ["a"], 12)
    model = scripted()

    sample = drawn(spec, model, store, ["a"], until(mode=0.95))

    assert (model.order, len(sample.draws[0])) == ([], 7)


def test_what_is_there_can_be_read_before_the_rule_holds(spec, scripted, store):
    drawn(spec, model := scripted(lambda title, index: "same"), store, ["a"], 3)

    sample = stored_sample(spec, read_inputs(spec, ["a"]), draws=until(mode=0.95), model=model, store=store)

    assert len(sample.draws[0]) == 3
    assert "3 of 7 draws are there" in sample.notices[0]
    assert "1 not yet (“a”)" in sample.notices[-1]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({}, "one rule is needed"),
        ({"mode": 0.95, "seen": 0.95}, "one rule is needed"),
        ({"rate": len}, "rate and width go together"),
        ({"mode": 0.95, "overall": True}, "overall=True goes with rate="),
        ({"mode": 95}, "mode is a fraction between 0 and 1, got 95"),
        ({"mode": 0.95, "target": len}, "target and score goes with better="),
        ({"better": "x", "target": len, "score": len}, "target and score goes with better="),
        ({"mode": 0.95, "most": 0}, "most is a whole number of at least 1"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(how, said):
    with pytest.raises(InputError, match=said):
        until(**how)


def test_no_rule_asks_for_more_than_it_needs_at_best():
    assert course(until(mode=0.95), []).target == 7
    assert course(until(mode=0.95), ["a", "b"]).target > 7
    assert course(until(seen=0.95), []).target == 70
    assert course(until(mode=0.95, most=5), []).target == 5
