"""Whole texts as points: asked once for each, in batches, and held to what they promise."""

from __future__ import annotations

import pytest

from pointmass.errors import InputError
from pointmass.interpretations import Embedding, cluster

ABOUT = {"cold": [1.0, 0.0, 0.0], "freezing": [1.0, 0.1, 0.0], "dear": [0.0, 1.0, 0.0], "pricey": [0.1, 1.0, 0.0]}
ANSWERS = ["cold here", "freezing outside", "too dear", "so pricey", "cold here"]


def by_topic(texts):
    return [next(point for word, point in ABOUT.items() if word in text) for text in texts]


def test_an_embedding_brings_together_what_no_word_does():
    found = cluster(ANSWERS, kind="text", embed=by_topic)

    assert found.labels == (0, 0, 1, 1, 0)
    assert "by your embedding (cut 0.95)" in found.note


def test_each_text_is_embedded_once_over_all_inputs():
    asked = []

    def noting(texts):
        asked.extend(texts)
        return by_topic(texts)

    cluster(ANSWERS * 2, inputs=["a"] * 5 + ["b"] * 5, kind="text", embed=noting)

    assert sorted(asked) == sorted(set(ANSWERS))


def test_an_embedding_that_is_held_is_not_asked_again():
    held = Embedding(by_topic)

    cluster(ANSWERS, kind="text", embed=held)
    cluster(ANSWERS, kind="text", embed=held, cut=0.5)

    assert held.asked == len(set(ANSWERS))


def test_texts_are_embedded_in_batches():
    sizes = []

    def noting(texts):
        sizes.append(len(texts))
        return by_topic(texts)

    Embedding(noting, batch=3)(list(dict.fromkeys(ANSWERS)))

    assert sizes == [3, 1]


@pytest.mark.parametrize("rows", [[[1.0]], [1.0, 2.0], [[1.0], [float("nan")]], [["a"], ["b"]], [[1.0], [1.0, 2.0]]])
def test_an_embedding_that_returns_something_else_is_refused(rows):
    with pytest.raises(InputError, match="row"):
        Embedding(lambda texts: rows)(["a", "b"])


def test_a_batch_holds_at_least_one_text():
    with pytest.raises(InputError, match="batch=0"):
        Embedding(by_topic, batch=0)


def test_entities_are_not_merged_by_an_embedding():
    found = cluster(["Paris", "Lyon", "Paris"], kind="entity", embed=lambda texts: [[1.0]] * len(texts))

    assert len(found.clusters) == 2
