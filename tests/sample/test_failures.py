from __future__ import annotations

import dataclasses
from typing import TypedDict

import pytest
from scipy.stats import binomtest

from pointmass.draw import Draw
from pointmass.errors import InputError
from pointmass.spec import Example


def refused(index):
    return Draw(index, "refusal", detail="the model stopped with 'refusal'")


def failed(index):
    return Draw(index, "failed", detail="ModelTimeoutError: no answer")


def row_of(table, name):
    return table.set_index("class").loc[name]


def test_every_class_has_a_row_also_when_it_did_not_occur(make_sample):
    table = make_sample({"x": ["a"], "y": ["b"]}).errors()

    classes = ["format violation", "refusal", "truncated", "unknown stop", "failed", "misinterpretation"]
    assert list(table["class"]) == classes
    assert table["draws"].sum() == 0


def test_a_rate_is_the_mean_over_inputs_with_an_interval_over_inputs(make_sample):
    row = row_of(make_sample({"x": ["a", "a", refused(2), refused(3)], "y": ["b"] * 4}).errors(), "refusal")

    assert (row["draws"], row["of"], row["rate"], row["inputs"]) == (2, 8, 0.25, 1)
    assert 0 <= row["low"] < 0.25 < row["high"] <= 1


def test_a_rate_of_nothing_has_an_upper_bound_by_the_number_of_inputs(make_sample):
    row = row_of(make_sample({f"x{i}": ["a"] * 4 for i in range(20)}).errors(), "refusal")

    assert row["low"] == 0
    # Wilson with n = 20 and Student's t at 19 degrees of freedom, 2.093: t^2 / (20 + t^2) = .1797
    assert row["high"] == pytest.approx(0.1797, abs=1e-4)


def test_of_a_single_input_nothing_is_said_of_inputs_like_it(make_sample):
    row = row_of(make_sample({"x": ["a", refused(1)]}).errors(), "refusal")

    assert row["rate"] == 0.5
    assert row["low"] != row["low"]
    assert "one input says nothing" in row["diag"]


def test_what_failed_is_no_answer_and_counts_only_among_all_draws(make_sample):
    table = make_sample({"x": ["a", failed(1)], "y": ["b", "b"]}).errors()

    assert (row_of(table, "failed")["draws"], row_of(table, "failed")["of"]) == (1, 4)
    assert row_of(table, "refusal")["of"] == 3


def test_an_answer_outside_the_reading_of_an_example_is_a_misinterpretation(make_sample):
    sample = make_sample({"README": ["README", "readme", "readme", refused(3)], "A": ["a"] * 4})
    taught = dataclasses.replace(sample.spec, examples=(Example({"title": "README"}, "readme"),))
    row = row_of(dataclasses.replace(sample, spec=taught).errors(), "misinterpretation")

    assert (row["draws"], row["of"]) == (1, 3)
    assert row["example"] == "README: README"


def test_another_wording_of_the_chosen_reading_is_none(make_sample):
    sample = make_sample({"2024-03": ["date", "Date", "version"], "3.11": ["version"] * 3})
    row = row_of(sample.errors(chosen={"2024-03": "date"}), "misinterpretation")

    assert (row["draws"], row["of"]) == (1, 3)


def test_without_a_chosen_reading_nothing_can_be_misread(make_sample):
    row = row_of(make_sample({"x": ["a", "b"], "y": ["c", "d"]}).errors(), "misinterpretation")

    assert (row["draws"], row["of"]) == (0, 0)
    assert row["rate"] != row["rate"]
    assert "s.clarify()" in row["mitigation"]


def test_a_chosen_input_that_was_not_sampled_is_refused(make_sample):
    with pytest.raises(InputError, match="'z', which was not sampled"):
        make_sample({"x": ["a"]}).errors(chosen={"z": "a"})


class Order(TypedDict):
    name: str
    amount: int


def test_a_grounded_field_that_the_input_does_not_support_is_a_hallucination(make_sample):
    said = [{"name": "Ann Lee", "amount": 3}, {"name": "ann-lee", "amount": 4}, {"name": "Bob", "amount": 3}]
    sample = make_sample({"3 boxes for Ann Lee": said, "5 for Eve": [{"name": "Eve", "amount": 5}] * 3}, returns=Order)
    row = row_of(sample.errors(grounded=["name", "amount"]), "hallucination")

    assert (row["draws"], row["of"], row["inputs"]) == (2, 6, 1)


def test_a_field_that_is_left_empty_is_not_made_up(make_sample):
    sample = make_sample({"a note": [{"name": None, "amount": 1}]}, returns=Order)

    assert row_of(sample.errors(grounded=["name"]), "hallucination")["draws"] == 0


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("format violation", "returns="),
        ("refusal", "examples="),
        ("truncated", "max_tokens"),
        ("failed", "the same call"),
        ("misinterpretation", "clarify"),
    ],
)
def test_each_class_says_what_can_be_done(make_sample, name, offered):
    assert offered in row_of(make_sample({"x": ["a"]}).errors(), name)["mitigation"]


def test_what_the_spec_has_already_is_not_offered_again(make_sample):
    sample = make_sample({"x": [{"name": "a", "amount": 1}]}, returns=Order)
    limited = dataclasses.replace(sample.spec, options={"max_tokens": 64})
    table = dataclasses.replace(sample, spec=limited).errors()

    assert "returns=" not in row_of(table, "format violation")["mitigation"]
    assert row_of(table, "truncated")["mitigation"].endswith("now 64")


def test_per_input_there_is_a_row_for_each_class_that_occurred(make_sample):
    table = make_sample({"x": ["a", "a", refused(2)], "y": [failed(0), "b", "b"]}).errors(per="input")
    expected = binomtest(1, 3).proportion_ci(method="wilson")

    assert table[["input", "class", "draws", "of"]].to_numpy().tolist() == [
        ["x", "refusal", 1, 3],
        ["y", "failed", 1, 3],
    ]
    assert (table.loc[0, "low"], table.loc[0, "high"]) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_per_reading_there_is_a_row_for_each_reading_that_has_the_class(make_sample):
    draws = [{"name": "ada", "amount": 1}, {"name": "ada", "amount": 1}, {"name": "bob", "amount": 2}]
    sample = make_sample({"ada 1": [*draws, refused(3)]}, returns=Order)
    table = sample.errors(per="reading", grounded=["name"])
    made_up = table.set_index("class").loc["hallucination"]

    assert sorted(table["class"]) == ["hallucination", "refusal"]
    assert (made_up["draws"], made_up["of"]) == (1, 1)
    assert "bob" in made_up["reading"]


def test_errors_are_told_apart_by_class_input_or_reading_only(make_sample):
    with pytest.raises(InputError, match="got per='draw'"):
        make_sample({"x": ["a"]}).errors(per="draw")


def test_duplicates_count_with_their_weight(make_sample):
    row = row_of(make_sample({"x": ["a", refused(1)], "y": ["b", "b"]}, weights=[3, 1]).errors(), "refusal")

    assert row["rate"] == pytest.approx(0.375)


def test_a_sample_without_any_answer_has_only_failures(make_sample):
    table = make_sample({"x": [failed(0)], "y": [failed(0)]}).errors()

    assert row_of(table, "failed")["rate"] == 1.0
    assert row_of(table, "refusal")["of"] == 0


def test_drift_is_an_answer_of_a_reading_that_the_baseline_did_not_have(make_sample):
    baseline = make_sample({"x": ["a", "a", "b", "b"], "y": ["c"] * 4})
    now = make_sample({"x": ["A", "b", "b", "z"], "y": ["c", "c", "d", "d"]})

    row = row_of(now.errors(baseline=baseline), "drift")

    assert (row["draws"], row["of"], row["rate"], row["inputs"]) == (3, 8, 0.375, 2)
    assert "watch" in row["mitigation"]


def test_drift_says_how_much_would_have_been_new_anyway(make_sample):
    baseline = make_sample({"x": ["a", "a", "b", "c"], "y": ["c"] * 4})

    # Good-Turing: 2 of 4 draws are singletons on x, none on y
    assert "25.0% are new to it too" in row_of(baseline.errors(baseline=baseline), "drift")["diag"]


def test_a_refusal_is_no_drift(make_sample):
    baseline = make_sample({"x": ["a"] * 3})

    row = row_of(make_sample({"x": ["a", refused(1), refused(2)]}).errors(baseline=baseline), "drift")

    assert (row["draws"], row["of"]) == (0, 1)


def test_a_baseline_of_other_inputs_is_refused(make_sample):
    with pytest.raises(InputError, match="none of the 1 inputs"):
        make_sample({"x": ["a"]}).errors(baseline=make_sample({"y": ["a"]}))
