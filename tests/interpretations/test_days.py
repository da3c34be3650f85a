"""Dates in many notations: one day is one reading, and what could be two days is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.interpretations import cluster
from pointmass.interpretations.days import date_form, day_number


@pytest.mark.parametrize(
    "text",
    [
        "2024-04-03",
        "2024/4/3",
        "2024.04.03",
        "03.04.2024",
        "3 April 2024",
        "3rd of April, 2024",
        "April 3, 2024",
        "Apr 3rd 2024",
        "Wednesday, 3 April 2024",
        "2024-04-03T00:00:00",
        "2024-04-03 00:00",
        "3-Apr-2024",
    ],
)
def test_notations_of_one_day_are_one(text):
    assert date_form(text) == "2024-04-03"


@pytest.mark.parametrize("text", ["03/04/2024", "2024", "April", "31 February 2024", "v1.2.2024", "12:30", "1.2", ""])
def test_what_is_no_certain_date_is_none(text):
    assert date_form(text) is None


def test_the_order_of_day_and_month_is_seen_where_only_one_is_possible():
    assert date_form("25/12/2024") == date_form("12/25/2024") == "2024-12-25"


def test_a_time_with_an_offset_is_put_in_utc():
    assert date_form("2024-04-03T01:30:00+02:00") == "2024-04-02T23:30:00+00:00"


def test_answers_that_are_dates_are_compared_as_days():
    found = cluster(["2024-04-03", "April 3, 2024", "3 Apr 2024", "2024-04-04"])

    assert found.kind == "date"
    assert found.labels == (0, 0, 0, 1)
    assert len(found.clusters[0].forms) == 3


def test_a_tolerance_joins_days_that_lie_near():
    days = [date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 3), date(2024, 2, 1)]

    assert cluster(days, cut=1).labels == (0, 0, 1, 2)
    assert "1 days at most" in cluster(days, cut=1).note


def test_numbers_within_the_tolerance_are_one_reading_and_no_chain_grows():
    assert cluster([1.0, 1.05, 1.1, 1.15, 2.0], cut=0.1).labels == (0, 0, 0, 2, 1)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=20), st.integers(1, 9), st.randoms(use_true_random=False))
def test_no_two_days_of_a_reading_are_further_apart_than_the_tolerance(offsets, tolerance, rng):
    days = [date(2024, 1, 1) + timedelta(days=n) for n in offsets]

    found = cluster(days, cut=tolerance)

    for each in found.clusters:
        numbers = [day_number(form.canonical) for form in each.forms]
        assert max(numbers) - min(numbers) <= tolerance
    order = rng.sample(range(len(days)), len(days))
    assert cluster([days[i] for i in order], cut=tolerance).labels == tuple(found.labels[i] for i in order)


def test_dates_that_are_their_input_written_otherwise_stay_apart():
    answers = ["2024-04-03", "2024_04_03", "2024.04.03"]

    found = cluster(answers, inputs=["2024 04 03"] * 3)

    assert found.kind == "name"
    assert len(found.clusters) == 3


def test_where_the_input_is_the_day_itself_its_notation_is_what_may_be_contested():
    found = cluster(["2024-04-03", "2024-04-03", "03.04.2024"], inputs=["April 3, 2024"] * 3)

    assert found.kind == "name"
    assert len(found.clusters) == 2


def test_where_a_day_is_found_in_a_text_its_notation_does_not_count():
    found = cluster(["2024-04-03", "2024-04-03", "03.04.2024"], inputs=["your invoice of April 3"] * 3)

    assert found.kind == "date"
    assert len(found.clusters) == 1
