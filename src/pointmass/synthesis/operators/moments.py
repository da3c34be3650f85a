"""Operations on dates and times: read them by pattern, round them, write their fields."""

# ruff: noqa: PLR2004, DTZ001 - months and hours are what they are; a date in a text has no time zone

from __future__ import annotations

import re
from datetime import datetime, timedelta

from pointmass.synthesis.program import Operator

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"


def date_in(text: str, patterns: tuple[str, ...], index: int) -> datetime:
    """Return the date at place *index* in *text*, by the first pattern that finds a date there."""
    months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    for pattern in patterns:
        found = [m.groupdict() for m in re.finditer(pattern, text)]
        if not -len(found) <= index < len(found):
            continue
        date = found[index]
        month = int(date.get("month") or months.index(date.get("name", "jan")[:3].lower()) + 1)
        year = int(date.get("year") or 2000)
        if len(date.get("year") or "2000") == 2:
            year += 1900 if year >= 70 else 2000  # two digits mean the years from 1970 to 2069
        try:
            return datetime(year, month, int(date.get("day") or 1))
        except ValueError:
            continue  # no such day: another pattern may read it
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
    """Return the time of day that three or four digits write, on the first day of 2000: 730, 1945."""
    match = re.fullmatch(r"(\d{1,2}):?(\d{2})", text.strip())
    if match is None:
        raise ValueError("no time of day in digits")
    return datetime(2000, 1, 1, int(match[1]), int(match[2]))


def floor_time(moment: datetime, minutes: int) -> datetime:
    """Return *moment* rounded down to a multiple of *minutes* since midnight."""
    passed = moment.hour * 60 + moment.minute
    return moment.replace(hour=0, minute=0, second=0) + timedelta(minutes=passed - passed % minutes)


def nearest_time(moment: datetime, minutes: int) -> datetime:
    """Return *moment* rounded to the nearest multiple of *minutes*; halves go up."""
    return floor_time(moment + timedelta(minutes=minutes / 2), minutes)


def _later(moment: datetime, minutes: int) -> datetime:
    return moment + timedelta(minutes=minutes)


def _at_time(date: datetime, time: datetime) -> datetime:
    return datetime.combine(date.date(), time.time())


def ordinal(day: int) -> str:
    """Return *day* with its ending: 1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if 10 < day % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


_DATETIME = ("from datetime import datetime",)
_DELTA = ("from datetime import datetime, timedelta",)
DATE_IN = Operator(date_in, "", "the date in {0}", (*_DATETIME, "import re"), noun="date")
TIME_IN = Operator(time_in, "", "the time in {0}", (*_DATETIME, "import re"), noun="time")
TIME_OF_DIGITS = Operator(time_of_digits, "", "the time in {0}", (*_DATETIME, "import re"), noun="time")
FLOOR_TIME = Operator(floor_time, "", "{0} down to {1} minutes", _DELTA, noun="start")
NEAREST_TIME = Operator(nearest_time, "", "{0} to the nearest {1} minutes", _DELTA, (floor_time,), noun="near")
AT_TIME = Operator(_at_time, "datetime.combine({0}.date(), {1}.time())", "{0} at {1}", _DATETIME, noun="moment")
LATER = Operator(_later, "{0} + timedelta(minutes={1})", "{0} plus {1} minutes", _DELTA, noun="end", primary=False)


def _attribute(name: str, spec: str = "") -> Operator:
    def write(moment: datetime) -> str:
        return format(getattr(moment, name), spec)

    shown = f":{spec}" if spec else ""
    return Operator(write, 'f"{{{0}.' + name + shown + '}}"', f"the {name} of {{0}}", noun=name)


def _named(code: str, words: str) -> Operator:
    def write(moment: datetime) -> str:
        return moment.strftime(code)

    return Operator(write, 'f"{{{0}:' + code + '}}"', f"the {words} of {{0}}", noun=words)


def _hour_of_12(moment: datetime) -> str:
    return str(moment.hour % 12 or 12)


def _hour_of_12_padded(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12:02d}"


def _half_of_day(moment: datetime) -> str:
    return "AM" if moment.hour < 12 else "PM"


def _year_of_century(moment: datetime) -> str:
    return f"{moment.year % 100:02d}"


def _quarter(moment: datetime) -> str:
    return str((moment.month + 2) // 3)


def _ordinal_day(moment: datetime) -> str:
    return ordinal(moment.day)


def _day_of_year(moment: datetime) -> str:
    return str(moment.timetuple().tm_yday)


def _week_of_year(moment: datetime) -> str:
    return str(moment.isocalendar().week)


DATE_FIELDS: tuple[tuple[Operator, frozenset[str], float], ...] = (
    (_attribute("day"), frozenset({"day"}), 1.0),
    (_attribute("day", "02d"), frozenset({"day"}), 1.2),
    (_attribute("month"), frozenset({"month"}), 1.0),
    (_attribute("month", "02d"), frozenset({"month"}), 1.2),
    (_attribute("year", "04d"), frozenset({"year"}), 1.0),
    (
        Operator(_year_of_century, 'f"{{{0}.year % 100:02d}}"', "the year of {0} in two digits", noun="year"),
        frozenset({"year"}),
        1.5,
    ),
    (_named("%B", "month"), frozenset({"month"}), 1.0),
    (_named("%b", "month"), frozenset({"month"}), 1.0),
    (_named("%A", "weekday"), frozenset({"day", "month", "year"}), 1.0),
    (_named("%a", "weekday"), frozenset({"day", "month", "year"}), 1.0),
    (
        Operator(_ordinal_day, "ordinal({0}.day)", "the day of {0} with its ending", (), (ordinal,), noun="day"),
        frozenset({"day"}),
        1.5,
    ),
    (
        Operator(_quarter, 'f"{{({0}.month + 2) // 3}}"', "the quarter of {0}", noun="quarter"),
        frozenset({"month"}),
        2.0,
    ),
    (
        Operator(_day_of_year, 'f"{{{0}.timetuple().tm_yday}}"', "the day of the year of {0}", noun="day"),
        frozenset({"day", "month"}),
        3.0,
    ),
    (
        Operator(_week_of_year, 'f"{{{0}.isocalendar().week}}"', "the ISO week of {0}", noun="week"),
        frozenset({"day", "month", "year"}),
        3.0,
    ),
)


def clock_12(moment: datetime) -> str:
    """Return the hour of twelve, the minute and the half of the day: 1:30PM."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02d}{'AM' if moment.hour < 12 else 'PM'}"


def clock_12_spaced(moment: datetime) -> str:
    """Return the hour of twelve, the minute and the half of the day: 1:30 PM."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {'AM' if moment.hour < 12 else 'PM'}"


def hour_12(moment: datetime) -> str:
    """Return the hour of twelve and the half of the day: 1PM."""
    return f"{moment.hour % 12 or 12}{'AM' if moment.hour < 12 else 'PM'}"


def hour_12_spaced(moment: datetime) -> str:
    """Return the hour of twelve and the half of the day: 1 PM."""
    return f"{moment.hour % 12 or 12} {'AM' if moment.hour < 12 else 'PM'}"


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02d}"


def _clock_padded(moment: datetime) -> str:
    return f"{moment.hour:02d}:{moment.minute:02d}"


def _clock_military(moment: datetime) -> str:
    return f"{moment.hour:02d}{moment.minute:02d}"


# Whole readings of a clock: their parts belong to one moment, so they cost less than the parts one by one.
CLOCKS: tuple[Operator, ...] = (
    Operator(clock_12, "", "the clock of {0}", _DATETIME, noun="clock"),
    Operator(clock_12_spaced, "", "the clock of {0}", _DATETIME, noun="clock"),
    Operator(hour_12, "", "the hour of {0}", _DATETIME, noun="clock"),
    Operator(hour_12_spaced, "", "the hour of {0}", _DATETIME, noun="clock"),
    Operator(_clock, 'f"{{{0}.hour}}:{{{0}.minute:02d}}"', "the clock of {0}", noun="clock"),
    Operator(_clock_padded, 'f"{{{0}.hour:02d}}:{{{0}.minute:02d}}"', "the clock of {0}", noun="clock"),
    Operator(_clock_military, 'f"{{{0}.hour:02d}}{{{0}.minute:02d}}"', "the clock of {0}", noun="clock"),
)
TIME_FIELDS: tuple[tuple[Operator, float], ...] = (
    (_attribute("hour"), 1.0),
    (_attribute("hour", "02d"), 1.2),
    (_attribute("minute", "02d"), 1.0),
    (_attribute("minute"), 1.5),
    (_attribute("second", "02d"), 1.0),
    (_attribute("second"), 1.5),
    (Operator(_hour_of_12, 'f"{{{0}.hour % 12 or 12}}"', "the hour of {0}, of 12", noun="hour"), 1.0),
    (Operator(_hour_of_12_padded, 'f"{{{0}.hour % 12 or 12:02d}}"', "the hour of {0}, of 12", noun="hour"), 1.3),
    (Operator(_half_of_day, '("AM" if {0}.hour < 12 else "PM")', "AM or PM of {0}", noun="half"), 1.0),
)
