"""Prose in nearly the same words, and what must never be merged by likeness."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from pointmass.interpretations import cluster
from pointmass.interpretations.likeness import alike_groups, likeness
from pointmass.interpretations.naming import telling_words
from pointmass.interpretations.stems import content, stem

ANSWERS = [
    "the weather is too cold today",
    "it is such cold weather today",
    "cold weather again",
    "parents know what is best for their children",
    "a parent knows best for a child",
    "my parents know best",
    "the costs are much too high for us",
    "it costs too much",
]


def test_wordings_of_one_thing_are_one_reading():
    result = cluster(ANSWERS)

    assert result.kind == "text"
    assert result.labels[0] == result.labels[1] == result.labels[2]
    assert result.labels[3] == result.labels[4] == result.labels[5]
    assert len({result.labels[i] for i in (0, 3, 6)}) == 3
    assert "wording" in result.note


def test_the_exemplar_is_one_of_the_wordings_and_all_are_kept():
    first = cluster(ANSWERS).clusters[0]

    assert first.exemplar in ANSWERS
    assert len(first.forms) == first.count


def test_the_cut_can_be_moved_from_nothing_to_everything():
    assert len(cluster(ANSWERS, cut=0).clusters) == len(ANSWERS)
    assert len(cluster(ANSWERS, cut=1).clusters) == 1


def test_names_of_things_are_never_merged_by_likeness():
    result = cluster(["John Smith", "John Smyth", "the John Smith", "John Smith (actor)", "Joan Smith"])

    assert result.kind == "entity"
    assert result.labels[0] == result.labels[2] == result.labels[3]
    assert len(result.clusters) == 3


def test_numbers_dates_and_versions_are_never_merged_by_likeness():
    for answers in (
        ["2024-03-01", "2024-03-02"],
        ["v1.10", "v1.1"],
        ["1993", "1994", "1995", "1996"],
        ["12.5 km", "12.6 km"],
    ):
        assert len(cluster(answers).clusters) == len(answers)


def test_two_paraphrases_alone_are_one_reading():
    assert len(cluster(["a very cold day", "it is a cold day today"], kind="text").clusters) == 1


def test_synonyms_are_one_reading_without_any_model():
    answers = [
        "buy a car",
        "purchase an automobile",
        "visit a physician",
        "see the doctor",
        "eat dinner",
        "have supper",
    ]

    labels = cluster(answers, kind="text").labels

    assert labels[0] == labels[1]
    assert labels[2] == labels[3]
    assert labels[4] == labels[5]
    assert len(set(labels)) == 3


def test_the_words_of_the_question_tell_nothing():
    with_question = content("the best way to travel", without=frozenset({"travel", "way"}))

    assert with_question == [stem("best")]


def test_an_answer_made_of_the_question_keeps_its_words():
    assert content("travel", without=frozenset({"travel"})) == ["travel"]


def test_telling_words_are_those_of_the_group():
    groups = [ANSWERS[:3], ANSWERS[3:6], ANSWERS[6:]]

    assert [found[0] for found in telling_words(groups, most=1)] == ["cold", "best", "costs"]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8, unique=True))
def test_likeness_is_symmetric_and_at_most_one(texts):
    alike = likeness(texts)

    assert alike.shape == (len(texts), len(texts))
    assert (abs(alike - alike.T) < 1e-9).all()
    assert (abs(alike) <= 1).all()


@given(st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_draws_changes_no_label(answers, rng):
    order = rng.sample(range(len(answers)), len(answers))

    straight = cluster(answers, kind="text").labels

    assert cluster([answers[i] for i in order], kind="text").labels == tuple(straight[i] for i in order)


def test_every_text_beyond_the_limit_joins_a_group():
    counts = {f"{ANSWERS[i % 8]} {i}": 1 for i in range(120)}

    groups = alike_groups(counts, most=50)

    assert set(groups.medoids) == set(groups.finer) == set(counts)
    assert set(groups.medoids.values()) == set(groups.stability) <= set(counts)


def test_ten_thousand_short_texts_are_all_placed():
    rng = random.Random(1)  # noqa: S311  # test data, no secret
    vocabulary = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(800)]
    distinct = [" ".join(rng.choices(vocabulary, k=rng.randint(2, 8))) for _ in range(3000)]

    result = cluster(distinct + rng.choices(distinct, k=7000))

    assert sum(each.count for each in result.clusters) == 10_000
