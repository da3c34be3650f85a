from __future__ import annotations

import asyncio

import numpy as np
import pytest

import pointmass as pm
from pointmass import stats
from pointmass.draw import Draw
from pointmass.errors import InputError
from pointmass.sample import Sample
from pointmass.sampler import draw_sample, read_inputs, stored_sample, until
from pointmass.sampler.better import Better

TITLES = [f"title {i}" for i in range(30)]


def drawn(spec, model, store, rule, titles=TITLES, **how):
    return asyncio.run(draw_sample(spec, read_inputs(spec, titles), model=model, store=store, draws=rule, **how))


def made(answers):
    """A sample of a spec of titles: ``{"a b": ["x", "x", "y"]}``."""
    spec = pm.Spec("base", "Clean.", (pm.Parameter("title", str),))
    rows = tuple({"title": title} for title in answers)
    draws = tuple(tuple(Draw(i, "ok", one, one) for i, one in enumerate(said)) for said in answers.values())
    return Sample(spec, rows, (1,) * len(rows), draws, max(map(len, draws)), "a model")


@pytest.fixture
def wrong():
    return made({title: ["no"] * 4 for title in TITLES})


def right(outcome):
    return outcome == "yes"


def test_a_variant_that_is_always_right_is_known_to_be_better_after_one_draw_of_each_input(
    spec, scripted, store, wrong
):
    model = scripted(lambda title, index: "yes")

    sample = drawn(spec, model, store, until(better=wrong, target=right, most=64))

    assert {len(row) for row in sample.draws} == {1}
    assert len(model.order) == 30
    assert "right more often, known after 1 draw of each of 30 inputs" in sample.notices[-1]
    assert "30 draws instead of 1,920, 1,890 saved" in sample.notices[-1]


def test_a_variant_that_is_worse_stops_too(spec, scripted, store):
    base = made({title: ["yes"] * 4 for title in TITLES})

    sample = drawn(spec, scripted(lambda title, index: "no"), store, until(better=base, target=right))

    assert "right less often" in sample.notices[-1]


def test_a_variant_that_is_alike_is_drawn_to_the_most_and_left_open(spec, scripted, store, wrong):
    sample = drawn(spec, scripted(lambda title, index: "no"), store, until(better=wrong, target=right, most=6))

    assert {len(row) for row in sample.draws} == {6}
    assert "not known within 6 draws of each of 30 inputs; 180 draws instead of 180, 0 saved" in sample.notices[-1]


def test_without_a_target_the_more_consistent_one_is_better(spec, scripted, store):
    torn = made({title: [str(i) for i in range(8)] for title in TITLES})

    sample = drawn(spec, scripted(lambda title, index: "same"), store, until(better=torn))

    assert {len(row) for row in sample.draws} == {2}
    assert "more consistent" in sample.notices[-1]


def test_no_draw_is_asked_beyond_the_look_that_decides_however_many_are_in_flight(spec, scripted, store):
    base = made({title: ["no"] * 4 for title in TITLES[:16]})
    model = scripted(lambda title, index: "yes" if index else "no")

    sample = drawn(spec, model, store, until(better=base, target=right), titles=TITLES[:16], concurrency=100)

    (draws,) = {len(row) for row in sample.draws}
    assert len(model.order) == 16 * draws
    assert draws in {2, 4, 8}


def test_looks_are_taken_in_the_order_requested_and_not_after_a_missing_draw(wrong):
    rule = until(better=wrong, target=right, most=8)
    rows = [[Draw(i, "ok", "yes", "yes") for i in range(8) if title != TITLES[3] or i != 0] for title in TITLES]

    courses = rule.courses(TITLES, rows)

    assert {(course.target, course.stopped) for course in courses} == {(1, False)}


def test_what_is_there_can_be_read_before_it_is_decided(spec, scripted, store, wrong):
    model = scripted(lambda title, index: "no")
    drawn(spec, model, store, 1)

    rule = until(better=wrong, target=right)
    sample = stored_sample(spec, read_inputs(spec, TITLES), draws=rule, model=model, store=store)

    assert "not known yet, 2 draws of each input are next" in sample.notices[-1]


def test_inputs_that_the_other_sample_does_not_have_are_drawn_and_not_weighed(spec, scripted, store, wrong):
    titles = [*TITLES, "of its own"]

    sample = drawn(spec, scripted(lambda title, index: "yes"), store, until(better=wrong, target=right), titles=titles)

    assert {len(row) for row in sample.draws} == {1}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"better": "as it is"}, "names a variant of handle.vary"),
        ({"better": made({"elsewhere": ["a"]}), "target": right}, "has no input in common"),
        ({"better": made({"a": ["x"]}), "score": lambda out: 7}, r"lies in \[0, 1\], got 7"),
    ],
)
def test_what_cannot_be_weighed_is_refused(spec, scripted, store, rule, said):
    with pytest.raises(InputError, match=said):
        drawn(spec, scripted(lambda title, index: "x"), store, until(**rule), titles=["a"])


def test_capital_is_an_e_value_against_no_mean_above_zero():
    # One difference of 1 in 2 bets of +1 or -1: with bets b the mean over both signs is 1, whatever b.
    assert (stats.betting_capital([1.0]) + stats.betting_capital([-1.0])) / 2 == pytest.approx(1)
    # The mean of (1 + j / 21)^2 over j = 1 to 20.
    assert stats.betting_capital([1.0, 1.0]) == pytest.approx(np.mean([(1 + j / 21) ** 2 for j in range(1, 21)]))
    assert stats.betting_capital([]) == pytest.approx(1)


def test_variants_that_are_alike_are_rarely_called_better_or_worse():
    # Simulation: inputs differ widely, both variants have the same rate on each; five looks; .05 is promised.
    rng, called = np.random.default_rng(7), 0
    rule = {"target": right, "most": 16}
    for _ in range(100):
        shares = rng.beta(0.5, 0.5, 25)
        answers = [["yes" if rng.random() < p else "no" for _ in range(20)] for p in shares]
        base = made({title: row[:4] for title, row in zip(TITLES, answers, strict=False)})
        rows = [[Draw(i, "ok", one, one) for i, one in enumerate(row[4:])] for row in answers]
        called += until(better=base, **rule).courses(TITLES[:25], rows)[0].stopped

    assert called <= 5


@pytest.mark.parametrize(("inputs", "word"), [(7, ""), (8, "right more often")])
def test_two_directions_share_the_error_so_that_twice_the_evidence_is_needed(inputs, word):
    # Of 7 inputs that all turn right the evidence is 30, of 8 it is 53: between 1 / .05 and 2 / .05 nothing is known yet.
    titles = [f"t {i}" for i in range(inputs)]
    other, now = (made({title: [said] for title in titles}) for said in ("no", "yes"))

    found = Better(other, right, None, 0.95, 1).standing(titles, now.draws)

    assert found.needed == pytest.approx(40)
    assert found.word == word
