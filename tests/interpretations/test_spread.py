"""Spread: the share of draws that say something else than most."""

from __future__ import annotations

from pointmass.interpretations import cluster


def test_the_spread_of_one_answer_is_nothing():
    assert cluster(["Paris"] * 5, kind="entity").spread == (0.0,)


def test_a_name_with_more_words_of_the_same_says_nothing_else():
    found = cluster(["Ken Burns", "Ken Burns", "the Ken Burns effect", "Kuleshov effect"], kind="entity")

    assert len(found.clusters) == 3
    assert found.spread == (0.25,)


def test_a_draw_without_an_answer_says_something_else():
    assert cluster(["yes", "yes", None, "no"], kind="label").spread == (0.5,)


def test_prose_spreads_by_its_stricter_cut():
    answers = ["it is too cold here", "cold weather again", "the sun is dear to me", "it costs far too much"]
    found = cluster(answers, kind="text")

    assert found.spread[0] >= 1 - found.clusters[0].share


def test_there_is_a_spread_for_each_input():
    assert cluster(["a", "a", "b", "c"], inputs=[1, 1, 2, 2], kind="label").spread == (0.0, 0.5)
