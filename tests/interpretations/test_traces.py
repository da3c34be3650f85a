"""Traces of tool calls: what was done is compared, not what was looked up."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from pointmass.interpretations import cluster
from pointmass.interpretations.traces import TracedCall, calls_of

LOOK = ["get_order", {"id": 7}]
CANCEL = ["cancel_order", {"id": 7, "reason": "late"}]
REFUND = ["refund", {"id": 7, "amount": 5}]
SHARED = Path(__file__).parents[3] / "shared" / "interpretations" / "taubench_airline.jsonl"


def test_what_is_looked_up_and_the_order_do_not_count():
    found = cluster([[LOOK, CANCEL, REFUND], [REFUND, CANCEL], [CANCEL]])

    assert found.kind == "trace"
    assert found.labels == (0, 0, 1)


def test_other_arguments_are_another_reading():
    assert len(cluster([[CANCEL], [["cancel_order", {"id": 8, "reason": "late"}]]]).clusters) == 2


def test_the_notations_of_calls_are_one():
    answers = [
        json.dumps([["cancel_order", json.dumps(CANCEL[1])]]),
        [{"name": "cancel_order", "input": {"reason": "late", "id": 7}}],
        [{"type": "function", "function": {"name": "cancel_order", "arguments": json.dumps(CANCEL[1])}}],
        f"```json\n{json.dumps([CANCEL])}\n```",
    ]

    assert len(cluster(answers, kind="trace").clusters) == 1


def test_of_an_argument_in_prose_it_counts_that_it_was_given():
    one = [["transfer", {"summary": "the customer wants to have the order cancelled because it is late"}]]
    other = [["transfer", {"summary": "a person asks us to cancel, since nothing has come for three weeks"}]]

    assert len(cluster([one, other, [["transfer", {}]]]).clusters) == 2


def test_a_reading_says_what_was_done():
    found = cluster([[LOOK, CANCEL], [LOOK]])

    assert [each.reading for each in found.clusters] == [
        "nothing was done, only looked up",
        "cancel_order(id=7, reason=late)",
    ]


def test_a_trace_without_calls_is_one():
    assert cluster([[], [CANCEL], []]).labels == (0, 1, 0)


@pytest.mark.parametrize("value", ["text", 3, [1, 2], {"name": "a"}, [["not a name!", {}]], [["a", "b"]]])
def test_what_is_no_trace_has_no_calls(value):
    assert calls_of(value) is None


@pytest.mark.parametrize(
    ("name", "looks"),
    [("get_user", True), ("getUser", True), ("mcp__shop__search", True), ("getaway", False), ("book", False)],
)
def test_a_name_says_whether_a_call_only_looks(name, looks):
    assert TracedCall(name, {}).looks is looks


def test_lists_of_pairs_of_words_are_records():
    assert cluster([[["a", "b"], ["c", "d"]], [["a", "b"]]]).kind == "record"


@pytest.mark.skipif(not SHARED.exists(), reason="the public set of traces is not here")
def test_recorded_traces_are_seen_as_such():
    rows = [json.loads(line) for line in SHARED.read_text().splitlines()]

    assert Counter(cluster(row["samples"]).kind for row in rows) == {"trace": len(rows)}
