from __future__ import annotations

from typing import TypedDict

import pytest
from scipy.stats import binomtest

from pointmass.draw import Draw


def test_the_table_has_one_row_for_each_input_and_outcome(make_sample):
    table = make_sample({"README": ["README", "readme", "readme"], "A": ["a"] * 3}).table()

    assert list(table.columns) == ["input", "outcome", "count", "share", "low", "high"]
    assert table[["input", "outcome", "count"]].to_numpy().tolist() == [
        ["README", "readme", 2],
        ["README", "README", 1],
        ["A", "a", 3],
    ]


def test_the_interval_of_a_share_is_wilsons_over_the_draws_of_that_input(make_sample):
    row = make_sample({"x": ["a"] * 13 + ["b"] * 3}).table().iloc[0]
    expected = binomtest(13, 16).proportion_ci(method="wilson")

    assert (row["low"], row["high"]) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_the_shares_of_an_input_sum_to_one(make_sample):
    table = make_sample({"x": ["a", "b", "c", "a"], "y": ["q"]}).table()

    assert table.groupby("input")["share"].sum().tolist() == pytest.approx([1, 1])


def test_a_class_of_failure_stands_in_the_table_in_parentheses(make_sample):
    table = make_sample({"x": ["a", Draw(1, "refusal"), Draw(2, "format violation")]}).table()

    assert set(table["outcome"]) == {"a", "(refusal)", "(format violation)"}


def test_the_frame_has_one_row_a_draw_failed_ones_too(make_sample):
    frame = make_sample({"x": ["a", Draw(1, "failed", detail="no connection")]}).frame

    assert frame[["input", "draw", "status"]].to_numpy().tolist() == [["x", 0, "ok"], ["x", 1, "failed"]]
    assert {"text", "latency", "input_tokens", "stop_reason", "model", "time", "origin"} <= set(frame.columns)


class Parts(TypedDict):
    stem: str
    suffix: str


def test_fields_count_each_field_of_a_record_by_itself(make_sample):
    one, other = {"stem": "a", "suffix": "x"}, {"stem": "a", "suffix": "y"}
    fields = make_sample({"in": [one, other]}, returns=Parts).fields()

    assert fields[["field", "outcome", "count"]].to_numpy().tolist() == [
        ["stem", "a", 2],
        ["suffix", "x", 1],
        ["suffix", "y", 1],
    ]


def test_fields_keep_what_is_no_record_whole(make_sample):
    fields = make_sample({"in": [{"stem": "a", "suffix": "x"}, Draw(1, "refusal")]}, returns=Parts).fields()

    assert "(whole)" in set(fields["field"])


def test_failed_draws_stand_in_the_table_without_a_share(make_sample):
    table = make_sample({"x": ["a", Draw(1, "failed", detail="no connection")]}).table()

    assert table[["outcome", "count"]].to_numpy().tolist() == [["a", 1], ["(failed)", 1]]
    assert table["share"].isna().tolist() == [False, True]
