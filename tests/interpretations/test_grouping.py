"""Clusters of outcomes that are equal after normalisation."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import Enum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.errors import InputError
from pointmass.interpretations import NO_ANSWER, cluster

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Point:
    x: float
    y: float


def test_no_outcomes_are_no_readings():
    result = cluster([])

    assert result.labels == ()
    assert result.clusters == ()
    assert str(result) == "no draws, so no readings"


def test_readings_are_numbered_by_weight():
    assert cluster(["b", "a", "b"]).labels == (0, 1, 0)


def test_ties_are_numbered_by_text():
    assert cluster(["b", "a"]).labels == (1, 0)


def test_words_are_the_same_without_case_spacing_quotes_and_full_stop():
    result = cluster(["Billing", "billing.", ' "billing" ', "**Billing**", "```\nbilling\n```", "fees"])

    assert result.kind == "label"
    assert result.labels == (0, 0, 0, 0, 0, 1)
    assert {form.value for form in result.clusters[0].forms} >= {"Billing", "billing."}


def test_signs_that_carry_meaning_stay():
    assert len(set(cluster(["-5", "5", "C", "C++", "C#", "50%", "50", "?"]).labels)) == 8


def test_file_names_keep_their_case():
    result = cluster(["README.md", "readme.md", "read-me.md", "v2.1.txt"])

    assert result.kind == "name"
    assert len(set(result.labels)) == 4


def test_records_are_the_same_in_any_order_and_spelling_of_numbers():
    result = cluster([{"a": 1, "b": "x  y"}, {"b": "x y", "a": 1.0}, {"a": 2, "b": "x y"}])

    assert result.kind == "record"
    assert result.labels == (0, 0, 1)


def test_json_in_a_fence_is_the_record():
    result = cluster(['```json\n{"a": 1, "b": 2}\n```', '{"b": 2, "a": 1}', 'Here:\n```json\n{"a": 3}\n```'])

    assert result.kind == "record"
    assert result.labels == (0, 0, 1)


def test_code_is_the_same_without_formatting_and_comments():
    result = cluster(
        ["def f(x):\n    return x+1  # one\n", "```python\ndef f(x): return (x + 1)\n```", "def f(x): return x"]
    )

    assert result.kind == "code"
    assert result.labels == (0, 0, 1)


def test_numbers_are_the_same_on_a_grid():
    result = cluster([0.1 + 0.2, 0.3, 1, 1.0, float("nan"), float("nan"), -0.0, 0])

    assert result.kind == "number"
    assert len(result.clusters) == 4


def test_numbers_of_numpy_are_numbers():
    result = cluster(np.array([1, 2, 1]))

    assert result.kind == "number"
    assert result.labels == (0, 1, 0)
    assert cluster([np.float64(1), np.int64(1), 1]).labels == (0, 0, 0)


def test_true_is_not_one():
    result = cluster([True, 1, 1.0])

    assert result.kind == "mixed"
    assert result.labels == (1, 0, 0)


def test_numbers_in_text_are_compared_as_numbers_when_asked():
    assert cluster(["1,000", "1000.0", "1000", "12"], kind="number").labels == (0, 0, 0, 1)


def test_enumerations_dataclasses_and_sets_are_read():
    assert cluster([Colour.RED, "red"]).labels == (0, 0)
    assert cluster([Point(1, 2), Point(1.0, 2.0), {"x": 1, "y": 2}]).labels == (0, 0, 0)
    assert cluster([{3, 1}, {1, 3}]).labels == (0, 0)


def test_a_draw_without_answer_is_a_reading_of_its_own():
    result = cluster(["None", None, "none", None, None])

    assert result.labels == (1, 0, 1, 0, 0)
    assert result.clusters[0].reading == NO_ANSWER
    assert result.clusters[0].exemplar is None


def test_an_empty_answer_is_an_answer():
    result = cluster(["", None, " "])

    assert result.labels == (0, 1, 0)
    assert result.clusters[0].reading == "an empty answer"


def test_the_exemplar_is_the_most_frequent_form():
    assert cluster(["Yes", "yes", "yes"]).clusters[0].exemplar == "yes"


def test_weights_have_an_interval():
    first = cluster(["a"] * 13 + ["b"] * 3).clusters[0]

    assert first.share == 13 / 16
    assert tuple(round(bound, 4) for bound in first.interval()) == (0.5699, 0.9341)  # contingencytables test-ch2.R:96


def test_readings_are_found_within_each_input():
    result = cluster(["a", "b", "b", "b", "c"], inputs=["x", "x", "x", {"k": 1}, {"k": 1}])

    assert result.labels == (1, 0, 0, 0, 1)
    assert [each.input for each in result.inputs] == ["x", {"k": 1}]
    assert result.readings_per_input == {2: 2}
    assert "cannot be linked" in result.note


def test_the_summary_counts_inputs_by_readings():
    result = cluster(["a", "a", "b", "c", "d"], inputs=[1, 1, 2, 2, 3])

    assert result.readings_per_input == {1: 2, 2: 1}
    assert str(result).startswith("3 inputs: 2 with 1 reading, 1 with 2 readings")
    assert [each.input for each in result.contested] == [2]


def test_agreement_counts_forms_of_one_reading_as_the_same():
    assert cluster(["Yes", "yes", "no"]).agreement().value == pytest.approx(1 / 3)


def test_each_input_says_what_may_be_unseen():
    readings = cluster(["a"] * 20 + ["b"] * 9 + ["c"] + ["a"] * 30).inputs[0]

    assert readings.unseen().seen == 3
    assert (readings.hold_out(first=20).new, readings.hold_out(first=20).then) == (10, 40)
    assert readings.hold_out().first == 20


def test_each_reading_has_the_words_that_set_it_apart():
    outcomes = ["cold weather", "cold again", "so cold outside", "too expensive", "expensive for us", "very expensive"]

    readings = cluster(outcomes, kind="text").inputs[0]

    assert [found[0] for found in readings.words(most=1)] == ["cold", "expensive"]


def test_what_was_chosen_is_said_with_its_reason():
    result = cluster(["maybe so, but I would not say it in front of others."])

    assert result.kind == "text"
    assert "prose" in result.why


def test_a_kind_may_be_asked_for():
    assert cluster(["A", "a"], kind="name").labels == (0, 1)


def test_an_unknown_kind_is_refused_with_what_there_is():
    with pytest.raises(InputError, match=r"'prose'.*label"):
        cluster(["a"], kind="prose")


def test_inputs_of_another_length_are_refused():
    with pytest.raises(InputError, match="got 1 for 2"):
        cluster(["a", "b"], inputs=["x"])


def test_deep_nesting_does_not_break_it():
    deep: list = []
    for _ in range(5000):
        deep = [deep]

    assert cluster([deep, "[" * 5000 + "]" * 5000, "(" * 5000]).labels


@given(st.lists(json_values, max_size=12), st.integers(1, 3), st.randoms(use_true_random=False))
def test_the_order_of_draws_changes_no_label(outcomes, n_inputs, rng):
    inputs = [i % n_inputs for i in range(len(outcomes))]
    order = rng.sample(range(len(outcomes)), len(outcomes))

    straight = cluster(outcomes, inputs=inputs).labels
    shuffled = cluster([outcomes[i] for i in order], inputs=[inputs[i] for i in order]).labels

    assert shuffled == tuple(straight[i] for i in order)


@given(st.lists(st.text(max_size=6) | st.none(), max_size=30))
def test_clusters_partition_the_draws(outcomes):
    result = cluster(outcomes)

    assert len(result.labels) == len(outcomes)
    assert sum(each.count for each in result.clusters) == len(outcomes)
    assert [result.labels.count(each.label) for each in result.clusters] == [each.count for each in result.clusters]


def test_a_hundred_thousand_labels_are_four_clusters():
    rng = random.Random(1)  # noqa: S311  # test data, no secret
    outcomes = rng.choices(["cards", "transfers", "fees", "other"], k=100_000)

    result = cluster(outcomes)

    assert len(result.clusters) == 4


@pytest.mark.parametrize("inputs", [["README"] * 4, ["README", "README", "To Do", "To Do"]])
def test_answers_that_are_their_input_written_otherwise_are_no_labels(inputs):
    result = cluster(
        ["README", "readme", "to-do", "To-Do"] if len(set(inputs)) > 1 else ["README", "readme"] * 2, inputs=inputs
    )

    assert result.kind == "name"
    assert len(result.contested) == len(set(inputs))


def test_labels_stay_labels_when_their_inputs_are_known():
    assert (
        cluster(["date", "Date", "version", "version"], inputs=["2024-03", "2024-03", "3.11", "3.11"]).kind == "label"
    )
