"""Operations that write a date: its fields, in the ways that people write them."""

# ruff: noqa: PLR2004 - months and days are what they are

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

from pointmass.synthesis.program import Operator

if TYPE_CHECKING:
    from datetime import datetime


def ordinal(number: int) -> str:
    """Return *number* with its ending: 1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _attribute(name: str, spec: str = "") -> Operator:
    def write(moment: datetime) -> str:
        return format(getattr(moment, name), spec)

    shown = f":{spec}" if spec else ""
    return Operator(write, 'f"{{{0}.' + name + shown + '}}"', f"the {name} of {{0}}", noun=name)


def _named(code: str, words: str) -> Operator:
    def write(moment: datetime) -> str:
        return moment.strftime(code)

    return Operator(write, 'f"{{{0}:' + code + '}}"', f"the {words} of {{0}}", noun=words.rpartition(" ")[2])


def _year_of_century(moment: datetime) -> str:
    return f"{moment.year % 100:02d}"


def _quarter(moment: datetime) -> str:
    return f"{(moment.month + 2) // 3}"


def _half(moment: datetime) -> str:
    return f"{(moment.month + 5) // 6}"


def _fiscal(first: int) -> tuple[Operator, Operator]:
    """Return the fiscal year and quarter of a year that starts with the month *first* and is called by its end."""

    def year(moment: datetime) -> str:
        return f"{moment.year + (moment.month >= first)}"

    def quarter(moment: datetime) -> str:
        return f"{(moment.month - first) % 12 // 3 + 1}"

    return (
        Operator(
            year, f'f"{{{{{{0}}.year + ({{0}}.month >= {first})}}}}"', f"the fiscal year (from month {first}) of {{0}}"
        ),
        Operator(
            quarter,
            f'f"{{{{({{0}}.month - {first}) % 12 // 3 + 1}}}}"',
            f"the fiscal quarter (from month {first}) of {{0}}",
        ),
    )


def _ordinal_day(moment: datetime) -> str:
    return ordinal(moment.day)


def _ordinal_quarter(moment: datetime) -> str:
    return ordinal((moment.month + 2) // 3)


def _day_of_year(moment: datetime) -> str:
    return f"{moment:%j}".lstrip("0")


def _week(moment: datetime) -> str:
    return f"{moment.isocalendar().week}"


def _week_of_two_digits(moment: datetime) -> str:
    return f"{moment.isocalendar().week:02d}"


def _iso_year(moment: datetime) -> str:
    return f"{moment.isocalendar().year}"


def _week_of_month(moment: datetime) -> str:
    return f"{(moment.day + 6) // 7}"


def _ordinal_week_of_month(moment: datetime) -> str:
    return ordinal((moment.day + 6) // 7)


def _decade(moment: datetime) -> str:
    return f"{moment.year // 10 * 10}"


def _century(moment: datetime) -> str:
    return ordinal((moment.year + 99) // 100)


def _days_of_month(moment: datetime) -> str:
    return f"{calendar.monthrange(moment.year, moment.month)[1]}"


def _weekday_number(moment: datetime) -> str:
    return f"{moment.isoweekday()}"


def _short_weekday(moment: datetime) -> str:
    return f"{moment:%a}"[:2]


_DAY, _MONTH, _YEAR = (frozenset({name}) for name in ("day", "month", "year"))
_ALL = _DAY | _MONTH | _YEAR
_ORDINAL = (ordinal,)
ISO_YEAR = Operator(_iso_year, 'f"{{{0}.isocalendar().year}}"', "the ISO year of {0}", noun="year")
# Each with the fields that it needs, and what it costs in about bits.
DATE_FIELDS: tuple[tuple[Operator, frozenset[str], float], ...] = (
    (_attribute("day"), _DAY, 1.0),
    (_attribute("day", "02d"), _DAY, 1.2),
    (_attribute("month"), _MONTH, 1.0),
    (_attribute("month", "02d"), _MONTH, 1.2),
    (_attribute("year", "04d"), _YEAR, 1.0),
    (
        Operator(_year_of_century, 'f"{{{0}.year % 100:02d}}"', "the year of {0} in two digits", noun="year"),
        _YEAR,
        1.5,
    ),
    (_named("%B", "month"), _MONTH, 1.0),
    (_named("%b", "month"), _MONTH, 1.0),
    (_named("%A", "weekday"), _ALL, 1.0),
    (_named("%a", "weekday"), _ALL, 1.0),
    (Operator(_short_weekday, 'f"{{{0}:%a}}"[:2]', "the weekday of {0} in two letters", noun="weekday"), _ALL, 2.5),
    (
        Operator(_ordinal_day, "ordinal({0}.day)", "the day of {0} with its ending", (), _ORDINAL, noun="day"),
        _DAY,
        1.5,
    ),
    (Operator(_quarter, 'f"{{({0}.month + 2) // 3}}"', "the quarter of {0}", noun="quarter"), _MONTH, 2.0),
    (
        Operator(
            _ordinal_quarter,
            "ordinal(({0}.month + 2) // 3)",
            "the quarter of {0} with its ending",
            (),
            _ORDINAL,
            noun="quarter",
        ),
        _MONTH,
        2.5,
    ),
    (Operator(_half, 'f"{{({0}.month + 5) // 6}}"', "the half of the year of {0}", noun="half"), _MONTH, 3.0),
    (Operator(_day_of_year, 'f"{{{0}:%j}}".lstrip("0")', "the day of the year of {0}", noun="day"), _ALL, 2.5),
    (_named("%j", "day of the year"), _ALL, 2.7),
    (Operator(_week, 'f"{{{0}.isocalendar().week}}"', "the ISO week of {0}", noun="week"), _ALL, 2.7),
    (
        Operator(
            _week_of_two_digits, 'f"{{{0}.isocalendar().week:02d}}"', "the ISO week of {0} in two digits", noun="week"
        ),
        _ALL,
        2.5,
    ),
    (_named("%U", "week from Sunday"), _ALL, 3.5),
    (_named("%W", "week from Monday"), _ALL, 3.4),
    (ISO_YEAR, _ALL, 3.0),
    (
        Operator(
            _week_of_month, 'f"{{({0}.day + 6) // 7}}"', "which one of its weekday in the month {0} is", noun="nth"
        ),
        _DAY,
        3.0,
    ),
    (
        Operator(
            _ordinal_week_of_month,
            "ordinal(({0}.day + 6) // 7)",
            "which one of its weekday in the month {0} is",
            (),
            _ORDINAL,
            noun="nth",
        ),
        _DAY,
        2.5,
    ),
    (Operator(_decade, 'f"{{{0}.year // 10 * 10}}"', "the decade of {0}", noun="decade"), _YEAR, 3.0),
    (
        Operator(_century, "ordinal(({0}.year + 99) // 100)", "the century of {0}", (), _ORDINAL, noun="century"),
        _YEAR,
        2.5,
    ),
    (
        Operator(
            _days_of_month,
            'f"{{calendar.monthrange({0}.year, {0}.month)[1]}}"',
            "how many days the month of {0} has",
            ("import calendar",),
            noun="days",
        ),
        _MONTH | _YEAR,
        2.5,
    ),
    (
        Operator(_weekday_number, 'f"{{{0}.isoweekday()}}"', "the number of the weekday of {0}", noun="weekday"),
        _ALL,
        3.0,
    ),
    *((operator, _MONTH | _YEAR, 3.5) for first in (10, 7, 4) for operator in _fiscal(first)),
)
