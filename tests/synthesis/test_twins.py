from __future__ import annotations

import datetime as dt

import pytest

from pointmass.synthesis import synthesize

BIRTHDAYS = (
    "04.05.05 09.12.97 04.09.73 22.06.98 11.09.17 21.11.73 11.09.99 09.07.04 07.10.20 20.04.71 22.09.78 03.11.04"
)


def weeks():
    days = [dt.date(2015 + i % 11, 2 + i % 10, 1 + 2 * i % 28) for i in range(20)]
    return [(d.isoformat(), f"{d.year}-W{d.isocalendar().week:02d}") for d in days]


def born():
    dates = [dt.datetime.strptime(b, "%d.%m.%y").date() for b in BIRTHDAYS.split()]  # noqa: DTZ007 - no time of day
    return [(d.strftime("%d.%m.%y"), d.isoformat()) for d in dates]


def levels(best, given):
    return [best.at(level).accepts(given) for level in range(len(best.by_strictness))]


@pytest.mark.parametrize("day", ["2024-12-30", "2021-01-03", "2016-01-01"])
def test_around_new_year_a_week_may_belong_to_another_year(day):
    best = synthesize(weeks())[0]

    assert best.accepts("2023-06-07")
    assert not any(levels(best, day))


@pytest.mark.parametrize("day", ["05.06.65", "01.02.45", "03.04.69", "01.01.21"])
def test_a_century_that_no_example_shows_is_not_made_up(day):
    best = synthesize(born())[0]

    assert best("05.06.85") == "1985-06-05"
    assert best.accepts("05.06.85")
    assert not any(levels(best, day))


def test_years_in_four_digits_have_no_century_to_doubt():
    days = [dt.date(1990 + 2 * i, 1 + i, 20 - i) for i in range(12)]
    best = synthesize([(d.strftime("%d.%m.%Y"), d.isoformat()) for d in days])[0]

    assert best.accepts("05.06.2065")


def test_thirty_days_later_may_be_a_month_later():
    days = [dt.date(2001 + i, (4, 6, 9, 11)[i % 4], 3 + i) for i in range(12)]
    best = synthesize([(d.isoformat(), (d + dt.timedelta(days=30)).isoformat()) for d in days])[0]

    assert best("2024-06-09") == "2024-07-09"
    assert best.accepts("2024-06-09")
    assert not best.accepts("2024-05-09")
