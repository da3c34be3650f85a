"""Arithmetic expressions behind their working."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.interpretations import cluster
from pointmass.interpretations.expression import expression_form, final_part


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Answer: (9 - 6) * (8 - 7) = 24", "(8 - 7) * (9 - 6)"),
        ("1 + 2 + 3", "3 + (2 + 1) = 6"),
        ("8 / (1 - 2/3)", "8 / (1 - 2 / 3) = 24"),
        ("2 \u00d7 3", "3*2"),
        ("4 - (1 - 2)", "4 - 1 + 2"),
        ("6 / (2 / 3)", "6 * 3 / 2"),
    ],
)
def test_the_order_of_terms_and_the_value_do_not_count(first, second):
    assert expression_form(first) == expression_form(second) is not None


@pytest.mark.parametrize(
    ("first", "second"), [("9 - 6", "6 - 9"), ("1 + 2 * 3", "(1 + 2) * 3"), ("6 / 2", "2 / 6"), ("12 + 3", "1 + 23")]
)
def test_other_expressions_stay_apart(first, second):
    assert expression_form(first) != expression_form(second)


@pytest.mark.parametrize(
    "text", ["Answer: none", "24", "no solution", "import os", "2 ** 3 ** 4 ** 5", "9" * 500 + "+1", "", "(", "a + b"]
)
def test_what_is_no_expression_is_none(text):
    assert expression_form(text) is None


def test_the_last_answer_counts():
    assert final_part("Answer: 1 + 2\nno, wait.\nFinal answer is: 3 + 4\nthat is it") == "3 + 4"
    assert final_part("1 + 2") is None


def test_answers_with_working_are_compared_by_their_expression():
    result = cluster(["4 - 1 = 3\nAnswer: (9 - 5) * (4 - 1) = 24", "Answer: (4 - 1) * (9 - 5) = 12", "There is none."])

    assert result.kind == "expression"
    assert result.labels == (0, 0, 1)


def test_ranges_and_dates_are_no_expressions():
    assert cluster(["10-12", "12-10", "2024-3-1"]).kind == "name"


@given(st.permutations(["3", "5*2", "7", "(1-4)"]))
def test_any_order_of_a_sum_is_the_same(terms):
    assert expression_form(" + ".join(terms)) == expression_form("3 + 5*2 + 7 + (1-4)")
