"""Dates in many notations as one: the day that is meant, or nothing where it could be two days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = (
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAY = re.compile(
    r"^(?:on )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]+([a-z]+)\.?,?[ -]+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?[ -]+(\d{1,2})(?:st|nd|rd|th)?,?[ -]+(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_MOST = 12


def date_form(text: str) -> str | None:
    """Return a date in ISO form, with its time of day where it has one; ``None`` for what is not a date.

    ``03/04/2024`` may be two days and is none; ``25/12/2024``, ``03.04.2024`` (day first, as dots are written) and
    ``3rd of April 2024`` are one. A time with an offset is put in UTC.

    Args:
        text: What was answered, without fence and quotes.
    """
    bare = _WEEKDAY.sub("", " ".join(text.split())).rstrip(".")
    if _STAMP.fullmatch(bare):
        return _stamp(bare)
    lower = bare.lower()
    if (found := _YEAR_FIRST.fullmatch(lower)) is not None:
        year, month, day = map(int, found.groups())
        return _iso(year, month, day)
    if (found := _DAY_FIRST.fullmatch(lower)) is not None:
        return _iso(int(found[3]), _month(found[2]), int(found[1]))
    if (found := _MONTH_FIRST.fullmatch(lower)) is not None:
        return _iso(int(found[3]), _month(found[1]), int(found[2]))
    if (found := _NUMBERS.fullmatch(lower)) is not None:
        return _of_numbers(int(found[1]), int(found[3]), int(found[4]), sign=found[2])
    return None


def day_number(form: str) -> float | None:
    """Return a date of `date_form` as days, with its time as a part of one; ``None`` for any other text."""
    try:
        moment = datetime.fromisoformat(form)
    except ValueError:
        return None
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return aware.timestamp() / 86_400


def _of_numbers(first: int, second: int, year: int, *, sign: str) -> str | None:
    if sign == "." or first > _MOST or first == second:
        return _iso(year, second, first)
    return _iso(year, first, second) if second > _MOST else None


def _stamp(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        return moment.astimezone(UTC).isoformat()
    return moment.date().isoformat() if moment.time() == moment.time().min else moment.isoformat()


def _month(name: str) -> int:
    if name in _LONG or name in {"sept", *_MONTHS}:
        return _MONTHS.index(name[:3]) + 1
    return 0


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
