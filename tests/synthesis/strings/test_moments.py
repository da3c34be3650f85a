from __future__ import annotations

import pytest

from pointmass.synthesis import synthesize


def best(*examples):
    return synthesize(list(examples))[0]


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        # A date that is the whole input is read as one, not copied in pieces.
        (
            [
                ("31-Jan-2031 05:54", "1/31/2031"),
                ("17-Jan-1990 13:32", "1/17/1990"),
                ("14-Feb-2034 05:36", "2/14/2034"),
            ],
            "03-Mar-2024 10:17",
            "3/3/2024",
        ),
        # Several ways to write a date were seen: others are read as well, day first as the words are.
        (
            [("1973-02-17", "1973-02-17"), ("9 April 1987", "1987-04-09"), ("4. November 2013", "2013-11-04")],
            "01.02.2006",
            "2006-02-01",
        ),
        (
            [("20140101", "wk 01 of 2014"), ("20100815", "wk 32 of 2010"), ("20150309", "wk 11 of 2015")],
            "20130202",
            "wk 05 of 2013",
        ),
        (
            [("2024-01-15", "2024-01-31"), ("2023-02-03", "2023-02-28"), ("2022-04-30", "2022-04-30")],
            "2024-02-07",
            "2024-02-29",
        ),
        (
            [("5/12/2020", "12 May 2020"), ("11/2/2021", "2 November 2021"), ("7/30/1999", "30 July 1999")],
            "1/1/2000",
            "1 January 2000",
        ),
        (
            [("2021-01-31", "2021-02-28"), ("2021-03-05", "2021-04-05"), ("2020-12-30", "2021-01-30")],
            "2020-01-31",
            "2020-02-29",
        ),
    ],
)
def test_dates_are_read_moved_and_written(examples, given, wanted):
    assert best(*examples)(given) == wanted


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        ([("18:25", "6:30 PM"), ("21:44", "10:00 PM"), ("7:00", "7:00 AM")], "23:34", "12:00 AM"),
        (
            [("11:12:29", "11:00AM-12:30PM"), ("18:25:57", "5:00PM-6:30PM"), ("07:00:20", "6:30AM-8:00AM")],
            "04:22:15",
            "3:30AM-5:00AM",
        ),
        (
            [("09:12", "09:00 to 10:00"), ("17:40", "17:00 to 18:00"), ("23:05", "23:00 to 00:00")],
            "00:59",
            "00:00 to 01:00",
        ),
        ([("10:20", "10:15-10:29"), ("08:05", "08:00-08:14"), ("23:50", "23:45-23:59")], "12:31", "12:30-12:44"),
    ],
)
def test_times_are_rounded_and_put_in_ranges(examples, given, wanted):
    assert best(*examples)(given) == wanted


def test_a_day_that_no_month_has_is_handed_back():
    learned = best(
        ("2024-03-15", "March 15, 2024"), ("1999-12-01", "December 1, 1999"), ("2010-07-30", "July 30, 2010")
    )

    assert not learned.accepts("2023-02-31")


def test_a_usual_style_is_written_as_one_format():
    learned = best(("3/15/2024", "15-Mar-2024"), ("12/1/1999", "01-Dec-1999"), ("7/30/2010", "30-Jul-2010"))

    assert "{date:%d-%b-%Y}" in learned.source
