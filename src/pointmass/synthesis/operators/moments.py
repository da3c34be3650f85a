"""Operations on dates and times: read them by pattern, round and shift them."""

# ruff: noqa: PLR2004, DTZ001 - months and hours are what they are; a date in a text has no time zone

from __future__ import annotations

import calendar
import re
from datetime import datetime, timedelta

from pointmass.synthesis.program import Operator, inline


def date_in(text: str, pattern: re.Pattern[str], index: int) -> datetime:
    """Return the date at place *index* in *text*, by a *pattern* with groups for day, month (or name) and year."""
    date = [match.groupdict() for match in pattern.finditer(text)][index]
    names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    month = int(date.get("month") or names.index(date.get("name", "jan")[:3].lower()) + 1)
    year = int(date.get("year") or 2000)
    if len(date.get("year") or "2000") == 2:
        year += 1900 if year >= 70 else 2000  # two digits mean the years from 1970 to 2069
    return datetime(year, month, int(date.get("day") or 1))


def date_by_any(text: str, patterns: tuple[str, ...], index: int) -> datetime:
    """Return the date at place *index* in *text*, by the first of *patterns* that reads one there."""
    for pattern in patterns:
        try:
            return date_in(text, re.compile(pattern), index)
        except (LookupError, ValueError):
            continue  # written in another way, or no such day
    raise ValueError("no date found")


def time_in(text: str, index: int) -> datetime:
    """Return the time of day at place *index* in *text*, on the first day of 2000."""
    clock = r"(\d{1,2})(?::(\d{1,2}))(?::(\d{1,2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm])?|(\d{1,2})\s*([AaPp]\.?[Mm])"
    hour, minute, second, half, bare, bare_half = re.findall(clock, text)[index]
    hours = int(hour or bare)
    mark = (half or bare_half)[:1].lower()
    if mark:
        hours = hours % 12 + (12 if mark == "p" else 0)
    return datetime(2000, 1, 1, hours, int(minute or 0), int(second or 0))


def time_of_digits(text: str) -> datetime:
    """Return the time of day that digits alone write, on the first day of 2000: 730, 1945, 194559."""
    match = re.fullmatch(r"(\d{1,2}):?(\d{2}):?(\d{2})?", text.strip())
    if match is None:
        raise ValueError("no time of day in digits")
    return datetime(2000, 1, 1, int(match[1]), int(match[2]), int(match[3] or 0))


def floor_time(moment: datetime, minutes: int) -> datetime:
    """Return *moment* rounded down to a multiple of *minutes* since midnight."""
    passed = moment.hour * 60 + moment.minute
    return moment.replace(hour=0, minute=0, second=0) + timedelta(minutes=passed - passed % minutes)


def add_months(date: datetime, months: int) -> datetime:
    """Return the same day so many *months* later; the last day of a month that is too short for it."""
    years, month = divmod(date.month - 1 + months, 12)
    year, month = date.year + years, month + 1
    return date.replace(year=year, month=month, day=min(date.day, calendar.monthrange(year, month)[1]))


_DATETIME = ("from datetime import datetime",)
_DELTA = ("from datetime import datetime, timedelta",)
DATE_IN = Operator(date_in, "", "the date in {0}", (*_DATETIME, "import re"), noun="date")
DATE_BY_ANY = Operator(date_by_any, "", "the date in {0}", (*_DATETIME, "import re"), (date_in,), noun="date")
TIME_IN = Operator(time_in, "", "the time in {0}", (*_DATETIME, "import re"), noun="time")
TIME_OF_DIGITS = Operator(time_of_digits, "", "the time in {0}", (*_DATETIME, "import re"), noun="time")
FLOOR_TIME = Operator(floor_time, "", "{0} down to {1} minutes", _DELTA, noun="start")
FLOOR_TIME_FROM = inline(
    "floor_time({0} - timedelta(minutes={2}), {1}) + timedelta(minutes={2})",
    "{0} down to {1} minutes from minute {2} on",
    _DELTA,
    (floor_time,),
    noun="start",
)
NEAREST_TIME = inline(
    "floor_time({0} + timedelta(minutes={1} / 2), {1})",
    "{0} to the nearest {1} minutes",
    _DELTA,
    (floor_time,),
    noun="near",
)
CEIL_TIME = inline(
    "floor_time({0} + timedelta(minutes={1}, seconds=-1), {1})",
    "{0} up to {1} minutes",
    _DELTA,
    (floor_time,),
    noun="end",
)
AT_TIME = inline("datetime.combine({0}.date(), {1}.time())", "{0} at {1}", _DATETIME, noun="moment")
LATER = inline("{0} + timedelta(minutes={1})", "{0} plus {1} minutes", _DELTA, noun="end")
DAYS_LATER = inline("{0} + timedelta(days={1})", "{0} plus {1} days", _DELTA, noun="moved")
MONTHS_LATER = Operator(add_months, "", "{0} plus {1} months", (*_DATETIME, "import calendar"), noun="moved")
_PASSED = (*_DATETIME, "from decimal import Decimal")
DAYS_BETWEEN = inline("Decimal(({1} - {0}).days)", "the days from {0} to {1}", _PASSED, noun="days")
MINUTES_BETWEEN = inline("Decimal(({1} - {0}).seconds) / 60", "the minutes from {0} to {1}", _PASSED, noun="minutes")
