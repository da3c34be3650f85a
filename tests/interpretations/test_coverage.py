"""Have all readings been seen: at two ways of merging, and whether they come back."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from scipy.stats import beta

from pointmass.interpretations import cluster
from pointmass.interpretations.coverage import coverage, pooled_hold_out
from pointmass.interpretations.view import seen

PROSE = [
    *["the weather is too cold today", "it is such cold weather today", "cold weather again"] * 4,
    *["parents know what is best for their children", "a parent knows best for a child", "my parents know best"] * 3,
    *["the costs are much too high for us", "it costs too much"] * 2,
]


def test_the_bound_is_that_of_the_draws_after_the_first_third():
    found = coverage([0, 0, 1, 0, 1, 1, 2, 0, 0], "readings")

    # one of the six later draws was new: the Clopper-Pearson bound, scipy.stats.beta
    assert found.hold_out.new == 1
    assert found.hold_out.bound == pytest.approx(beta.ppf(0.95, 2, 5))
    assert found.unseen.seen == 3


def test_coverage_is_told_at_two_cuts_of_prose():
    coarse, finer = cluster(PROSE).inputs[0].coverage()

    assert (coarse.merged, finer.merged) == ("readings", "cut 0.85")
    assert coarse.unseen.seen == 3
    assert finer.unseen.seen >= coarse.unseen.seen


def test_coverage_of_labels_is_told_by_readings_and_by_exact_forms():
    coarse, finer = cluster(["Yes", "yes", "yes.", "no", "No", "no"]).inputs[0].coverage()

    assert (coarse.unseen.seen, finer.unseen.seen) == (2, 5)
    assert finer.merged == "exact forms"
    assert str(finer).startswith("exact forms: 5 seen")


def test_over_inputs_the_later_draws_are_one_sum():
    found = pooled_hold_out([[0, 0, 0, 0, 0, 1], [0, 1, 0, 1, 0, 1]])

    assert (found.first, found.then, found.new) == (4, 8, 1)
    assert found.bound == pytest.approx(beta.ppf(0.95, 2, 7))


def test_the_pooled_bound_holds_where_inputs_differ():
    rng = random.Random(0)  # noqa: S311  # a simulation
    missed = 0
    for _ in range(200):
        shares = [rng.choice([0.0, 0.02, 0.3]) for _ in range(10)]
        rows = [[0] * 4 + [1 + i if rng.random() < share else 0 for i in range(8)] for share in shares]
        new = [sum(each != 0 for each in row[4:]) for row in rows]
        bound = pooled_hold_out(rows).bound
        missed += bound < sum(shares) / len(shares)
        assert pooled_hold_out(rows).new == sum(new)

    # at most 5 % are to be missed; 10 of 200 are expected, 18 is the 99 % point of Binomial(200, .05)
    assert missed <= 18


def test_of_programs_it_is_conversations_that_are_counted():
    answers = [("a", "b", "c") * 4 if n % 3 else ("x", "y", "z") * 4 for n in range(12)]
    found = cluster(
        [answer for row in answers for answer in row],
        inputs=[str(i) for i in range(12)] * 12,
        conversations=[n for n in range(12) for _ in range(12)],
    )

    assert len(found.programs) == 2
    assert (found.hold_out().first, found.hold_out().then) == (4, 8)
    assert "program" in seen(found)


def test_a_clear_grouping_of_prose_comes_back():
    found = cluster(PROSE)

    assert all(each.stability > 0.9 for each in found.clusters)
    assert "None of this is certain" not in found.note


def test_a_grouping_that_could_be_otherwise_says_that_it_is_not_certain():
    words = ["apple", "river", "chair", "engine", "cloud", "garden", "violin"]
    every_pair = [" ".join(pair) for pair in combinations(words, 2)]

    found = cluster(every_pair, kind="text")

    assert any(each.unstable for each in found.clusters)
    assert "None of this is certain" in found.note
    assert "unstable" in found._repr_html_()


def test_exact_readings_have_no_stability():
    assert not any(each.unstable for each in cluster(["yes", "no", "yes"]).clusters)


def test_the_order_of_draws_changes_no_stability():
    other = PROSE.copy()
    random.Random(3).shuffle(other)  # noqa: S311  # test data, no secret

    assert [c.stability for c in cluster(PROSE).clusters] == [c.stability for c in cluster(other).clusters]


def test_prose_is_named_by_its_words_in_the_view():
    assert "telling words: cold" in cluster(PROSE).view().rows[0].reading


def test_a_sentence_says_how_much_may_be_unseen():
    assert "P(unseen) is at most" in seen(cluster(PROSE))
    assert seen(cluster(["yes"])) == ""
